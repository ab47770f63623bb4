"""What the first privacy report holds: whether the model's losses tell who was trained on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from evenhand.kernel.canonical import Json
from evenhand.kernel.measurement import Measurement
from evenhand.metrics.privacy import membership_inference_advantage, membership_inference_auc

CONFIDENCE = 0.95
LEVELS = (0.99, 0.999, 0.9999, 0.999999)
"""At which a gate may ask for the same: losses are not kept, so no interval can be made anew later."""

_SMALLEST = 1e-15
"""A probability of 0 for what came true would be an infinite loss; the order of losses is kept."""

_NOTE = (
    "The attack guesses that rows with a low loss were trained on: 0.5 tells nothing. It is the simplest attack and an "
    "average; a low figure does not prove that nobody can be recognised. The rows trained on and the others must come "
    "from one population, else the figure also shows how the two differ."
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answered:
    """Rows with what came true and what the model said.

    Attributes:
        label: 1 for the favourable outcome, 0 for the other; shape ``(n,)``.
        scores: probability of the favourable outcome; shape ``(n,)``.
        groups: attribute to the group of each row.
    """

    label: NDArray[np.int64]
    scores: NDArray[np.float64]
    groups: Mapping[str, Sequence[str]] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        lengths = {len(self.label), len(self.scores), *(len(values) for values in self.groups.values())}
        if len(lengths) > 1:
            raise ValueError("label, scores and groups differ in length")
        if not np.isin(self.label, (0, 1)).all():
            raise ValueError("a label is neither 0 nor 1")

    @property
    def losses(self) -> NDArray[np.float64]:
        """Minus the logarithm of the probability that the model gave to what came true.

        Examples:
            >>> Answered(label=np.array([1, 0]), scores=np.array([0.5, 0.5])).losses.round(4).tolist()
            [0.6931, 0.6931]
        """
        given = np.where(self.label == 1, self.scores, 1.0 - self.scores)
        losses: NDArray[np.float64] = -np.log(np.maximum(given, _SMALLEST))
        return losses


def privacy_report(*, members: Answered, others: Answered) -> dict[str, Json]:
    """Body of a ``privacy-report``.

    Args:
        members: rows that the model was trained on.
        others: rows that it was not; with the same attributes as ``members``.

    Returns:
        ``method``, ``rows``, ``note`` and ``measurements``: for all rows, then ``membership_inference_auc`` for each
        group that occurs on either side; ``levels`` holds the same at higher confidence, for gates.

    Examples:
        >>> seen = Answered(label=np.array([1, 1, 0]), scores=np.array([0.9, 0.8, 0.1]))
        >>> new = Answered(label=np.array([1, 1, 0]), scores=np.array([0.6, 0.8, 0.3]))
        >>> privacy_report(members=seen, others=new)["measurements"][0]["name"]
        'membership_inference_auc'
    """
    if members.groups.keys() != others.groups.keys():
        raise ValueError("the rows trained on and the others are grouped by different attributes")
    first, *further = (_measured(members, others, confidence) for confidence in (CONFIDENCE, *LEVELS))
    return {
        "method": "loss-threshold", "rows": {"members": len(members.losses), "others": len(others.losses)},
        "note": _NOTE, "measurements": [each.as_json() for each in first],
        "levels": [each.as_json() for level in further for each in level],
    }  # fmt: skip


def _measured(members: Answered, others: Answered, confidence: float) -> list[Measurement]:
    inside, outside = members.losses, others.losses
    measured = [
        membership_inference_auc(inside, outside, confidence=confidence),
        membership_inference_advantage(inside, outside, confidence=confidence),
    ]
    for attribute in members.groups:
        measured += _by_group(attribute, members, others, confidence)
    return measured


def _by_group(attribute: str, members: Answered, others: Answered, confidence: float) -> list[Measurement]:
    inside, outside = np.asarray(members.groups[attribute]), np.asarray(others.groups[attribute])
    return [
        replace(
            membership_inference_auc(
                members.losses[inside == group], others.losses[outside == group], confidence=confidence
            ),
            groups={attribute: group},
        )
        for group in sorted({*inside.tolist(), *outside.tolist()})
    ]
