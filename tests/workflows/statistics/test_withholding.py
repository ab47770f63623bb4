"""What a look at performance hides of small groups, whatever the task."""

import numpy as np
import pyarrow as pa
import pytest
from tests.workflows.statistics.decided import TABLE, N, performance_of, words_of

EACH_TASK = pytest.mark.parametrize(
    "asked",
    [
        {"label": "paid", "score": "score"},
        {"label": "animal", "prediction": "said"},
        {"label": "price", "prediction": "guess"},
    ],
    ids=["binary", "multi-class", "regression"],
)


@EACH_TASK
def test_a_small_group_does_not_follow_from_the_groups_of_another_attribute(asked: dict[str, str]) -> None:
    county = np.array(["u"] * 4 + ["v"] * 50 + ["w"] * 60 + ["x"] * 20 + ["y"] * (N - 134))
    state = np.where(np.isin(county, ["u", "v"]), "S", "T")
    table = TABLE.append_column("county", pa.array(county)).append_column("state", pa.array(state))
    report = performance_of(table, by=["county", "state"], **asked)
    shown = {tuple(each.groups.values()) for each in report.measurements if each.groups and each.n}

    assert ("u",) not in shown
    # State S less county v is county u.
    assert not {("v",), ("S",)} <= shown
    assert ("y",) in shown


@EACH_TASK
def test_nothing_is_shown_of_a_table_that_is_smaller_than_a_group_may_be(asked: dict[str, str]) -> None:
    table = TABLE.append_column("branch", pa.array(["a"] * N)).take(list(range(0, 9 * 40, 40)))
    report = performance_of(table, by=["branch"], **asked)

    assert not report.measurements
    assert report.evaluation is None
    assert report.problems == ("The table holds fewer than 10 usable rows, so nothing of it is shown.",)
    assert report.sentences[0].text.endswith(" is too small to be shown by group.")
    assert performance_of(table, by=["branch"], min_count=9, **asked).measurements
    assert performance_of(table, **asked).measurements


@EACH_TASK
def test_small_groups_are_hidden_as_fairness_hides_them(asked: dict[str, str]) -> None:
    branch = np.array(["large"] * (N - 64) + ["middle"] * 60 + ["small"] * 4)
    table = TABLE.append_column("branch", pa.array(branch))
    report = performance_of(table, by=["branch"], **asked)
    of = {value: [each for each in report.measurements if each.groups.get("branch") == value]
          for value in ("large", "middle", "small")}  # fmt: skip

    assert all(each.value is None and each.n == 0 for value in ("middle", "small") for each in of[value])
    assert {each.detail["hidden"] for each in of["small"]} == {"fewer than 10 rows"}
    assert {each.detail["hidden"] for each in of["middle"]} == {"beside a small group"}
    assert any(each.value is not None for each in of["large"])
    assert "Hidden, because of fewer than 10 rows: branch small." in report.problems
    assert "Hidden, because a smaller group could be worked out from it: branch middle." in report.problems
    assert "branch is middle" not in words_of(report)
    assert report.evaluation is None or report.evaluation.values == ()
    assert report.choices["min_count"] == 10
    every = performance_of(table, by=["branch"], min_count=1, **asked)
    assert any(each.value is not None for each in every.measurements if each.groups.get("branch") == "small")
