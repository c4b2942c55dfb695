"""Messages in Dutch: everything that can go wrong has words, and the words are those that the user sees."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from experiments.words.messages import message
from scenarios import load
from sim.errors import InputError, Phrase, WorkError

ROOT = Path(__file__).parents[2]
SENTENCES = {"InputError": {"problem", "allowed"}, "WorkError": {"problem"}, "Phrase": {"problem"}}
PLACE = re.compile(r"\{(\w+)\}")
DUTCH: dict[str, str] = tomllib.loads(files("experiments.words").joinpath("messages.nl.toml").read_text("utf-8"))


class Module:
    """The sentences that a module hands to its errors, and what is no sentence that can be told in Dutch."""

    def __init__(self, source: str) -> None:
        self.templates: set[str] = set()
        self.wrong: list[str] = []
        self._tree = ast.parse(source)
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SENTENCES:
                self._read(node, node.func.id)

    def _read(self, call: ast.Call, made: str) -> None:
        given = {"problem": call.args[0]} if call.args else {}
        given |= {word.arg: word.value for word in call.keywords if word.arg}
        for name, node in given.items():
            if name in SENTENCES[made]:
                self._sentence(node)
            elif made == "InputError" and self._holds_words(node):
                self.wrong.append(f"{name}={ast.unparse(node)}")

    def _sentence(self, node: ast.expr) -> None:
        for part in self._choices(node):
            if isinstance(part, ast.Constant):
                self.templates |= {part.value} if part.value else set()
            elif isinstance(part, ast.JoinedStr | ast.BinOp):
                self.wrong.append(ast.unparse(part))

    def _choices(self, node: ast.expr) -> Iterator[ast.expr]:
        """Yield what an expression may be: of a choice each side, of a name all that is assigned to it."""
        if isinstance(node, ast.IfExp):
            yield from (*self._choices(node.body), *self._choices(node.orelse))
        elif isinstance(node, ast.BoolOp):
            yield from (choice for value in node.values for choice in self._choices(value))
        elif isinstance(node, ast.Name):
            for found in ast.walk(self._tree):
                if isinstance(found, ast.Assign) and ast.unparse(found.targets[0]) == node.id:
                    yield from self._choices(found.value)
        else:
            yield node

    def _holds_words(self, node: ast.expr) -> bool:
        """Return whether a name, such as that of a key, is written as a sentence."""
        parts = [part for choice in self._choices(node) for part in getattr(choice, "values", [choice])]
        texts = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
        return any(re.search("[a-z] | [a-z]", text) and not text.startswith("overleg ") for text in texts)


def modules() -> dict[str, Module]:
    paths = [path for room in ("sim", "scenarios", "experiments") for path in sorted((ROOT / room).rglob("*.py"))]
    return {path.relative_to(ROOT).as_posix(): Module(path.read_text("utf-8")) for path in paths}


FOUND = modules()
TEMPLATES = {template for module in FOUND.values() for template in module.templates}


def needs_dutch(template: str) -> bool:
    return any(letter.isalpha() for letter in PLACE.sub("", template))


def test_every_sentence_of_an_error_can_be_told_in_another_language() -> None:
    """Text put together on the spot has no translation: it has to be a Phrase."""
    assert {path: module.wrong for path, module in FOUND.items() if module.wrong} == {}


def test_every_sentence_has_its_dutch_and_no_dutch_is_left_over() -> None:
    needed = {template for template in TEMPLATES if needs_dutch(template)}
    assert (sorted(needed - set(DUTCH)), sorted(set(DUTCH) - needed)) == ([], [])


@pytest.mark.parametrize("template", sorted(DUTCH))
def test_dutch_fills_in_the_same_values(template: str) -> None:
    assert sorted(PLACE.findall(DUTCH[template])) == sorted(PLACE.findall(template))


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ('InputError(f"week {week} twice")', True),
        ('InputError(allowed="such as " + name)', True),
        ('WorkError(f"{file}: cannot be read")', True),
        ('reason = f"no {x}"\nInputError("bad" if x else reason)', True),
        ('InputError("bad", key=f"line {number}")', True),
        ('InputError("bad", got="a file" if there else reason)', True),
        ('InputError("bad", key=f"{key}.{language}", where="overleg run", got=", ".join(names))', False),
        ('InputError(Phrase("week {week} twice", week=3), allowed=", ".join(names))', False),
    ],
)
def test_text_put_together_on_the_spot_is_found(source: str, wrong: bool) -> None:
    assert bool(Module(source).wrong) is wrong


def test_sentences_are_found_wherever_they_are_chosen() -> None:
    source = 'told = "one" if x else "two"\nInputError("three", allowed=told, got=Phrase("four"))\nWorkError("five")'
    assert Module(source).templates == {"one", "two", "three", "four", "five"}


def test_a_message_is_told_in_the_language_asked_for() -> None:
    error = InputError(
        "is missing",
        where="a.toml",
        key=Phrase("{key}, entry {number}", key="changes", number=2),
        got=Phrase("a table"),
        allowed=Phrase("{allowed}, with a decimal point: {form}", allowed=Phrase("a number from 0 to 1"), form="0.5"),
        nearest="week",
    )
    assert message(error, "en") == str(error)
    assert str(error).startswith("a.toml: changes, entry 2: is missing; got a table; allowed: a number from 0 to 1,")
    assert message(error, "nl") == (
        "a.toml: changes, nummer 2: ontbreekt; er staat een tabel; "
        "toegestaan: een getal van 0 tot en met 1, met een decimale punt: 0.5; bedoelt u week?"
    )
    failed = WorkError(Phrase("{file}: could not be written: {reason}", file="a.csv", reason="disk full"))
    assert message(failed, "nl") == "a.csv: kon niet worden geschreven: disk full"


def test_a_name_is_never_translated_though_it_looks_like_a_sentence() -> None:
    error = InputError("unknown key", where="a table", key="is missing", got="a list")
    assert message(error, "nl") == "a table: is missing: onbekende sleutel; er staat a list"


def test_what_has_no_dutch_is_told_in_english() -> None:
    assert message(InputError("something new"), "nl") == "something new"


ENGLISH_WORDS = re.compile(r"\b(the|a|got|allowed|unknown|missing|cannot|from|with|each|at least|did you)\b")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "trust.initial = 0.5",
        "[trust]\ninitial = '0,5'",
        "[trust]\ninitial = 0,5",
        "[trust]\ninital = 0.5",
        "[trust.initial]\nx = 1",
        "trust = 3",
        "zzzz = 1",
        "[zzzz]\nx = 1",
        "extends = 'topx'",
        "theme = 'tabel'",
        "[expects]\nrisk = 'more'",
        "[expects]\nrisc = 'lower'",
        "[run]\nweeks = 0x" + "f" * 90,
        "changes = 3",
        "[[changes]]\nweek = 3\nset = {}",
        "[[changes]]\nweek = 3\nset = { trust.initial = 0.5 }",
        "[[media_events]]\nweek = 104\nsize = 0.3",
        "[[departures]]\nwho = 'manager'",
        "[network]\ncare_organisations = 0\nsafety_organisations = 0\nsocial_organisations = 0",
        "[trust]\ninitial = 0.5\ninitial = 0.5",
    ],
)
def test_no_english_is_left_in_what_is_wrong_with_a_file(text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    title = "" if text.startswith("trust.initial") or not text else "title = { nl = 'X' }\n"
    path.write_text(title + text, "utf-8")
    with pytest.raises(InputError) as caught:
        load(path)
    said = message(caught.value, "nl").removeprefix(str(path))
    quoted = re.compile(r"'[^']*'|\[\[.*?\]\]|\{.*?\}|[\w.]+\.\w+")
    assert not ENGLISH_WORDS.search(quoted.sub("", said)), said


COMMAND_LINES = {
    ("run",): "overleg run: SCENARIO ontbreekt; toegestaan: een naam uit de lijst van 'overleg scenarios'",
    ("run", "topx"): "overleg: onbekend scenario; er staat 'topx'; toegestaan: ",
    ("run", "top_x", "--runs"): "overleg: --runs: moet gevolgd worden door een waarde",
    ("run", "top_x", "--quiet=3"): "overleg: --quiet: krijgt geen waarde",
    ("run", "top_x", "--runs", "0"): "overleg: --runs: er staat '0'; toegestaan: een geheel getal vanaf 1",
    ("run", "top_x", "--format", "jsn"): (
        "overleg: --format: er staat 'jsn'; toegestaan: table, csv, json; bedoelt u json?"
    ),
    ("run", "top_x", "--rusn", "3"): "overleg run: deze optie is er niet; er staat --rusn",
    ("run", "top_x", "fixed_faces"): "overleg run: dat is te veel; er staat fixed_faces",
    ("comprae",): "overleg: onbekende opdracht; er staat 'comprae'",
    ("compare", "top_x"): "overleg compare: er is niets om mee te vergelijken; er staat top_x",
    ("new",): "overleg new: NAAM ontbreekt; toegestaan: een eigen naam",
    ("parameters", "zzz"): "overleg parameters: geen parameter heeft dit in zijn naam",
}


@pytest.mark.parametrize("arguments", COMMAND_LINES, ids=" ".join)
def test_what_is_wrong_with_a_command_line_is_said_in_dutch(
    overleg: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.setenv("LC_ALL", "nl_NL.UTF-8")
    said = overleg(*arguments)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(COMMAND_LINES[arguments])
    assert said.err.count("\n") == 1
