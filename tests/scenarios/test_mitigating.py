"""``train_version`` with a mitigation: less of a difference, at a price that is shown."""

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.scenarios.stage import Stage
from tests.scenarios.terminal import refused, typed
from tests.scenarios.test_training import written

SHARES = """
import numpy as np


class Shares:
    '''Holds likely what was seen in an area.'''

    classes_ = [0, 1]
    feature_names_in_ = ["area"]

    def __init__(self, shares):
        self.shares = shares

    def predict_proba(self, rows):
        high = np.array([self.shares[at] for at in rows["area"]])
        return np.column_stack([1 - high, high])

    def predict(self, rows):
        return (self.predict_proba(rows)[:, 1] >= 0.5).astype(int)


def train(data, parameters, seed, sample_weight=None):
    weights = np.ones(len(data)) if sample_weight is None else sample_weight
    shares = {at: float(np.average(data["repaid"][data["area"] == at], weights=weights[data["area"] == at]))
              for at in sorted(set(data["area"]))}
    return Shares(shares)
"""


def biased(stage: Stage) -> Path:
    """Rows whose areas tell sex, and in which sex tells repayment."""
    draw = np.random.default_rng(2)
    sex = np.where(draw.random(900) < 0.5, "f", "m")
    area = np.where(draw.random(900) < np.where(sex == "m", 0.8, 0.2), 2, 1)
    repaid = (draw.random(900) < np.where(sex == "m", 0.75, 0.3)).astype(np.int64)
    place = stage.workspace / "biased.parquet"
    pq.write_table(pa.table({"area": area, "sex": sex, "repaid": repaid}), place)
    return place


@pytest.mark.parametrize(
    ("code", "words", "how"),
    [
        (SHARES, ["reweighing"], "sample_weight"),
        (SHARES.replace(", sample_weight=None", "").replace("if sample_weight is None else sample_weight", ""),
         ["reweighing"], "resampling"),
        (SHARES, ["reductions", "--slack", "0.02"], "sample_weight"),
    ],
)  # fmt: skip
def test_a_mitigation_lessens_the_gap_and_tells_its_price(stage: Stage, code: str, words: list[str], how: str) -> None:
    told = typed(
        stage, "ada", "train", written(stage, code, "shares.py"), "--data", biased(stage), "--mitigate", *words,
        "--cross-validation", "2", "--why", "Equal offers.", "--json",
    )  # fmt: skip

    assert told.exit == 0, told.err[-800:]
    effect = json.loads(told.out)["mitigation"]
    changes = {each["name"]: each for each in effect["changes"]}
    gap = changes["selection_rate_gap_change"]
    assert gap["upper"] < 0, "surely less than before"
    assert changes["accuracy_change"]["value"] < 0
    assert effect["price"][0].startswith("The gap of selection_rate over sex falls: 0.6")
    assert effect["detail"]["how"] == how
    assert effect["reason"] == "Equal offers."
    assert {each["group"] for each in effect["people"]} == {"f", "m"}
    assert "bias-mitigation-record" in json.loads(told.out)["evidence"]
    again = typed(stage, "ada", "reproduce", "loan@1", "--json")
    assert json.loads(again.out)["compared"] == "bytes", again.err[-500:]


@pytest.mark.parametrize(
    ("words", "failure", "fact"),
    [
        (["--mitigate", "reweighing", "--attribute", "area"], "MITIGATION-UNFIT", "'area' is no protected attribute"),
        (["--mitigate", "reweighing", "--cross-validation", "0"], "MITIGATION-UNFIT", "Without folds nothing shows"),
        (["--mitigate", "cut-offs-per-group"], "COMMAND-UNCLEAR", "'cut-offs-per-group' is not one of"),
    ],
)
def test_what_cannot_be_shown_or_is_not_allowed_is_refused(
    stage: Stage, words: list[str], failure: str, fact: str
) -> None:
    told = typed(stage, "ada", "train", written(stage, SHARES, "shares.py"), "--data", biased(stage), *words)

    refused(told, failure, 2, fact)
