import numpy as np
from tests.lifecycle.monitoring.watched import PLAN, account, baseline_of, rows

from evenhand.lifecycle.monitoring.baseline import Baseline, columns_of_profile
from evenhand.lifecycle.monitoring.telling import told
from evenhand.metrics.profile import EvaluationProfile
from evenhand.metrics.profiling.storage import table_profile_digest

BEFORE = rows(seed=1, year=2015)


def test_nothing_moved_and_nothing_is_said_to_have() -> None:
    found = account(rows(seed=2), BEFORE)

    assert found.crossed == ()
    assert [each.window.name for each in found.performance if each.has_moved] == []


def test_a_planted_drift_is_named_with_its_cause() -> None:
    found = account(rows(seed=2, shift=15), BEFORE)

    assert {each.subject for each in found.crossed} >= {"income", "(score)"}
    [income] = [line for line in told(found, PLAN)["crossed"] if "of income" in line and "stability" in line]
    assert "Most moved" in income


def test_outcomes_that_turned_are_seen_where_the_inputs_are_still() -> None:
    found = account(rows(seed=2, turned=0.3), BEFORE)

    assert {(each.limit.measure, each.level) for each in found.crossed} >= {("roc_auc", "action")}
    assert not [each for each in found.drift.standings if each.level]


def test_nothing_is_judged_on_outcomes_that_are_not_mature() -> None:
    found = account(rows(seed=2, turned=0.3), BEFORE, now="2016-01-15T00:00:00Z")

    assert (found.n_mature, found.crossed) == (0, ())
    assert "2,000 of 2,000 predictions are not mature" in told(found, PLAN)["unknown"][0]
    assert all(each.change.undefined for each in found.performance if each.window.name == "roc_auc")


def test_half_a_window_can_be_mature() -> None:
    found = account(rows(seed=2), BEFORE, now="2016-08-01T00:00:00Z")

    assert 0 < found.n_mature < found.rows.n


def test_outcomes_that_are_missing_are_counted() -> None:
    found = account(rows(seed=2, unknown=0.6), BEFORE)

    assert any(each.limit.measure == "outcome_coverage" for each in found.crossed)
    assert any("mature predictions have no outcome" in line for line in told(found, PLAN)["unknown"])


def test_no_outcome_at_all_leaves_performance_unknown_and_drift_known() -> None:
    found = account(rows(seed=2, unknown=1.1), BEFORE)

    assert found.n_known == 0
    assert all(each.measured.value is None for each in found.standings if each.limit.side == "drop")
    assert any(each.verdict == "within" for each in found.drift.standings)


def test_rows_that_lie_sorted_are_no_drift() -> None:
    here = np.array(["home"] * 1900 + ["ward"] * 100, dtype=object)
    there = np.random.default_rng(3).permutation(here)
    found = account(rows(seed=2, columns={"place": here}), rows(seed=1, year=2015, columns={"place": there}))

    assert found.crossed == ()
    [line] = told(found, PLAN)["order"]
    assert "place: the rows lie sorted. Slice 20 of 20" in line
    assert "no drift" in line


def test_a_column_that_is_gone_is_told() -> None:
    found = account(rows(seed=2, columns={"age": np.arange(2000.0)}), BEFORE)

    assert any("null_rate_change of income is +1" in line for line in told(found, PLAN)["crossed"])
    assert found.drift.unmatched == ("age",)


def test_one_row_is_told_and_judged_by_nothing() -> None:
    found = account(rows(1, seed=2), BEFORE)

    assert [each for each in found.crossed if each.limit.measure != "outcome_coverage"] == []
    assert sum(map(len, told(found, PLAN).values())) > 0


def test_overrides_are_counted_among_the_reviewed() -> None:
    window = rows(seed=2)
    window.is_reviewed[:100] = True
    window.final[:20] = 1 - window.decision[:20]
    [rate] = [each for each in account(window, BEFORE).whole if each.name == "override_rate"]

    assert (rate.value, rate.n) == (0.2, 100)


def test_a_group_that_nobody_states_is_told() -> None:
    window = rows(seed=2)
    plain = type(window)(**{**{name: getattr(window, name) for name in window.__slots__}, "attributes": {}})

    assert "No prediction states sex" in told(account(plain, BEFORE), PLAN)["unknown"][0]


def test_a_baseline_reads_back() -> None:
    baseline, _ = baseline_of(BEFORE)

    read = Baseline.read(baseline.content(), {table_profile_digest(baseline.columns): baseline.columns}.__getitem__)
    assert read.content() == baseline.content()


def test_the_held_out_rows_know_groups_score_and_decision() -> None:
    profile = EvaluationProfile.of(BEFORE.cases(np.ones(BEFORE.n, dtype=bool)))
    found = columns_of_profile(profile)

    assert {each.name: each.n for each in found.columns} == {"(decision)": 2000, "(score)": 2000, "sex": 2000}
