"""Table 3 as a forest: what the source says of each factor, and what the model makes of it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures import look
from experiments.figures.beside import beside, notes
from experiments.numbers import number_text, value_of_parameter
from experiments.patterns.declared import Claim, Pattern
from experiments.patterns.measured import Measured, Play, Verdict
from experiments.patterns.relevance import relevant, smallest_relevant
from experiments.words import Words
from sim.parameters import PARAMETERS

_WIDTH = 13.8
_ROW, _LINE = 0.3, 0.165  # inches: of a claim, of a line of what the source says
_HEAD, _FOOT = 1.6, 1.4
_SAYS, _CLAIMS, _PLOT_LEFT, _PLOT_WIDTH, _NUMBER = 1.05, 4.8, 8.35, 2.75, 11.85
_LETTERS = 56
_BETWEEN = 0.16  # inches between two patterns
_TICKS = (1, 5, 20, 100)
_LEAST_REACH = 5.0
_LEAST = (1.0, 0.1, 0.0)  # from which size on one decimal will do, and two, and three
_INTERVAL = 0.1  # inches from a number to its interval
_TIMES = "\N{MULTIPLICATION SIGN}"


@dataclass(frozen=True)
class _Change:
    """A factor, and its value in the worlds in which less and in those in which more is claimed."""

    name: str
    less: float
    more: float

    @property
    def rises(self) -> bool:
        return self.more > self.less

    @property
    def ends(self) -> tuple[float, float]:
        return min(self.less, self.more), max(self.less, self.more)

    def title(self, words: Words) -> str:
        return PARAMETERS[self.name].title[words.language]

    def values(self, words: Words) -> str:
        low, high = (value_of_parameter(end, words.language) for end in self.ends)
        return words("figure.table3.values", low=low, high=high)


@dataclass(frozen=True)
class _Row:
    """One claim: its height in the figure, in inches from the top, and its difference in units of what matters."""

    top: float
    found: Measured
    says: str
    decides: bool
    unit: float

    @property
    def ends(self) -> tuple[float, float, float]:
        return self.found.low / self.unit, self.found.mean / self.unit, self.found.high / self.unit

    @property
    def too_small(self) -> bool:
        return self.decides and relevant(self.found.low, self.found.high, self.unit) is False


@dataclass(frozen=True)
class _Block:
    """One pattern: its text in lines, its rows, and where it starts and ends, in inches from the top."""

    verdict: Verdict
    top: float
    bottom: float
    factor: str
    lines: tuple[str, ...]
    rows: tuple[_Row, ...]

    @property
    def too_small(self) -> bool:
        """Whether the pattern holds, but in something by less than what matters."""
        return bool(self.verdict.holds) and any(row.too_small for row in self.rows)


def table3_figure(verdicts: Sequence[Verdict], play: Play, words: Words, *, footer: str) -> Figure:
    """Return the forest of these patterns; `play` gives the runs of a world, for what matters in counts."""
    blocks = list(_blocks(verdicts, play, words))
    inside = blocks[-1].bottom
    height = _HEAD + inside + _FOOT
    with look.look():
        figure = look.new_figure(_WIDTH, height)
        held = sum(bool(verdict.holds) for verdict in verdicts)
        small = sum(block.too_small for block in blocks)
        title = words("figure.table3.title", held=held, patterns=len(verdicts))
        title += words("validate.small", count=small) if small else ""
        look.written(figure, look.MARGIN, height - 0.62, title, size=look.TITLE, weight="bold")
        look.written(figure, look.MARGIN, height - 0.92, words("figure.table3.below"), color=look.MUTED)
        axes = look.panel(figure, _PLOT_LEFT, _FOOT, _PLOT_WIDTH, inside)
        axes.set_ylim(inside, 0)
        _scale(axes, [row for block in blocks for row in block.rows], words)
        for block in blocks:
            _block(axes, block, words)
        notes(figure, (words("figure.table3.points"), words("honesty.assumption"), footer))
    return figure


def _blocks(verdicts: Sequence[Verdict], play: Play, words: Words) -> Iterator[_Block]:
    top = 0.0
    for verdict in verdicts:
        found = [(each, True) for each in verdict.claims] + [(each, False) for each in verdict.reports]
        lines = tuple(textwrap.wrap(verdict.pattern.says[words.language], _LETTERS))
        deep = max(len(found) * _ROW, (len(lines) + 1) * _LINE + 0.12)
        first = top + _BETWEEN / 2 + _ROW / 2
        rows = tuple(
            _Row(
                top=first + number * _ROW,
                found=each,
                says=_outcome(each.claim, words) + _apart(each.claim, verdict.pattern, words),
                decides=decides,
                unit=smallest_relevant(each.claim, play),
            )
            for number, (each, decides) in enumerate(found)
        )
        bottom = top + deep + _BETWEEN
        yield _Block(verdict, top, bottom, _factors(verdict.pattern, words), lines, rows)
        top = bottom


def _scale(axes: Axes, rows: Sequence[_Row], words: Words) -> None:
    reach = 1.15 * max([_LEAST_REACH, *(abs(end) for row in rows for end in row.ends)])
    axes.set_xscale("asinh", linear_width=1.0)
    axes.set_xlim(-reach, reach)
    axes.set_yticks([])
    ticks = [side * tick for tick in _TICKS if tick <= reach for side in (-1, 1)]
    axes.set_xticks([0, *ticks], ["0", *(f"{abs(tick)}{_TIMES}" for tick in ticks)])
    axes.set_xticks([], minor=True)
    axes.set_xlabel(words("figure.forest.scale"), size=look.SMALL, color=look.MUTED, labelpad=4)
    axes.axvspan(-1, 1, color=look.SOFT, linewidth=0, zorder=0)
    axes.axvline(0, color=look.INK, linewidth=1.0, zorder=2)
    small = {"size": look.SMALL, "color": look.MUTED}
    beside(axes, -0.15, look.MARGIN, words("figure.table3.says"), **small)
    beside(axes, -0.15, _CLAIMS, words("figure.table3.outcome"), **small)
    beside(axes, -0.15, _PLOT_LEFT, words("figure.table3.against"), **small)
    beside(axes, -0.15, _PLOT_LEFT + _PLOT_WIDTH, words("figure.table3.with"), ha="right", **small)
    beside(axes, -0.15, _WIDTH - look.MARGIN, words("figure.table3.interval"), ha="right", **small)


def _block(axes: Axes, block: _Block, words: Words) -> None:
    if block.top > 0:
        rule = (look.MARGIN - _PLOT_LEFT) / _PLOT_WIDTH, (_WIDTH - look.MARGIN - _PLOT_LEFT) / _PLOT_WIDTH
        place = axes.get_yaxis_transform()
        axes.plot(rule, (block.top, block.top), transform=place, color=look.LINE, lw=0.8, clip_on=False, zorder=1)
    first = block.top + _BETWEEN / 2 + _ROW / 2
    beside(axes, first, look.MARGIN, block.verdict.pattern.name, weight="bold")
    beside(axes, first, _SAYS, block.factor, size=look.SMALL, weight="bold")
    for number, line in enumerate(block.lines, 1):
        beside(axes, first + number * _LINE, _SAYS, line, size=look.SMALL - 0.5, color=look.MUTED)
    for row in block.rows:
        _row(axes, row, words)


def _row(axes: Axes, row: _Row, words: Words) -> None:
    low, mean, high = row.ends
    ink = look.INK if row.decides else look.A
    beside(axes, row.top, _CLAIMS, row.says, color=ink)
    axes.plot([low, high], [row.top, row.top], color=ink, linewidth=2.4, solid_capstyle="butt", zorder=3)
    sure = row.found.holds or row.found.contradicted
    marker, size = ("o", 8) if row.decides else ("D", 6)
    axes.plot([mean], [row.top], marker=marker, markersize=size, markeredgecolor=ink, markeredgewidth=1.6,
              markerfacecolor=ink if sure else "white", clip_on=False, zorder=4)
    decimals = next((number for number, least in enumerate(_LEAST, 1) if abs(mean) >= least), len(_LEAST))
    said, *ends = (number_text(each, decimals, words.language, sign=each is mean) for each in (mean, low, high))
    beside(axes, row.top, _NUMBER, said, weight="bold" if row.decides else "normal", color=ink, ha="right")
    interval = words("figure.table3.range", low=ends[0], high=ends[1])
    beside(axes, row.top, _NUMBER + _INTERVAL, f"({interval})", size=look.SMALL, color=look.MUTED)


def _outcome(claim: Claim, words: Words) -> str:
    """Return the outcome, and whether it is to rise or to fall as the factor rises."""
    part, *whole = (each.title[words.language] for each in claim.parts)
    name = words("figure.table3.quality") if claim.fed else part  # only quality leaves out what is fed
    if whole:
        name = words("figure.table3.by", part=name, whole=whole[0].lower())
    return f"{'▲' if _change(claim).rises else '▼'} {name}"


def _change(claim: Claim) -> _Change:
    """Return the factor that a claim is about, the first that differs between its worlds, and its two values."""
    more, less = dict(claim.more[0].settings), dict(claim.less[0].settings)
    name = next(name for name in more if more[name] != less[name])
    return _Change(name, float(less[name]), float(more[name]))


def _factors(pattern: Pattern, words: Words) -> str:
    """Return what is changed, from its lower to its higher value: each factor once."""
    told = {change.name: change for change in map(_change, pattern.claims)}
    return "; ".join(
        words("figure.table3.factor", title=change.title(words), values=change.values(words))
        for change in told.values()
    )


def _apart(claim: Claim, pattern: Pattern, words: Words) -> str:
    """Return what tells a claim from others of its pattern: its own factor, or its own values of it."""
    change, first = _change(claim), _change(pattern.claims[0])
    if len({_change(each).name for each in pattern.claims}) > 1:
        return f" ({change.title(words).lower()})"
    return "" if change.ends == first.ends else f" ({change.values(words)})"
