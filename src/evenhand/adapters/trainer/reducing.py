"""Fairlearn's exponentiated gradient around the author's function: a mixture of weighted fits under a constraint."""

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from evenhand.adapters.frameworks.frame_input import as_frame
from evenhand.adapters.frameworks.mixture import Mixture, columns_of_member, member_scores
from evenhand.adapters.trainer.fitting import Fitting, set_seeds
from evenhand.errors.training import MitigationUnfit
from evenhand.errors.workspace import ExtraMissing
from evenhand.lifecycle.training.reweighing import resampled

_LEAST_WEIGHT = 1e-9


def reduced(
    fitting: Fitting, rows: pa.Table, groups: NDArray[np.str_], outcome: NDArray[np.int64]
) -> tuple[Mixture, dict[str, Any]]:
    """The mixture for ``rows``, and how the search for it ended.

    Raises:
        ExtraMissing: Fairlearn is not installed.
        MitigationUnfit: what the function returns knows no probabilities.
    """
    import pandas as pd

    order = fitting.order
    set_seeds(order["seed"])
    gradient = _gradient(order["mitigation"], _Weighted(fitting, rows))
    gradient.fit(pd.DataFrame({"row": np.arange(rows.num_rows)}), outcome, sensitive_features=groups)
    members, constant = [], 0.0
    for at, weight in gradient.weights_.items():
        predictor = gradient.predictors_[at]
        if weight <= _LEAST_WEIGHT:
            continue
        if isinstance(predictor, _Weighted):
            members.append((float(weight), predictor.fitted))
        else:
            constant += float(weight) * float(predictor.constant)
    names = [
        name for name in order["features"]
        if any(name in columns_of_member(member, order["features"]) for _, member in members)
    ]  # fmt: skip
    mixture = Mixture(
        members, constant=constant, names=names or order["features"], favourable=order["favourable"],
        unfavourable=order["unfavourable"],
    )  # fmt: skip
    return mixture, {
        "how": "sample_weight" if fitting.takes_weights else "resampling", "members": len(members),
        "weights": [weight for weight, _ in members], "constant": constant, "fits": int(gradient.n_oracle_calls_),
        "gap": float(gradient.best_gap_),
    }  # fmt: skip


class _Weighted:
    """The author's function as Fairlearn calls it: weights and relabelled outcomes in, decisions out."""

    def __init__(self, fitting: Fitting, rows: pa.Table) -> None:
        self._fitting, self._rows = fitting, rows
        self.fitted: Any = None

    def __deepcopy__(self, memo: Any) -> "_Weighted":
        return _Weighted(self._fitting, self._rows)

    def fit(self, places: Any, outcome: Any, sample_weight: Any) -> "_Weighted":
        """Fit on all rows, each with the label and weight of this round."""
        order = self._fitting.order
        frame = as_frame(self._rows, None)[[*order["features"], order["label"]]].iloc[places["row"].to_numpy()]
        hits = np.asarray(outcome) == 1
        labels = np.where(hits, order["favourable"], order["unfavourable"])
        frame = frame.assign(**{order["label"]: labels.astype(frame[order["label"]].dtype)}).reset_index(drop=True)
        weights = np.asarray(sample_weight, dtype=np.float64)
        set_seeds(order["seed"])
        if self._fitting.takes_weights:
            self.fitted = self._fitting.fit_frame(frame, weights)
        else:
            drawn = frame.iloc[resampled(weights, order["seed"])].reset_index(drop=True)
            self.fitted = self._fitting.fit_frame(drawn)
        if not hasattr(self.fitted, "predict_proba"):
            raise MitigationUnfit(
                f"A {type(self.fitted).__name__} has no predict_proba, which reductions need.",
                remedy="Return a classifier with predict_proba, or use reweighing.",
            )
        return self

    def predict(self, places: Any) -> NDArray[np.int64]:
        """1 where the favourable decision is given."""
        order = self._fitting.order
        frame = as_frame(self._rows, None)[order["features"]].iloc[places["row"].to_numpy()]
        scores = member_scores(self.fitted, frame, order["favourable"], order["features"])
        return np.asarray(scores >= order["cut_off"], dtype=np.int64)


def _gradient(mitigation: dict[str, Any], estimator: _Weighted) -> Any:
    try:
        from fairlearn import reductions
    except ModuleNotFoundError as missing:
        remedy = "Install it with: pip install 'evenhand-core[fairness]'."
        fact = f"Reductions need {missing.name}, which is not installed."
        raise ExtraMissing(fact, remedy=remedy) from missing
    constraints = {
        "demographic-parity": reductions.DemographicParity, "equalized-odds": reductions.EqualizedOdds,
        "true-positive-rate-parity": reductions.TruePositiveRateParity,
    }  # fmt: skip
    constraint = constraints[mitigation["constraint"]](difference_bound=mitigation["slack"])
    return reductions.ExponentiatedGradient(estimator, constraint, eps=mitigation["slack"])
