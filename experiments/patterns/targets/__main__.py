"""Print every target beside its value: `python -m experiments.patterns.targets --use fit --runs 40 --seed 5200`."""

from __future__ import annotations

import math

import click

from experiments.patterns.targets import USES, Found, declared, measure
from experiments.tables import aligned
from scenarios import load
from sim.errors import CasusoverlegError
from sim.parameters import parse_setting

_WORDS = {True: "in", False: "out", None: "–"}


@click.command()
@click.option("--use", type=click.Choice(USES), multiple=True, help="Only rows of this use; all without it.")
@click.option("--row", "rows", multiple=True, help="Only the row with this name.")
@click.option("--runs", type=click.IntRange(1), default=40, show_default=True, help="Runs that are witnessed.")
@click.option("--seed", type=int, default=5200, show_default=True, help="Base seed; 9101 is for checking.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="Another value of a parameter.")
@click.option("--workers", type=click.IntRange(1), help="Processes beside each other; all cores without it.")
def main(
    use: tuple[str, ...],
    rows: tuple[str, ...],
    runs: int,
    seed: int,
    settings: tuple[str, ...],
    workers: int | None,
) -> None:
    """Measure Top X against the targets."""
    try:
        scenario = load("top_x").set(dict(map(parse_setting, settings)))
        only = [one.name for one in declared() if one.use in (use or USES) and one.name in (rows or (one.name,))]
        found = measure(scenario, seed, runs, only=only, workers=workers)
    except CasusoverlegError as error:
        raise click.ClickException(str(error)) from None
    click.echo("\n".join(table(found)))


def table(found: tuple[Found, ...]) -> list[str]:
    """Return a line for every quantity: value, interval, range, whether it lies in there, distance in widths."""
    rows = [("row", "use", "quantity", "value", "95 % interval", "range", "", "distance")]
    for one in found:
        for figure in one.figures:
            low, high = _text(figure.quantity.low), _text(figure.quantity.high)
            inside = None if math.isnan(figure.distance) else figure.distance == 0
            distance = f"{figure.distance:.2f}" if figure.distance > 0 else ""
            interval = f"{_text(figure.low)} to {_text(figure.high)}"
            name, value = figure.quantity.measure, _text(figure.value)
            rows.append(
                (one.target.name, one.target.use, name, value, interval, f"{low} to {high}", _WORDS[inside], distance)
            )
    return aligned(rows, left=(0, 1, 2))


def _text(value: float) -> str:
    return f"{value:.3f}" if math.isfinite(value) else "–" if math.isnan(value) else "…"


if __name__ == "__main__":
    main()
