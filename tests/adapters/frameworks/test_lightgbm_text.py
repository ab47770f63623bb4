import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from tests.adapters.frameworks.trained import columns, opened, table

from evenhand.adapters.frameworks.lightgbm_text import trees
from evenhand.adapters.frameworks.pickled import estimator
from evenhand.adapters.frameworks.serialised import serialise
from evenhand.adapters.runner.model import Model
from evenhand.adapters.runner.scoring import Scoring
from evenhand.errors.model import ModelClassUnknown, ModelFailed, ModelFormatUnsupported, ModelUnreadable

lightgbm = pytest.importorskip("lightgbm")
pandas = pytest.importorskip("pandas")
SILENT = {"verbosity": -1, "n_estimators": 5, "min_child_samples": 5, "n_jobs": 1}


@pytest.fixture(scope="module")
def frame() -> Any:
    frame = pandas.DataFrame(columns())
    return frame.assign(job=frame["job"].astype("category")).rename(columns={"hours": "hours per week"})


@pytest.fixture(scope="module")
def fitted(frame: Any) -> Any:
    return lightgbm.LGBMClassifier(**SILENT).fit(frame[["age", "job", "hours per week"]], frame["granted"])


@pytest.fixture(scope="module")
def model(fitted: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Model]:
    written = serialise(fitted)
    scoring = Scoring(favourable="yes", classes=written.classes, inputs=("age", "hours per week", "job"))
    with opened(written.files, tmp_path_factory.mktemp("lightgbm"), scoring=scoring) as model:
        yield model


def rows() -> pa.Table:
    return table().rename_columns(["age", "hours per week", "job", "granted"])


def test_scores_are_those_of_the_notebook_with_pandas_categories(model: Model, fitted: Any, frame: Any) -> None:
    expected = fitted.predict_proba(frame[["age", "job", "hours per week"]])[:, 1]

    assert np.array_equal(model.predict(rows()), expected)


def test_the_text_names_no_classes_so_they_must_be_stated(model: Model, fitted: Any) -> None:
    assert model.facts.classes is None
    assert serialise(fitted).classes == ("no", "yes")


def test_without_classes_it_is_refused(model: Model) -> None:
    with pytest.raises(ModelClassUnknown, match="names no classes"):
        model.read_as(Scoring(favourable=1))


def test_an_unknown_category_is_a_missing_value_as_in_lightgbm(model: Model, fitted: Any, frame: Any) -> None:
    strange = rows().slice(0, 2).set_column(2, "job", pa.array(["pilot", None], type=pa.large_string()))
    asked = frame[["age", "job", "hours per week"]].head(2).assign(job=pandas.Categorical(["pilot", None]))

    assert np.array_equal(model.predict(strange), fitted.predict_proba(asked)[:, 1])


def test_contributions_add_up_to_the_raw_score(model: Model, fitted: Any, frame: Any) -> None:
    shares = model.contributions(rows())

    raw = fitted.predict_proba(frame[["age", "job", "hours per week"]], raw_score=True)
    assert shares.shape == (240, 4)
    assert np.allclose(shares.sum(axis=1), raw)


def test_text_where_a_number_is_due_is_an_error_and_not_a_guess(model: Model) -> None:
    strange = rows().set_column(0, "age", pa.array(["old"] * 240))

    with pytest.raises(ModelFailed, match="the column age holds string"):
        model.predict(strange)


def test_three_classes_each_have_their_column() -> None:
    data = columns()
    inputs = np.column_stack([data["age"], data["hours"]])
    fitted = lightgbm.LGBMClassifier(**SILENT).fit(inputs, data["job"])

    loaded = trees(serialise(fitted).files["model.txt"].decode(), threads=1)

    assert loaded.facts["n_outputs"] == 3
    assert np.array_equal(
        loaded.scores(pa.table({"age": data["age"], "hours": data["hours"]})), fitted.predict_proba(inputs)
    )


def test_names_that_lightgbm_made_up_are_no_names() -> None:
    data = columns()
    fitted = lightgbm.LGBMClassifier(**SILENT).fit(np.column_stack([data["age"], data["hours"]]), data["granted"])

    facts = trees(serialise(fitted).files["model.txt"].decode(), threads=1).facts

    assert (facts["features"], facts["n_features"]) == (None, 2)


def test_an_objective_without_probability_is_refused() -> None:
    data = columns()
    fitted = lightgbm.LGBMRegressor(**SILENT).fit(np.column_stack([data["age"]]), data["hours"])

    with pytest.raises(ModelFormatUnsupported, match="'regression' gives no probability"):
        trees(serialise(fitted).files["model.txt"].decode(), threads=1)


def test_a_pickled_classifier_keeps_its_classes_and_categories(fitted: Any, model: Model) -> None:
    loaded = estimator(pickle.loads(pickle.dumps(fitted)), threads=1)

    ordered = rows().select(["age", "job", "hours per week"])
    assert loaded.facts["classes"] == ["no", "yes"]
    assert np.array_equal(loaded.scores(ordered)[:, 0], model.predict(rows()))


def test_text_that_only_begins_like_lightgbm_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(ModelUnreadable), opened({"m.txt": b"tree\nversion=v4\nhello"}, tmp_path):
        pytest.fail("it was opened")
