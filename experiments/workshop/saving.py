"""Files that a visitor takes home: the figure, its numbers, and a world as a scenario to go on with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Any

from experiments.manifest import program_version
from experiments.summary import PERCENTILES
from experiments.tables import as_csv
from experiments.template import toml_value
from experiments.words import Words, words_in
from experiments.workshop.picture import Picture
from experiments.workshop.telling import (
    answer,
    interval,
    number,
    unit,
    unit_of_difference,
    unit_of_number,
    world_title,
)
from experiments.workshop.view import WORLDS, View, World
from sim.errors import InputError, describe
from sim.parameters import PARAMETERS
from sim.text import LANGUAGES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FILES = ("png", "svg", "csv", "b", "a")

_MEDIA_TYPES = {"png": "image/png", "svg": "image/svg+xml"}
_DRAWING = Lock()  # matplotlib keeps its settings for the whole process: one figure at a time


@dataclass(frozen=True)
class Download:
    """A file: its name, which never holds what a visitor typed, its bytes and their type."""

    name: str
    content: bytes
    media_type: str


def saved(file: str, view: View, picture: Picture | None, words: Words) -> Download:
    """Return one of FILES: of the picture that is shown, or a world of the view.

    InputError for another file, or where there is no picture yet.
    """
    if file in WORLDS:
        return scenario_file(view, "a" if file == "a" else "b", words)
    if file not in FILES:
        raise InputError("unknown file", got=describe(file), allowed=", ".join(FILES))
    if picture is None:
        raise InputError("there is no picture yet", got=describe(file), allowed=", ".join(WORLDS))
    return data_file(picture, words) if file == "csv" else figure_file(picture, words, file)


def figure(picture: Picture, words: Words) -> Figure:
    """Return the charts of a picture as one figure, with what it rests on below it."""
    from experiments.figures.beside import origin
    from experiments.figures.fans import Told, fans_figure

    view, outcome = picture.view, picture.main.outcome
    played = [words("figure.pairs", count=picture.pairs), words("figure.weeks", weeks=picture.a.weeks)]
    told = Told(
        answer=answer(picture, words),
        number=f"{number(picture, words)} ({interval(picture, words)}): {unit_of_number(picture, words)}",
        titles=(world_title(view, "a", words), world_title(view, "b", words)),
        unit=unit(outcome, words),
        unit_of_difference=unit_of_difference(outcome, words),
        footer=f"{view.a} · {view.b} · {origin(words, ', '.join(played), view.seed)}\n{words('honesty.directions')}",
    )
    fans = (picture.a.bands, picture.b.bands, picture.difference.bands)
    return fans_figure(outcome, fans, (view.scenario("a"), view.scenario("b")), told, words)


def figure_file(picture: Picture, words: Words, kind: str) -> Download:
    """Return the figure of a picture as `png` or `svg`."""
    from experiments.figures.look import writer

    content = BytesIO()
    with _DRAWING:
        writer(figure(picture, words), kind)(content)
    return Download(f"{_stem(picture)}.{kind}", content.getvalue(), _MEDIA_TYPES[kind])


def data_file(picture: Picture, words: Words) -> Download:
    """Return the fans of a picture as a spreadsheet, a row a week."""
    text = as_csv(list(_records(picture, words)), words.language)
    return Download(f"{_stem(picture)}.csv", text.encode("utf-8-sig"), "text/csv; charset=utf-8")


def scenario_file(view: View, world: World, words: Words) -> Download:
    """Return a world as a scenario file, to check, run and compare on the command line."""
    content = "\n".join(_scenario_lines(view, world, words)) + "\n"
    return Download(f"casusoverleg_world_{world}.toml", content.encode(), "application/toml")


def _stem(picture: Picture) -> str:
    return f"casusoverleg_{picture.main.outcome.name}_{picture.view.a}_vs_{picture.view.b}"


def _records(picture: Picture, words: Words) -> Iterator[dict[str, Any]]:
    fans = {"a": picture.a, "b": picture.b, "difference": picture.difference}
    worlds = {str(world): world_title(picture.view, world, words) for world in WORLDS}
    found = {"mean_difference": picture.main.mean, "low": picture.main.low, "high": picture.main.high}
    for week in range(picture.a.weeks):
        yield {
            "outcome": picture.main.outcome.name,
            "unit": unit(picture.main.outcome, words),
            "week": week,
            "pairs": picture.pairs,
            "seed": picture.view.seed,
            **worlds,
            **found,
            **{
                f"{name}_percentile_{percentile}": float(line[week])
                for name, drawn in fans.items()
                for percentile, line in zip(PERCENTILES, drawn.lines, strict=True)
            },
        }


def _scenario_lines(view: View, world: World, words: Words) -> Iterator[str]:
    base = view.scenario(world).name
    titles = (f"{each} = {toml_value(world_title(view, world, words_in(each)))}" for each in LANGUAGES)
    yield f"# {words('workshop.told.scenario', base=base)} casusoverleg {program_version()}"
    yield ""
    yield f"title = {{ {', '.join(titles)} }}"
    yield f"extends = {toml_value(base)}"
    for name, value in view.changed(world).items():
        yield f"{name} = {toml_value(value)} # {PARAMETERS[name].title[words.language]}"
