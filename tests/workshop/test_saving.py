"""What a visitor takes home is right: figures, numbers, and scenarios that the command line takes."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import pytest
from matplotlib.text import Text

from experiments.words import Words, words_in
from experiments.workshop.picture import Picture, picture
from experiments.workshop.saving import FILES, figure, saved
from experiments.workshop.telling import world_title
from experiments.workshop.view import View, World
from experiments.workshop.worlds import Worlds
from scenarios import load
from sim.errors import InputError
from tests.workshop.conftest import Engine

EN, NL = words_in("en"), words_in("nl")
CHANGED = (
    View(a="media_storm", b="fixed_faces", language="nl", seed=5)
    .with_value("b", "process_management.form", "lead_organisation")
    .with_value("b", "trust.gain_kept", 1e-2)
    .with_value("b", "agenda.slots_per_week", 7)
    .with_value("b", "rules.accepts.trust", 0)
    .with_value("b", "cases.responsiveness", 0.9)
)


@pytest.fixture
def shown(engine: Engine) -> Picture:
    a, b = (Worlds().play(CHANGED.scenario(world), 5, 40) for world in ("a", "b"))
    return picture(CHANGED, a, b, wanted=40, moving=False)


@pytest.mark.parametrize("world", ["a", "b"])
@pytest.mark.parametrize("words", [EN, NL])
def test_a_saved_world_plays_as_on_the_page(world: World, words: Words, tmp_path: Path) -> None:
    file = saved(world, CHANGED, None, words)
    path = tmp_path / file.name
    path.write_bytes(file.content)
    there, here = load(path), CHANGED.scenario(world)
    for part in ("values", "changes", "media_events", "departures"):
        assert getattr(there, part) == getattr(here, part)
    assert there.title["nl"].startswith(here.title["nl"])


def test_numbers_come_as_a_spreadsheet_reads_them(shown: Picture) -> None:
    dutch, english = (saved("csv", CHANGED, shown, words).content for words in (NL, EN))
    assert dutch.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(dutch.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 104
    assert {(row["pairs"], row["seed"]) for row in rows} == {("40", "5")}
    assert {row["mean_difference"] for row in rows} == {f"{shown.main.mean}".replace(".", ",")}
    assert {row["b"] for row in rows} == {world_title(CHANGED, "b", NL)}
    read = [float(row["difference_percentile_95"].replace(",", ".")) for row in rows]
    np.testing.assert_array_equal(read, shown.difference.bands.high)
    assert b"," in dutch.splitlines()[5]
    assert english.decode("utf-8-sig").startswith("outcome,unit,week,")


def test_files_are_what_their_names_say(shown: Picture) -> None:
    found = {file: saved(file, CHANGED, shown, NL) for file in FILES}
    assert {file: made.name for file, made in found.items()} == {
        "png": f"casusoverleg_collaboration_quality_{CHANGED.a}_vs_{CHANGED.b}.png",
        "svg": f"casusoverleg_collaboration_quality_{CHANGED.a}_vs_{CHANGED.b}.svg",
        "csv": f"casusoverleg_collaboration_quality_{CHANGED.a}_vs_{CHANGED.b}.csv",
        "b": "casusoverleg_world_b.toml",
        "a": "casusoverleg_world_a.toml",
    }
    assert found["png"].content.startswith(b"\x89PNG")
    assert ElementTree.fromstring(found["svg"].content).tag.endswith("svg")


def test_a_figure_says_what_it_shows_and_what_it_rests_on(shown: Picture) -> None:
    said = {text.get_text() for text in figure(shown, NL).findobj(Text)}
    assert "media_storm · fixed_faces · 40 paren, 104 weken · startgetal 5 · casusoverleg" in " ".join(said)
    titles = "Kwaliteit van de samenwerking", "Verschil B − A", "Mediastorm", "mediabericht"
    for part in ("In deze simulatie is er", *titles):
        assert any(part in text for text in said), part


@pytest.mark.parametrize("file", ["exe", "", "../png"])
def test_another_file_is_refused(file: str, shown: Picture) -> None:
    with pytest.raises(InputError):
        saved(file, CHANGED, shown, NL)


def test_without_a_picture_there_is_no_figure() -> None:
    with pytest.raises(InputError, match="no picture yet"):
        saved("png", CHANGED, None, EN)
