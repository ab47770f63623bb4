"""The libraries that people train with: what each returns is registered, and trained again to the same bytes."""

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.scenarios.stage import Stage, founded
from tests.scenarios.terminal import typed

CODE = """
def train(data, parameters, seed, sample_weight=None):
    rows, label, kind = data.drop(columns="repaid"), data["repaid"], parameters["kind"]
    if kind == "lightgbm":
        from lightgbm import LGBMClassifier
        return LGBMClassifier(n_estimators=20, random_state=seed, verbose=-1).fit(rows, label, sample_weight)
    if kind == "booster":
        import lightgbm
        return lightgbm.train({"objective": "binary", "verbose": -1, "seed": seed}, lightgbm.Dataset(rows, label), 20)
    if kind == "forest":
        from sklearn.ensemble import RandomForestClassifier
        return RandomForestClassifier(n_estimators=20, n_jobs=2).fit(rows, label, sample_weight)
    from sklearn.ensemble import HistGradientBoostingClassifier
    return HistGradientBoostingClassifier(max_iter=20, random_state=seed).fit(rows, label, sample_weight)
"""


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    stage = founded(tmp_path_factory.mktemp("ground") / "stage")
    draw = np.random.default_rng(1)
    sex = np.where(draw.random(2000) < 0.5, "f", "m")
    income = draw.normal(50, 12, 2000) + np.where(sex == "m", 8, 0)
    area = np.where(draw.random(2000) < np.where(sex == "m", 0.85, 0.15), 1, 0)
    repaid = (draw.random(2000) < 1 / (1 + np.exp(-(income - 54) / 6))).astype(np.int64)
    rows = pa.table({"income": income, "area": area, "sex": sex, "repaid": repaid})
    pq.write_table(rows, stage.workspace / "people.parquet")
    (stage.root / "many.py").write_text(CODE)
    return stage


@pytest.mark.parametrize(
    "words",
    [
        ["kind=lightgbm"], ["kind=booster"], ["kind=forest"], ["kind=hist"],
        ["kind=lightgbm", "--mitigate", "reductions"], ["kind=forest", "--mitigate", "reweighing"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_it_is_registered_and_trained_again_to_the_same_bytes(ground: Stage, words: list[str]) -> None:
    rows: Path = ground.workspace / "people.parquet"
    told = typed(
        ground, "ada", "train", ground.root / "many.py", "--data", rows, "--cross-validation", "2", "--json",
        "--parameter", *words,
    )  # fmt: skip
    assert told.exit == 0, told.err[-1000:]

    again = typed(ground, "ada", "reproduce", json.loads(told.out)["version"], "--json")

    assert again.exit == 0, again.err[-1000:]
    assert json.loads(again.out)["compared"] == "bytes"
