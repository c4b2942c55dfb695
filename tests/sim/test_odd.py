"""The description in ODD: what is generated is that of the code, and what is written by hand names only what exists."""

from __future__ import annotations

import ast
import inspect
import math
import re
from collections import defaultdict
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import sim
from experiments import odd, symbols
from experiments.equations import equation
from scenarios import load
from sim import CaseConferenceModel, draws, measures, state
from sim.errors import InputError
from sim.outcomes import OUTCOMES
from sim.parameters import PARAMETERS
from sim.rules import DECISIONS, TABLES, govern
from sim.rules.govern import TABLES as FORMS
from sim.week import tally

ROOT = Path(__file__).parents[2]
TEXT = odd.ODD.read_text("utf-8")
PARTS = [(part[2], part[3].split()) for part in odd.PART.finditer(TEXT)]
BY_HAND = odd.PART.sub("", TEXT)
QUOTED = set(re.findall(r"`([a-z_]+(?:\.[a-z_]+)*)`", BY_HAND))
SYMBOLS = symbols.listed()
LOOPS = {"refer.arrived", "scale.total"}  # rules with a loop have no equation; the text tells them in words
WEEK_FILES = sorted((Path(sim.__file__).parent / "week").glob("[!_]*.py"))
WEEK = [ast.parse(path.read_text("utf-8")) for path in WEEK_FILES]


def test_the_generated_parts_are_those_of_the_code() -> None:
    assert odd.refreshed(TEXT) == TEXT, "out of date: python -m experiments.odd"


def test_every_part_that_opens_closes() -> None:
    assert TEXT.count("<!-- end -->") == len(PARTS) == TEXT.count("<!--") / 2


def test_a_parameter_that_changes_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = {**PARAMETERS, "trust.initial": PARAMETERS["trust.density"]}
    monkeypatch.setattr(odd, "PARAMETERS", changed)
    assert odd.refreshed(TEXT) != TEXT


def test_a_weight_that_changes_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = {**PARAMETERS, "rules.acts.ebb": PARAMETERS["rules.acts.imposed"]}
    monkeypatch.setattr(odd, "PARAMETERS", changed)
    assert odd.refreshed(TEXT) != TEXT


def test_every_table_and_every_rule_is_told_once() -> None:
    assert sorted(names[0] for kind, names in PARTS if kind == "weights") == sorted(TABLES)
    told = [names[0] for kind, names in PARTS if kind == "rule"]
    assert sorted(told) == sorted(set(odd.rule_functions()) - LOOPS)
    assert {name.rpartition(".")[2] for name in LOOPS} <= QUOTED
    assert {kind for kind, _ in PARTS} == {"parameters", "outcomes", "numbers", "weights", "rule"}


@pytest.mark.parametrize("decision", DECISIONS)
def test_a_decision_is_told_with_its_own_weights(decision: str) -> None:
    rules = [names for kind, names in PARTS if kind == "rule" and names[0].endswith(f".{decision}")]
    assert [names[1:] for names in rules] == [[decision]]


@pytest.mark.parametrize("table", [name for name in TABLES if name not in FORMS])
def test_every_weight_is_in_an_equation_or_a_step_of_its_own(table: str) -> None:
    """A table that stands beside the wrong rule leaves weights over that no equation and no step uses."""
    rules = odd.rule_functions()
    terms = [row[0] for row in TABLES[table]]
    marked = [f"<{term}>" for term in terms]
    told = "".join(
        equation(rules[names[0]], marked) for kind, names in PARTS if kind == "rule" and names[1:] == [table]
    )
    steps = {node.value for tree in WEEK for node in ast.walk(tree) if isinstance(node, ast.Constant)} | picked()
    left = [
        term for term in terms if f"<{term.replace('_', ' ')}>" not in told and f"rules.{table}.{term}" not in steps
    ]
    assert left == []


def picked() -> set[str]:
    """Return the weights that the week picks from a table by their place, such as p[DIFFERENCES][0]."""
    found = set()
    for path, tree in zip(WEEK_FILES, WEEK, strict=True):
        module = import_module(f"sim.week.{path.stem}")
        for node in ast.walk(tree):
            match node:
                case ast.Subscript(
                    value=ast.Subscript(value=ast.Name(id="p"), slice=ast.Name(id=name)),
                    slice=ast.Constant(value=int() as place),
                ):
                    found.add(list(PARAMETERS)[getattr(module, name).start + place])
    return found


def test_what_is_written_by_hand_names_only_what_exists() -> None:
    known = set(PARAMETERS) | set(OUTCOMES) | set(DECISIONS) | {name.partition(".")[2] for name in odd.rule_functions()}
    quantities = {"luck", "unresolved"}
    assert quantities <= {name for name, _ in SYMBOLS}
    unknown = {name for name in QUOTED - known - quantities - set(tally.COLUMNS) if not name.startswith("sim.")}
    assert unknown == set()
    for name in QUOTED:
        if name.startswith("sim."):
            resolve(name)
    for path in re.findall(r"`((?:tests|sim)/[\w/]+\.\w+)`", BY_HAND):
        assert (ROOT / path).is_file(), path


def resolve(name: str) -> Any:
    """Return the module or function of that name."""
    try:
        return import_module(name)
    except ModuleNotFoundError:
        module, _, member = name.rpartition(".")
        return getattr(import_module(module), member)


def scheduled() -> dict[str, str]:
    """Return the step of the week in which the schedule puts each decision, such as 3c."""
    rows = re.findall(r"^\| (\d[a-z]?) \|[^|]*\|([^|]*)\|", BY_HAND, re.MULTILINE)
    return {decision: step for step, cell in rows for decision in re.findall(r"`(\w+)`", cell)}


def test_decisions_are_taken_in_the_order_of_the_schedule() -> None:
    steps = scheduled()
    assert set(steps) == set(DECISIONS)
    model = CaseConferenceModel(load("top_x").set({"run.weeks": 26}), rng=5, record=True).run()
    last_of_week: dict[int, str] = {}
    last: dict[tuple[int, str, int], str] = {}  # in each step, of each case where cases go through it one by one
    for event in model.events():
        if event.decision:
            step = steps[event.decision]
            assert step[0] >= last_of_week.get(event.week, "0"), event
            last_of_week[event.week] = step[0]
            key = (event.week, step[0], event.case if step[0] in "35" else -1)
            assert step >= last.get(key, step), event
            last[key] = step
    assert set(last_of_week.values()) <= {"4", "5"}
    assert sum(step == "3" for _, step, _ in last) > 50


def test_every_column_of_the_tally_is_told_once_in_its_order() -> None:
    (rows,) = re.findall(r"^\| column \|.*\n\|---.*\n((?:\|.*\n)+)", BY_HAND, re.MULTILINE)
    assert tuple(re.findall(r"^\| `(\w+)` \| \w", rows, re.MULTILINE)) == tally.COLUMNS


def test_every_outcome_is_told_by_its_columns_or_in_the_text() -> None:
    (part,) = (part[0] for part in odd.PART.finditer(TEXT) if part[2] == "outcomes")
    made = dict(re.findall(r"^\| `(\w+)` \|.*\| ([^|]+) \|$", part, re.MULTILINE))
    assert set(made) == set(OUTCOMES)
    assert made["risk"] == "mean over weeks of `risk_weeks` / `cases_at_risk`"
    assert made["trust"] == "mean over weeks of `trust`"
    assert made["impasses"] == "Σ `impasses`"
    assert made["agreements_kept"] == "Σ `kept` / Σ `ended`"
    told = {name for name, how in made.items() if how == "told below"}
    assert told == set(OUTCOMES) - set(measures.LEVELS) - set(measures.FLOWS) - set(measures.SHARES)
    below = BY_HAND.partition("### 4.1")[2].partition("## 5")[0].replace(r"\text{", "").replace("}", "")
    assert all(name in below or name.replace("_", " ") in below for name in told)
    (quality,) = re.findall(r"collaboration quality = \\frac\{1\{6 \\left\((.*)\\right\)", below)
    assert quality.split(" + ") == [name.replace("_", " ") for name in measures.QUALITY]


def test_every_purpose_of_luck_is_told_with_its_number() -> None:
    purposes = {name: value for name, value in vars(draws).items() if name.isupper() and name != "SEED_BITS"}
    told = dict(re.findall(r"^\| ([A-Z]+) \| (\d+) \|", BY_HAND, re.MULTILINE))
    assert {name: int(number) for name, number in told.items()} == purposes
    assert sorted(purposes.values()) == list(range(1, len(purposes) + 1))


def test_every_cause_of_trust_has_a_row() -> None:
    """What moves trust: its weight stands in one row of the table, or is what another is measured by."""
    (rows,) = re.findall(r"^\| event \|.*\n\|---.*\n((?:\|.*\n)+)", BY_HAND, re.MULTILINE)
    told = re.findall(r"^\| [^|]+ \| ([01]) \| ([^|]+) \|", rows, re.MULTILINE)
    named = {weight.strip("*") for _, cell in told for weight in re.findall(r"\*\w+\*", cell)}
    assert named == {row[0] for row in TABLES["trust"]} - {"strangers", "handover"}
    assert {"KEPT_WEIGHT", "`trust.loss_broken`"} <= {cell for _, cell in told}


def test_every_fixed_number_is_told() -> None:
    """A number of a rule that has a name and a meaning stands in the table, once for each place."""
    files = [*(Path(sim.__file__).parent / "rules").glob("*.py")]
    named = [
        name for path in files for name in re.findall(r"^([A-Z_]+) = [\d.]+  #", path.read_text("utf-8"), re.MULTILINE)
    ]
    (part,) = (part[0] for part in odd.PART.finditer(TEXT) if part[2] == "numbers")
    listed = re.findall(r"^\| ([A-Z_]+) \| [^|]+ \| [^|]+ \| `sim\.rules\.", part, re.MULTILINE)
    assert sorted(named) == sorted(listed)
    assert {"USUAL_TABLE", "FEW", "USUAL_UNDERSTANDING", "CALM_SHARE", "ALARM", "LARGEST_TABLE"} <= set(named)


def test_a_part_about_nothing_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(InputError, match=r"share\.discloses"):
        odd.refreshed("<!-- rule share.disclose -->\n<!-- end -->")
    with pytest.raises(InputError, match="discloses"):
        odd.refreshed("<!-- weights disclose -->\n<!-- end -->")


def test_the_command_brings_the_description_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "ODD.md"
    path.write_bytes(b"<!-- weights evaluates -->\nold\n<!-- end -->\n")
    monkeypatch.setattr(odd, "ODD", path)
    odd.main()
    assert "| practice |" in path.read_text("utf-8") and "old" not in path.read_text("utf-8")
    odd.main()
    assert capsys.readouterr().out.splitlines() == ["ODD.md: brought up to date", "ODD.md: nothing changed"]
    path.write_bytes(b"<!-- weights evaluate -->\n<!-- end -->\n")
    with pytest.raises(SystemExit, match="2"):
        odd.main()
    assert "evaluates" in capsys.readouterr().err


# Symbols.


def told_rules() -> list[str]:
    return sorted(set(odd.rule_functions()) - LOOPS)


@pytest.mark.parametrize("name", told_rules())
def test_every_symbol_of_an_equation_has_a_meaning(name: str) -> None:
    """Read from the text: what stands in an equation is listed below it, worked out in it, a rule or a fixed number."""
    (part,) = (part[0] for part in odd.PART.finditer(TEXT) if part[2] == "rule" and part[3].split()[0] == name)
    latex, _, below = part.partition("\\end{aligned}")
    without_weights = re.sub(r"w_\{\\text\{[^}]*\}\}", "", latex)
    written = {name.strip() for name in re.findall(r"\\text\{([^}]*)\}", without_weights)}
    worked_out = set(re.findall(r"^\\text\{([^}]*)\} (?:&=|= )", latex, re.MULTILINE))
    rules = {rule.partition(".")[2].replace("_", " ") for rule in odd.rule_functions()}
    listed = set(re.findall(r"^- \*([^*]+)\*: [a-z0-9]", below, re.MULTILINE))
    assert written - {"if", "else", "otherwise", "and", "or"} - worked_out - rules - fixed_numbers() <= listed
    assert listed - {"x"} <= written


def fixed_numbers() -> set[str]:
    return {name.replace("_", " ") for name in re.findall(r"^\| ([A-Z_]+) \|", TEXT, re.MULTILINE)}


def test_a_symbol_without_a_meaning_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    left = {key: symbol for key, symbol in SYMBOLS.items() if key[0] != "closed"}
    monkeypatch.setattr(symbols, "listed", lambda: left)
    with pytest.raises(InputError, match=r"closed.*got share\.discloses"):
        odd.refreshed("<!-- rule share.discloses discloses -->\n<!-- end -->")


def test_every_meaning_is_used_and_names_what_exists() -> None:
    rules = odd.rule_functions()
    used = set()
    for rule in told_rules():
        for symbol in symbols.symbols(rule, rules[rule]):
            used.add((symbol.name, rule if (symbol.name, rule) in SYMBOLS else ""))
    assert set(SYMBOLS) == used
    for symbol in SYMBOLS.values():
        assert symbol.meaning and symbol.meaning[0].lower() == symbol.meaning[0] and symbol.meaning[-1] != "."
        assert set(symbol.parameters) <= set(PARAMETERS) and set(symbol.rules) <= set(rules)
        assert all(is_state(name) for name in symbol.states), symbol


def is_state(name: str) -> bool:
    group, _, field = name.partition(".")
    if group == "governance":
        return hasattr(govern, field)
    if group in ("numbers", "climate"):
        return hasattr(state, field)
    return hasattr(getattr(state, group.capitalize()), field)


def handed() -> dict[tuple[str, str], set[str | None]]:
    """Return what the week hands to each argument of each rule: a parameter, a state, or None for what it works out."""
    found: dict[tuple[str, str], set[str | None]] = defaultdict(set)
    for path in WEEK_FILES:
        module = import_module(f"sim.week.{path.stem}")
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
                continue
            owner = getattr(module, getattr(call.func.value, "id", ""), None)
            name = f"{getattr(owner, '__name__', '').rpartition('.')[2]}.{call.func.attr}"
            if name in odd.rule_functions():
                arguments = inspect.signature(odd.rule_functions()[name]).parameters
                for argument, value in zip(arguments, call.args, strict=True):
                    if argument != symbols.WEIGHTS:
                        found[name, argument] |= sources(module, value)
    return found


def sources(module: ModuleType, value: ast.expr) -> set[str | None]:
    """Return what an expression reads, such as p[BACKING] or world.cases.risk[case]; p[WORKLOAD + domain] is three."""
    match value:
        case ast.Subscript(value=ast.Name(id="p"), slice=ast.Name(id=name)):
            return {f"parameter {list(PARAMETERS)[getattr(module, name)]}"}
        case ast.Subscript(value=ast.Name(id="p"), slice=ast.BinOp(left=ast.Name(id=name))):
            first = getattr(module, name)
            return {f"parameter {parameter}" for parameter in list(PARAMETERS)[first : first + state.DOMAINS]}
        case ast.Subscript(value=ast.Attribute(attr=group), slice=ast.Name(id=name)) if name.isupper():
            return {f"state {group}.{name}"}
        case ast.Subscript(value=ast.Attribute(value=ast.Name(id=group) | ast.Attribute(attr=group), attr=field)):
            return {f"state {'people' if group == 'persons' else group.rstrip('_')}.{field}"}
    return {None}


def test_what_gives_a_symbol_is_what_the_week_hands_to_the_rule() -> None:
    checked = 0
    for (rule, name), given in handed().items():
        if rule in (*LOOPS, "scale.raised", "scale.lowered"):
            continue
        symbol = SYMBOLS.get((name, rule)) or SYMBOLS[name, ""]
        parameters = {f"parameter {one}" for one in symbol.parameters}
        read = given - {None}
        missed = read - parameters - {f"state {one}" for one in symbol.states}
        unread = parameters - read if read == given else set()  # unless something is worked out on the way
        assert not missed and not unread, (rule, name, missed, unread)
        checked += len(read)
    assert checked > 100


# Equations.

SOME = 0.5


def example(k: Any, level: float, other: float) -> float:
    """Something with all that a rule may hold."""
    part = level - (other - k[0]) * k[1]
    if part < 0.0:
        part = -part
    if level < 0.5 or other > 1.0:
        return 0.0
    return part / (1.0 + other) if part <= 2.0 else min(part, -k[0] * level)


def test_an_equation_says_what_a_rule_does() -> None:
    assert equation(example, ("near_by", "far")).splitlines() == [
        r"\begin{aligned}",
        r"\text{part} &= \text{level} - \left(\text{other} - w_{\text{near by}}\right) \cdot w_{\text{far}} \\",
        r"\text{part} &\leftarrow -\text{part} \quad \text{if } \text{part} < 0 \\",
        r"\text{example} &= \begin{cases}",
        r"0 & \text{if } \text{level} < 0.5 \text{ or } \text{other} > 1 \\",
        r"\frac{\text{part}}{1 + \text{other}} & \text{if } \text{part} \le 2 \\",
        r"\min\left(\text{part},\ -w_{\text{near by}} \cdot \text{level}\right) & \text{otherwise}",
        r"\end{cases}",
        r"\end{aligned}",
    ]


def rich(k: Any, level: float, far: bool) -> float:
    """What only some rules hold: square roots, π, tiny numbers, named ones, a choice within a sum."""
    inside = level * (1.0 - 2e-6) + 1e-6
    part = max(SOME, math.log(inside) * math.sqrt(3.0) / math.pi)
    return part + k[0] * level - (k[1] if far else 0.0)


def test_an_equation_knows_roots_constants_and_choices() -> None:
    assert equation(rich, ("near", "far")).splitlines()[1:-1] == [
        r"\text{inside} &= \text{level} \cdot \left(1 - 2 \cdot 10^{-6}\right) + 10^{-6} \\",
        r"\text{part} &= \max\left(\text{SOME},\ \frac{\ln\left(\text{inside}\right) \cdot \sqrt{3}}{\pi}\right) \\",
        r"\text{rich} &= \text{part} + w_{\text{near}} \cdot \text{level}"
        r" - \left(w_{\text{far}} \text{ if } \text{far} \text{ else } 0\right)",
    ]


@pytest.mark.parametrize("name", sorted(LOOPS))
def test_a_loop_has_no_equation(name: str) -> None:
    with pytest.raises(ValueError, match="no equation"):
        equation(odd.rule_functions()[name])
