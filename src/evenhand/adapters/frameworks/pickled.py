"""Pickles and joblib files: code that builds an object, so it runs here and nowhere else."""

import io
import pickle
import sys
import zlib
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from evenhand.adapters.frameworks.environment import versions_of
from evenhand.adapters.frameworks.frame_input import as_frame, as_matrix
from evenhand.adapters.frameworks.lightgbm_text import trees
from evenhand.adapters.frameworks.loaded import Label, Loaded, Place, columns_of, labels_of
from evenhand.errors.model import ModelCodeMissing, ModelUnreadable

_BROKEN = (pickle.UnpicklingError, EOFError, IndexError, KeyError, UnicodeDecodeError, ValueError, zlib.error)

_PICKLE, _JOBLIB = b"\x80", b"joblib.numpy_pickle"
"""Only files that joblib wrote need it, and it takes a while to load."""


class Estimator:
    """An object with ``predict_proba`` or ``predict``, as scikit-learn has them.

    An estimator without probabilities only decides: its scores are 0 and 1.
    """

    def __init__(self, fitted: Any) -> None:
        if not hasattr(fitted, "predict"):
            raise ModelUnreadable(f"The file holds a {type(fitted).__name__}, which cannot predict.")
        self._fitted = fitted
        self._classes = _classes(fitted)
        self._has_probability = hasattr(fitted, "predict_proba")
        self._features = _features(fitted)
        n_features = getattr(fitted, "n_features_in_", None)
        self.facts: dict[str, Any] = {
            "framework": type(fitted).__module__.partition(".")[0],
            "versions": versions_of(["scikit-learn", "numpy", "pandas", "lightgbm", "xgboost"]),
            "features": self._features,
            "n_features": None if n_features is None else int(n_features),
            "classes": self._classes,
            "n_outputs": None if self._classes is None else len(self._classes),
            "output": self._output(),
        }

    def scores(self, table: pa.Table) -> NDArray[np.float64]:
        """Probability of each class, or 1 for the class that it decides on."""
        rows = self._rows(table)
        if self._has_probability:
            return columns_of(self._fitted.predict_proba(rows))
        answer = np.asarray(self._fitted.predict(rows))
        if self._classes is None:
            return columns_of(answer)
        return columns_of(np.column_stack([answer == label for label in self._classes]))

    def contributions(self, table: pa.Table) -> NDArray[np.float64]:
        """Estimators give no account of their own."""
        raise NotImplementedError(f"{self.facts['framework']} gives no contributions for {table.num_columns} columns")

    def _rows(self, table: pa.Table) -> Any:
        takes_names = self._features is not None or self.facts["n_features"] is None
        return as_frame(table, self._features) if takes_names else as_matrix(table)

    def _output(self) -> str:
        if self._has_probability:
            return "probability"
        return "score" if self._classes is None else "decision"


def load(place: Place) -> Loaded:
    """Unpickle the model's single file; modules that came with it are found in the code folder."""
    sys.path.insert(0, str(place.code))
    return estimator(unpickled(place.content()), place.threads)


def estimator(fitted: Any, threads: int) -> Loaded:
    """Something that predicts, around an object. LightGBM is asked through its text, which keeps pandas' categories."""
    if type(fitted).__module__.startswith("lightgbm."):
        booster = getattr(fitted, "booster_", fitted)
        if hasattr(booster, "model_to_string"):
            return trees(booster.model_to_string(), threads, classes=_classes(fitted))
    return Estimator(fitted)


def unpickled(content: bytes) -> Any:
    """The object in ``content``, compressed or not.

    Raises:
        ModelUnreadable: the stream is damaged, or nothing in it is a pickle.
        ModelCodeMissing: it is made of a class or function of the script or notebook that wrote it.
    """
    try:
        if content[:1] == _PICKLE and _JOBLIB not in content:
            return pickle.loads(content)
        import joblib

        return joblib.load(io.BytesIO(content))
    except _BROKEN as mistake:
        raise ModelUnreadable(f"The pickle cannot be read: {type(mistake).__name__}: {mistake}.") from mistake
    except AttributeError as mistake:
        if "'__main__'" in str(mistake):
            raise ModelCodeMissing(f"The pickle needs a class of the script that wrote it: {mistake}.") from mistake
        raise ModelUnreadable(f"The pickle names what is not there: {mistake}.") from mistake


def _classes(fitted: Any) -> list[Label] | None:
    classes = getattr(fitted, "classes_", None)
    if classes is None or len(classes) == 0 or isinstance(classes[0], list | np.ndarray):
        return None  # one list an output: an estimator of several labels
    return labels_of(classes)


def _features(fitted: Any) -> list[str] | None:
    try:
        names = getattr(fitted, "feature_names_in_", None)
    except (AttributeError, IndexError, TypeError):
        return None
    if names is None or not all(isinstance(name, str) for name in names):
        return None
    return [str(name) for name in names]
