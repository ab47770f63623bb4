from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from evenhand.adapters.tables.scan import cases as module
from evenhand.errors.table import ColumnMissing, ColumnUnusable, LabelUnusable
from evenhand.lifecycle.evaluation.case_columns import CaseColumns
from evenhand.metrics.derive import derive
from evenhand.metrics.profile import Cases, EvaluationProfile
from evenhand.metrics.storage import profile_bytes
from evenhand.wiring.scan import TableScanner

BASE = {"label": "y", "decision": "p"}


def _table(n: int = 5000, *, seed: int = 0) -> pa.Table:
    rng = np.random.default_rng(seed)
    score = rng.random(n)
    sex = np.where(rng.random(n) < 0.1, None, rng.choice(np.array(["f", "m"]), n)).astype(object)
    return pa.table({
        "y": (rng.random(n) < score).astype(np.int8), "p": (score > 0.5).astype(np.float64), "s": score,
        "sex": pa.array(sex, pa.string()), "age": rng.integers(18, 90, n),
    })  # fmt: skip


def _cases(table: object, **asked: object) -> EvaluationProfile:
    return TableScanner().cases(table, CaseColumns(**{**BASE, **asked}))  # type: ignore[arg-type]


def test_a_small_table_is_counted_as_its_arrays_are() -> None:
    table = _table()
    found = _cases(table, score="s", attributes=("sex", "age"), bands={"age": (25, 65)})
    age = np.array(["<25", "25-64", ">=65"])[np.searchsorted([25, 65], table["age"].to_numpy(), side="right")]
    wanted = EvaluationProfile.of(Cases(
        label=table["y"].to_numpy(), decision=table["p"].to_numpy(), score=table["s"].to_numpy(),
        attributes={"sex": np.array(table["sex"].to_pylist(), dtype=object), "age": age},
    ))  # fmt: skip

    assert profile_bytes(found) == profile_bytes(wanted)


@pytest.mark.parametrize("kind", [pa.int8(), pa.uint8(), pa.int64(), pa.uint64()])
def test_codes_of_any_type_with_nulls_are_groups(kind: pa.DataType) -> None:
    codes = pa.DictionaryArray.from_arrays(pa.array([0, 1, None, 0] * 20, kind), pa.array(["f", "m"]))
    found = _cases(pa.table({"y": [1, 0, 1, 0] * 20, "p": [1, 1, 0, 0] * 20, "sex": codes}), attributes=("sex",))

    assert found.values == (("(missing)", "f", "m"),)
    assert found.n_usable == 80


def test_a_file_in_row_groups_and_a_table_in_memory_count_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "EXACT_ROWS", 1000)
    table = _table()
    path = tmp_path / "cases.parquet"
    pq.write_table(table, path, row_group_size=700)
    asked = {"score": "s", "attributes": ("sex",), "crossings": (("sex",),)}
    one, other = _cases(str(path), **asked), _cases(table, **asked)

    assert one.plan == other.plan
    assert one.plan.grid is not None
    assert one.values == other.values == (("(missing)", "f", "m"),)
    assert one.cells.counts.tolist() == other.cells.counts.tolist()
    for crossing in one.plan.crossings:
        assert one.score_cells[crossing].counts.tolist() == other.score_cells[crossing].counts.tolist()
        np.testing.assert_allclose(
            np.asarray(one.score_cells[crossing].sums), np.asarray(other.score_cells[crossing].sums), rtol=1e-12
        )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "positive"),
    [
        ([1, 0, None], None), ([1.0, 0.0, None], None), ([True, False, None], None), (["1", "0", None], None),
        (["true", "false", None], None), (["yes", "no", None], "yes"), ([1, 0, None], "1"), ([1.0, 0.0, None], "1"),
        ([True, False, None], "true"), (["1.0", "0", None], "1"), ([2, 1, None], "2"), ([0, 1, None], "0"),
        ([1.0, 0.0, float("nan")], None),
    ],
)  # fmt: skip
def test_the_favourable_value_is_found_as_number_and_as_text(values: list[object], positive: str | None) -> None:
    profile = _cases({"y": values, "p": values}, positive=positive)

    assert profile.cells.keys.tolist() == [[0, 0, 2], [1, 1, 2]]
    assert profile.n_unusable["label is null"] == 1


def test_a_value_that_never_occurs_is_refused_with_those_that_do() -> None:
    with pytest.raises(LabelUnusable, match="'y' of the dict of columns never is 'good'; it holds 'no', 'yes'"):
        _cases({"y": ["no", "yes"], "p": [0, 1]}, positive="good")
    with pytest.raises(LabelUnusable, match="never is '1'; it holds 'no', 'yes'"):
        _cases({"y": ["no", "yes"], "p": [0, 1]})
    with pytest.raises(ColumnUnusable, match="'p' of the dict of columns never is 'yes'; it holds '0', '2'"):
        _cases({"y": ["no", "yes"], "p": [0, 2]}, positive="yes")


def test_more_than_two_values_need_the_favourable_one_named() -> None:
    table = {"y": [1, 2, 3, 1], "p": [1, 2, 2, 3]}

    with pytest.raises(LabelUnusable, match="more than two values: '1', '2', '3'"):
        _cases(table)
    assert _cases(table, positive=2).cells.keys.tolist() == [[0, 0, 2], [0, 1, 2], [1, 1, 2]]
    with pytest.raises(ColumnUnusable, match="more than 100 values"):
        _cases({"y": [0, 1] * 100, "p": list(np.linspace(0, 1, 200))})


def test_labels_of_one_class_and_none_are_counted() -> None:
    assert _cases({"y": [0, 0], "p": [0, 1]}).n_usable == 2
    assert _cases({"y": [None, None], "p": [0, 1]}).n_unusable["label is null"] == 2


def test_a_missing_column_is_named_with_its_likeness() -> None:
    with pytest.raises(ColumnMissing, match="no column 'lable'"):
        _cases({"label": [1], "p": [1]}, label="lable")


def test_groups_that_are_none_are_refused_with_advice() -> None:
    n = 2000
    table = {"y": [0, 1] * (n // 2), "p": [1] * n, "id": [f"p{row}" for row in range(n)], "age": list(range(n))}

    with pytest.raises(ColumnUnusable, match="'id' of the dict of columns has more than 1,000 different values"):
        _cases(table, attributes=("id",))
    with pytest.raises(ColumnUnusable, match="more than 50 different values") as refused:
        _cases(table, attributes=("age",))
    assert "a column of bands" in refused.value.remedy
    with pytest.raises(ColumnUnusable, match="bands need numbers"):
        _cases(table, attributes=("id",), bands={"id": (1.0,)})


def test_groups_are_texts_booleans_and_few_numbers() -> None:
    table = {
        "y": [1, 0, 1], "p": [1, 1, 0], "a": ["x", "", None], "b": [True, False, None], "c": [1.0, 2.0, float("nan")],
        "d": [7, 8, None],
    }  # fmt: skip

    assert _cases(table, attributes=("a", "b", "c", "d")).values == (
        ("(blank)", "(missing)", "x"), ("(missing)", "false", "true"), ("(missing)", "1", "2"), ("(missing)", "7", "8"),
    )  # fmt: skip


def test_a_score_with_a_threshold_decides() -> None:
    table = {"y": [1, 0, 1, 1], "s": [0.5, 0.4, None, float("inf")]}
    profile = TableScanner().cases(table, CaseColumns(label="y", score="s", threshold=0.5))

    assert profile.cells.keys.tolist() == [[0, 0, 2], [1, 1, 2]]
    assert profile.n_unusable["score is null or NaN"] == 1
    assert profile.n_unusable["score is infinite"] == 1
    with pytest.raises(ColumnUnusable, match="'s' of the dict of columns holds texts, no scores"):
        TableScanner().cases({"y": [1], "s": ["a"]}, CaseColumns(label="y", score="s", threshold=0.5))


def test_scores_that_turn_out_to_be_no_probabilities_get_cells_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "EXACT_ROWS", 70_000)
    rng = np.random.default_rng(0)
    score = np.concatenate([rng.random(140_000), rng.normal(0, 50, 140_000)])
    label = (rng.random(len(score)) < 0.3).astype(np.int8)
    profile = TableScanner().cases(
        pa.table({"y": label, "s": score}), CaseColumns(label="y", score="s", threshold=0.5)
    )  # fmt: skip
    area = derive(profile, name="roc_auc")[0]

    assert (profile.scores[0], profile.scores[-1]) == (score.min(), score.max())
    assert isinstance(area.detail["binning_error"], float)
    assert area.detail["binning_error"] < 0.001
    assert derive(profile, name="brier_score")[0].undefined is not None
