import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from tests.adapters.frameworks.trained import opened

from evenhand.adapters.frameworks.loaded import Place
from evenhand.adapters.frameworks.mlflow_folder import load
from evenhand.adapters.runner.handover import folder_files
from evenhand.adapters.runner.scoring import Scoring
from evenhand.errors.model import ModelFormatUnsupported, ModelPathUnsafe, ModelUnreadable

ROWS = pa.table({"b": [0.75, 0.5], "a": [0.25, 1.0]})
AS_ONE = Scoring(favourable=1)

OWN = b"""
import numpy as np
class Scale:
    classes_ = np.array([0, 1])
    n_features_in_ = 2
    def predict_proba(self, rows):
        return np.column_stack([1 - rows[:, 0], rows[:, 0]])
    def predict(self, rows):
        return rows[:, 0] > 0.5
"""
# The pickle of an instance of a class Scale of a module own, as protocol 0 writes it.
SCALE = b"ccopy_reg\n_reconstructor\n(cown\nScale\nc__builtin__\nobject\nNtR."
SKLEARN = """
artifact_path: model
flavors:
  python_function:
    env: {conda: conda.yaml, virtualenv: python_env.yaml}
    loader_module: mlflow.sklearn
    model_path: model.pkl
    predict_fn: predict
    python_version: 3.11.7
    code: code
  sklearn:
    code: code
    pickled_model: model.pkl
    serialization_format: cloudpickle
    sklearn_version: 1.5.0
mlflow_version: 2.14.1
model_uuid: 7b1e5b8e8c5c4a6d9d7c1f5d2f1f0c1a
run_id: 5c37ed12cb5a4cd68ddeec596482db6f
signature:
  inputs: '[{"type": "double", "name": "a", "required": true}, {"type": "double", "name": "b", "required": true}]'
  outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "int64", "shape": [-1]}}]'
utc_time_created: '2026-06-28 07:13:54.587332'
"""


def folder(described: str, **files: bytes) -> dict[str, bytes]:
    given = {"MLmodel": described.encode(), "conda.yaml": b"name: mlflow-env", "code/own.py": OWN, "model.pkl": SCALE}
    return given | {name.replace("__", "/"): content for name, content in files.items()}


@pytest.fixture
def module_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading a folder in this very process leaves its code on the path; take that back."""
    monkeypatch.setattr("sys.path", list(sys.path))


def written(files: dict[str, bytes], place: Path) -> Place:
    for name, content in files.items():
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_bytes(content)
    return Place(model=place, code=place / "none", argument="", threads=1)


def test_the_sklearn_flavour_is_read_with_its_code_and_the_columns_of_its_signature(tmp_path: Path) -> None:
    with opened(folder(SKLEARN), tmp_path, scoring=AS_ONE) as model:
        assert model.facts.features == ("a", "b")
        assert model.predict(ROWS).tolist() == [0.25, 1.0]


def test_a_python_function_around_a_pickled_estimator_is_read(tmp_path: Path) -> None:
    before = SKLEARN.partition("  sklearn:")[0] + "mlflow_version: 2.14.1"

    with opened(folder(before), tmp_path, scoring=Scoring(favourable=0, inputs=("a", "b"))) as model:
        assert model.predict(ROWS).tolist() == [0.75, 0.0]


@pytest.mark.parametrize(
    ("flavours", "said"),
    [
        (
            "{python_function: {loader_module: mlflow.pyfunc.model, python_model: python_model.pkl}}",
            "mlflow.pyfunc.model",
        ),
        ("{pytorch: {model_data: data}, python_function: {loader_module: mlflow.pytorch}}", "pytorch"),
        ("{xgboost: {data: model.xgb}}", "xgboost"),
        ("{sklearn: {pickled_model: model.skops, serialization_format: skops}}", "skops"),
        ("{}", "none"),
    ],
)
@pytest.mark.usefixtures("module_path")
def test_another_flavour_is_refused_by_its_name(tmp_path: Path, flavours: str, said: str) -> None:
    with pytest.raises(ModelFormatUnsupported, match=said):
        load(written(folder(f"flavors: {flavours}"), tmp_path))


@pytest.mark.parametrize(
    "described",
    [
        "",
        "flavors",
        "flavors: [sklearn]",
        "flavors: {sklearn: model.pkl}",
        "flavors: {sklearn: {pickled_model: ../../../etc/passwd}}",
        "flavors: {sklearn: {pickled_model: /etc/passwd}}",
        "flavors: {sklearn: {pickled_model: [1]}}",
        "flavors: {sklearn: {pickled_model: gone.pkl}}",
        "flavors: {onnx: {data: model.pkl}}",
        "flavors: {lightgbm: {data: conda.yaml}}",
        "a: &a [x, x]\nb: *c",
        "!!python/object/apply:os.system [touch mark]",
        "[" * 5000,
        "{",
    ],
)
@pytest.mark.usefixtures("module_path")
def test_a_folder_that_describes_itself_badly_is_unreadable(tmp_path: Path, described: str) -> None:
    with pytest.raises(ModelUnreadable):
        load(written(folder(described), tmp_path))


def test_a_link_in_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "MLmodel").write_text(SKLEARN)
    (tmp_path / "model.pkl").symlink_to("/etc/passwd")

    with pytest.raises(ModelPathUnsafe, match=r"model\.pkl is a link"):
        folder_files(tmp_path)


def test_the_lightgbm_flavour_is_read_from_its_text(tmp_path: Path) -> None:
    lightgbm = pytest.importorskip("lightgbm")
    inputs = np.random.default_rng(5).normal(size=(90, 2))
    fitted = lightgbm.LGBMClassifier(verbosity=-1, n_estimators=3, n_jobs=1).fit(inputs, (inputs[:, 0] > 0).astype(int))
    described = "flavors: {lightgbm: {data: model.lgb, model_class: lightgbm.basic.Booster, lgb_version: 4.7.0}}"
    files = {"MLmodel": described.encode(), "model.lgb": fitted.booster_.model_to_string().encode()}
    scoring = Scoring(favourable=1, classes=(0, 1), inputs=("a", "b"))

    with opened(files, tmp_path, scoring=scoring) as model:
        given: Any = model.predict(pa.table({"a": inputs[:, 0], "b": inputs[:, 1]}))

    assert np.array_equal(given, fitted.predict_proba(inputs)[:, 1])
