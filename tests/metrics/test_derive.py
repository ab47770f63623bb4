from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.metrics.drawn import ROWS, Row, cases, population

from evenhand.errors.number import AttributeUnknown, MetricUnknown, ReferenceGroupUnfit
from evenhand.kernel.canonical import canonical_bytes
from evenhand.kernel.measurement import Measurement
from evenhand.kernel.metric import METRICS, Metric
from evenhand.metrics.derive import derive, rows_to_settle
from evenhand.metrics.fairness import ReferenceGroup
from evenhand.metrics.profile import Cases, EvaluationProfile
from evenhand.metrics.storage import profile_digest

DERIVED = [spec for spec in METRICS.values() if spec.needs != "elsewhere"]
REFERENCES: tuple[ReferenceGroup, ...] = ("overall", "largest", "best")


def _hand() -> EvaluationProfile:
    """Women: TP 30, FN 10, FP 20, TN 40. Men: TP 60, FN 20, FP 10, TN 110. One man without a label."""
    blocks = [
        ("f", 1, 1, 30), ("f", 1, 0, 10), ("f", 0, 1, 20), ("f", 0, 0, 40),
        ("m", 1, 1, 60), ("m", 1, 0, 20), ("m", 0, 1, 10), ("m", 0, 0, 110), ("m", np.nan, 1, 1),
    ]  # fmt: skip
    sex, label, decision = ([block[place] for block in blocks for _ in range(int(block[3]))] for place in range(3))
    return EvaluationProfile.of(
        Cases(label=np.array(label), decision=np.array(decision), attributes={"sex": np.array(sex)})
    )


HAND = _hand()


def _values(name: str, reference_group: ReferenceGroup) -> list[float | None]:
    return [part.value for part in derive(HAND, name=name, by=("sex",), reference_group=reference_group)]


@pytest.mark.parametrize(
    ("name", "women", "men", "n"),
    [
        ("selection_rate", 50 / 100, 70 / 200, (100, 200)),
        ("true_positive_rate", 30 / 40, 60 / 80, (40, 80)),
        ("false_positive_rate", 20 / 60, 10 / 120, (60, 120)),
        ("true_negative_rate", 40 / 60, 110 / 120, (60, 120)),
        ("false_negative_rate", 10 / 40, 20 / 80, (40, 80)),
        ("precision", 30 / 50, 60 / 70, (50, 70)),
        ("negative_predictive_value", 40 / 50, 110 / 130, (50, 130)),
        ("accuracy", 70 / 100, 170 / 200, (100, 200)),
        ("base_rate", 40 / 100, 80 / 200, (100, 200)),
        ("balanced_accuracy", (0.75 + 40 / 60) / 2, (0.75 + 110 / 120) / 2, (100, 200)),
        ("f1", 60 / 90, 120 / 150, (60, 90)),
    ],
)
def test_every_rate_by_hand(name: str, women: float, men: float, n: tuple[int, int]) -> None:
    parts = derive(HAND, name=name, by=("sex",))

    assert [part.value for part in parts] == pytest.approx([women, men])
    assert tuple(part.n for part in parts) == n
    assert [dict(part.groups) for part in parts] == [{"sex": "f"}, {"sex": "m"}]


def test_a_measurement_names_its_rows_and_its_profile() -> None:
    part = derive(HAND, name="true_positive_rate", by=("sex",))[1]

    assert dict(part.detail) == {"rows": 200, "unusable": 1, "table_rows": 301, "count": 60}
    assert part.input == profile_digest(HAND)
    assert (part.method, part.unit, part.n) == ("wilson", "share", 80)


def test_a_comparison_by_hand() -> None:
    assert _values("selection_rate_difference", reference_group="overall") == pytest.approx([0.1, -0.05])
    assert _values("selection_rate_difference", reference_group="largest") == pytest.approx([0.15, 0])
    assert _values("selection_rate_ratio", reference_group="best") == pytest.approx([1, 0.7])
    assert _values("selection_rate_ratio", reference_group="overall") == pytest.approx([1.25, 0.875])


def test_a_group_may_be_named_as_the_reference() -> None:
    named = derive(HAND, name="selection_rate_ratio", by=("sex",), reference_group={"sex": "f"})

    assert [part.value for part in named] == pytest.approx([1, 0.7])
    assert named[1].detail["reference_group"] == named[1].detail["reference"] == {"sex": "f"}


def test_best_is_the_lowest_where_lower_is_better() -> None:
    assert _values("false_positive_rate_ratio", reference_group="best") == pytest.approx([4, 1])


def test_best_needs_enough_rows() -> None:
    small = derive(HAND, name="selection_rate_ratio", by=("sex",), reference_group="best", min_count=150)
    none = derive(HAND, name="selection_rate_ratio", by=("sex",), reference_group="best", min_count=1000)

    assert [part.value for part in small] == pytest.approx([50 / 35, 1])
    assert {part.undefined for part in none} == {"The reference group has no value."}


def test_the_reference_itself_has_no_width_and_is_named() -> None:
    women, men = derive(HAND, name="selection_rate_ratio", by=("sex",), reference_group="largest")

    assert (men.value, men.lower, men.upper, men.method) == (1, 1, 1, "reference")
    assert women.detail["reference"] == {"sex": "m"}
    assert women.detail["reference_value"] == 0.35
    assert women.detail["reference_n"] == 200
    assert (women.lower, women.upper) != (women.value, women.value)


def test_a_group_that_is_the_whole_table_is_its_own_reference() -> None:
    profile = EvaluationProfile.of(replace(population(50), attributes={"all": np.array(["x"] * 50)}))
    for name in ("selection_rate_difference", "roc_auc_difference", "brier_score_difference"):
        (part,) = derive(profile, name=name, by=("all",), reference_group="overall")
        assert (part.value, part.lower, part.upper) == (0, 0, 0)


def test_gains_and_losses_count_against_current_practice() -> None:
    profile = EvaluationProfile.of(Cases(
        label=np.zeros(6), decision=np.array([1, 1, 0, 0, 1, 0]),
        practice=np.array([0, 0, 1, 0, 1, None], dtype=object),
    ))  # fmt: skip
    told = {name: derive(profile, name=name)[0] for name in ("gains", "losses", "practice_agreement")}

    assert {name: part.value for name, part in told.items()} == {"gains": 0.4, "losses": 0.2, "practice_agreement": 0.4}
    assert {part.n for part in told.values()} == {5}


@pytest.mark.parametrize("spec", DERIVED, ids=lambda spec: spec.name)
def test_every_metric_answers_and_is_canonical(spec: Metric) -> None:
    profile = EvaluationProfile.of(population(), crossings=[("race", "sex")])
    for reference in REFERENCES if spec.is_comparison else (None,):
        for by in (("race",), ("sex", "race")):
            parts = derive(profile, name=spec.name, by=by, reference_group=reference, min_count=10)
            assert any(part.value is not None for part in parts)
            assert all(canonical_bytes(part.as_json()) for part in parts)
            assert all(part.unit == spec.unit for part in parts)


@settings(max_examples=30)
@given(ROWS, st.sampled_from(DERIVED), st.sampled_from(REFERENCES), st.sampled_from([(), ("sex",), ("sex", "race")]))
def test_whatever_the_table_an_answer_is_a_value_in_its_bounds_or_a_reason(
    rows: list[Row], spec: Metric, reference: ReferenceGroup, by: tuple[str, ...]
) -> None:
    by = by or ("sex",) if spec.is_comparison or spec.is_between_groups else by
    profile = EvaluationProfile.of(cases(rows))
    parts = derive(
        profile, name=spec.name, by=by, reference_group=reference if spec.is_comparison else None, min_count=1
    )

    assert len(parts) == len({tuple(part.groups.values()) for part in parts})
    for part in parts:
        _judge(part, spec)
    if spec.is_between_groups:
        assert len(parts) == 1
        assert int(str(parts[0].detail["rows"])) <= profile.n_usable
        return
    assert sum(int(str(part.detail["rows"])) for part in parts) == profile.n_usable
    assert sum(int(str(part.detail["unusable"])) for part in parts) == profile.n_rows - profile.n_usable


def _judge(part: Measurement, spec: Metric) -> None:
    assert part.n <= int(str(part.detail["rows"]))
    if part.value is None:
        assert str(part.undefined).endswith(".")
        return
    assert part.lower is not None
    assert part.upper is not None
    assert part.lower <= part.value <= part.upper
    assert part.lower < part.upper or part.method == "reference"
    assert spec.lowest is None or part.lower >= spec.lowest
    assert spec.highest is None or part.upper <= spec.highest


def test_an_empty_table_has_no_value_and_no_groups() -> None:
    empty = EvaluationProfile.of(cases([]))
    (whole,) = derive(empty, name="accuracy")

    assert (whole.value, whole.n, whole.undefined) == (None, 0, "The group holds no usable rows.")
    assert derive(empty, name="accuracy", by=("sex",)) == ()
    assert derive(empty, name="accuracy_ratio", by=("sex",), reference_group="best") == ()


def test_a_ratio_to_nothing_is_not_there() -> None:
    profile = EvaluationProfile.of(
        Cases(label=np.zeros(4), decision=np.zeros(4), attributes={"sex": np.array(list("ffmm"))})
    )
    for reference in REFERENCES:
        parts = derive(profile, name="selection_rate_ratio", by=("sex",), reference_group=reference, min_count=1)
        assert {part.undefined for part in parts} == {
            "The value of the reference group is 0, so there is no ratio to it."
        }


def test_a_crossing_without_score_cells_says_so() -> None:
    parts = derive(EvaluationProfile.of(population(40)), name="roc_auc", by=("sex", "race"))

    assert {part.undefined for part in parts} == {"The profile keeps no scores for the crossing of sex and race."}


def test_scores_that_are_no_probabilities_have_an_area_and_no_loss() -> None:
    whole = population(60)
    profile = EvaluationProfile.of(replace(whole, score=np.asarray(whole.score) * 10 - 3))

    assert derive(profile, name="roc_auc")[0].value is not None
    assert "they are no probabilities" in str(derive(profile, name="brier_score")[0].undefined)
    assert "they are no probabilities" in str(
        derive(profile, name="brier_score_difference", by=("sex",), reference_group="overall")[0].undefined
    )


def test_the_loss_of_a_certain_mistake_is_not_a_number() -> None:
    profile = EvaluationProfile.of(Cases(label=np.array([0, 1]), decision=np.array([1, 1]), score=np.array([1.0, 0.5])))

    assert "1 rows got a score of exactly 0 or 1" in str(derive(profile, name="log_loss")[0].undefined)


@pytest.mark.parametrize(
    ("asked", "refusal", "words"),
    [
        ({"name": "acuracy"}, MetricUnknown, "did you mean accuracy?"),
        ({"name": "null_rate"}, MetricUnknown, "is not derived from an evaluation profile"),
        ({"name": "accuracy", "by": ("age",)}, AttributeUnknown, "'age' is no attribute of this profile; it holds sex"),
        ({"name": "accuracy", "by": ("sex", "sex")}, AttributeUnknown, "twice"),
        ({"name": "accuracy", "by": ("sex",), "reference_group": "best"}, ReferenceGroupUnfit, "compares nothing"),
        ({"name": "accuracy_ratio", "by": ("sex",)}, ReferenceGroupUnfit, "the reference group None"),
        ({"name": "demographic_parity_ratio"}, ReferenceGroupUnfit, "is of the groups of a table"),
        ({"name": "equalized_odds_ratio", "by": ("sex",), "reference_group": "best"}, ReferenceGroupUnfit, "nothing"),
        ({"name": "accuracy_ratio", "reference_group": "best"}, ReferenceGroupUnfit, "compares groups"),
        ({"name": "accuracy_ratio", "by": ("sex",), "reference_group": {"sex": "x"}}, ReferenceGroupUnfit, "sex=f;"),
        ({"name": "accuracy_ratio", "by": ("sex",), "reference_group": {"race": "a"}}, ReferenceGroupUnfit, "compares"),
        ({"name": "accuracy_ratio", "by": ("sex",), "reference_group": "men"}, ReferenceGroupUnfit, "'men'"),
    ],
)
def test_a_question_without_an_answer_is_refused(asked: dict[str, Any], refusal: type[Exception], words: str) -> None:
    with pytest.raises(refusal, match=words.replace("?", r"\?")):
        derive(HAND, **asked)


@given(st.integers(0, 200), st.integers(1, 200), st.sampled_from([0.02, 0.1, 0.5, 0.8, 0.97]))
def test_the_rows_that_would_settle_a_share_do_so_and_no_fewer(count: int, n: int, limit: float) -> None:
    count = min(count, n)
    profile = EvaluationProfile.of(Cases(label=np.zeros(n), decision=np.arange(n) < count))
    rows = rows_to_settle(derive(profile, name="selection_rate")[0], limit)

    if count / n == limit:
        assert rows is None
        return
    assert rows is not None
    assert _is_clear(count / n, rows, limit)
    assert rows == 1 or not _is_clear(count / n, rows - 1, limit)


def _is_clear(share: float, rows: int, limit: float) -> bool:
    from evenhand.metrics.uncertainty import wilson

    lower, upper = wilson(share * rows, rows, 0.95)
    return bool(lower >= limit - 1e-12 or upper <= limit + 1e-12)


def test_other_intervals_are_taken_to_shrink_with_the_root_of_the_rows() -> None:
    part = Measurement(
        name="roc_auc_difference",
        value=0.1,
        lower=-0.1,
        upper=0.2,
        confidence=0.95,
        n=50,
        unit="difference",
        method="x",
    )

    assert rows_to_settle(part, 0.0) == 200
    assert rows_to_settle(part, 0.15) == 200
    assert rows_to_settle(part, 0.1) is None


def test_what_has_no_value_is_never_settled() -> None:
    empty = derive(EvaluationProfile.of(cases([])), name="accuracy")[0]

    assert rows_to_settle(empty, 0.5) is None
