"""How a fit is made: plainly, or with a mitigation around the author's function."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from evenhand.adapters.trainer.fitting import Fitting
from evenhand.lifecycle.training.reweighing import resampled, reweighing_weights

Fit: TypeAlias = "Callable[[pa.Table, NDArray[np.int64] | None], tuple[Any, dict[str, Any]]]"
"""Rows and their places in the whole table (``None`` for all of it) to the fitted object and what is told of it."""


def fit_for(fitting: Fitting, room: Path) -> Fit:
    """The way of fitting that the order asks for."""
    mitigation = fitting.order["mitigation"]
    if mitigation is None:
        return lambda rows, _: (fitting.fit(rows), {})
    groups, outcome = np.load(room / "groups.npy"), np.load(room / "outcome.npy")
    if mitigation["method"] == "reductions":
        from evenhand.adapters.trainer.reducing import reduced

        method = reduced
    else:
        method = _reweighed

    def fit(rows: pa.Table, places: NDArray[np.int64] | None) -> tuple[Any, dict[str, Any]]:
        inside = slice(None) if places is None else places
        return method(fitting, rows, groups[inside], outcome[inside])

    return fit


def _reweighed(
    fitting: Fitting, rows: pa.Table, groups: NDArray[np.str_], outcome: NDArray[np.int64]
) -> tuple[Any, dict[str, Any]]:
    weights = reweighing_weights([str(group) for group in groups], [int(label) for label in outcome])
    cells = [
        {"group": str(group), "label": label, "n": int(hits.sum()), "weight": float(weights[hits][0])}
        for group in np.unique(groups)
        for label in (0, 1)
        for hits in [(groups == group) & (outcome == label)]
    ]
    if fitting.takes_weights:
        return fitting.fit(rows, weights), {"how": "sample_weight", "cells": cells}
    return fitting.fit(rows.take(resampled(weights, fitting.order["seed"]))), {"how": "resampling", "cells": cells}
