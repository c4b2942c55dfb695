"""Machine code that was compiled before: kept whole, damaged, or in the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.engine import shelf

CODE = b"\x7fELF\n\x00more\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "a folder with a space"
    monkeypatch.setenv(shelf.FOLDER, str(folder))
    return folder


def test_what_is_kept_comes_back_as_it_was(home: Path) -> None:
    assert shelf.kept() is None
    shelf.keep("play", CODE)
    assert shelf.kept() == ("play", CODE)
    assert [file.name for file in home.iterdir()] == [shelf.place().name]


@pytest.mark.parametrize("damage", [b"", b"\n\n", b"nonsense", CODE])
def test_what_is_damaged_counts_as_missing(home: Path, damage: bytes) -> None:
    shelf.keep("play", CODE)
    shelf.place().write_bytes(damage)
    assert shelf.kept() is None


def test_a_file_cut_off_halfway_counts_as_missing(home: Path) -> None:
    shelf.keep("play", CODE)
    whole = shelf.place().read_bytes()
    shelf.place().write_bytes(whole[:-3])
    assert shelf.kept() is None


def test_where_nothing_can_be_kept_nothing_breaks(home: Path) -> None:
    home.write_text("a file in the way")
    shelf.keep("play", CODE)
    assert shelf.kept() is None
    assert home.read_text() == "a file in the way"


def test_only_the_newest_versions_stay(home: Path) -> None:
    home.mkdir()
    for number in range(12):
        (home / f"{number}.week").write_bytes(b"old")
    shelf.keep("play", CODE)
    assert len(list(home.iterdir())) == 8
    assert shelf.kept() == ("play", CODE)
