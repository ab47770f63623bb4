"""What the first explanation report holds: on which columns the model's ordering of the cases rests.

It speaks about the model, not about the world: a column may matter to the model and not to the outcome.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from evenhand.kernel.canonical import Json
from evenhand.metrics.importance import permutation_importance

Shuffled: TypeAlias = Callable[[str, "NDArray[np.int64]"], "NDArray[np.float64]"]
"""Scores of all rows when each takes the value of a column from the row that the order names."""

SHUFFLES = 5
_NOTE = (
    "Each figure is the drop of roc_auc when one column is shuffled among these rows. Columns that say the same share "
    "their importance and may each look small; shuffled rows may be of a kind that never occurs."
)


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
        ``method``, ``rows``, ``shuffles``, ``seed``, ``note`` and ``measurements``, the largest drop first.

    Examples:
        >>> rows = {"income": np.array([0.1, 0.2, 0.8, 0.9]), "name": np.array([0.5, 0.5, 0.5, 0.5])}
        >>> report = explanation_report(columns=list(rows), label=np.array([0, 0, 1, 1]), scores=rows["income"], seed=1,
        ...                             shuffled=lambda name, order: {**rows, name: rows[name][order]}["income"])
        >>> [measured["column"] for measured in report["measurements"]]
        ['income', 'name']
    """
    measured = []
    for column in columns:
        draw = np.random.default_rng([seed, *column.encode()])
        permuted = [shuffled(column, draw.permutation(len(label))) for _ in range(shuffles)]
        measured.append(permutation_importance(label=label, score=scores, permuted=permuted, column=column))
    measured.sort(key=lambda each: -1.0 if each.value is None else each.value, reverse=True)
    return {
        "method": "permutation", "rows": len(label), "shuffles": shuffles, "seed": seed, "note": _NOTE,
        "measurements": [each.as_json() for each in measured],
    }  # fmt: skip
