"""A folder of Python code: a module with ``predict(table)``, or with ``load(path)`` that gives something like it."""

import re
import sys
from importlib import import_module
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from evenhand.adapters.frameworks.loaded import Place, columns_of, labels_of
from evenhand.errors.model import ModelUnreadable

_MODULE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*\Z")


class Scorer:
    """What the module gave: a callable or an object with ``predict``, and ``classes`` and ``features`` if named."""

    def __init__(self, given: Any, module: str) -> None:
        predict = getattr(given, "predict", given)
        if not callable(predict):
            raise ModelUnreadable(f"The module {module} gave a {type(given).__name__}, which cannot predict.")
        self._predict = predict
        classes, features = getattr(given, "classes", None), getattr(given, "features", None)
        self.facts: dict[str, Any] = {
            "framework": "python", "versions": {},
            "features": None if features is None else [str(name) for name in features],
            "n_features": None if features is None else len(features),
            "classes": None if classes is None else labels_of(classes),
            "n_outputs": None if classes is None else len(classes), "output": "score",
        }  # fmt: skip

    def scores(self, table: pa.Table) -> NDArray[np.float64]:
        """What ``predict`` answers: one number a row, or one a row and class."""
        return columns_of(self._predict(table))

    def contributions(self, table: pa.Table) -> NDArray[np.float64]:
        """Nothing says what any code's contributions are."""
        raise NotImplementedError(f"Python code gives no contributions for {table.num_columns} columns")


def load(place: Place) -> Scorer:
    """Import the module that the loader's name says after the colon, and let it load the model's files."""
    name = place.argument
    if not _MODULE.match(name):
        raise ModelUnreadable(f"{name!r} names no module; the loader reads python:MODULE.")
    sys.path[:0] = [str(place.code), str(place.model)]
    module = import_module(name)
    if callable(getattr(module, "load", None)):
        return Scorer(module.load(str(place.model)), name)
    if not callable(getattr(module, "predict", None)):
        raise ModelUnreadable(f"The module {name} has neither predict(table) nor load(path).")
    return Scorer(module, name)
