from pathlib import Path

import pyarrow as pa
import pytest
from tests.adapters.frameworks.trained import opened

from evenhand.adapters.frameworks.loaded import columns_of
from evenhand.adapters.runner.handover import Handover, ModelFile
from evenhand.adapters.runner.model import open_model
from evenhand.adapters.runner.scoring import Scoring
from evenhand.errors.model import ModelLibraryMissing

ROWS = pa.table({"a": [0.25, 0.75]})
AS_ONE = Scoring(favourable=1, classes=(0, 1), inputs=("a",))


def test_a_module_may_load_its_own_files(tmp_path: Path) -> None:
    source = b"""
import json, pathlib
def load(path):
    weight = json.loads((pathlib.Path(path) / 'weights' / 'w.json').read_text())
    return lambda table: [value * weight for value in table['a'].to_pylist()]
"""
    with opened({"scoring.py": source, "weights/w.json": b"0.5"}, tmp_path, scoring=AS_ONE) as model:
        assert model.predict(ROWS).tolist() == [0.125, 0.375]


def test_code_may_stand_apart_from_the_model(tmp_path: Path) -> None:
    (tmp_path / "score.py").write_text(
        "from rules.income import share\ndef predict(t): return [share(v) for v in t['a'].to_pylist()]"
    )
    (tmp_path / "income.py").write_text("def share(value): return 1 - value")
    code = [
        ModelFile(path="score.py", source=tmp_path / "score.py"),
        ModelFile(path="rules/income.py", source=tmp_path / "income.py"),
    ]

    with open_model(Handover(loader="python:score", files=[], code=code), scoring=AS_ONE) as model:
        assert model.predict(ROWS).tolist() == [0.75, 0.25]


def test_scores_may_come_in_any_usual_shape() -> None:
    shares = ROWS["a"].to_numpy()
    usual = (ROWS["a"], ROWS, shares.tolist(), shares.astype("float32"), shares.reshape(-1, 1), tuple(shares))

    for answer in usual:
        assert columns_of(answer).tolist() == [[0.25], [0.75]]


def test_the_callers_own_modules_are_not_found(tmp_path: Path) -> None:
    """Code that a model needs belongs into its manifest; what happens to lie on this machine does not count."""
    with (
        pytest.raises(ModelLibraryMissing, match="'tests'"),
        opened({"m.py": b"import tests\ndef predict(t): ..."}, tmp_path),
    ):
        pytest.fail("it was opened")
