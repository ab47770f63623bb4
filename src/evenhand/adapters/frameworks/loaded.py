"""A model in memory: what it knows about itself, and its scores. One loader a kind of file."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from evenhand.errors.model import ModelFormatUnsupported, ModelLibraryMissing, ModelUnreadable

LOADERS = {
    "pickle": "pickled",
    "lightgbm": "lightgbm_text",
    "onnx": "onnx_graph",
    "mlflow": "mlflow_folder",
    "python": "python_code",
    "transform": "transform_code",
}
"""Loader to the module that implements it as ``load(place)``."""


Label: TypeAlias = "bool | int | float | str"
"""A value of the label column."""


class Loaded(Protocol):
    """A parsed model.

    Attributes:
        facts: ``framework`` and ``versions``; ``features`` (names, or ``None``), ``n_features``, ``classes`` in the
            order of the outputs (or ``None``), ``n_outputs``, and ``output``: ``probability``, ``decision`` for a
            model that only decides, or ``score`` for a number that nobody explains.
    """

    facts: dict[str, Any]

    def scores(self, table: pa.Table) -> NDArray[np.float64]:
        """Scores, shape ``(rows, outputs)``, for columns in the order of ``features``."""
        ...

    def contributions(self, table: pa.Table) -> NDArray[np.float64]:
        """The model's own account of each score, shape ``(rows, features + 1)``, the last column the base value."""
        ...


class Place:
    """Where the files of one model lie, and how it is to be run.

    Attributes:
        model: folder of the model's files.
        code: folder of the Python code that came with it.
        argument: what the loader's name says after the colon, else empty.
        threads: of the numeric libraries.
    """

    __slots__ = ("argument", "code", "model", "threads")

    def __init__(self, *, model: Path, code: Path, argument: str, threads: int) -> None:
        self.model = model
        self.code = code
        self.argument = argument
        self.threads = threads

    def only_file(self) -> Path:
        """The path of the model's single file.

        Raises:
            ModelUnreadable: there are more, or none.
        """
        entries = list(self.model.iterdir())
        if len(entries) != 1 or not entries[0].is_file():
            raise ModelUnreadable(f"The model should be one file, and there are {len(entries)} entries.")
        return entries[0]

    def content(self) -> bytes:
        """The bytes of the model's single file."""
        return self.only_file().read_bytes()


def load(loader: str, *, model: str, code: str, threads: int) -> Loaded:
    """Parse the model that lies in the folder ``model``.

    Raises:
        ModelFormatUnsupported: the loader is unknown.
        ModelLibraryMissing: its library is not installed.
        ModelUnreadable: the parser refuses the files.
    """
    name, _, argument = loader.partition(":")
    if name not in LOADERS:
        raise ModelFormatUnsupported(f"No loader is called {name!r}; there are {', '.join(LOADERS)}.")
    module = import_module(f"evenhand.adapters.frameworks.{LOADERS[name]}")
    parse: Callable[[Place], Loaded] = module.load
    try:
        return parse(Place(model=Path(model), code=Path(code), argument=argument, threads=threads))
    except ModuleNotFoundError as missing:
        raise ModelLibraryMissing(f"The model needs the module {missing.name!r}, which is not installed.") from missing


def columns_of(scores: Any) -> NDArray[np.float64]:
    """Turn an answer into scores of shape ``(rows, outputs)``.

    Raises:
        TypeError, ValueError: it is no array of numbers in one or two dimensions.

    Examples:
        >>> columns_of([0.25, 0.75]).shape
        (2, 1)
    """
    if isinstance(scores, pa.Table):
        scores = np.column_stack([column.to_numpy() for column in scores.columns])
    array = np.asarray(scores, dtype=np.float64)
    if array.ndim == 1:
        array = array.reshape(-1, 1)
    if array.ndim != 2:
        raise ValueError(f"an answer in {array.ndim} dimensions")
    return np.ascontiguousarray(array)


def labels_of(classes: Any) -> list[Label]:
    """Class labels as plain values that JSON can carry.

    Raises:
        TypeError: a label is something else.

    Examples:
        >>> labels_of(np.array([0, 1]))
        [0, 1]
    """
    plain = [label.item() if isinstance(label, np.generic) else label for label in classes]
    for label in plain:
        if not isinstance(label, bool | int | float | str):
            raise TypeError(f"a class of type {type(label).__name__}")
    return plain
