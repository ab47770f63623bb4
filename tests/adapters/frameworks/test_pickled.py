import gzip
import os
import pickle
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from tests.adapters.frameworks.trained import columns, opened, single, table

from evenhand.adapters.frameworks.pickled import estimator, unpickled
from evenhand.adapters.frameworks.serialised import serialise
from evenhand.adapters.runner.handover import Handover, ModelFile
from evenhand.adapters.runner.model import Model, open_model
from evenhand.adapters.runner.scoring import Scoring
from evenhand.errors.model import ModelFailed, ModelLibraryMissing, ModelUnreadable

pandas = pytest.importorskip("pandas")
joblib = pytest.importorskip("joblib")
pytest.importorskip("sklearn")

from sklearn.compose import ColumnTransformer  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402
from sklearn.pipeline import make_pipeline  # noqa: E402
from sklearn.preprocessing import OneHotEncoder, StandardScaler  # noqa: E402
from sklearn.svm import LinearSVC  # noqa: E402

INPUTS = ["age", "hours", "job"]


@pytest.fixture(scope="module")
def pipeline() -> Any:
    frame = pandas.DataFrame(columns())
    each = ColumnTransformer([("n", StandardScaler(), ["age", "hours"]), ("c", OneHotEncoder(), ["job"])])
    return make_pipeline(each, LogisticRegression()).fit(frame[INPUTS], frame["granted"])


@pytest.fixture(scope="module")
def model(pipeline: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Model]:
    files = serialise(pipeline).files
    with opened(files, tmp_path_factory.mktemp("pickle"), scoring=Scoring(favourable="yes", inputs=INPUTS)) as model:
        yield model


def test_a_pipeline_scores_as_in_the_notebook(model: Model, pipeline: Any) -> None:
    expected = pipeline.predict_proba(pandas.DataFrame(columns())[INPUTS])[:, 1]

    assert np.array_equal(model.predict(table()), expected)


def test_it_knows_its_columns_and_classes(model: Model) -> None:
    assert model.facts.features == ("age", "hours", "job")
    assert model.facts.classes == ("no", "yes")
    assert model.facts.framework == "sklearn"


def test_text_is_text_however_arrow_stores_it(model: Model) -> None:
    coded = table().set_column(2, "job", table()["job"].dictionary_encode())

    assert np.array_equal(model.predict(coded), model.predict(table()))


def test_an_unknown_category_is_the_models_own_error(model: Model) -> None:
    strange = table().set_column(2, "job", pa.array(["pilot"] * 240))

    with pytest.raises(ModelFailed, match="unknown categories"):
        model.predict(strange)


class Scale:
    """An estimator of a few lines, so that the tests of files need no large library in the child."""

    classes_ = np.array([0, 1])
    n_features_in_ = 1

    def predict_proba(self, rows: Any) -> Any:
        return np.column_stack([1 - rows[:, 0], rows[:, 0]])

    def predict(self, rows: Any) -> Any:
        return rows[:, 0] > 0.5


class Decides:
    """An estimator without probabilities."""

    classes_ = np.array([False, True])

    def predict(self, rows: Any) -> Any:
        return np.asarray(rows)[:, 0] > 0.5


SOURCE = Path(__file__)
ROWS = pa.table({"a": [0.25, 0.75]})


def pickled_as_own_module(fitted: Any) -> bytes:
    """The pickle that an author gets whose class stands in a module ``own``."""
    return pickle.dumps(fitted, protocol=0).replace(type(fitted).__module__.encode(), b"own")


def own_module() -> str:
    lines = SOURCE.read_text().split("class Scale:")[1].split("SOURCE =")[0]
    return "import numpy as np\nfrom typing import Any\nclass Scale:" + lines


@pytest.mark.parametrize("pack", [bytes, zlib.compress, gzip.compress])
def test_code_that_comes_with_the_model_is_found(tmp_path: Path, pack: Any) -> None:
    (tmp_path / "own.py").write_text(own_module())
    (tmp_path / "m").write_bytes(pack(pickled_as_own_module(Scale())))
    code = [ModelFile(path="own.py", source=tmp_path / "own.py")]
    given = Handover(loader="pickle", files=single(tmp_path / "m", "pickle").files, code=code)

    with open_model(given, scoring=Scoring(favourable=1, inputs=("a",))) as model:
        assert model.predict(ROWS).tolist() == [0.25, 0.75]


def test_a_model_that_only_decides_scores_nought_or_one(tmp_path: Path) -> None:
    (tmp_path / "own.py").write_text(own_module())
    (tmp_path / "m").write_bytes(pickled_as_own_module(Decides()))
    code = [ModelFile(path="own.py", source=tmp_path / "own.py")]
    given = Handover(loader="pickle", files=single(tmp_path / "m", "pickle").files, code=code)

    with open_model(given, scoring=Scoring(favourable=False, inputs=("a",))) as model:
        assert model.facts.output == "decision"
        assert model.predict(ROWS).tolist() == [1, 0]


def test_without_its_code_it_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "m").write_bytes(pickled_as_own_module(Scale()))

    with pytest.raises(ModelLibraryMissing, match="'own'"), open_model(single(tmp_path / "m", "pickle")):
        pytest.fail("it was opened")


class Hostile:
    """A pickle that does what its author likes when it is read."""

    def __init__(self, *call: Any) -> None:
        self._call = call

    def __reduce__(self) -> Any:
        return self._call[0], self._call[1:]


@pytest.mark.parametrize("protocol", [0, 2, 5])
@pytest.mark.parametrize("call", [os.system, os.mkdir, os.listdir], ids=["run", "write", "read"])
def test_a_hostile_pickle_leaves_no_mark(tmp_path: Path, protocol: int, call: Any) -> None:
    mark = tmp_path / "mark"
    asked = {os.system: f"touch {mark}", os.mkdir: str(mark), os.listdir: str(tmp_path)}[call]
    (tmp_path / "m").write_bytes(pickle.dumps(Hostile(call, asked), protocol=protocol))

    with pytest.raises(ModelUnreadable) as refused, open_model(single(tmp_path / "m", "pickle")):
        pytest.fail("it was opened")

    assert not mark.exists()
    assert call is os.system or "PermissionError" in refused.value.fact


@pytest.mark.parametrize(
    "content",
    [
        pickle.dumps({"weights": [1, 2]}),
        pickle.dumps("a model, honestly"),
        b"\x80\x05",
        b"\x80\x05.",
        pickle.dumps(np.arange(9))[:-20],
        zlib.compress(b"no pickle"),
        zlib.compress(pickle.dumps([1]))[:-4],
        gzip.compress(pickle.dumps([1]), mtime=0)[:-9],
        b"BZh9",
        b"\x80\x05\x8c\x03abc\x8c\x03xyz\x93.",
        b"(" * 100_000,
    ],
)
def test_a_pickle_of_something_else_is_unreadable(content: bytes) -> None:
    with pytest.raises((ModelUnreadable, ModuleNotFoundError)):
        estimator(unpickled(content), threads=1)


def test_an_empty_file_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "m").write_bytes(b"")

    with pytest.raises(ModelUnreadable), open_model(single(tmp_path / "m", "pickle")):
        pytest.fail("it was opened")


def test_a_compressed_joblib_file_of_a_linear_machine_decides(tmp_path: Path) -> None:
    data = columns()
    inputs = np.column_stack([data["age"], data["hours"]])
    fitted = LinearSVC(random_state=0).fit(inputs, data["granted"])
    joblib.dump(fitted, tmp_path / "m.joblib", compress=3)

    loaded = estimator(unpickled((tmp_path / "m.joblib").read_bytes()), threads=1)

    assert (loaded.facts["output"], loaded.facts["classes"]) == ("decision", ["no", "yes"])
    assert np.array_equal(loaded.scores(table().select(["age", "hours"]))[:, 1], fitted.predict(inputs) == "yes")
