import importlib.util
import pickle
import sys
from collections.abc import Iterator
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.adapters.frameworks.environment import modules_in
from evenhand.adapters.frameworks.serialised import missing_code, serialise
from evenhand.errors.model import ModelCodeMissing, ModelNotSerialisable

pytest.importorskip("sklearn")

from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

INPUTS, LABELS = np.array([[0.0], [1.0], [2.0], [3.0]]), np.array([0, 0, 1, 1])


def test_an_estimator_becomes_a_pickle_with_its_environment() -> None:
    written = serialise(make_pipeline(StandardScaler(), LogisticRegression()).fit(INPUTS, LABELS))

    assert written.loader == "pickle"
    assert list(written.files) == ["model.pkl"]
    assert written.environment["python"] == sys.version.split(" ")[0]
    assert written.environment["packages"] == {"numpy": version("numpy"), "scikit-learn": version("scikit-learn")}
    assert written.code == {}


def test_an_unfitted_estimator_is_refused() -> None:
    with pytest.raises(ModelNotSerialisable, match="LogisticRegression is not fitted"):
        serialise(LogisticRegression())


@pytest.mark.parametrize("thing", [3, "model", None, {"a": 1}, StandardScaler().fit(INPUTS)])
def test_what_cannot_predict_is_refused(thing: object) -> None:
    with pytest.raises(ModelNotSerialisable, match="has no predict"):
        serialise(thing)


def test_what_cannot_be_pickled_is_refused() -> None:
    fitted = make_pipeline(FunctionTransformer(lambda rows: rows), LogisticRegression()).fit(INPUTS, LABELS)

    with pytest.raises(ModelNotSerialisable, match="cannot be pickled"):
        serialise(fitted)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[ModuleType]:
    """A module of the author's own, as one lies beside a notebook."""
    file = tmp_path / "bands.py"
    file.write_text("def banded(rows): return rows // 2")
    spec = importlib.util.spec_from_file_location("bands", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["bands"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["bands"]


def fitted_with(function: Any) -> Any:
    return make_pipeline(FunctionTransformer(function), LogisticRegression()).fit(INPUTS, LABELS)


def test_the_authors_own_modules_are_named_with_their_files(own: ModuleType) -> None:
    written = serialise(fitted_with(own.banded))

    assert list(written.code) == ["bands"]
    assert written.code["bands"].name == "bands.py"
    assert missing_code(written, []) == ["bands"]
    assert missing_code(written, ["bands.py"]) == missing_code(written, ["bands/__init__.py"]) == []


def test_a_function_of_the_notebook_itself_is_refused_by_name(own: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own.banded, "__module__", "__main__")
    monkeypatch.setattr(sys.modules["__main__"], "banded", own.banded, raising=False)

    with pytest.raises(ModelCodeMissing, match="needs banded, which only this session defines"):
        serialise(fitted_with(own.banded))


def test_lightgbm_becomes_text_and_keeps_its_classes() -> None:
    lightgbm = pytest.importorskip("lightgbm")
    inputs = np.arange(60.0).reshape(-1, 1)
    fitted = lightgbm.LGBMClassifier(verbosity=-1, n_estimators=2, n_jobs=1).fit(
        inputs, np.where(inputs[:, 0] > 30, 5, 2)
    )

    for given_model, classes in ((fitted, (2, 5)), (fitted.booster_, None)):
        written = serialise(given_model)
        assert (written.loader, written.classes) == ("lightgbm", classes)
        assert written.files["model.txt"].startswith(b"tree\nversion=")


def test_an_unfitted_lightgbm_model_is_refused() -> None:
    lightgbm = pytest.importorskip("lightgbm")

    with pytest.raises(ModelNotSerialisable, match="LightGBM cannot write"):
        serialise(lightgbm.LGBMClassifier())


@pytest.mark.parametrize("protocol", range(6))
def test_modules_are_read_from_a_pickle_of_any_protocol(protocol: int) -> None:
    content = pickle.dumps([Fraction(1, 3), Fraction(1, 2), np.float64(1)], protocol=protocol)

    modules = modules_in(content)

    assert modules["fractions"] == {"Fraction"}
    assert any(name.startswith("numpy") for name in modules)


class Probe(pickle.Unpickler):
    """Says what Python itself looks up while it reads a pickle."""

    def __init__(self, file: Any) -> None:
        super().__init__(file)
        self.seen: set[tuple[str, str]] = set()

    def find_class(self, module: str, name: str) -> Any:
        self.seen.add((module, name))
        return super().find_class(module, name)


values = st.recursive(
    st.integers() | st.text(max_size=4) | st.fractions() | st.decimals(allow_nan=False) | st.dates() | st.uuids()
    | st.sampled_from([len, int, Fraction, np.float32(1), np.arange(2), range(3), slice(1), complex(1, 2)]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=10,
)  # fmt: skip


@given(values)
def test_the_modules_found_are_those_that_python_looks_up(value: object) -> None:
    import io

    content = pickle.dumps(value, protocol=5)
    probe = Probe(io.BytesIO(content))
    probe.load()

    assert {(module, name) for module, names in modules_in(content).items() for name in names} == probe.seen
