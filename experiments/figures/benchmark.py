"""Speed: runs a second side by side, and how the time of a run grows with the size of the model."""

from __future__ import annotations

import math

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from experiments.benchmark.findings import Findings
from experiments.benchmark.speed import Step
from experiments.benchmark.table import SPEEDS, times_text
from experiments.figures import look
from experiments.numbers import number_text, value_of_parameter
from experiments.words import Words
from sim.parameters import PARAMETERS

_WIDTH, _HEIGHT = 11.0, 7.2
_BARS_LEFT, _BARS_WIDTH = 3.3, 5.0
_BARS_BOTTOM, _BARS_HEIGHT = 3.95, 1.95
_GROWTH_BOTTOM, _GROWTH_HEIGHT = 1.2, 1.6
_GROWTH_LEFTS, _GROWTH_WIDTH = (1.05, 4.5, 7.95), 2.4
_MILLISECONDS = 1e3


def benchmark_figure(found: Findings, words: Words, *, footer: str) -> Figure:
    """Return the figure of what a benchmark found."""
    with look.look():
        figure = look.new_figure(_WIDTH, _HEIGHT)
        look.written(figure, look.MARGIN, _HEIGHT - 0.62, _title(found, words), size=look.TITLE, weight="bold")
        look.written(figure, look.MARGIN, _HEIGHT - 0.92, words("figure.benchmark.below"), color=look.MUTED)
        _bars(look.panel(figure, _BARS_LEFT, _BARS_BOTTOM, _BARS_WIDTH, _BARS_HEIGHT), found, words)
        for left, (name, steps) in zip(_GROWTH_LEFTS, found.growth.items(), strict=False):
            axes = look.panel(figure, left, _GROWTH_BOTTOM, _GROWTH_WIDTH, _GROWTH_HEIGHT)
            look.heading(axes, PARAMETERS[name].title[words.language], words("figure.benchmark.unit"))
            _growth(axes, steps, words.language)
        look.written(figure, look.MARGIN, 0.35, footer, size=look.SMALL, color=look.MUTED)
    return figure


def _title(found: Findings, words: Words) -> str:
    rate = number_text(found.times("all_cores").rate, 0, words.language)
    times = number_text(found.ratio("mesa", "engine"), 0, words.language)
    return words("figure.benchmark.title", rate=rate, times=times)


def _bars(axes: Axes, found: Findings, words: Words) -> None:
    """Draw runs a second on a scale where every step is ten times the one before."""
    rates = [found.times(name).rate for name in SPEEDS]
    low = 10.0 ** math.floor(math.log10(min(rates)))
    axes.set_xscale("log")
    axes.minorticks_off()
    axes.set_xlim(low, max(rates) * 1.5)
    axes.set_ylim(len(SPEEDS) - 0.5, -0.5)
    axes.set_yticks([])
    axes.grid(axis="x", color=look.LINE, linewidth=0.8)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.set_xlabel(words("figure.benchmark.rate"), size=look.SMALL, color=look.MUTED, labelpad=3)
    for row, (name, rate) in enumerate(zip(SPEEDS, rates, strict=True)):
        ours = name in ("engine", "all_cores")
        axes.barh(row, rate - low, left=low, height=0.55, color=look.B if ours else look.A)
        player = words(f"benchmark.player.{name}", cores=found.cores)
        _beside(axes, row, look.MARGIN, player, weight="bold" if ours else "normal")
        _beside(axes, row, _BARS_LEFT + _BARS_WIDTH + 0.15, _beside_bar(found, name, words))


def _beside_bar(found: Findings, name: str, words: Words) -> str:
    times = found.times(name)
    rate = number_text(times.rate, 0 if times.rate >= 10 else 1, words.language)
    if name == "engine":
        return rate
    return f"{rate}  ({words('figure.benchmark.times', times=times_text(found.ratio(name, 'engine'), words))})"


def _beside(axes: Axes, row: int, inches: float, text: str, weight: str = "normal") -> None:
    fraction = (inches - _BARS_LEFT) / _BARS_WIDTH
    place = axes.get_yaxis_transform()
    axes.text(fraction, row, text, transform=place, va="center_baseline", size=look.TEXT, weight=weight)


def _growth(axes: Axes, steps: list[Step], language: str) -> None:
    values = [float(step.value) for step in steps]
    times = [step.seconds * _MILLISECONDS for step in steps]
    axes.plot(values, times, color=look.B, linewidth=2.2, marker="o", markersize=6)
    axes.set_ylim(0, max(times) * 1.15)
    axes.set_xticks(values, [value_of_parameter(step.value, language) for step in steps])
    axes.yaxis.set_major_locator(MaxNLocator(4))
    axes.yaxis.set_major_formatter(lambda value, _: value_of_parameter(float(value), language))
    axes.grid(axis="y", color=look.LINE, linewidth=0.8)
