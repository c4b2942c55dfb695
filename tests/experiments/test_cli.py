"""The command line: what it prints, what it leaves, how it fails."""

from __future__ import annotations

import csv
import json
import os
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

import sim.runs
from experiments.words import words_in
from scenarios import load, names
from sim.outcomes import OUTCOMES
from sim.parameters import PARAMETERS

Overleg = Callable[..., Any]
SMALL = ("--runs", "6", "--weeks", "12", "--workers", "1")
ROOT = Path(__file__).parents[2]


def process(
    *arguments: str, env: dict[str, str] | None = None, **settings: Any
) -> subprocess.CompletedProcess[bytes]:
    """Run the command line in a process of its own."""
    code = "import sys; sys.argv[0] = 'overleg'; from experiments.cli import main; main()"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **(env or {})}
    options: dict[str, Any] = {"capture_output": True, **settings}
    return subprocess.run([sys.executable, "-c", code, *arguments], env=environment, timeout=120, **options)


def files_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_run_prints_a_short_table_and_says_where_the_files_are(overleg: Overleg, tmp_path: Path) -> None:
    said = overleg("run", "top_x", *SMALL)
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[0] == "Top X as it was studied"
    assert lines[1] == "With Length of the simulation = 12."
    assert lines[2] == "6 runs of 12 weeks, seed 1."
    order = [
        line.split("  ")[1].strip() for line in lines if line.startswith("  ") and line.strip()[0].isalpha()
    ]
    assert order[order.index("Risk") + 1] == "Share of compulsion"
    assert lines.index("Collaboration") < lines.index("Cases")
    assert "5 files in" in lines[-1]
    assert files_in(tmp_path) == [
        f"overleg-output/top_x_run.weeks_12/{name}"
        for name in ("courses.png", "courses.svg", "manifest.json", "outcomes.csv", "runs.parquet")
    ]


def test_run_says_what_is_set_otherwise(overleg: Overleg) -> None:
    said = overleg("run", "top_x", *SMALL, "--set", "trust.initial=0.6", "--lang", "nl")
    assert said.out.splitlines()[1] == "Met Vertrouwen bij de start = 0,6, Duur van de simulatie = 12."


def test_run_leaves_a_manifest_that_tells_all(overleg: Overleg, tmp_path: Path) -> None:
    assert (
        overleg("run", "top_x", *SMALL, "--out", "here", "--set", "trust.initial=0.6", "--weekly").code == 0
    )
    found = json.loads((tmp_path / "here" / "manifest.json").read_text("utf-8"))
    assert (found["program"], found["status"], found["seed"], found["runs"]) == ("casusoverleg", "done", 1, 6)
    (scenario,) = found["scenarios"]
    assert set(scenario["values"]) == set(PARAMETERS)
    assert scenario["values"]["trust.initial"] == 0.6
    assert set(found["versions"]) >= {"casusoverleg", "python", "numpy", "mesa"}
    for name, facts in found["files"].items():
        assert (tmp_path / "here" / name).stat().st_size == facts["bytes"]
    assert set(found["files"]) | {"manifest.json"} == set(files_in(tmp_path / "here"))
    rows = parquet.read_table(tmp_path / "here" / "weeks.parquet")
    assert (rows.num_rows, rows.num_columns) == (
        6 * 12,
        4 + sum(outcome.weekly for outcome in OUTCOMES.values()),
    )


def test_same_command_same_files(overleg: Overleg, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        assert overleg("compare", "top_x", "fixed_faces", *SMALL, "--out", folder).code == 0
    for name in files_in(tmp_path / "one"):
        if name != "manifest.json":
            assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_all_shows_all_and_quiet_only_the_table(overleg: Overleg) -> None:
    everything = overleg("run", "top_x", *SMALL, "--all").out
    assert all(outcome.title.en in everything for outcome in OUTCOMES.values())
    quiet = overleg("run", "top_x", *SMALL, "--quiet")
    assert quiet.out.splitlines()[1] == "Collaboration"
    assert "files" not in quiet.out + quiet.err


@pytest.mark.parametrize("command", [("run", "top_x"), ("compare", "top_x", "self_governed")])
def test_json_holds_only_json_with_null_and_points(overleg: Overleg, command: tuple[str, ...]) -> None:
    said = overleg(*command, *SMALL, "--format", "json", "--lang", "nl")
    assert said.code == 0
    document = said.json
    records = document["outcomes"] if command[0] == "run" else document["comparisons"][0]["differences"]
    assert {record["outcome"] for record in records} == set(OUTCOMES)
    assert "overleg-output" in said.err
    assert "NaN" not in said.out


def test_json_has_null_where_no_run_has_a_value(
    overleg: Overleg, stand_in: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = {name: float("nan") for name in OUTCOMES}
    monkeypatch.setattr(stand_in, "outcomes", lambda self: nothing)
    (record, *_) = overleg("run", "top_x", *SMALL, "--format", "json").json["outcomes"]
    assert (record["runs"], record["median"]) == (0, None)
    found = overleg("compare", "top_x", "fixed_faces", *SMALL, "--format", "json").json["comparisons"][0]
    assert found["differences"][0]["verdict"] == "none"
    assert found["differences"][0]["difference"] is None
    assert overleg("compare", "top_x", "fixed_faces", *SMALL).code == 0


def test_csv_follows_the_language(overleg: Overleg) -> None:
    command = ("run", "top_x", "--runs", "20", "--weeks", "12", "--workers", "1", "--format", "csv")
    english = list(csv.DictReader(overleg(*command).out.splitlines()))
    dutch_text = overleg(*command, "--lang", "nl").out
    dutch = list(csv.DictReader(dutch_text.splitlines(), delimiter=";"))
    assert not dutch_text.startswith("\ufeff")
    assert [row["outcome"] for row in english] == list(OUTCOMES)
    assert dutch[0]["title"] == OUTCOMES["trust"].title.nl
    assert dutch[0]["median"] == english[0]["median"].replace(".", ",")
    assert (
        float(english[0]["percentile_5"]) < float(english[0]["median"]) < float(english[0]["percentile_95"])
    )


def test_compare_answers_in_words_and_numbers(overleg: Overleg, tmp_path: Path) -> None:
    said = overleg("compare", "top_x", "fixed_faces", "--runs", "30", "--workers", "1", "--lang", "nl")
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[:2] == ["A  Top X zoals onderzocht", "B  Vaste gezichten"]
    assert lines[2].startswith("30 paren van 104 weken, startgetal 1.")
    claims = [line for line in lines if line.startswith("In deze simulatie")]
    assert len(claims) == 4
    assert "risico" in claims[2]
    assert "dwang" in claims[3]
    told = " ".join(said.out.split())
    ran = " ".join(overleg("run", "top_x", *SMALL, "--lang", "nl").out.split())
    assert words_in("nl")("honesty.directions") in told
    assert words_in("nl")("honesty.directions") in ran
    assert words_in("nl")("honesty.assumption") in told
    assert "%-punt, 95%-interval" in told
    kept = next(line for line in lines if "Nagekomen afspraken" in line)
    assert "%" in kept
    assert "," in kept
    assert "." not in kept
    assert "begin met differences.png" in lines[-1]


def test_compare_with_itself_differs_by_exactly_nothing(overleg: Overleg) -> None:
    said = overleg("compare", "top_x", "top_x", "--runs", "30", "--weeks", "12", "--format", "json")
    (found,) = said.json["comparisons"]
    assert (found["scenario"], found["first_week_that_differs"]) == ("top_x_2", None)
    assert found["answer"] == ["A and B are the same scenario: nothing differs."]
    for record in found["differences"]:
        assert (record["difference"], record["low"], record["high"]) == (0.0, 0.0, 0.0)
        assert record["verdict"] == "hardly"


def test_compare_pairs_by_seed_and_leaves_out_what_has_no_value(overleg: Overleg, tmp_path: Path) -> None:
    said = overleg(
        "compare", "top_x", "fixed_faces", "--runs", "40", "--workers", "1", "--out", "o", "--format", "json"
    )
    records = {record["outcome"]: record for record in said.json["comparisons"][0]["differences"]}
    assert records["weeks_to_plan"]["left_out"] > 0
    assert records["weeks_to_plan"]["pairs"] + records["weeks_to_plan"]["left_out"] == 40
    rows = parquet.read_table(tmp_path / "o" / "runs.parquet").to_pylist()
    first, second = ([row for row in rows if row["scenario"] == name] for name in ("top_x", "fixed_faces"))
    assert [row["seed"] for row in first] == [row["seed"] for row in second]
    gaps = [b["trust"] - a["trust"] for a, b in zip(first, second, strict=True)]
    assert records["trust"]["difference"] == pytest.approx(sum(gaps) / 40)


def test_compare_one_scenario_with_a_setting(overleg: Overleg) -> None:
    said = overleg("compare", "top_x", "--set", "continuity.same_faces=0.95", *SMALL)
    assert said.out.splitlines()[1] == "B  Top X as it was studied, with Fixed faces = 0.95"
    same = overleg("compare", "top_x", "fixed_faces", "--set", "trust.initial=0.6", *SMALL)
    assert "Set in all scenarios alike: Trust at the start = 0.6" in same.out


def test_compare_several_gives_each_its_figures(overleg: Overleg, tmp_path: Path) -> None:
    said = overleg("compare", "top_x", "fixed_faces", "media_storm", *SMALL, "--out", "o")
    assert said.code == 0
    assert said.out.count("A  Top X as it was studied") == 2
    figures = [name for name in files_in(tmp_path / "o") if name.endswith(".png")]
    assert figures == [
        f"{figure}-{name}.png"
        for figure in ("courses", "differences")
        for name in ("fixed_faces", "media_storm")
    ]


def test_check_says_what_differs_and_what_is_wrong(overleg: Overleg, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(
        'title = { en = "Mine", nl = "Mijn" }\nextends = "top_x"\ntrust.initial = 0.9\n'
    )
    (tmp_path / "wrong.toml").write_text('title = { en = "Wrong", nl = "Fout" }\ntrust.initial = "0,9"\n')
    right = overleg("check", "mine.toml", "top_x")
    assert (right.code, right.err) == (0, "")
    assert re.search(r"trust\.initial +0\.45 → 0\.9 +Trust at the start \(level\)", right.out)
    mixed = overleg("check", "wrong.toml", "mine.toml")
    assert mixed.code == 2
    assert "wrong.toml" in mixed.err
    assert "0.9" in mixed.err
    assert "mine.toml: right." in mixed.out
    records = overleg("check", "wrong.toml", "mine.toml", "--format", "json").json
    assert [record["right"] for record in records] == [False, True]


def test_parameters_lists_names_ranges_and_sources(overleg: Overleg) -> None:
    table = overleg("parameters", "secrecy").out
    assert "secrecy.strictness" in table
    assert "0 to 1" in table
    assert "§" in table
    records = overleg("parameters", "--format", "json").json
    assert [record["name"] for record in records] == list(PARAMETERS)
    dutch = overleg("parameters", "secrecy.strictness", "--lang", "nl", "--format", "csv").out
    assert ";0,6;" in dutch
    nothing = overleg("parameters", "nosuchthing")
    assert (nothing.code, nothing.out) == (2, "")
    assert "nosuchthing" in nothing.err


def test_scenarios_lists_the_shipped_ones(overleg: Overleg) -> None:
    records = overleg("scenarios", "--format", "json").json
    assert isinstance(records, list)
    assert {record["name"] for record in records} == set(names())
    assert {record["name"]: record for record in records}["fixed_faces"]["values"] == {
        "continuity.same_faces": 0.95,
        "continuity.portfolio": 0.95,
    }
    assert "Vaste gezichten" in overleg("scenarios", "--lang", "nl").out


BAD = {
    ("run",): ["SCENARIO is missing", "top_x"],
    ("run", "topx"): ["unknown scenario", "'topx'", "top_x"],
    ("run", "no/such.toml"): ["such.toml"],
    ("run", "top_x", "fixed_faces"): ["overleg run", "fixed_faces"],
    ("run", "top_x", "--runs", "0"): ["--runs", "'0'", "a whole number from 1"],
    ("run", "top_x", "--runs", "ten"): ["--runs", "'ten'", "a whole number from 1"],
    ("run", "top_x", "--runs", "1.5"): ["--runs", "'1.5'", "a whole number from 1"],
    ("run", "top_x", "--runs", "9" * 30): ["--runs", "a whole number from 1"],
    ("run", "top_x", "--seed", "1,5"): ["--seed", "'1,5'", "a whole number"],
    ("run", "top_x", "--workers", "0"): ["--workers", "'0'", "a whole number from 1"],
    ("run", "top_x", "--weeks", "0"): ["--weeks", "got 0", "1 to 1040"],
    ("run", "top_x", "--set", "trust.initial"): ["--set", "'='", "trust.initial"],
    ("run", "top_x", "--set", "trust.initial=0,5"): ["trust.initial", "'0,5'", "0.5"],
    ("run", "top_x", "--set", "trust.initial=1.5"): ["trust.initial", "1.5", "from 0 to 1"],
    ("run", "top_x", "--set", "trust.initial=nan"): ["trust.initial", "'nan'", "from 0 to 1"],
    ("run", "top_x", "--set", "trust.inital=0.5"): ["trust.inital", "trust.initial"],
    ("run", "top_x", "--set", "process_management.form=nao2"): [
        "nao2",
        "self_governed, lead_organisation, nao",
    ],
    ("run", "top_x", "--set", "trust.initial=0.5", "--set", "trust.initial=0.6"): [
        "trust.initial",
        "given twice",
    ],
    ("run", "top_x", "--set", "run.weeks=9", "--weeks", "8"): ["run.weeks", "given twice"],
    ("run", "top_x", "--rusn", "3"): ["--rusn", "--runs"],
    ("run", "top_x", "--format", "xml"): ["--format", "xml", "json"],
    ("run", "top_x", "--lang", "de"): ["--lang", "de", "nl"],
    ("run", "top_x", "--runs"): ["--runs"],
    ("run", "top_x", "--out", "taken"): ["--out", "taken", "a file", "a folder"],
    ("run", "top_x", "--out", "taken/deeper"): ["--out", "deeper", "a folder"],
    ("run", "top_x", "--out", ""): ["--out", "''", "a folder"],
    ("compare",): ["overleg compare", "is missing", "top_x"],
    ("compare", "top_x"): ["nothing to compare", "--set name=value"],
    ("compare", "top_x", "nobody"): ["unknown scenario", "'nobody'"],
    ("check",): ["overleg check", "is missing"],
    ("comprae", "top_x"): ["unknown command", "'comprae'", "run, compare", "did you mean compare?"],
}


@pytest.mark.parametrize("arguments", BAD, ids=" ".join)
def test_bad_input_gives_one_clear_message_and_nothing_else(
    overleg: Overleg, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "taken").write_text("mine")
    said = overleg(*arguments)
    assert said.code == 2
    assert said.out == ""
    assert said.err.startswith(("overleg: ", f"overleg {arguments[0]}: "))
    assert said.err.count("\n") == 1
    for expected in BAD[arguments]:
        assert expected in said.err
    assert "Traceback" not in said.err
    assert files_in(tmp_path) == ["taken"]
    assert (tmp_path / "taken").read_text() == "mine"


def test_a_failing_run_is_exit_code_1_and_leaves_nothing(
    overleg: Overleg, stand_in: type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: object) -> None:
        raise ZeroDivisionError("no luck")

    monkeypatch.setattr(stand_in, "run", fail)
    said = overleg("run", "top_x", *SMALL)
    assert said.code == 1
    assert str(sim.runs.run_seeds(1, 1)[0]) in said.err
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_is_exit_code_130_and_keeps_what_was_there(
    overleg: Overleg, stand_in: type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    overleg("run", "top_x", *SMALL)
    before = {name: (tmp_path / name).read_bytes() for name in files_in(tmp_path)}

    def interrupt(self: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(stand_in, "run", interrupt)
    said = overleg("run", "top_x", *SMALL, "--seed", "2")
    assert (said.code, said.out) == (130, "")
    assert {name: (tmp_path / name).read_bytes() for name in files_in(tmp_path)} == before


def test_a_file_held_by_another_program_is_exit_code_1_with_its_name(
    overleg: Overleg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    overleg("run", "top_x", *SMALL, "--out", "o")
    old = (tmp_path / "o" / "outcomes.csv").read_bytes()
    real = Path.replace

    def held(path: Path, target: Path) -> Path:
        if target.name == "outcomes.csv":
            raise PermissionError(13, "Permission denied")
        return real(path, target)

    monkeypatch.setattr(Path, "replace", held)
    said = overleg("run", "top_x", *SMALL, "--out", "o", "--seed", "2")
    assert said.code == 1
    assert "outcomes.csv" in said.err
    assert "Top X as it was studied" in said.out
    assert (tmp_path / "o" / "outcomes.csv").read_bytes() == old
    manifest = json.loads((tmp_path / "o" / "manifest.json").read_text("utf-8"))
    assert "outcomes.new.csv" in manifest["files"]


def test_help_speaks_the_language_of_the_user(overleg: Overleg, monkeypatch: pytest.MonkeyPatch) -> None:
    english = overleg("--help").out
    assert english.startswith("Usage: overleg")
    assert "Options:" in english
    assert overleg().out == english
    monkeypatch.setenv("LC_ALL", "nl_NL.UTF-8")
    dutch = overleg("compare", "--help").out
    assert dutch.startswith("Gebruik: overleg compare")
    assert "Opties:" in dutch
    assert overleg("compare", "--help", "--lang=en").out.startswith("Usage: ")
    assert overleg("compare", "--help", "--lang", "en").out.startswith("Usage: ")


def test_version(overleg: Overleg) -> None:
    said = overleg("--version")
    assert said.code == 0
    assert said.out.startswith("casusoverleg ")
    assert overleg("run", "--version").out == said.out


def test_help_is_there_at_once() -> None:
    process("--help")
    took = []
    for _ in range(3):
        start = time.perf_counter()
        assert process("--help").returncode == 0
        took.append(time.perf_counter() - start)
    assert min(took) < 0.5


def test_utf8_whatever_the_code_page(tmp_path: Path) -> None:
    environment = {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0", "LC_ALL": "C"}
    said = process("check", "fixed_faces", "--lang", "nl", env=environment, cwd=tmp_path)
    assert said.returncode == 0, said.stderr
    assert "0,6 → 0,95" in said.stdout.decode("utf-8")


def test_a_reader_that_has_seen_enough_gets_no_traceback() -> None:
    read, write = os.pipe()
    os.close(read)
    said = process("parameters", capture_output=False, stdout=write, stderr=subprocess.PIPE)
    os.close(write)
    assert (said.returncode, said.stderr) == (1, b"")


def test_the_model_itself_in_a_process_of_its_own(tmp_path: Path) -> None:
    command = "compare top_x fixed_faces --runs 4 --weeks 8 --format json --lang nl"
    said = process(*command.split(), cwd=tmp_path)
    assert said.returncode == 0, said.stderr
    document = json.loads(said.stdout)
    assert {record["outcome"] for record in document["comparisons"][0]["differences"]} == set(OUTCOMES)
    assert "manifest.json" in files_in(tmp_path / "overleg-output" / "top_x_vs_fixed_faces_run.weeks_8")


def test_every_shipped_scenario_at_a_glance(overleg: Callable[..., Any]) -> None:
    said = overleg("compare", "fixed_faces", "--every", *SMALL, "--out", "here")
    assert said.code == 0, said.err
    assert "Top X as it was studied" in said.out
    assert sorted(path.name for path in Path("here").iterdir()) == [
        "differences.csv",
        "manifest.json",
        "overview.png",
        "overview.svg",
        "runs.parquet",
    ]
    rows = Path("here", "differences.csv").read_text("utf-8-sig").splitlines()
    assert len(rows) == 1 + (len(names()) - 1) * len(OUTCOMES)
    words = words_in("en")
    assert "A and B" not in said.out
    assert all(f"\n{name}  " in said.out for name in names() if name != "fixed_faces")
    assert "Mutual trust" not in said.out
    everything = overleg("compare", "fixed_faces", "--every", *SMALL, "--all").out
    assert all(outcome.title.en in everything for outcome in OUTCOMES.values())
    assert ("--all" in said.out, "--all" in everything) == (True, False)
    assert words("expected.count.heading", count=3)[:9] not in said.out  # all was expected against another baseline


def test_many_scenarios_tell_how_often_what_was_expected_came_out(overleg: Callable[..., Any]) -> None:
    said = overleg("compare", "top_x", "--every", *SMALL)
    expected = sum(len(load(name).expects) for name in names())
    assert f"Expected beforehand: {expected} differences in all scenarios together." in said.out
    told = said.out.partition("What came out:")[2].partition("\n\n")[0]
    assert sum(int(count) for count in re.findall(r": (\d+)$", told, re.M)) == expected
    names_beside = [line for line in told.splitlines() if " · " in line]
    assert len(names_beside) == int((re.findall(r"the other way: (\d+)$", told, re.M) or ["0"])[0])


def test_the_answer_is_about_the_outcomes_asked_for(overleg: Callable[..., Any]) -> None:
    said = overleg("compare", "top_x", "fixed_faces", *SMALL, "--outcome", "risk", "--format", "json")
    (comparison,) = said.json["comparisons"]
    assert len(comparison["answer"]) == 2
    assert " risk " in comparison["answer"][0]
    assert "compulsion" in comparison["answer"][1]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("trist", "trust"),
        ("vertrouwen", "trust"),
        ("Onderling vertrouwen", "trust"),
        ("samenwerking", "collaboration_quality"),
        ("dwang", "compulsory_share"),
        ("Kept agreements", "agreements_kept"),
    ],
)
def test_an_outcome_is_found_by_its_title_too(overleg: Overleg, word: str, meant: str) -> None:
    wrong = overleg("compare", "top_x", "fixed_faces", *SMALL, "--outcome", word)
    assert wrong.code == 2
    assert f"did you mean {meant}?" in wrong.err
    assert "allowed" not in wrong.err


def test_a_word_that_is_like_no_outcome_gets_the_list(overleg: Overleg) -> None:
    wrong = overleg("compare", "top_x", "fixed_faces", *SMALL, "--outcome", "zzzzz")
    assert "did you mean" not in wrong.err
    assert all(name in wrong.err for name in OUTCOMES)


def test_lines_fit_the_terminal_and_the_table_118_columns(overleg: Overleg, monkeypatch: pytest.MonkeyPatch) -> None:
    for language in ("en", "nl"):
        for columns in (70, 100, 118):
            monkeypatch.setenv("COLUMNS", str(columns))
            options = ("--lang", language, "--out", f"{language}{columns}")
            lines = overleg("compare", "top_x", "fixed_faces", *SMALL, *options).out.splitlines()
            head = next(number for number, line in enumerate(lines) if "B − A" in line)
            table = lines[head : lines.index("", head)]
            # the last line names the files
            assert max(len(line) for line in [*lines[:head], *lines[head + len(table) : -1]]) <= columns
            assert max(map(len, table)) <= 118


def test_what_was_expected_is_held_against_what_came_out(overleg: Overleg) -> None:
    said = overleg("compare", "top_x", "fixed_faces", *SMALL).out.splitlines()
    start = said.index("Expected of B beforehand, and what this simulation shows:")
    expects = load("fixed_faces").expects
    told = said[start + 1 : start + 1 + len(expects)]
    assert [line.split(":")[0].strip() for line in told] == [OUTCOMES[name].title.en for name in expects]
    (comparison,) = overleg("compare", "top_x", "fixed_faces", *SMALL, "--format", "json").json["comparisons"]
    assert comparison["expected"] == [line.strip() for line in told]
    records = {record["outcome"]: record for record in comparison["differences"]}
    assert {name: record["expected"] for name, record in records.items() if record["expected"]} == dict(expects)
    assert {name for name, record in records.items() if record["came_out"]} == set(expects)
    rows = list(csv.DictReader(overleg("compare", "top_x", "fixed_faces", *SMALL, "--format", "csv").out.splitlines()))
    assert [row["expectation"] for row in rows if row["expected"]] == comparison["expected"]


def test_what_was_expected_against_another_scenario_is_not_told(overleg: Overleg) -> None:
    said = " ".join(overleg("compare", "media_storm", "fixed_faces", *SMALL).out.split())
    assert "overleg compare top_x fixed_faces" in said
    assert "Expected of B" not in said
    nothing = overleg("compare", "fixed_faces", "top_x", *SMALL).out
    assert "xpected" not in nothing
    changed = overleg("compare", "fixed_faces", "--set", "trust.initial=0.6", *SMALL).out
    assert "xpected" not in changed


def test_the_command_that_tells_what_was_expected_can_be_pasted(
    overleg: Overleg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    path = "my storms/storm_with_a_name_too_long_for_the_line.toml"
    (tmp_path / "my storms").mkdir()
    Path(path).write_text('title = { en = "Mine" }\nextends = "media_storm"\n[expects]\ntrust = "lower"\n')
    lines = overleg("compare", "top_x", path, *SMALL).out.splitlines()
    (command,) = (line.strip() for line in lines if line.startswith("  overleg "))
    program, *arguments = shlex.split(command)
    assert (program, arguments) == ("overleg", ["compare", "media_storm", path])
    assert "Expected of B beforehand" in " ".join(overleg(*arguments, *SMALL).out.split())


@pytest.mark.parametrize(
    ("command", "field", "warning"),
    [
        (("run", "top_x"), "too_few_runs", "runs are too few to tell in which range"),
        (("compare", "top_x", "fixed_faces"), "too_few_pairs", "pairs are too few to tell how sure"),
    ],
)
def test_too_few_pairs_or_runs_are_told(overleg: Overleg, command: tuple[str, ...], field: str, warning: str) -> None:
    short = (*command, "--weeks", "2", "--workers", "1", "--runs")
    assert f"19 {warning}" in " ".join(overleg(*short, "19").out.split())
    for runs, few in (("19", True), ("20", False)):
        document = overleg(*short, runs, "--format", "json").json
        assert document[field] is few
        assert any(warning in note for note in document["notes"]) is few
        assert words_in("en")("honesty.directions") in document["notes"]


def test_too_few_runs_have_no_range(overleg: Overleg) -> None:
    rows = overleg("run", "top_x", "--runs", "19", "--weeks", "2", "--quiet").out.splitlines()[2:]
    assert all(row.endswith(" \N{EN DASH}") for row in rows if row.startswith("  "))


def test_what_differs_only_later_is_told_where_it_is_so(overleg: Overleg) -> None:
    few = ("--runs", "2", "--weeks", "70", "--workers", "1")
    told = " ".join(overleg("compare", "top_x", "media_storm", "fixed_faces", *few).out.split())
    assert told.count("differ only from week") == 1
    assert told.count("differ only from week 65 on. The outcomes are about all 70 weeks") == 1
    glance = " ".join(overleg("compare", "top_x", "--every", *few).out.split())
    assert "later on: The process manager leaves (from week 52), Media storm (from week 65). The" in glance
    assert "2 pairs are too few to tell how sure" in glance
    found = overleg("compare", "top_x", "--every", *few, "--format", "json").json["comparisons"]
    weeks = {each["scenario"]: each["first_week_that_differs"] for each in found}
    assert {name: week for name, week in weeks.items() if week} == {"manager_leaves": 52, "media_storm": 65}


def test_a_result_that_is_replaced_is_told(overleg: Overleg) -> None:
    replaced = "has been replaced; to keep both, choose another folder with --out."
    assert replaced not in overleg("run", "top_x", *SMALL).out
    assert overleg("run", "top_x", *SMALL, "--seed", "2").out.splitlines()[-2].endswith(replaced)
    assert replaced not in overleg("run", "top_x", *SMALL, "--set", "trust.density=0.5").out


def test_a_weight_is_called_one(overleg: Overleg) -> None:
    said = overleg("compare", "top_x", "--set", "rules.discloses.secrecy=0", *SMALL, "--lang", "nl").out
    assert "met het gewicht van 'het beroepsgeheim' (rules.discloses.secrecy) = 0" in said


def test_dutch_csv_opens_in_a_dutch_spreadsheet(overleg: Overleg) -> None:
    overleg("compare", "top_x", "fixed_faces", *SMALL, "--out", "o", "--lang", "nl")
    content = Path("o", "differences.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfbaseline;scenario;")
    rows = list(csv.DictReader(content.decode("utf-8-sig").splitlines(), delimiter=";"))
    numbers = [row[column] for row in rows for column in ("difference", "low", "high", "effect_size")]
    assert all(re.fullmatch(r"-?\d+(,\d+)?(e-?\d+)?|", number) for number in numbers)
    assert any("," in number for number in numbers)


def test_runs_auto_plays_as_many_as_it_takes(overleg: Callable[..., Any]) -> None:
    short = ("--weeks", "3", "--outcome", "trust", "--quiet")
    clear = overleg("compare", "top_x", "--set", "trust.initial=0.9", "--runs", "auto:400", *short, "--format", "json")
    assert clear.json["pairs"] == 100
    assert "enough" in clear.json["notes"][0]
    hazy = overleg("compare", "top_x", "--set", "trust.initial=0.46", "--runs", "auto:150", *short, "--format", "json")
    assert hazy.json["pairs"] in (100, 150)
    assert "not decide about" not in clear.json["notes"][0]
    open_still = overleg("compare", "top_x", "fixed_faces", "--runs", "auto:1", *short, "--format", "json")
    vain = "1 pair, the most that was allowed, does not decide about mutual trust (Fixed faces). "
    assert open_still.json["notes"][0].startswith(vain)
    many = overleg("compare", "top_x", "--every", "--runs", "auto:1", *short, "--format", "json", "--lang", "nl")
    assert f"; dat geldt ook voor {len(names()) - 7} andere scenario's." in many.json["notes"][0]
    for wrong in ("auto:0", "auto:", "automatic", "0", "1.5"):
        refused = overleg("compare", "top_x", "fixed_faces", "--runs", wrong)
        assert (refused.code, "auto" in refused.err) == (2, True)
    assert overleg("run", "top_x", "--runs", "auto").code == 2
