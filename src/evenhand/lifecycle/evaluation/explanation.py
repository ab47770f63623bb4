"""What the explanation report holds: on which columns the model's ordering of the cases rests, and how far to trust it.

It speaks about the model, not about the world: a column may matter to the model and not to the outcome.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from evenhand.kernel.canonical import Json
from evenhand.metrics.importance import permutation_importance
from evenhand.metrics.slicing import Facet
from evenhand.metrics.stability import importance_rank_correlation
from evenhand.metrics.surrogate import AdditiveSurrogate, agreement, surrogate_fidelity

Shuffled: TypeAlias = Callable[[str, "NDArray[np.int64]"], "NDArray[np.float64]"]
"""Scores of all rows when each takes the value of a column from the row that the order names."""

SHUFFLES = 5
_STEPS = (1, 3, 5)
_NOTE = (
    "Each figure is the drop of roc_auc when one column is shuffled among these rows. Columns that say the same share "
    "their importance and may each look small; shuffled rows may be of a kind that never occurs."
)
_FIDELITY_NOTE = (
    "Each step names what the most important columns alone account for, one by one and without their interplay. What "
    "all columns together leave open is interplay, and no list of columns explains it."
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answers:
    """Rows as facets, and what the model answered.

    Attributes:
        facets: one for each column that it takes.
        scores: shape ``(n,)``.
    """

    facets: Sequence[Facet]
    scores: NDArray[np.float64]


def explanation_report(
    *,
    columns: Sequence[str],
    label: NDArray[np.int64],
    scores: NDArray[np.float64],
    shuffled: Shuffled,
    seed: int,
    shuffles: int = SHUFFLES,
) -> dict[str, Json]:
    """Body of an ``explanation-report``.

    Args:
        columns: that the model takes.
        label: 1 for the favourable outcome, 0 for the other; shape ``(n,)``.
        scores: of the model for the rows as they are; shape ``(n,)``.
        shuffled: asks the model again.
        seed: of the shuffles; each column has orders of its own, whatever other columns there are.
        shuffles: per column.

    Returns:
        ``method``, ``rows``, ``shuffles``, ``seed``, ``note``, ``measurements``, the largest drop first, and
        ``stability``: whether other rows would order the columns so.

    Examples:
        >>> rows = {"income": np.array([0.1, 0.2, 0.8, 0.9]), "name": np.array([0.5, 0.5, 0.5, 0.5])}
        >>> report = explanation_report(columns=list(rows), label=np.array([0, 0, 1, 1]), scores=rows["income"], seed=1,
        ...                             shuffled=lambda name, order: {**rows, name: rows[name][order]}["income"])
        >>> [measured["column"] for measured in report["measurements"]]
        ['income', 'name']
    """
    permuted: dict[str, list[NDArray[np.float64]]] = {}
    for column in columns:
        draw = np.random.default_rng([seed, *column.encode()])
        permuted[column] = [shuffled(column, draw.permutation(len(label))) for _ in range(shuffles)]
    measured = [
        permutation_importance(label=label, score=scores, permuted=others, column=column)
        for column, others in permuted.items()
    ]
    stability = importance_rank_correlation(label=label, score=scores, permuted=permuted, seed=seed)
    measured.sort(key=lambda each: -1.0 if each.value is None else each.value, reverse=True)
    return {
        "method": "permutation", "rows": len(label), "shuffles": shuffles, "seed": seed, "note": _NOTE,
        "measurements": [each.as_json() for each in measured], "stability": stability.as_json(),
    }  # fmt: skip


def fidelity(fitted_on: Answers, fresh: Answers, *, order: Sequence[str], cut_off: float, seed: int) -> dict[str, Json]:
    """The part ``fidelity`` of an explanation report: how much of the model the most important columns account for.

    For the first, the first three, five and all columns in the order of importance, an additive surrogate is fitted to
    the model's scores and measured on rows that it was not fitted to.

    Args:
        fitted_on: rows for the surrogate.
        fresh: other rows, with the same facets.
        order: names of facets, the most important first.
        cut_off: a score that reaches it decides favourably.
        seed: of the intervals.

    Returns:
        ``surrogate``, ``rows``, ``note`` and ``steps``: each with ``columns``, ``variance`` and ``decisions``.
    """
    counts = sorted({count for count in (*_STEPS, len(order)) if count <= len(order)})
    steps = [_step(fitted_on, fresh, order[:count], cut_off, seed) for count in counts if count]
    return {"surrogate": "additive", "rows": len(fresh.scores), "note": _FIDELITY_NOTE, "steps": steps}


def _step(fitted_on: Answers, fresh: Answers, columns: Sequence[str], cut_off: float, seed: int) -> Json:
    known = [facet for name in columns for facet in fitted_on.facets if facet.name == name]
    asked = [facet for name in columns for facet in fresh.facets if facet.name == name]
    repeated = AdditiveSurrogate.fitted(known, fitted_on.scores).predict(asked)
    decisions = agreement(fresh.scores >= cut_off, repeated >= cut_off, name="surrogate_agreement")
    return {
        "columns": list(columns), "variance": surrogate_fidelity(fresh.scores, repeated, seed=seed).as_json(),
        "decisions": decisions.as_json(),
    }  # fmt: skip
