"""A picture in words: what the page says beside its charts, and to those who do not see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from experiments.answer import claim, interval_text, mean_text, verdict_text
from experiments.comparison import Difference, Verdict
from experiments.headlines import asked
from experiments.numbers import line_text, line_text_of_difference, title_of_difference
from experiments.options import settings_text
from experiments.pair import week_of_first_difference
from experiments.words import Words
from experiments.words.messages import message
from experiments.workshop import limits
from experiments.workshop.desk import Failure
from experiments.workshop.fan import Fan
from experiments.workshop.picture import TABLE, Picture
from experiments.workshop.view import View, World, preset
from sim.errors import CasusoverlegError
from sim.outcomes import Outcome

_EXAMPLE = "fixed_faces"  # of a preset, for those who do not know where to begin
_WEEKS_BETWEEN_ROWS = 13
_FEWEST_ROWS = 8


@dataclass(frozen=True)
class OutcomeRow:
    """A row of the table of outcomes: its difference, and that in words."""

    found: Difference
    title: str
    number: str
    interval: str
    verdict: str

    @property
    def relevant(self) -> bool:
        """Return whether it is clear that there is a difference that may matter."""
        return self.found.verdict in (Verdict.CLEAR, Verdict.UNCERTAIN)


@dataclass(frozen=True)
class Table:
    """A table in words: a title for each column, and the cells row by row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def world_title(view: View, world: World, words: Words) -> str:
    """Return what a world is called: its preset, and what was changed in it."""
    scenario, changed = view.scenario(world), view.changed(world)
    title = scenario.title[words.language]
    settings = settings_text(changed, words.language)
    return words("compare.changed_title", title=title, settings=settings) if changed else title


def preset_title(name: str, words: Words, *, changed: bool = False) -> str:
    """Return what a preset is called; `changed`: that it is no longer as it is shipped."""
    title = preset(name).title[words.language]
    return words("page.changed", title=title) if changed else title


def called(view: View, world: World, words: Words) -> str:
    """Return what a world is called for short: its preset, and whether something was changed in it."""
    return preset_title(view.scenario(world).name, words, changed=bool(view.changed(world)))


def answer(picture: Picture, words: Words) -> str:
    """Return what the pairs allow to be said about the outcome that is shown."""
    return words("workshop.told.equal") if picture.view.equal else claim(picture.main, words)


def evidence(picture: Picture, words: Words) -> str:
    """Return in how many pairs it is so, what A and B are and share; beside risk also what happens to compulsion.

    Where A and B are equal, return what to do about it.
    """
    if picture.view.equal:
        return what_to_do(words)
    found, view = picture.main, picture.view
    beside = [claim(picture.differences[name], words) for name in asked([found.outcome.name])[1:]]
    left_out = [words("compare.left_out", count=found.left_out)] if found.left_out else []
    luck = words("workshop.told.luck", a=called(view, "a", words), b=called(view, "b", words))
    week = week_of_first_difference(view.scenario("a"), view.scenario("b"))
    later = [words("compare.later", week=week, weeks=picture.a.weeks)] if week else []
    return " ".join([*_counted(found, words), *left_out, *beside, luck, *later])


def what_to_do(words: Words) -> str:
    """Return what makes A and B differ."""
    return words("workshop.told.move", example=preset_title(_EXAMPLE, words))


def _counted(found: Difference, words: Words) -> list[str]:
    if not found.pairs:
        return []
    if not found.higher and not found.lower:
        return [words("compare.same", pairs=found.pairs)]
    if max(found.higher, found.lower) < found.pairs:
        return [words("workshop.told.counted", higher=found.higher, lower=found.lower, pairs=found.pairs)]
    if found.lower:
        return [words("workshop.told.lower", count=found.lower, pairs=found.pairs)]
    return [words("workshop.told.higher", count=found.higher, pairs=found.pairs)]


def number(picture: Picture, words: Words) -> str:
    """Return the mean difference as the large number, without its unit."""
    return mean_text(picture.main, words, brief=True)


def interval(picture: Picture, words: Words) -> str:
    """Return the interval of the mean difference, as it stands below the number."""
    return words("workshop.told.interval", interval=interval_text(picture.main, words, brief=True))


def unit_of_number(picture: Picture, words: Words) -> str:
    """Return what the number is a difference of: over which weeks, and on which scale."""
    return words(f"workshop.told.number.{picture.main.outcome.kind}", weeks=picture.a.weeks)


def unit(outcome: Outcome, words: Words) -> str:
    """Return the unit of the weekly series of an outcome."""
    return words(f"workshop.told.unit.{outcome.kind}")


def unit_of_difference(outcome: Outcome, words: Words) -> str:
    """Return the unit of the weekly difference in an outcome, pair by pair."""
    return words(f"workshop.told.unit_of_difference.{outcome.kind}")


def pairs_text(picture: Picture, words: Words) -> str:
    """Return on how many pairs the picture rests; how many are still to come, or that there are fewer than usual."""
    told = [words("figure.pairs", count=picture.pairs), words("figure.weeks", weeks=picture.a.weeks)]
    usual = (limits.PAIRS_MOVING if picture.moving else limits.PAIRS_AT_REST)[0]
    if not picture.complete:
        told.append(words("workshop.told.more", count=picture.wanted - picture.pairs))
    if picture.wanted < usual:
        told.append(words("workshop.told.fewer", usual=usual))
    return ", ".join(told)


def chart_summary(picture: Picture, words: Words) -> str:
    """Return where both fans end, for those who do not see the chart."""
    outcome, language = picture.main.outcome, words.language
    ends = {
        f"{world}_{name}": line_text(outcome, value, language)
        for world, drawn in (("a", picture.a), ("b", picture.b))
        for name, value in _last(drawn).items()
    }
    return words("workshop.told.chart", outcome=outcome.title[language], **ends)


def difference_summary(picture: Picture, words: Words) -> str:
    """Return where the fan of the difference ends, for those who do not see the chart."""
    outcome, language = picture.main.outcome, words.language
    last = _last(picture.difference)
    ends = {name: line_text_of_difference(outcome, value, language) for name, value in last.items()}
    return words("workshop.told.difference", unit=unit_of_difference(outcome, words), **ends)


def _last(drawn: Fan) -> dict[str, float]:
    low, _, median, _, high = (float(line[-1]) for line in drawn.lines)
    return {"low": low, "median": median, "high": high}


def weeks_table(picture: Picture, words: Words) -> Table:
    """Return the fans as a table, a row for each quarter of a year: the middle and 9 of the 10 runs."""
    difference = f"{words('table.difference')}, {unit_of_difference(picture.main.outcome, words)}"
    spread = words("table.spread")
    columns = [words("figure.week"), "A", f"A, {spread}", "B", f"B, {spread}", difference, words("workshop.told.pairs")]
    return Table(tuple(columns), tuple(_week_row(picture, week, words) for week in _weeks(picture.a.weeks)))


def _weeks(weeks: int) -> Sequence[int]:
    step = max(1, min(_WEEKS_BETWEEN_ROWS, weeks // _FEWEST_ROWS))
    return sorted({*range(0, weeks, step), weeks - 1})


def _week_row(picture: Picture, week: int, words: Words) -> tuple[str, ...]:
    outcome, language = picture.main.outcome, words.language
    cells = [str(week)]
    for drawn, text in ((picture.a, line_text), (picture.b, line_text), (picture.difference, line_text_of_difference)):
        low, _, median, _, high = (text(outcome, float(value), language) for value in drawn.lines[:, week])
        cells += [median, words("table.range", low=low, high=high)]
    return tuple(cells)


def outcome_rows(picture: Picture, group: str, words: Words) -> list[OutcomeRow]:
    """Return the rows of a group of TABLE; none as long as the picture does not have them all."""
    if not set(TABLE[group]) <= picture.differences.keys():
        return []
    return [_outcome_row(picture.differences[name], words) for name in TABLE[group]]


def _outcome_row(found: Difference, words: Words) -> OutcomeRow:
    return OutcomeRow(
        found=found,
        title=title_of_difference(found.outcome, words.language),
        number=mean_text(found, words, brief=True),
        interval=interval_text(found, words, brief=True),
        verdict=verdict_text(found, words),
    )


def failure_text(failure: Failure, words: Words) -> str:
    """Return what went wrong, in words: the page still works."""
    if isinstance(failure.error, CasusoverlegError):
        return words("workshop.told.refused", reason=message(failure.error, words.language))
    return words("workshop.told.failed", reason=type(failure.error).__name__)
