"""LightGBM's text files. A damaged one kills its process four times in five: the child is for that."""

import sys
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from evenhand.adapters.frameworks.environment import versions_of
from evenhand.adapters.frameworks.frame_input import as_numbers
from evenhand.adapters.frameworks.loaded import Label, Place, columns_of
from evenhand.errors.model import ModelFormatUnsupported, ModelUnreadable

_NOT_NEEDED = ("sklearn", "pandas", "matplotlib", "dask", "graphviz")
_PROBABILITIES = ("binary", "multiclass", "multiclassova", "cross_entropy")


class Trees:
    """A booster whose objective gives probabilities."""

    def __init__(self, text: str, threads: int, classes: list[Label] | None) -> None:
        booster = _library().Booster(model_str=text)
        self._booster = booster
        self._threads = threads
        header = _header(text)
        objective = header.get("objective", "").split(" ")[0]
        if objective not in _PROBABILITIES:
            raise ModelFormatUnsupported(f"The objective {objective or 'of the file'!r} gives no probability.")
        self._categories = _categories(text, booster)
        names = list(booster.feature_name())
        is_named = names != [f"Column_{at}" for at in range(len(names))]
        self.facts: dict[str, Any] = {
            "framework": "lightgbm", "versions": versions_of(["lightgbm", "numpy"]),
            "features": names if is_named else None,
            "n_features": len(names), "classes": classes, "n_outputs": int(booster.num_model_per_iteration()),
            "output": "probability",
        }  # fmt: skip

    def scores(self, table: pa.Table) -> NDArray[np.float64]:
        """Probability of the second class, or of each when there are more than two."""
        return columns_of(self._booster.predict(self._matrix(table), num_threads=self._threads))

    def contributions(self, table: pa.Table) -> NDArray[np.float64]:
        """Contribution of each feature to the raw score, exact for trees; the last column is the base value."""
        return columns_of(self._booster.predict(self._matrix(table), pred_contrib=True, num_threads=self._threads))

    def _matrix(self, table: pa.Table) -> NDArray[np.float64]:
        columns = [
            _codes(column, self._categories[index]) if index in self._categories else _numbers(column, name)
            for index, (name, column) in enumerate(zip(table.column_names, table.columns, strict=True))
        ]
        return np.column_stack(columns) if columns else np.empty((table.num_rows, 0))


def load(place: Place) -> Trees:
    """Parse the model's single file."""
    try:
        text = place.content().decode()
    except UnicodeDecodeError as mistake:
        raise ModelUnreadable(f"The LightGBM file is no text: {mistake}.") from mistake
    return trees(text, place.threads)


def trees(text: str, threads: int, classes: list[Label] | None = None) -> Trees:
    """Parse LightGBM's text, which names no classes; ``classes`` do when they are known from elsewhere.

    Raises:
        ModelUnreadable: LightGBM refuses it.
        ModelFormatUnsupported: its objective gives no probability.
    """
    library = _library()
    try:
        return Trees(text, threads, classes)
    except (library.basic.LightGBMError, ValueError, KeyError, IndexError) as mistake:
        raise ModelUnreadable(f"LightGBM cannot read the file: {mistake}.") from mistake


def _library() -> Any:
    """LightGBM without the optional libraries that it would load too, which cost four times as much as itself."""
    hidden = [name for name in _NOT_NEEDED if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        import lightgbm
    finally:
        for name in hidden:
            del sys.modules[name]
    return lightgbm


def _header(text: str) -> dict[str, str]:
    lines = text.partition("\n\n")[0].splitlines()
    return {key: value for key, _, value in (line.partition("=") for line in lines)}


def _categories(text: str, booster: Any) -> dict[int, dict[Any, int]]:
    """Position of each column that was categorical in pandas, to its values' codes."""
    known = booster.pandas_categorical or []
    stated = text.rpartition("[categorical_feature: ")[2].partition("]")[0] if known else ""
    positions = [int(part) for part in stated.split(",") if part.strip().isdecimal()]
    if len(positions) != len(known):
        raise ValueError(f"{len(known)} lists of categories for {len(positions)} categorical columns")
    return {at: {value: code for code, value in enumerate(values)} for at, values in zip(positions, known, strict=True)}


def _codes(column: pa.ChunkedArray, codes: dict[Any, int]) -> NDArray[np.float64]:
    return np.array([codes.get(value, np.nan) for value in column.to_pylist()], dtype=np.float64)


def _numbers(column: pa.ChunkedArray, name: str) -> NDArray[np.float64]:
    numbers: NDArray[np.float64] | None = as_numbers(column)
    if numbers is None:
        raise TypeError(f"the column {name} holds {column.type}, and the model takes numbers there")
    return numbers
