"""How a fit is made: plainly, or with a mitigation around the author's function."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from evenhand.adapters.trainer.fitting import Fitting

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Fit: TypeAlias = "Callable[[Any, NDArray[np.int64] | None], tuple[Any, dict[str, Any]]]"
"""Rows and their places in the whole table (``None`` for all of it) to the fitted object and what is told of it."""


def fit_for(fitting: Fitting, room: Path) -> Fit:  # noqa: ARG001 - mitigation reads groups there
    """The way of fitting that the order asks for."""
    return lambda rows, _: (fitting.fit(rows), {})
