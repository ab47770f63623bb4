"""A model of a model: one number for each value of each column, added up; and how much of the model it repeats."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenhand.kernel.measurement import Measurement
from evenhand.kernel.metric import metric
from evenhand.metrics.estimate import Reading
from evenhand.metrics.slicing import Facet
from evenhand.metrics.uncertainty import Floats, wilson

_RIDGE = 1.0
_DRAWS = 500


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AdditiveSurrogate:
    """Answers as a base plus a part for each column's value.

    Attributes:
        base: the mean answer.
        parts: per facet, the part of each of its values.
    """

    base: float
    parts: tuple[Floats, ...]

    @classmethod
    def fitted(cls, facets: Sequence[Facet], answers: Floats) -> "AdditiveSurrogate":
        """Fit to the answers by ridge regression; values that no row has get no part.

        Examples:
            >>> facet = Facet(name="a", codes=np.array([0, 1] * 500), values=("x", "y"))
            >>> found = AdditiveSurrogate.fitted([facet], np.array([0.2, 0.8] * 500))
            >>> found.predict([facet])[:2].round(2).tolist()
            [0.2, 0.8]
        """
        base = float(np.mean(answers))
        design = np.concatenate([_columns(facet) for facet in facets], axis=1)
        square = design.T @ design + _RIDGE * np.eye(design.shape[1])
        weights = np.linalg.solve(square, design.T @ (answers - base))
        edges = np.cumsum([len(facet.values) for facet in facets])[:-1]
        return cls(base=base, parts=tuple(np.split(weights, edges)))

    def predict(self, facets: Sequence[Facet]) -> Floats:
        """What it answers for the rows of facets with the same values."""
        total: Floats = self.base + np.sum(
            [part[facet.codes] for part, facet in zip(self.parts, facets, strict=True)], axis=0
        )
        return total


def surrogate_fidelity(scores: Floats, repeated: Floats, *, seed: int, confidence: float = 0.95) -> Measurement:
    """Share of the scores' variance that the surrogate repeats on rows that it was not fitted to, at most 1.

    0 is what the mean alone would do, less is worse than that. Bounds by drawing the rows again.

    Examples:
        >>> surrogate_fidelity(np.array([0.1, 0.5, 0.9]), np.array([0.1, 0.5, 0.9]), seed=0).value
        1.0
    """
    spec, n = metric("surrogate_fidelity"), len(scores)
    spread = float(((scores - scores.mean()) ** 2).sum()) if n else 0.0
    if spread <= 0:
        return Reading(reason="All scores are the same, so there is no variance.").measurement(
            spec, n=n, confidence=confidence
        )
    weights = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=_DRAWS)
    means = weights @ scores / n
    spreads = weights @ scores**2 - n * means**2
    errors = weights @ (scores - repeated) ** 2
    drawn = 1 - errors[spreads > 0] / spreads[spreads > 0]
    tail = (1 - confidence) / 2
    value = 1 - float(((scores - repeated) ** 2).sum()) / spread
    lower, upper = np.quantile(drawn, [tail, 1 - tail])
    reading = Reading(
        value=value, lower=min(value, float(lower)), upper=min(1.0, max(value, float(upper))), method="bootstrap"
    )
    return reading.measurement(spec, n=n, confidence=confidence)


def agreement(one: NDArray[np.bool_], other: NDArray[np.bool_], *, name: str, confidence: float = 0.95) -> Measurement:
    """Share of rows that two deciders decide alike, under the name of a share.

    Examples:
        >>> agreement(np.array([True, False]), np.array([True, True]), name="surrogate_agreement").value
        0.5
    """
    n, same = len(one), int((one == other).sum())
    if not n:
        return Reading(reason="There are no rows.").measurement(metric(name), n=0, confidence=confidence)
    lower, upper = wilson(same, n, confidence)
    reading = Reading(value=same / n, lower=float(lower), upper=float(upper), method="wilson")
    return reading.measurement(metric(name), n=n, confidence=confidence)


def _columns(facet: Facet) -> Floats:
    columns = np.zeros((len(facet.codes), len(facet.values)))
    columns[np.arange(len(facet.codes)), facet.codes] = 1.0
    return columns
