"""`overleg new`: the file is right as written, every line in it says what holds, and nothing is overwritten."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from experiments.template import template
from experiments.words import words_in
from scenarios import load, names
from sim.parameters import PARAMETERS
from sim.scenario import Scenario
from sim.text import LANGUAGES

Overleg = Callable[..., Any]
SETTING = re.compile(r"#(?=[\w\[])(?!:schema)")


def lines_of(base: str, language: str = "en") -> list[str]:
    return template(load(base), "mine", words_in(language)).splitlines()


def load_text(lines: list[str], folder: Path) -> Scenario:
    (folder / "mine.toml").write_text("\n".join(lines), "utf-8")
    return load(folder / "mine.toml")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("base", names())
def test_as_written_it_is_the_scenario_that_it_extends(base: str, language: str, tmp_path: Path) -> None:
    found, extended = load_text(lines_of(base, language), tmp_path), load(base)
    assert found.title[language] == "Mine"
    assert (found.values, found.changes, found.media_events, found.departures) == (
        extended.values,
        extended.changes,
        extended.media_events,
        extended.departures,
    )


@pytest.mark.parametrize("base", names())
def test_with_every_setting_uncommented_it_has_the_same_values(base: str, tmp_path: Path) -> None:
    text = [SETTING.sub("", line) if SETTING.match(line) else line for line in lines_of(base)]
    found, extended = load_text(text, tmp_path), load(base)
    assert found.values == extended.values
    for kind in ("changes", "media_events", "departures"):
        assert getattr(extended, kind) in ((), getattr(found, kind))
        assert getattr(found, kind)
    assert found.expects == {"risk": "lower"}


def test_every_parameter_has_one_line_that_sets_it_to_what_it_is_alone() -> None:
    lines = lines_of("media_storm")
    values = dict(load("media_storm").values)
    table, told = "", []
    for line in lines:
        if header := re.match(r"\[([\w.]+)\]", line):
            table = header[1]
        elif re.match(r"#\w+ = ", line):
            name = f"{table}.{line[1:].split(' = ')[0]}"
            if name in PARAMETERS:
                assert tomllib.loads(line[1:]) == {name.rpartition(".")[2]: values[name]}
                told.append(name)
    assert told == list(PARAMETERS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_parameter_is_explained_in_the_language(language: str) -> None:
    text = " ".join(line.removeprefix("# ") for line in lines_of("top_x", language))
    for parameter in PARAMETERS.values():
        assert parameter.title[language] in text
        if parameter.group != "rules":
            assert parameter.explanation[language] in text
            assert parameter.source[language] in text
    assert ("Toegestaan: een getal van 0 tot en met 1." in text) is (language == "nl")


def test_it_writes_a_file_that_check_takes(overleg: Overleg, tmp_path: Path) -> None:
    said = overleg("new", "mijn_scenario", "--from", "fixed_faces", "--lang", "nl", "--out", "een map/deeper")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"{Path('een map/deeper/mijn_scenario.toml')}: ")
    checked = overleg("check", "een map/deeper/mijn_scenario.toml")
    assert checked.code == 0
    assert "continuity.same_faces" in checked.out
    assert [path.name for path in (tmp_path / "een map/deeper").iterdir()] == ["mijn_scenario.toml"]


def test_the_schema_stands_beside_the_file_that_names_it(overleg: Overleg, tmp_path: Path) -> None:
    for name in ("one", "two"):  # the second time the schema is there already
        assert overleg("new", name, "--schema").code == 0
    (directive, *_) = (tmp_path / "two.toml").read_text("utf-8").splitlines()
    beside = tmp_path / directive.removeprefix("#:schema ")
    text = (tmp_path / "two.toml").read_text("utf-8")
    Draft202012Validator(overleg("schema").json).validate(tomllib.loads(text))
    assert beside.read_text("utf-8") == overleg("schema").out


def test_it_never_overwrites(overleg: Overleg, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("my work")
    said = overleg("new", "mine")
    assert (said.code, said.out) == (2, "")
    assert "mine.toml: is there already" in said.err
    assert (tmp_path / "mine.toml").read_text() == "my work"


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("mine.toml", "mine"),
        ("mijn scénario", "mijn_scenario"),
        ("../mine", "mine"),
        ("a/b", "a_b"),
        ("-mine", "mine"),
        ("con", ""),
        ("LPT1", ""),
        ("", ""),
        (" ", ""),
        ("…", ""),
        ("x" * 61, "x" * 60),
        ("top_x", ""),
        ("Top_X", ""),
    ],
)
def test_silly_names_are_refused(overleg: Overleg, tmp_path: Path, name: str, nearest: str) -> None:
    said = overleg("new", "--", name)
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert ("did you mean" in said.err) == bool(nearest)
    assert f"did you mean {nearest}?" in said.err or not nearest
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (("mine", "--from", "topx"), ["--from", "'topx'", "did you mean top_x?"]),
        (("mine", "--from", "mine.toml"), ["--from", "overleg scenarios"]),
        (("mine", "--out", ""), ["--out", "a folder"]),
        (("mine", "--out", "taken"), ["--out", "taken", "cannot be made"]),
        (("mine", "yours"), ["overleg new", "yours"]),
    ],
)
def test_wrong_options_leave_nothing(
    overleg: Overleg, tmp_path: Path, arguments: tuple[str, ...], parts: list[str]
) -> None:
    (tmp_path / "taken").write_text("mine")
    said = overleg("new", *arguments)
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert all(part in said.err for part in parts), said.err
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_a_file_that_cannot_be_written_is_exit_code_1(
    overleg: Overleg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.open

    def refuse(path: Path, *mode: Any, **how: Any) -> Any:
        if path.name == "mine.toml":
            raise PermissionError(13, "Permission denied")
        return real(path, *mode, **how)

    monkeypatch.setattr(Path, "open", refuse)
    said = overleg("new", "mine")
    assert (said.code, said.err) == (1, "overleg: mine.toml: could not be written: Permission denied\n")
