"""Calling the author's function and asking what it returned, inside the training process."""

import inspect
import random
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from evenhand.adapters.frameworks import loaded
from evenhand.adapters.frameworks.frame_input import as_frame
from evenhand.adapters.frameworks.serialised import Serialised, serialise
from evenhand.adapters.runner.facts import facts_of
from evenhand.adapters.runner.scoring import Scoring, classes_for, columns_for, favourable_scores
from evenhand.adapters.trainer.asked import AskedParameters
from evenhand.errors.training import TrainingFailed

Function = Callable[..., Any]


@dataclass(frozen=True, kw_only=True)
class Fitting:
    """One function with all that each fit of a run has in common.

    Attributes:
        function: the author's.
        order: the run's order as it came through the pipe.
        asked: the parameters, which remember what was read.
    """

    function: Function
    order: Mapping[str, Any]
    asked: AskedParameters

    def fit(self, rows: pa.Table, weights: "NDArray[np.float64] | None" = None) -> Any:
        """The fitted object for ``rows``; chance begins anew, whatever was fitted before.

        Raises:
            TrainingFailed: it returned nothing.
        """
        set_seeds(self.order["seed"])
        frame = as_frame(rows.select([*self.order["features"], self.order["label"]]), None)
        return self.fit_frame(frame, weights)

    def fit_frame(self, frame: Any, weights: "NDArray[np.float64] | None" = None) -> Any:
        """The same for a frame of features and label."""
        more: dict[str, Any] = {} if weights is None else {"sample_weight": weights}
        fitted = self.function(frame, self.asked, self.order["seed"], **more)
        if fitted is None:
            raise TrainingFailed(f"{self.order['entry']} returned None instead of the fitted object.")
        return fitted

    @property
    def takes_weights(self) -> bool:
        """Whether the function has a parameter ``sample_weight``."""
        try:
            parameters = inspect.signature(self.function).parameters.values()
        except (TypeError, ValueError):
            return False
        return any(each.name == "sample_weight" or each.kind is each.VAR_KEYWORD for each in parameters)

    def scores(self, fitted: Any, rows: pa.Table) -> NDArray[np.float64]:
        """Probability of the favourable outcome for each of ``rows``, read as a registered version would be."""
        with tempfile.TemporaryDirectory() as folder:
            serialised = serialise(fitted)
            for path, content in serialised.files.items():
                (Path(folder) / path).write_bytes(content)
            model = loaded.load(serialised.loader, model=folder, code=folder, threads=self.order["threads"])
            facts = facts_of(model.facts)
            stated = self.order["classes"] or self.classes(serialised)
            scoring = Scoring(
                favourable=self.order["favourable"], inputs=self.order["inputs"],
                classes=None if stated is None else tuple(stated),
            )  # fmt: skip
            names = columns_for(facts, scoring.inputs)
            self._require_given(names)
            return favourable_scores(model.scores(rows.select(names)), classes_for(facts, scoring), scoring.favourable)

    def classes(self, serialised: Serialised) -> tuple[Any, ...] | None:
        """Label values in the order of the outputs; a LightGBM booster knows none, and was fitted on 0 and 1."""
        if serialised.classes is not None or serialised.loader != "lightgbm":
            return serialised.classes
        labels = (self.order["favourable"], self.order["unfavourable"])
        return tuple(sorted(labels)) if set(labels) == {0, 1} else None

    def _require_given(self, names: list[str]) -> None:
        strange = [name for name in names if name not in self.order["features"]]
        if strange:
            raise TrainingFailed(f"The object takes {', '.join(strange)}, which is no feature of the contract.")


def set_seeds(seed: int) -> None:
    """Make the chance of the standard library and of numpy begin anew."""
    random.seed(seed)
    np.random.seed(seed % 2**32)  # noqa: NPY002 - what the author's code may draw from
