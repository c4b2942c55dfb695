"""Sensitivity: functions whose indices are known, through our own points and analysis; and what can go wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from experiments.designs import Factor, read_factor
from experiments.figures.sensitivity import sensitivity_figure
from experiments.sensitivity import sensitivity
from experiments.sensitivity.analysis import Analysis, analysed
from experiments.sensitivity.asked import METHODS, Asked
from experiments.sensitivity.item import BY, DUMMY, LEFT_OUT, REST, factors_of_table_3, usual_factors
from experiments.sensitivity.remark import indistinct, remarks, settled, sum_alone
from experiments.sensitivity.sample import Sample
from experiments.sensitivity.table import lines
from experiments.sweep.chunk import Chunk
from experiments.sweep.store import Store
from experiments.words import words_in
from scenarios import load
from sim.errors import InputError
from sim.parameters import PARAMETERS

Numbers = npt.NDArray[np.float64]
WORLD = load("top_x").set({"run.weeks": 6})
OUTCOME = "trust"


def real(number: int, low: float = 0.0, high: float = 1.0) -> Factor:
    parameter = replace(PARAMETERS["trust.initial"], name=f"x.{number}", low=low, high=high)
    return Factor(parameter, (), low, high)


def sample(method: str, factors: tuple[Factor, ...], blocks: int, seed: int = 0) -> Sample:
    return Asked(method, factors, blocks=blocks).sample(WORLD.values, seed)


def values(points: Sample, function: Callable[[Numbers], Numbers], runs: int = 1, noise: float = 0.0) -> Numbers:
    """Return what the function makes of the points, in so many runs that share their luck."""
    exact = function(np.array(points.points().points, np.float64))
    luck = np.random.default_rng(11)
    return exact[:, np.newaxis] + luck.normal(0, noise, runs) + luck.normal(0, noise, (len(exact), runs))


def found(method: str, factors: tuple[Factor, ...], blocks: int, function: Callable[[Numbers], Numbers]) -> Analysis:
    points = sample(method, factors, blocks)
    return analysed(OUTCOME, points, values(points, function), seed=0)


def keys(analysis: Analysis) -> set[str]:
    return {remark.key for remark in remarks(analysis)}


def ishigami(x: Numbers) -> Numbers:
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


ANGLES = tuple(real(number, -np.pi, np.pi) for number in range(3))


def test_sobol_finds_the_indices_of_ishigami() -> None:
    points = sample("sobol", ANGLES, 2048)
    analysis = analysed(OUTCOME, points, values(points, ishigami, runs=4, noise=0.05), seed=0)
    exact = np.array([[0.3139, 0.4424, 0.0], [0.5576, 0.4424, 0.2437]])
    assert np.abs(analysis.values[:, :3] - exact).max() < 0.03
    assert ((analysis.low[:, :3] <= exact) & (exact <= analysis.high[:, :3])).all()
    assert (analysis.high - analysis.low).max() < 0.15
    assert [step.blocks for step in analysis.steps] == [128, 256, 512, 1024, 2048]
    widths = [float((step.high - step.low)[:3].max()) for step in analysis.steps]
    assert widths[-1] < widths[0] / 2
    assert settled(analysis) == 2
    assert sum_alone(analysis)[0] == pytest.approx(0.756, abs=0.05)
    assert keys(analysis) == {"few_runs"}


def test_morris_finds_the_slopes_of_a_plane_and_nothing_else() -> None:
    whole = map(read_factor, ("agenda.slots_per_week=1:5", "agenda.weeks_ahead=1:2"))
    factors = (real(0, 0, 2), real(1), real(2, -1, 3), *whole)

    def plane(x: Numbers) -> Numbers:
        return 3 * x[:, 0] - 5 * x[:, 1] + 0 * x[:, 2] + 2 * x[:, 3] + 4 * x[:, 4]

    analysis = found("morris", factors, 12, plane)
    effect, upwards, sigma = analysis.values
    # of five levels a step is three of four, of two levels all there is
    np.testing.assert_allclose(effect, [6.0, 5.0, 0.0, 8.0, 4.0], atol=1e-9)
    np.testing.assert_allclose(upwards, [6.0, -5.0, 0.0, 8.0, 4.0], atol=1e-9)
    np.testing.assert_allclose(sigma, 0.0, atol=1e-9)
    np.testing.assert_allclose(analysis.high - analysis.low, 0.0, atol=1e-9)


def test_morris_goes_from_any_choice_to_any_other() -> None:
    points = sample("morris", (read_factor("process_management.form"), real(1)), 300)
    forms = np.array([form for form, _ in points.points().points]).reshape(300, -1)
    _, counts = np.unique([sorted(set(row)) for row in forms.tolist()], axis=0, return_counts=True)
    assert counts.tolist() == pytest.approx([100, 100, 100], abs=35)
    y = 3.0 * (forms == "nao").reshape(-1, 1)
    effect, upwards, _ = analysed(OUTCOME, points, y, seed=0).values
    assert effect[0] == pytest.approx(3 * (forms == "nao").any(axis=1).mean())
    assert np.isnan(upwards[0])


def test_morris_agrees_with_salib() -> None:
    from SALib.analyze import morris

    points = sample("morris", ANGLES, 50)
    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0.0, 1.0]] * 3}
    y = values(points, ishigami)
    theirs = morris.analyze(problem, points.shares, y[:, 0], seed=1)
    ours = analysed(OUTCOME, points, y, seed=0).values
    np.testing.assert_allclose(ours, [theirs["mu_star"], theirs["mu"], theirs["sigma"]])


def test_pawn_ranks_as_is_known_above_a_dummy_and_agrees_with_salib() -> None:
    from SALib.analyze import pawn

    analysis = found("pawn", ANGLES, 1000, ishigami)
    assert [analysis.items[item].name for item in analysis.ranking] == ["x.1", "x.0", "x.2"]
    assert analysis.dummy is not None
    assert analysis.values[0, analysis.dummy] < analysis.low[0, :3].min()
    points = analysis.sample
    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0.0, 1.0]] * 3}
    theirs = pawn.analyze(problem, points.shares, ishigami(np.array(points.points().points)), S=10)
    np.testing.assert_allclose(analysis.values[0, :3], theirs["median"], atol=0.01)  # it leaves out the last point


def test_the_sentence_names_nothing_that_a_dummy_does_as_well() -> None:
    factors = tuple(map(read_factor, ("trust.initial", "trust.density", "culture.gap")))
    analysis = found("pawn", factors, 60, lambda x: x[:, 0])
    assert min(analysis.values[analysis.main]) > 0.1 * max(analysis.values[analysis.main])
    assert len(indistinct(analysis)) == 2
    assert "depends most on trust at the start (0." in told(analysis)
    assert told(analysis).count("Spread of trust") == 1  # in the table alone
    assert "spread of trust" not in told(analysis)


def test_an_effect_has_the_unit_of_its_outcome() -> None:
    points = sample("morris", tuple(map(read_factor, ("trust.initial", "culture.gap"))), 12)
    y = values(points, lambda x: 0.192 * x[:, 0])
    share, level = (analysed(name, points, y, seed=0) for name in ("compulsory_share", "risk"))
    assert "depends most on trust at the start (19.2 %-pt)." in told(share)
    assert "Share of compulsion (%-pt)" in told(share)
    assert "depends most on trust at the start (0.192)." in told(level)


@pytest.mark.parametrize(
    ("outcome", "varied", "is_part"),
    [
        ("collaboration_quality", "trust.density", True),
        ("collaboration_quality", "mandate.share", False),
        ("risk", "trust.density", False),
    ],
)
def test_what_trust_explains_of_the_quality_is_said_to_be_partly_so_by_definition(
    outcome: str, varied: str, is_part: bool
) -> None:
    points = sample("sobol", tuple(map(read_factor, (varied, "culture.gap"))), 16)
    analysis = analysed(outcome, points, values(points, lambda x: x[:, 0]), seed=0)
    assert ("part" in keys(analysis)) is is_part
    assert ("partly so by definition" in told(analysis)) is is_part
    figure = sensitivity_figure([analysis], words_in("en"), title="A world", footer="")
    assert any("partly so by definition" in text.get_text() for text in figure.texts) is is_part


def test_whole_numbers_and_categories_count_by_level() -> None:
    factors = (read_factor("process_management.form"), read_factor("agenda.slots_per_week=1:4"), real(1))
    points = sample("sobol", factors, 512)

    def steps(rows: list[tuple[object, ...]]) -> Numbers:
        return np.array([3.0 * (form == "nao") + float(str(slots)) for form, slots, _ in rows])

    y = steps(list(points.points().points))[:, np.newaxis]
    analysis = analysed(OUTCOME, points, y, seed=0)
    # variances: 9 × 1/3 × 2/3 and (4² − 1) / 12
    exact = np.array([2.0, 1.25, 0.0]) / 3.25
    np.testing.assert_allclose(analysis.values[:, :3], [exact, exact], atol=0.03)


@pytest.mark.parametrize("method", ["sobol", "morris"])
def test_groups_move_together_and_have_one_index(method: str) -> None:
    asked = Asked(method, tuple(map(read_factor, ("trust.initial", "media.baseline", "trust.density"))), "factor", 16)
    points = asked.sample(WORLD.values, 0)
    assert [item.name for item in points.items if item.parameters] == ["trust", "media_attention"]
    y = (points.shares @ [1.0, 0.0, 1.0])[:, np.newaxis]
    main = analysed(OUTCOME, points, y, 0)
    assert main.values[main.main, 0] > 0.3
    assert main.values[main.main, 1] == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("method", sorted(METHODS))
def test_a_constant_outcome_has_no_index_and_is_told(method: str) -> None:
    analysis = found(method, ANGLES, 64, lambda x: np.full(len(x), 0.1) + 1e-16 * x[:, 0])
    assert np.isnan(analysis.values).all()
    assert keys(analysis) == {"constant"}


@pytest.mark.parametrize("method", sorted(METHODS))
def test_points_without_a_value_take_their_blocks_with_them(method: str) -> None:
    points = sample(method, ANGLES, 128)
    holed = values(points, ishigami, runs=6, noise=0.1)
    holed[points.size : 3 * points.size : points.size] = np.nan  # in the second and the third block
    holed[0, 0] = np.nan  # other runs of this point are there
    analysis = analysed(OUTCOME, points, holed, seed=0)
    assert (analysis.counted.missing, analysis.counted.blocks) == (2, 126)
    (told,) = [remark.told(words_in("en")) for remark in remarks(analysis) if remark.key == "missing"]
    assert "2 of 128 " in told
    complete = np.delete(np.arange(128), [1, 2])
    whole_blocks = points.blocks(holed)[complete]
    np.testing.assert_array_equal(analysis.values, points.estimate(whole_blocks, complete))
    assert np.isfinite(analysis.values[:, :3]).all()
    assert analysis.counted.partly == 1
    assert "partly" in keys(analysis)
    holed[: 80 * points.size : points.size] = np.nan
    nothing = analysed(OUTCOME, points, holed, seed=0)
    assert np.isnan(nothing.values).all()
    assert keys(nothing) == {"too_few"}


def told(analysis: Analysis) -> str:
    return " ".join(lines([analysis], words_in("en"), file="indices.csv", quiet=True))


def test_what_the_sample_cannot_tell_is_said() -> None:
    small = found("sobol", ANGLES, 8, ishigami)
    assert {"wide", "one_run"} <= keys(small)
    assert "cannot be told yet: the sample is too small" in told(small)
    assert "depends most on" not in told(small)
    equal = found("morris", (real(0), real(1)), 16, lambda x: np.sin(9 * x[:, 0]) + np.sin(9 * x[:, 1]))
    assert "unsettled" in keys(equal)


def test_chance_between_runs_is_told_apart_from_the_choice_of_points() -> None:
    points = sample("sobol", ANGLES, 256)
    quiet, loud = (
        analysed(OUTCOME, points, values(points, ishigami, runs=10, noise=noise), seed=0) for noise in (0.0, 3.0)
    )
    assert quiet.of_chance == pytest.approx(0.0)
    assert (quiet.chance_high - quiet.chance_low)[:, :3].max() == pytest.approx(0.0, abs=1e-9)
    # of the variance of Ishigami's function, 13.84, and that of two sources of noise, of which all points share one
    assert loud.of_chance == pytest.approx(18 / (18 + 13.84), abs=0.03)
    assert (loud.chance_high - loud.chance_low)[1, :3].min() > 0.01
    assert "chance" in keys(loud)
    assert loud.dummy is not None
    assert quiet.values[1, quiet.dummy] == pytest.approx(0.0)


@pytest.mark.parametrize("runs", [3, 10])
def test_other_luck_has_the_index_that_chance_alone_gives(runs: int) -> None:
    """Means on other run seeds differ by twice their variance, half of which is the index: odd numbers included."""
    points = sample("sobol", ANGLES, 1024)
    analysis = analysed(OUTCOME, points, values(points, ishigami, runs=runs, noise=3.0), seed=0)
    assert analysis.dummy is not None
    assert analysis.values[1, analysis.dummy] == pytest.approx(9 / runs / (9 / runs + 13.84), rel=0.12)


def test_chance_moves_a_mean_effect_by_its_standard_error_over_replications() -> None:
    points = sample("morris", ANGLES, 30)
    runs = values(points, ishigami, runs=5, noise=3.0)
    analysis = analysed(OUTCOME, points, runs, seed=0)
    mu = np.array([points.estimate(points.blocks(runs[:, [run]]), np.arange(30))[1] for run in range(5)])
    shown = (analysis.chance_high - analysis.chance_low)[1] / (2 * 1.96)
    np.testing.assert_allclose(shown, mu.std(axis=0, ddof=1) / np.sqrt(5), rtol=0.12)


def test_the_same_seed_gives_the_same_0_included_and_another_seed_another() -> None:
    for method in METHODS:
        first, again, other = (sample(method, ANGLES, 64, seed).shares for seed in (0, 0, 1))
        np.testing.assert_array_equal(first, again)
        assert (first != other).any()


def test_the_eleven_factors_are_those_of_table_3_and_share_no_parameter() -> None:
    factors = factors_of_table_3()
    assert len(factors) == 11
    names = [name for factor in factors for name in factor.parameters]
    assert len(names) == len(set(names))
    assert set(names) <= set(PARAMETERS)
    assert all(factor.source.startswith("§") and factor.title["nl"] for factor in factors)


@pytest.mark.parametrize("by", BY)
def test_what_usually_varies_makes_worlds_that_can_be_measured(by: str) -> None:
    points = Asked("morris", by=by, blocks=4).sample(WORLD.values, 0)
    names = {factor.name for factor in usual_factors(by, WORLD.values)}
    assert names == {name for item in points.items for name in item.parameters}
    assert not {PARAMETERS[name].group for name in names} & set(LEFT_OUT)
    assert (REST in {item.name for item in points.items}) == (by == "factor_and_rest")
    design = points.points()
    for point in range(len(design.points)):
        WORLD.set(design.values(point))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Asked("sobel"), "--method: got 'sobel'; .* did you mean sobol"),
        (Asked(by="factors"), "--by: got 'factors'; .* did you mean factor"),
        (Asked("sobol", blocks=100), "--sample: would not be balanced; got 100; allowed: .* 64 or 128"),
        (Asked("sobol", blocks=4), "--sample: got 4; allowed: a power of 2 from 8 to 16384"),
        (Asked("morris", blocks=10**6), "--sample: got 1000000"),
        (Asked("pawn", by="factor"), "--method: takes no groups; got pawn; allowed: morris, sobol"),
        (Asked(factors=(read_factor("agenda.weeks_ahead"),), by="factor"), "agenda.weeks_ahead: belongs to none"),
        (Asked(factors=(real(1), real(1))), "x.1: given twice"),
    ],
)
def test_what_cannot_be_is_told(asked: Asked, said: str) -> None:
    with pytest.raises(InputError, match=said):
        asked.sample(WORLD.values, 1)


VARY = {"trust.initial": None, "process_management.form": None, "agenda.slots_per_week": "2:6"}


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_three_lines_give_a_ranked_table() -> None:
    table = sensitivity(WORLD, VARY, outcomes=["trust", "attendance"], method="sobol", sample=8, runs=3)
    assert table["outcome"].tolist() == ["trust"] * 4 + ["attendance"] * 4
    assert set(table["name"]) == {*VARY, DUMMY}
    assert table["name"][0] == "trust.initial"
    assert table["rank"][:3].tolist() == [1, 2, 3]
    ends = table[["total_low", "total", "total_high"]].to_numpy()
    assert (np.diff(ends, axis=1) >= 0).all()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"method": "fast"}, "^method: got 'fast'"),
        ({"by": "group"}, "^by: got 'group'"),
        ({"sample": 1}, "^sample: got 1"),
        ({"outcomes": ["rsik"]}, "^outcomes: unknown outcome"),
        ({"outcomes": "risk"}, "^outcomes: got 'risk'; allowed: a list, such as"),
    ],
)
def test_from_python_the_argument_is_named(more: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        sensitivity(WORLD, VARY, **more)


def test_warnings_of_python_tell_what_cannot_be_trusted() -> None:
    with pytest.warns(UserWarning, match="Mutual trust: 2 runs at each point tell little"):
        sensitivity(WORLD, VARY, outcomes=["trust"], sample=4, runs=2)


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_killed_and_resumed_it_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {"outcomes": ["trust"], "sample": 8, "runs": 4, "workers": 1}
    whole = sensitivity(WORLD, VARY, **asked)  # type: ignore[arg-type]  # options of several types
    commit = Store.commit

    def killed_after_one(store: Store, chunk: Chunk, table: object) -> None:
        commit(store, chunk, table)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(Store, "commit", killed_after_one)
        sensitivity(WORLD, VARY, folder=tmp_path, **asked)  # type: ignore[arg-type]
    assert len(list((tmp_path / "sweep-parts").glob("runs-*"))) == 1
    again = sensitivity(WORLD, VARY, folder=tmp_path, **asked)  # type: ignore[arg-type]
    assert again.to_csv() == whole.to_csv()
