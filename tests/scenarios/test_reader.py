"""The reader of scenario files: what it makes of good ones, and of everything else."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios.document import LARGEST
from scenarios.reader import Reader
from sim.errors import InputError
from sim.scenario import Change, MediaEvent, Scenario

TITLE = 'title = { en = "A world", nl = "Een wereld" }\n'
FIXTURES = {
    "parent": """
    title = { en = "The parents", nl = "De ouders" }
    theme = "contact"
    [trust]
    initial = 0.7
    gain_kept = 0.05
    [[changes]]
    week = 60
    set = { "mandate.share" = 0.9 }
    [[media_events]]
    week = 20
    size = 0.4
    [expects]
    trust = "higher"
    [finding]
    en = "It does not."
    """,
    "child": 'extends = "parent"\n' + TITLE + "trust.initial = 0.8",
    "grandchild": 'extends = "child"\n' + TITLE + "trust.gain_kept = 0.06",
    "ouroboros": 'extends = "ouroboros"\n' + TITLE,
    "hen": 'extends = "egg"\n' + TITLE,
    "egg": 'extends = "hen"\n' + TITLE,
    "broken": "title = {",
    "heir_of_broken": 'extends = "broken"\n' + TITLE,
}


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    folder = tmp_path_factory.mktemp("shipped")
    for name, text in FIXTURES.items():
        (folder / f"{name}.toml").write_text(text, "utf-8")
    (folder / "notes.txt").write_text("no scenario", "utf-8")
    return Reader(folder)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A path with spaces and letters beyond ASCII in it, as people have them."""
    folder = tmp_path / "mijn scenario's é"
    folder.mkdir()
    return folder / "mijn wereld.toml"


def refused(reader: Reader, name_or_path: Any) -> InputError:
    """Return the error that loading gives; its message must be one printable line."""
    with pytest.raises(InputError) as caught:
        reader.load(name_or_path)
    assert str(caught.value).isprintable()
    return caught.value


def load_text(reader: Reader, path: Path, text: str) -> Scenario:
    path.write_text(text, "utf-8")
    return reader.load(path)


def test_names_are_those_of_the_shipped_files(reader: Reader) -> None:
    assert reader.names() == tuple(sorted(FIXTURES))


def test_a_file_that_extends_nothing_starts_from_the_defaults(reader: Reader, mine: Path) -> None:
    scenario = load_text(reader, mine, TITLE)
    assert scenario.values == Scenario("defaults").values
    assert scenario.name == "mijn wereld"
    assert (scenario.title.en, scenario.title.nl) == ("A world", "Een wereld")


@pytest.mark.parametrize("spelling", [str, Path])
def test_a_path_may_be_text_or_a_path(reader: Reader, mine: Path, spelling: type) -> None:
    mine.write_text(TITLE, "utf-8")
    assert reader.load(spelling(mine)).title.en == "A world"


def test_a_word_is_shipped_and_a_separator_makes_a_path(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("parent").write_text(TITLE + "trust.initial = 0.1", "utf-8")
    Path("other.toml").write_text(TITLE + "trust.initial = 0.2", "utf-8")
    assert reader.load("parent").value("trust.initial") == 0.7
    assert reader.load(f".{os.sep}parent").value("trust.initial") == 0.1
    assert reader.load("./parent").value("trust.initial") == 0.1
    assert reader.load("other.toml").value("trust.initial") == 0.2
    assert refused(reader, "other").nearest == "other.toml"


@pytest.mark.parametrize(
    "lines",
    [
        "[trust]\ninitial = 0.25",
        "trust.initial = 0.25",
        '"trust.initial" = 0.25',
        "trust = { initial = 0.25 }",
        "[trust]\ninitial = 0.25\r\n",
        "\n# a remark\n[trust] # another\ninitial = 2.5e-1",
    ],
)
def test_every_way_to_write_a_value(reader: Reader, mine: Path, lines: str) -> None:
    assert load_text(reader, mine, TITLE + lines).value("trust.initial") == 0.25


def test_weights_of_rules_stand_one_table_deeper(reader: Reader, mine: Path) -> None:
    weight = Scenario("defaults").value("rules.discloses.trust")
    assert isinstance(weight, float)
    scenario = load_text(reader, mine, TITLE + f"[rules.discloses]\ntrust = {weight * 1.5}")
    assert scenario.value("rules.discloses.trust") == weight * 1.5


def test_a_real_takes_a_whole_number(reader: Reader, mine: Path) -> None:
    value = load_text(reader, mine, TITLE + "trust.initial = 1").value("trust.initial")
    assert value == 1.0 and type(value) is float


@pytest.mark.parametrize("written", ['{ "media.baseline" = 0.5 }', "{ media.baseline = 0.5 }"])
def test_changes_take_flat_and_nested_names(reader: Reader, mine: Path, written: str) -> None:
    scenario = load_text(reader, mine, TITLE + f"[[changes]]\nweek = 26\nset = {written}")
    assert scenario.changes == (Change(26, {"media.baseline": 0.5}),)


def test_a_byte_order_mark_is_no_obstacle(reader: Reader, mine: Path) -> None:
    mine.write_bytes(b"\xef\xbb\xbf" + TITLE.encode())
    assert reader.load(mine).title.en == "A world"


def test_one_language_will_do(reader: Reader, mine: Path) -> None:
    assert load_text(reader, mine, 'title = { nl = "Een wereld" }').title.en == "Een wereld"


def test_a_child_takes_what_it_does_not_say_from_its_parent(reader: Reader) -> None:
    child = reader.load("grandchild")
    assert child.value("trust.initial") == 0.8
    assert child.value("trust.gain_kept") == 0.06
    assert child.changes == reader.load("parent").changes
    assert child.media_events == (MediaEvent(20, 0.4),)
    assert child.name == "grandchild"


def test_a_list_in_a_child_replaces_the_list_of_its_parent(reader: Reader, mine: Path) -> None:
    scenario = load_text(reader, mine, 'extends = "parent"\nmedia_events = []\n' + TITLE)
    assert scenario.media_events == ()
    assert len(scenario.changes) == 1


def test_what_a_file_says_of_itself_is_read(reader: Reader) -> None:
    parent = reader.load("parent")
    assert (parent.theme, parent.expects, parent.finding.nl) == ("contact", {"trust": "higher"}, "It does not.")


def test_what_a_file_says_of_itself_is_not_inherited(reader: Reader, mine: Path) -> None:
    child = load_text(reader, mine, 'extends = "parent"\n' + TITLE)
    assert (child.description.en, child.theme, child.expects, child.finding.en) == ("", "", {}, "")
    assert "title: is missing" in str(refused_text(reader, mine, 'extends = "parent"'))


def test_what_a_scenario_extends(reader: Reader, mine: Path) -> None:
    assert (reader.extends("child"), reader.extends("parent")) == ("parent", "")
    mine.write_text(TITLE + 'extends = "child"\n')
    assert reader.extends(mine) == reader.extends(str(mine)) == "child"
    mine.write_text(TITLE)
    assert reader.extends(mine) == ""


def test_a_shorter_child_drops_what_its_parent_plans_later(reader: Reader, mine: Path) -> None:
    scenario = load_text(reader, mine, 'extends = "parent"\nrun.weeks = 30\n' + TITLE)
    assert scenario.changes == ()
    assert scenario.media_events == (MediaEvent(20, 0.4),)


def refused_text(reader: Reader, path: Path, text: str) -> InputError:
    path.write_text(text, "utf-8")
    error = refused(reader, path)
    assert error.where == str(path)
    return error


@pytest.mark.parametrize(
    ("text", "key", "parts"),
    [
        pytest.param("[trust]\ninital = 0.5", "trust.inital", ["trust.initial?"], id="unknown key"),
        pytest.param("same_faces = 0.5", "same_faces", ["continuity.same_faces?"], id="key without table"),
        pytest.param("desciption = 0.5", "desciption", ["description?"], id="unknown word"),
        pytest.param("[trsut]\ninitial = 0.5", "trsut", ["unknown table", "trust?"], id="unknown table"),
        pytest.param("[zzzz]\nx = 1", "zzzz", ["unknown table", "agenda, cases"], id="table like none"),
        pytest.param("zzzz = 1", "zzzz", ["overleg parameters"], id="key like none"),
        pytest.param(
            "[rules.disclose]\ntrust = 1.0", "rules.disclose", ["rules.discloses?"], id="unknown rule"
        ),
        pytest.param("[trust]\ninitial = 'high'", "trust.initial", ["got 'high'", "0 to 1"], id="wrong type"),
        pytest.param("[trust]\ninitial = [0.5]", "trust.initial", ["got a list"], id="list for number"),
        pytest.param("[trust.initial]\nx = 1", "trust.initial", ["got a table"], id="table for number"),
        pytest.param("[trust]\ninitial = 1979-05-27", "trust.initial", ["1979-05-27"], id="date for number"),
        pytest.param("trust = 0.5", "trust", ["got 0.5", "trust.initial"], id="number for table"),
        pytest.param("[[trust]]\ninitial = 0.5", "trust", ["got a list"], id="list for table"),
        pytest.param("[trust]\ninitial = true", "trust.initial", ["got true"], id="boolean"),
        pytest.param("[trust]\ninitial = 1.01", "trust.initial", ["got 1.01", "0 to 1"], id="out of range"),
        pytest.param("[trust]\ninitial = nan", "trust.initial", ["got nan"], id="nan"),
        pytest.param("[trust]\ninitial = -inf", "trust.initial", ["got -inf"], id="inf"),
        pytest.param("[run]\nweeks = 52.0", "run.weeks", ["got 52.0", "whole number"], id="real for integer"),
        pytest.param(
            "[process_management]\nform = 'noa'", "process_management.form", ["nao?"], id="unknown choice"
        ),
        pytest.param("trust.initial = 0x" + "f" * 9000, "trust.initial", ["60 digits"], id="huge number"),
        pytest.param("trust.initial = " + "9" * 9000, "", ["too many digits"], id="endless number"),
        pytest.param("x = " + "[" * 100_000, "", ["nested too deeply"], id="deep nesting"),
        pytest.param('"a\\u001b" = 1', "'a\\x1b'", ["unknown key"], id="control character"),
        pytest.param("extends = 'parnt'", "extends", ["got 'parnt'", "parent?"], id="missing parent"),
        pytest.param("extends = './parent.toml'", "extends", ["shipped scenario"], id="parent by path"),
        pytest.param("extends = 3", "extends", ["got 3", "shipped scenario"], id="number for parent"),
        pytest.param(
            "[network]\ncare_organisations = 0\nsafety_organisations = 0\nsocial_organisations = 0",
            "",
            ["no organisation"],
            id="no organisation",
        ),
        pytest.param("theme = 'contcat'", "theme", ["got 'contcat'", "secrecy", "contact?"], id="unknown theme"),
        pytest.param("theme = 3", "theme", ["got 3", "combinations"], id="number for theme"),
        pytest.param("expects = 'trust'", "expects", ["got 'trust'", "a table"], id="text for expectations"),
        pytest.param("expects.trsut = 'higher'", "expects.trsut", ["unknown outcome", "trust?"], id="outcome"),
        pytest.param("expects.zzzz = 'higher'", "expects.zzzz", ["outcome, such as trust"], id="no outcome"),
        pytest.param(
            "expects.trust = 'hihger'", "expects.trust", ["got 'hihger'", "higher?"], id="unknown direction"
        ),
        pytest.param("expects.trust = 1", "expects.trust", ["got 1", "higher, lower"], id="number for direction"),
        pytest.param("finding = 'none'", "finding", ["got 'none'", "en ="], id="text for finding"),
        pytest.param("expect.trust = 'higher'", "expect", ["expects?"], id="unknown table of expectations"),
        pytest.param("[trust]\ninitial = 0,5", "line 3", ["decimal comma", "0.5"], id="decimal comma"),
        pytest.param("[trust]\ninitial = '0,5'", "trust.initial", ["0.5"], id="decimal comma in quotes"),
        pytest.param(
            "[[changes]]\nweek = 3\nset = { media.baseline = 0,5 }", "line 4", ["0.5"], id="comma in a change"
        ),
        pytest.param("[trust\ninitial = 0.5", "line 2", ["not valid TOML", "[trust"], id="broken table"),
        pytest.param("\n\n[trust]\ninitial = = 1", "line 5", ["not valid TOML"], id="broken value"),
        pytest.param("[process_management]\nform = nao", "line 3", ["quotes"], id="text without quotes"),
        pytest.param("name = '", "line 2", ["not valid TOML"], id="ends too early"),
        pytest.param("extends = “top_x”", "line 2", ["curly quotes", "“top_x”", "straight"], id="curly quotes"),
        pytest.param("[trust]\ninitial = 0.5\ninitial = 0.5", "line 4", ["stands twice"], id="key twice"),
        pytest.param("[trust]\n[media]\n[trust]\n", "line 4", ["stands twice"], id="table twice"),
        pytest.param(
            '"trust.initial" = 0.5\n[trust]\ninitial = 0.5',
            "trust.initial",
            ["stands twice"],
            id="key twice in two spellings",
        ),
    ],
)
def test_bad_files(reader: Reader, mine: Path, text: str, key: str, parts: list[str]) -> None:
    error = refused_text(reader, mine, TITLE + text)
    assert error.key == key
    assert all(part in str(error) for part in parts), str(error)


@pytest.mark.parametrize(
    ("text", "key", "part"),
    [
        ("media_events = 3", "media_events", "a list of tables"),
        ("media_events = [3]", "media_events, entry 1", "a table"),
        ("[changes]\nweek = 3", "changes", "[[changes]]"),
        ("[[media_events]]\nweek = 104\nsize = 0.3", "media_events, entry 1: week", "0 to 103"),
        (
            "run.weeks = 20\n[[departures]]\nweek = 20\nwho = 'process_manager'",
            "departures, entry 1: week",
            "19",
        ),
        ("[[changes]]\nweek = 104\nset = { media.baseline = 0.5 }", "changes, entry 1: week", "0 to 103"),
        (
            "[[media_events]]\nweek = 3\nsize = 0.3\n[[media_events]]\nweek = -3\nsize = 0.3",
            "media_events, entry 2: week",
            "got -3",
        ),
        ("[[media_events]]\nweek = 3.0\nsize = 0.3", "media_events, entry 1: week", "got 3.0"),
        ("[[media_events]]\nweek = 3\nsize = true", "media_events, entry 1: size", "got true"),
        ("[[media_events]]\nweek = 3\nsze = 0.3", "media_events, entry 1: sze", "did you mean size?"),
        ("[[media_events]]\nweek = 3", "media_events, entry 1: size", "is missing"),
        ("[[departures]]\nweek = 3\nwho = 'manager'", "departures, entry 1: who", "process_manager?"),
        ("[[changes]]\nweek = 3\nset = 0.5", "changes, entry 1: set", "a table"),
        ("[[changes]]\nweek = 3\nset = {}", "changes, entry 1: set", "sets nothing"),
        ("[[changes]]\nweek = 3\nset = { trust.initial = 0.5 }", "changes, entry 1: trust.initial", "start"),
        (
            "[[changes]]\nweek = 3\nset = { media.baselin = 0.5 }",
            "changes, entry 1: media.baselin",
            "baseline?",
        ),
        ("[[changes]]\nweek = 3\nset = { media.baseline = 5 }", "changes, entry 1: media.baseline", "got 5"),
    ],
)
def test_bad_changes_and_events(reader: Reader, mine: Path, text: str, key: str, part: str) -> None:
    error = refused_text(reader, mine, TITLE + text)
    assert error.key == key
    assert part in str(error)


@pytest.mark.parametrize("text", ["", "\n \n", "# only a remark\n"])
def test_a_file_without_a_word_is_refused(reader: Reader, mine: Path, text: str) -> None:
    assert "says nothing" in str(refused_text(reader, mine, text))


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (bytes(range(256)) * 4, "is not UTF-8 text"),
        (TITLE.encode() + b"# caf\xe9\n", "line 2: is not UTF-8 text"),
        (TITLE.encode("utf-16"), "UTF-16"),
        (b"\0\0\0\0", "is not text"),
        (b"PK\3\4" + TITLE.encode(), "not valid TOML"),
    ],
)
def test_a_file_of_bytes_is_refused(reader: Reader, mine: Path, data: bytes, part: str) -> None:
    mine.write_bytes(data)
    error = refused(reader, mine)
    assert part in str(error)
    assert error.where == str(mine)


def test_a_large_file_is_refused_unread(reader: Reader, mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with mine.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    monkeypatch.delattr(Path, "open")  # reading it would fail in another way
    error = refused(reader, mine)
    assert (error.got, error.allowed) == ("50.0 MiB", "at most 1 MiB")


def test_a_file_that_grows_while_it_is_read_is_refused(
    reader: Reader, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine.write_bytes(b"#" * (LARGEST + 1))
    monkeypatch.setattr("scenarios.document._refuse_odd_file", lambda path, names: None)
    assert "too large" in str(refused(reader, mine))


def test_a_file_of_exactly_the_largest_size_is_read(reader: Reader, mine: Path) -> None:
    mine.write_bytes(TITLE.encode().ljust(LARGEST, b"\n"))
    assert reader.load(mine).title.en == "A world"


def test_a_folder_is_refused(reader: Reader, mine: Path) -> None:
    mine.mkdir()
    assert str(refused(reader, mine)).startswith(f"{mine}: is a folder")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_refused_without_waiting_for_it(reader: Reader, mine: Path) -> None:
    os.mkfifo(mine)
    assert "is not an ordinary file" in str(refused(reader, mine))


def test_a_missing_file_is_told_with_the_nearest(reader: Reader, mine: Path) -> None:
    mine.write_text(TITLE, "utf-8")
    wrong = mine.with_name("mijn weerld.toml")
    error = refused(reader, wrong)
    assert (error.where, error.nearest) == (str(wrong), str(mine))
    assert refused(reader, mine.with_name("zzzz.toml")).nearest == ""
    assert refused(reader, "parent.toml").nearest == "parent"
    assert "no such file" in str(refused(reader, mine / "deeper" / "x.toml"))


def test_an_unreadable_file_is_told_with_the_reason(
    reader: Reader, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may read everything, so the refusal is played."""
    mine.write_text(TITLE, "utf-8")

    def refuse(path: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    error = refused(reader, mine)
    assert str(error) == f"{mine}: cannot be read: permission denied"


@pytest.mark.parametrize("name", ["", "zzzz"])
def test_an_unknown_scenario_is_told_with_all_names(reader: Reader, name: str) -> None:
    error = refused(reader, name)
    assert error.problem == "unknown scenario"
    assert error.got == repr(name)
    assert error.allowed.startswith(", ".join(sorted(FIXTURES)))
    assert error.nearest == ""


@pytest.mark.parametrize("name", ["parnt", "Parent", "de_ouders", "Ouders", "The parents"])
def test_what_looks_like_a_name_or_a_title_is_told_with_the_nearest_name_alone(reader: Reader, name: str) -> None:
    error = refused(reader, name)
    assert error.nearest == "parent"
    assert error.allowed.startswith("a name from the list that 'overleg scenarios' prints")
    assert "ouroboros" not in str(error)


def test_a_parent_that_looks_like_a_title_is_told_with_the_nearest_name_alone(reader: Reader, mine: Path) -> None:
    mine.write_text('extends = "de ouders"\n' + TITLE, "utf-8")
    error = refused(reader, mine)
    assert (error.key, error.nearest) == ("extends", "parent")
    assert "ouroboros" not in str(error)


@pytest.mark.parametrize("name", [None, 5, b"parent", ["parent"]])
def test_what_is_neither_name_nor_path_is_refused(reader: Reader, name: object) -> None:
    assert refused(reader, name).allowed == "a name or a path"


@pytest.mark.parametrize("path", ["a\0b.toml", "x" * 5000 + ".toml", "no/such/folder/", "..\\nowhere"])
def test_odd_paths_are_refused(reader: Reader, path: str) -> None:
    assert refused(reader, path).where


@pytest.mark.parametrize(
    ("name", "circle"),
    [("ouroboros", "ouroboros → ouroboros"), ("hen", "hen → egg → hen"), ("egg", "egg → hen → egg")],
)
def test_a_circle_of_parents_is_refused(reader: Reader, name: str, circle: str) -> None:
    error = refused(reader, name)
    assert (error.key, error.got) == ("extends", circle)
    assert error.where.endswith(".toml")


def test_an_error_in_a_parent_names_the_parent(reader: Reader, mine: Path) -> None:
    assert refused(reader, "heir_of_broken").where == "broken.toml"
    mine.write_text('extends = "broken"\n' + TITLE, "utf-8")
    assert refused(reader, mine).where == "broken.toml"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(max_size=200).map(lambda text: TITLE.encode() + text.encode("utf-8", "replace")),
        st.text("=[]{}\"'.,\n #-0159entrusialmedb", max_size=60).map(
            lambda text: TITLE.encode() + text.encode()
        ),
    )
)
def test_any_bytes_give_a_scenario_or_one_clear_error(reader: Reader, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "any.toml"
    path.write_bytes(data)
    try:
        scenario = reader.load(path)
    except InputError as error:
        assert str(path) in str(error)
        assert str(error).isprintable() and len(str(error)) < 1000
    else:
        assert Scenario.from_dict(scenario.to_dict()) == scenario
