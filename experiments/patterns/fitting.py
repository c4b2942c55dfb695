"""Intercepts fitted to magnitudes: a pattern search whose every evaluation is written down.

`python -m experiments.patterns.fitting`; what may be fitted, and how, stands in `fitting.toml`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import click
import numpy as np

from experiments.manifest import now, program_commit
from experiments.patterns.fittable import Fitting, Weight, fitting
from experiments.patterns.targets import FIT, Found, declared, measure
from experiments.tables import aligned, as_csv
from scenarios import load
from sim.errors import CasusoverlegError
from sim.parameters import parse_setting
from sim.scenario import Scenario

_LOG = Path("results", "validation", "fitting.csv")
_NOT_MEASURED = 2.0  # widths: how far a quantity without a value counts as outside its range

Values = tuple[float, ...]


def loss_of(found: Iterable[Found]) -> float:
    """Return the sum over rows of the squared distance to their range, in widths: 0 where all lie inside."""
    distances = ([figure.distance for figure in one.figures] for one in found)
    return float(sum(np.mean(np.nan_to_num(each, nan=_NOT_MEASURED) ** 2) for each in distances))


def search(
    loss: Callable[[Values], float], start: Values, weights: Sequence[Weight], *, evaluations: int, least: float
) -> Values:
    """Return the values with the smallest loss that a pattern search finds (Hooke & Jeeves 1961).

    One weight after the other is moved a step up, else down, and stays where that is better; where it is not, its step
    is halved. It ends when every step is shorter than `least` of what it was, or no evaluation is left.
    """
    best, lowest, left = start, loss(start), evaluations - 1
    steps = [weight.step for weight in weights]
    while left > 0 and any(step >= least * weight.step for step, weight in zip(steps, weights, strict=True)):
        for place, weight in enumerate(weights):
            for step in (steps[place], -steps[place]):
                moved = weight.bounded(best[place] + step)
                if left <= 0 or moved == best[place] or abs(step) < least * weight.step:
                    continue
                tried = (*best[:place], moved, *best[place + 1 :])
                found, left = loss(tried), left - 1
                if found < lowest:
                    best, lowest = tried, found
                    break
            else:
                steps[place] /= 2.0
    return best


@dataclass
class Trial:
    """Evaluates settings of a scenario on one base seed; each evaluation is a line of the log, and told."""

    scenario: Scenario
    weights: Sequence[Weight]
    seed: int
    runs: int
    workers: int | None = None
    log: Path = _LOG
    tell: Callable[[str], object] = lambda line: None
    known: dict[Values, float] = field(default_factory=dict)

    def loss(self, values: Values) -> float:
        """Return the loss of these values of the weights, measured once."""
        if values not in self.known:
            names = [weight.name for weight in self.weights]
            scenario = self.scenario.set(dict(zip(names, values, strict=True)))
            only = [target.name for target in declared() if target.use == FIT]
            found = measure(scenario, self.seed, self.runs, only=only, workers=self.workers)
            self.known[values] = loss_of(found)
            self._write(values, found)
        return self.known[values]

    def _write(self, values: Values, found: Sequence[Found]) -> None:
        told = zip((weight.name for weight in self.weights), values, strict=True)
        row = {
            "when": now(),
            "commit": program_commit() or "",
            "seed": self.seed,
            "runs": self.runs,
            "loss": round(self.known[values], 4),
            "values": " ".join(f"{name}={value:g}" for name, value in told),
            "rows": " ".join(f"{each.quantity.measure}={each.value:.4g}" for one in found for each in one.figures),
        }
        head, line = as_csv([row], "en").splitlines(keepends=True)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("a", encoding="utf-8", newline="") as file:
            file.write(line if file.tell() else head + line)
        self.tell(f"{row['loss']:.3f}  {row['values']}")


def fitted(trial: Trial, asked: Fitting) -> list[str]:
    """Search, and return the best values as lines, with the loss before and after on every seed."""
    start = tuple(float(trial.scenario.value(weight.name)) for weight in asked.weights)
    best = search(trial.loss, start, asked.weights, evaluations=asked.evaluations, least=asked.least)
    rows = [(weight.name, f"{old:g}", f"{new:g}") for weight, old, new in zip(asked.weights, start, best, strict=True)]
    for seed in asked.seeds:
        other = replace(trial, seed=seed, known=trial.known if seed == trial.seed else {})
        rows.append((f"loss on seed {seed}", f"{other.loss(start):.3f}", f"{other.loss(best):.3f}"))
    return aligned([("", "start", "best"), *rows])


@click.command()
@click.option("--seed", type=int, help="Base seed to search on, instead of the first of fitting.toml.")
@click.option("--runs", type=click.IntRange(1), help="Runs at each evaluation.")
@click.option("--evaluations", type=click.IntRange(1), help="Evaluations at most.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="Another value, also to start from.")
@click.option("--log", type=click.Path(path_type=Path), default=_LOG, show_default=True, help="Where lines are added.")
@click.option("--workers", type=click.IntRange(1), help="Processes beside each other; all cores without it.")
def main(
    seed: int | None,
    runs: int | None,
    evaluations: int | None,
    settings: tuple[str, ...],
    log: Path,
    workers: int | None,
) -> None:
    """Fit the weights of fitting.toml to the rows of targets.toml that are there for it."""
    try:
        plan = fitting() if seed is None else fitting().on(seed)
        asked = replace(plan, runs=runs or plan.runs, evaluations=evaluations or plan.evaluations)
        scenario = load("top_x").set(dict(map(parse_setting, settings)))
        trial = Trial(scenario, asked.weights, asked.seeds[0], asked.runs, workers, log, tell=click.echo)
        click.echo("\n".join(fitted(trial, asked)))
    except CasusoverlegError as error:
        raise click.ClickException(str(error)) from None


if __name__ == "__main__":
    main()
