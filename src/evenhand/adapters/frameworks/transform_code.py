"""The code of a transform: one Python file with ``fit(training)`` and ``apply(table, state)``."""

import json
import pickle
import sys
from importlib import import_module
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from evenhand.adapters.frameworks.loaded import Place
from evenhand.errors.model import ModelUnreadable


class Code:
    """The loaded module; ``facts`` say what it declares about columns and rows."""

    def __init__(self, module: Any) -> None:
        lineage = getattr(module, "LINEAGE", None)
        self._module = module
        self.facts: dict[str, Any] = {
            "lineage": None if lineage is None else {str(name): list(map(str, old)) for name, old in lineage.items()},
            "filters": bool(getattr(module, "FILTERS", False)),
        }

    def fit(self, table: pa.Table) -> tuple[str, bytes]:
        """What the code learned: as JSON where it can be, else as a pickle that only this child's like reads again."""
        state = self._module.fit(table)
        try:
            content = json.dumps(state, sort_keys=True, allow_nan=False).encode()
            if json.loads(content) == state:
                return "json", content
        except (TypeError, ValueError):
            pass
        return "pickle", pickle.dumps(state, protocol=5)

    def apply(self, table: pa.Table, form: str, content: bytes) -> pa.Table:
        """The new table."""
        state = json.loads(content) if form == "json" else pickle.loads(content)
        made = self._module.apply(table, state)
        if not isinstance(made, pa.Table):
            raise TypeError(f"apply gave a {type(made).__name__}, not a pyarrow.Table")
        return made

    def scores(self, table: pa.Table) -> NDArray[np.float64]:
        """A transform scores nothing."""
        raise NotImplementedError(f"a transform gives no scores for {table.num_rows} rows")

    def contributions(self, table: pa.Table) -> NDArray[np.float64]:
        """A transform scores nothing, so nothing contributes."""
        raise NotImplementedError(f"a transform gives no contributions for {table.num_rows} rows")


def load(place: Place) -> Code:
    """Import the one file of code.

    Raises:
        ModelUnreadable: there is no file, or it lacks one of the functions.
    """
    files = [path for path in place.code.iterdir() if path.suffix == ".py"]
    if len(files) != 1:
        raise ModelUnreadable(f"A transform is one Python file, and there are {len(files)}.")
    sys.path[:0] = [str(place.code)]
    module = import_module(files[0].stem)
    for name in ("fit", "apply"):
        if not callable(getattr(module, name, None)):
            raise ModelUnreadable(f"The file defines no function {name}.")
    return Code(module)
