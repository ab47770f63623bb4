"""The bootstrap over cells is the bootstrap of the rows, only without the rows."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from tests.metrics.drawn import ROWS, Row, cases, population

from evenhand.errors.number import AttributeUnknown, MetricUnknown
from evenhand.metrics.bootstrap import percentile_bounds, redrawn, redrawn_shares
from evenhand.metrics.derive import derive
from evenhand.metrics.performance import SHARES
from evenhand.metrics.profile import Cases, EvaluationProfile

DECISIONS = [name for name in SHARES if name not in ("practice_agreement", "gains", "losses")]


@given(st.lists(st.integers(0, 50), max_size=12), st.integers(1, 20), st.integers(0, 9))
def test_every_draw_holds_as_many_rows_and_no_row_of_an_empty_cell(counts: list[int], draws: int, seed: int) -> None:
    held = np.array(counts, dtype=np.int64)
    drawn = redrawn(held, draws=draws, seed=seed)

    assert drawn.shape == (len(counts), draws)
    assert (drawn.sum(axis=0) == held.sum()).all()
    assert not drawn[held == 0].any()
    assert (drawn == redrawn(held, draws=draws, seed=seed)).all()


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(ValueError, match="0 draws"):
        redrawn(np.array([1]), draws=0)
    with pytest.raises(ValueError, match="counts from -1"):
        redrawn(np.array([-1, 2]))


def test_the_shares_are_distributed_as_a_bootstrap_of_the_rows_distributes_them() -> None:
    table = population(300, seed=4)
    rows = np.stack([table.label, table.decision], axis=1)
    group = np.asarray(table.attributes["race"])
    generator, draws = np.random.default_rng(5), 600
    places = generator.integers(0, 300, (draws, 300))
    cells, where = np.unique(np.column_stack([group, rows[:, 0], rows[:, 1]]).astype(str), axis=0, return_inverse=True)
    drawn = redrawn(np.bincount(where.reshape(-1)), draws=draws, seed=6)
    chances = []
    for race in np.unique(group):
        for outcome, below in ((2, None), (2, (1, "1")), (2, (1, "0")), (1, (2, "1"))):
            mine = cells[:, 0] == race
            inside = mine if below is None else mine & (cells[:, below[0]] == below[1])
            held = (group == race) if below is None else (group == race) & (rows[:, below[0] - 1] == int(below[1]))
            by_rows = (held & (rows[:, outcome - 1] == 1))[places].sum(axis=1) / held[places].sum(axis=1)
            by_cells = drawn[inside & (cells[:, outcome] == "1")].sum(axis=0) / drawn[inside].sum(axis=0)
            chances.append(stats.ks_2samp(by_rows, by_cells).pvalue)
            assert np.std(by_cells) == pytest.approx(np.std(by_rows), rel=0.12)

    # Twelve statistics that move together: the least p-value of twelve alone would fall below 0.001 once in 80 times.
    assert min(chances) > 0.001
    assert np.mean(np.array(chances) < 0.05) <= 0.25


@given(st.integers(2, 30), st.sampled_from([0.5, 0.9, 0.95, 0.999]), st.integers(0, 9))
def test_bounds_are_the_quantiles_of_numpy_with_gaps_left_out(draws: int, confidence: float, seed: int) -> None:
    generator = np.random.default_rng(seed)
    values = generator.random((4, draws))
    values[1, 1:] = np.nan
    values[2] = np.nan
    ends = [(1 - confidence) / 2, (1 + confidence) / 2]
    lower, upper = percentile_bounds(values, confidence)

    for row in (0, 1, 3):
        assert (lower[row], upper[row]) == pytest.approx(tuple(np.nanquantile(values[row], ends)), abs=1e-12)
    assert np.isnan([lower[2], upper[2]]).all()


def test_one_set_of_draws_serves_every_crossing() -> None:
    profile = EvaluationProfile.of(population(800, seed=2))
    found = redrawn_shares(profile, names=DECISIONS)
    values = {(part.name, tuple(sorted(part.groups.items()))): part for part in found}

    for by in ((), ("race",), ("sex",), ("race", "sex")):
        for name in DECISIONS:
            for part in derive(profile, name=name, by=by):
                mine = values[name, tuple(sorted(part.groups.items()))]
                assert (mine.value, mine.n, mine.detail["count"]) == (part.value, part.n, part.detail["count"])
    assert len(found) == len(DECISIONS) * (1 + 3 + 2 + 6)
    assert found == redrawn_shares(profile, names=DECISIONS)
    assert found != redrawn_shares(profile, names=DECISIONS, seed=1)


def test_large_groups_have_the_interval_of_wilson_nearly() -> None:
    profile = EvaluationProfile.of(population(20_000, seed=3))
    for mine, closed in zip(
        redrawn_shares(profile, names=["selection_rate"], by=[("sex",)], draws=4000),
        derive(profile, name="selection_rate", by=("sex",)), strict=True,
    ):  # fmt: skip
        width = float(closed.upper or 0) - float(closed.lower or 0)
        assert (mine.lower, mine.upper) == pytest.approx((closed.lower, closed.upper), abs=0.1 * width)


@settings(max_examples=25)
@given(ROWS)
def test_whatever_the_table_an_answer_is_a_value_in_its_bounds_or_a_reason(rows: list[Row]) -> None:
    profile = EvaluationProfile.of(cases(rows))
    for part in redrawn_shares(profile, names=DECISIONS, draws=20):
        if part.value is None:
            assert part.undefined
            assert part.n == 0
        else:
            assert float(part.lower or 0) <= part.value <= float(part.upper or 0)
            assert part.lower != part.upper
    assert len(redrawn_shares(profile, names=["accuracy"], by=[()], draws=2)) == 1


def test_where_no_draw_differs_the_interval_is_wilsons() -> None:
    profile = EvaluationProfile.of(Cases(label=np.ones(20), decision=np.ones(20)))
    (part,) = redrawn_shares(profile, names=["selection_rate"])
    (closed,) = derive(profile, name="selection_rate")

    assert (part.lower, part.upper) == pytest.approx((closed.lower, closed.upper))
    assert part.method == "wilson-no-draw-differs"


def test_a_group_that_draws_may_miss_says_how_often_they_did() -> None:
    table = population(100, seed=1)
    lone = replace(table, attributes={"sex": np.array(["m"] * 99 + ["f"])})
    woman, man = redrawn_shares(EvaluationProfile.of(lone), names=["selection_rate"], by=[("sex",)])

    assert int(str(woman.detail["undefined_draws"])) == pytest.approx(366, abs=60)
    assert man.detail["undefined_draws"] == 0


def test_a_question_without_an_answer_is_refused() -> None:
    profile = EvaluationProfile.of(population(20))
    with pytest.raises(MetricUnknown, match="no share"):
        redrawn_shares(profile, names=["roc_auc"])
    with pytest.raises(AttributeUnknown, match="'age'"):
        redrawn_shares(profile, names=["accuracy"], by=[("age",)])
