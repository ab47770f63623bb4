from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from tests.adapters.frameworks.trained import columns, opened, table

from evenhand.adapters.frameworks.onnx_graph import graph
from evenhand.adapters.frameworks.onnx_labels import class_labels
from evenhand.adapters.frameworks.serialised import serialise
from evenhand.adapters.runner.model import Model
from evenhand.adapters.runner.scoring import Scoring
from evenhand.errors.model import ModelFailed, ModelUnreadable

pytest.importorskip("onnxruntime")
skl2onnx = pytest.importorskip("skl2onnx")
pandas = pytest.importorskip("pandas")

from skl2onnx.common.data_types import FloatTensorType, Int64TensorType, StringTensorType  # noqa: E402
from sklearn.compose import ColumnTransformer  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402
from sklearn.pipeline import make_pipeline  # noqa: E402
from sklearn.preprocessing import OneHotEncoder, StandardScaler  # noqa: E402
from sklearn.tree import DecisionTreeClassifier  # noqa: E402

INPUTS = ["age", "hours", "job"]


@pytest.fixture(scope="module")
def pipeline() -> Any:
    frame = pandas.DataFrame(columns())
    each = ColumnTransformer([("n", StandardScaler(), ["age", "hours"]), ("c", OneHotEncoder(), ["job"])])
    return make_pipeline(each, LogisticRegression()).fit(frame[INPUTS], frame["granted"])


def exported(fitted: Any, **options: Any) -> bytes:
    whole, real, text = (kind([None, 1]) for kind in (Int64TensorType, FloatTensorType, StringTensorType))
    kinds = [("age", whole), ("hours", real), ("job", text)]
    return serialise(skl2onnx.to_onnx(fitted, initial_types=kinds, options=options)).files["model.onnx"]


@pytest.fixture(scope="module")
def model(pipeline: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Model]:
    with opened({"m": exported(pipeline)}, tmp_path_factory.mktemp("onnx"), scoring=Scoring(favourable="yes")) as model:
        yield model


def test_a_pipeline_with_one_input_a_column_scores_as_it_was_fitted(model: Model, pipeline: Any) -> None:
    expected = pipeline.predict_proba(pandas.DataFrame(columns())[INPUTS])[:, 1]

    assert np.allclose(model.predict(table()), expected, atol=1e-6)


def test_the_graph_names_columns_and_classes(model: Model) -> None:
    assert model.facts.features == ("age", "hours", "job")
    assert model.facts.classes == ("no", "yes")
    assert model.facts.output == "probability"


def test_a_missing_whole_number_is_an_error_and_not_a_zero(model: Model) -> None:
    gaps = table().set_column(0, "age", pa.array([None] + [40] * 239))

    with pytest.raises(ModelFailed, match="age lacks values"):
        model.predict(gaps)


def test_a_tensor_instead_of_a_map_gives_the_same(pipeline: Any) -> None:
    loaded = graph(exported(pipeline, zipmap=False), threads=1)

    assert loaded.facts["n_outputs"] == 2
    expected = pipeline.predict_proba(pandas.DataFrame(columns())[INPUTS])
    assert np.allclose(loaded.scores(table().select(INPUTS)), expected, atol=1e-6)


def test_one_wide_input_takes_the_columns_in_the_stated_order() -> None:
    data = columns()
    inputs = np.column_stack([data["hours"], data["age"]]).astype(np.float32)
    fitted = DecisionTreeClassifier(max_depth=3, random_state=0).fit(inputs, (data["granted"] == "yes").astype(int))

    loaded = graph(skl2onnx.to_onnx(fitted, inputs[:1]).SerializeToString(), threads=1)

    assert (loaded.facts["n_features"], loaded.facts["classes"]) == (2, [0, 1])
    assert np.allclose(loaded.scores(table().select(["hours", "age"])), fitted.predict_proba(inputs), atol=1e-6)


@pytest.mark.parametrize("end", [2, 40, 400])
def test_a_graph_cut_short_is_unreadable(pipeline: Any, end: int) -> None:
    with pytest.raises(ModelUnreadable):
        graph(exported(pipeline)[:end], threads=1)


def test_labels_are_read_from_any_prefix_of_a_graph_without_failing(pipeline: Any) -> None:
    content = exported(pipeline)

    assert class_labels(content) == ["no", "yes"]
    for end in range(0, len(content), 7):
        assert class_labels(content[:end]) in (None, ["no"], ["no", "yes"])
