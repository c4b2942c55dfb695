"""The output folder: checked before the work, all files at once, nothing lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from experiments.store import MANIFEST, PROGRAM, output_folder
from sim.errors import InputError, WorkError


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def put(text: str):  # type: ignore[no-untyped-def]  # a writer of one text
    return lambda path: path.write_text(text)


def test_files_appear_together_at_the_end(tmp_path: Path) -> None:
    with output_folder(tmp_path / "new" / "deeper", ["a.csv"]) as output:
        output.write("a.csv", put("one"))
        output.write("b.csv", put("two"))
        assert not output.replaces
        assert not [name for name in names_in(output.path) if not name.startswith(".")]
        placed = output.publish()
    assert names_in(output.path) == ["a.csv", "b.csv"]
    assert {name: path.read_text() for name, path in placed.items()} == {"a.csv": "one", "b.csv": "two"}


def test_failure_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("old")
    with pytest.raises(KeyboardInterrupt), output_folder(tmp_path, ["a.csv"]) as output:
        output.write("a.csv", put("new"))
        raise KeyboardInterrupt
    assert names_in(tmp_path) == ["a.csv"]
    assert (tmp_path / "a.csv").read_text() == "old"


def test_failure_removes_folders_that_were_made_for_it(tmp_path: Path) -> None:
    with pytest.raises(WorkError), output_folder(tmp_path / "new" / "deeper", []) as output:
        output.write("a.csv", put("half"))
        raise WorkError("a run failed")
    assert names_in(tmp_path) == []


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    for folder in (tmp_path / "taken", tmp_path / "taken" / "deeper"):
        with pytest.raises(InputError, match="taken") as caught, output_folder(folder, []):
            pass
        assert "--out" in str(caught.value)
    assert (tmp_path / "taken").read_text() == "mine"


def test_a_folder_without_permission_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    with pytest.raises(InputError, match="Permission denied"), output_folder(tmp_path / "new", []):
        pass
    assert names_in(tmp_path) == []


def test_a_locked_file_is_named_before_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_text("old")
    real_open = Path.open

    def locked(path: Path, mode: str = "r", **rest: object):  # type: ignore[no-untyped-def]  # as Path.open
        if path.name == "a.csv" and "+" in mode:
            raise PermissionError(13, "Permission denied")
        return real_open(path, mode, **rest)  # type: ignore[call-overload]  # as Path.open

    monkeypatch.setattr(Path, "open", locked)
    with pytest.raises(WorkError, match=r"a\.csv.*another program"), output_folder(tmp_path, ["a.csv"]):
        raise AssertionError("no work may start")
    monkeypatch.undo()
    assert (tmp_path / "a.csv").read_text() == "old"


def test_a_file_locked_in_the_meantime_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_text("old")
    real_replace = Path.replace

    def locked(path: Path, target: Path) -> Path:
        if target.name in ("a.csv", "a.new.csv"):
            raise PermissionError(13, "Permission denied")
        return real_replace(path, target)

    monkeypatch.setattr(Path, "replace", locked)
    with output_folder(tmp_path, ["a.csv"]) as output:
        output.write("a.csv", put("new"))
        output.write("b.csv", put("other"))
        placed = output.publish()
    assert placed["a.csv"].name == "a.new2.csv"
    assert (tmp_path / "a.csv").read_text() == "old"
    assert placed["a.csv"].read_text() == "new"
    assert placed["b.csv"].name == "b.csv"


def test_a_full_disk_is_told_with_the_name_of_the_file(tmp_path: Path) -> None:
    def full(path: Path) -> None:
        path.write_text("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(WorkError, match=r"a\.csv.*No space left"), output_folder(tmp_path, []) as output:
        output.write("a.csv", full)
    assert names_in(tmp_path) == []


@pytest.mark.parametrize("content", ["{}", "[]", "no json", json.dumps({"program": "another"})])
def test_a_manifest_of_something_else_is_not_overwritten(tmp_path: Path, content: str) -> None:
    (tmp_path / MANIFEST).write_text(content)
    with pytest.raises(InputError, match="something else"), output_folder(tmp_path, []):
        pass
    assert (tmp_path / MANIFEST).read_text() == content


def test_a_manifest_of_ours_may_be_overwritten(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text(json.dumps({"program": PROGRAM}))
    with output_folder(tmp_path, [MANIFEST]) as output:
        output.write(MANIFEST, put("{}"))
        output.publish()
    assert (tmp_path / MANIFEST).read_text() == "{}"
