"""What the README says is so: its commands work as they stand, its numbers are those in `results/`.

The lines that set up an environment are run, word for word, by `.ci/run`.
"""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from experiments.answer import interval_text, mean_text
from experiments.comparison import Difference
from experiments.numbers import value_text
from experiments.words import words_in
from scenarios import load
from sim.outcomes import OUTCOMES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
RESULTS = ROOT / "results" / "compare.csv"
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
LINES = [line for language, block in BLOCKS if language == "sh" for line in block.splitlines()]
SET_UP = [line for line in LINES if line.startswith("python3 ")]
COMMANDS = [line for line in LINES if line not in SET_UP]
QUOTED = ("collaboration_quality", "network_effectiveness", "risk", "compulsory_share")
PROGRAM = "import sys; sys.argv[0] = 'overleg'; from experiments.cli import main; main()"


def block_in(language: str) -> str:
    (block,) = (block for name, block in BLOCKS if name == language)
    return str(block)


def plays_runs(command: str) -> bool:
    return command.split()[1] in ("run", "compare", "sweep", "sensitivity")


def python(folder: Path, *arguments: str) -> str:
    """Run Python in a folder that holds the README's own scenario, and return what it prints."""
    (folder / "my_scenario.toml").write_text(block_in("toml"), "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "en_GB.UTF-8"}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=900
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def overleg(folder: Path, command: str, *more: str) -> str:
    program, *arguments = command.split()
    assert program == "overleg"
    return python(folder, "-c", PROGRAM, *arguments, *more)


def results() -> dict[tuple[str, str], Difference]:
    """Return the differences in `results/`, by scenario and outcome."""
    with RESULTS.open(encoding="utf-8-sig", newline="") as file:
        return {(row["scenario"], row["outcome"]): difference(row) for row in csv.DictReader(file)}


def difference(row: dict[str, str]) -> Difference:
    return Difference(
        outcome=OUTCOMES[row["outcome"]],
        pairs=int(row["pairs"]),
        left_out=int(row["left_out"]),
        baseline=number(row["mean_baseline"]),
        other=number(row["mean_scenario"]),
        spread=number(row["spread_baseline"]),
        mean=number(row["difference"]),
        low=number(row["low"]),
        high=number(row["high"]),
        smallest_relevant=number(row["smallest_relevant"]),
        higher=int(row["pairs_higher"]),
        lower=int(row["pairs_lower"]),
    )


def number(text: str) -> float:
    """Return a number of the table; an empty cell is no value."""
    return float(text or "nan")


def quoted_rows() -> list[str]:
    """Return the rows that the README's table of results should have."""
    words, found = words_in("en"), results()
    scenarios = list(dict.fromkeys(scenario for scenario, _ in found))
    first = [found[scenarios[0], name] for name in QUOTED]
    rows = [("top_x", [value_text(told.outcome, told.baseline, "en") for told in first])]
    for scenario in scenarios:
        told = [found[scenario, name] for name in QUOTED]
        rows.append((scenario, [f"**{mean_text(one, words)}** ({interval_text(one, words)})" for one in told]))
    return [f"| {load(name).title.en} (`{name}`) | {' | '.join(cells)} |" for name, cells in rows]


def test_both_set_up_lines_are_there_and_every_other_line_is_a_command_of_ours() -> None:
    assert [line.split()[-1] for line in SET_UP] == ["fixed_faces", "pytest"]
    assert COMMANDS
    assert all(line.startswith("overleg ") for line in COMMANDS)


def test_windows_lines_say_the_same() -> None:
    same = (("python3 ", "py "), (" && ", "; "), (".venv/bin/", ".venv\\Scripts\\"))
    lines = SET_UP
    for here, on_windows in same:
        lines = [line.replace(here, on_windows) for line in lines]
    assert lines == [line for language, block in BLOCKS if language == "powershell" for line in block.splitlines()]


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_work(command: str, tmp_path: Path) -> None:
    small = ("--runs", "2", "--weeks", "13") if plays_runs(command) else ()
    if command == "overleg validate":
        small = ("--pattern", "B10")
    if command == "overleg workshop":
        small = ("--help",)  # the page stays open until somebody stops it
    assert overleg(tmp_path, command, *small)


def test_example_in_python_works(tmp_path: Path) -> None:
    (tmp_path / "example.py").write_text(block_in("python"), "utf-8")
    assert 0.01 < float(python(tmp_path, "example.py")) < 1


def test_table_is_that_of_the_results() -> None:
    rows = quoted_rows()
    assert [line for line in README.splitlines() if line in rows] == rows, "The table should be:\n" + "\n".join(rows)


def test_what_it_says_of_patterns_is_what_was_found() -> None:
    found = json.loads((ROOT / "results" / "validation" / "scoreboard.json").read_text("utf-8"))
    held = {
        group: [entry["holds"] is True for entry in found["patterns"] if re.fullmatch(rf"{group}\d+", entry["pattern"])]
        for group in "ABC"
    }
    held["B"] = held["B"][:11]  # B12 is told apart
    held["D"] = [count["holds"] for count in found["interview"]]
    counted = {group: f"{sum(members)} of {len(members)}" for group, members in held.items()}
    told = (
        f"{counted['A']} of Table 2 (forms of governance), {counted['B']} of Table 3 (factors), {counted['C']} levels "
        f"and courses, and {counted['D']} answers of a virtual interview"
    )
    assert found["full"]
    assert told in " ".join(README.split()), told


def indices(folder: str) -> dict[tuple[str, str], dict[str, str]]:
    path = ROOT / "results" / "sensitivity" / folder / "indices.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {(row["outcome"], row["name"]): row for row in csv.DictReader(file)}


def test_what_it_says_of_the_eleven_factors_is_what_was_found() -> None:
    found = indices("eleven_factors")

    def share(outcome: str, name: str) -> str:
        row = found[outcome, name]
        total, low, high = (f"{100 * float(row[key]):.0f}%" for key in ("total", "total_low", "total_high"))
        return f"{total} ({low} to {high})"

    quality, effectiveness = "collaboration_quality", "network_effectiveness"
    told = (
        f"trust accounts for {share(quality, 'trust')} of the variance of the quality of collaboration and process "
        f"management for {share(quality, 'process_management')}; of network effectiveness these account for "
        f"{share(effectiveness, 'trust')} and {share(effectiveness, 'process_management')}, and mandate for "
        f"{share(effectiveness, 'mandate')}"
    )
    assert told in " ".join(README.split()), told


def test_what_it_says_of_the_parts_of_quality_is_what_was_found() -> None:
    found = indices("parts_of_quality")

    def share(outcome: str, name: str) -> str:
        return f"{100 * float(found[outcome, name]['total']):.0f}%"

    manager = "process_management"
    told = (
        f"process management accounts for {share('plan_rate', manager)} of joint plans, "
        f"{share('agreements_kept', manager)} of agreements kept and {share('joint_effort', manager)} of joint effort, "
        f"continuity for {share('information_shared', 'continuity')} of information shared, informal contact for "
        f"{share('understanding', 'informal_contact')} of mutual understanding, and trust for "
        f"{share('cross_domain_trust', 'trust')} of trust across domains"
    )
    assert told in " ".join(README.split()), told


@pytest.mark.slow
def test_results_come_out_again(tmp_path: Path) -> None:
    (command,) = (line for line in COMMANDS if line.startswith("overleg compare") and "media_storm" in line)
    overleg(tmp_path, command, "--out", "again")
    with (tmp_path / "again" / "differences.csv").open(encoding="utf-8-sig", newline="") as file:
        again = {(row["scenario"], row["outcome"]): number(row["difference"]) for row in csv.DictReader(file)}
    kept = {key: told.mean for key, told in results().items()}
    assert again == pytest.approx(kept, rel=1e-9, abs=1e-12, nan_ok=True)


def test_what_it_links_to_is_there() -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if not link.startswith("https://")]
    named = re.findall(r"`((?:sim|scenarios|experiments|results|tests)/[\w./]*)`", README)
    assert links
    assert not [path for path in (*links, *named) if not (ROOT / path).exists()]
