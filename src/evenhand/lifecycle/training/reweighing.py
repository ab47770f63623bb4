"""Weights that take the tie between group and label out of the training rows."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from evenhand.errors.training import MitigationUnfit


def reweighing_weights(groups: Sequence[str], labels: Sequence[int]) -> NDArray[np.float64]:
    """Per row the weight that its group and label would have, had they nothing to do with each other, over what it has.

    A group g and a label y with n rows each, and m rows of both, weigh ``n(g) n(y) / (n m)``. The weights of a table
    sum to its rows, and with them every group has the same share of favourable labels.

    Raises:
        MitigationUnfit: a group lacks one of the labels, so that no weight could make it like the others.

    Source:
        Kamiran and Calders, Knowledge and Information Systems 33 (2012), 1-33.

    Examples:
        >>> reweighing_weights(["f", "f", "f", "m"] + ["m"] * 4, [1, 0, 0, 1, 1, 1, 0, 1]).round(3).tolist()
        [1.875, 0.562, 0.562, 0.781, 0.781, 0.781, 1.875, 0.781]
    """
    of_group, of_label = Counter(groups), Counter(labels)
    of_both = Counter(zip(groups, labels, strict=True))
    for group in sorted(of_group):
        for label in (0, 1):
            if not of_both[(group, label)]:
                kind = "favourable" if label else "unfavourable"
                raise MitigationUnfit(
                    f"None of the {of_group[group]} rows of {group} has the {kind} label: no weight makes up for that.",
                    remedy="Use fewer attributes or coarser groups ('bands', 'hierarchy'), or fewer folds.",
                    group=group,
                )  # fmt: skip
    n = len(groups)
    weight = {(group, label): of_group[group] * of_label[label] / (n * m) for (group, label), m in of_both.items()}
    return np.array([weight[both] for both in zip(groups, labels, strict=True)], dtype=np.float64)


def resampled(weights: NDArray[np.float64], seed: int) -> NDArray[np.int64]:
    """Places of as many rows, drawn with chances as the weights say, for code that takes no weights.

    Examples:
        >>> resampled(np.array([0.0, 2.0]), seed=0).tolist()
        [1, 1]
    """
    draw = np.random.default_rng([seed, len(weights)])
    return np.sort(draw.choice(len(weights), size=len(weights), p=weights / weights.sum()))
