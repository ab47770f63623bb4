"""What losses give away about who was trained on."""

import numpy as np
from numpy.typing import NDArray

from evenhand.kernel.canonical import Json
from evenhand.kernel.measurement import Measurement
from evenhand.kernel.metric import metric
from evenhand.metrics.estimate import Reading
from evenhand.metrics.ranking import roc_auc
from evenhand.metrics.score_cells import ScoreCells
from evenhand.metrics.uncertainty import mover_difference, wilson


def membership_inference_auc(
    member_losses: NDArray[np.float64], non_member_losses: NDArray[np.float64], *, confidence: float = 0.95
) -> Measurement:
    """Chance that a row trained on has a lower loss than one that was not, in [0, 1]; 0.5 gives nothing away.

    It is the ROC area of the attack that takes a low loss for membership, with DeLong's bounds; ``n`` counts all rows.
    An average: it says little of the few rows that are most at risk.

    Source:
        Yeom, Giacomelli, Fredrikson and Jha, CSF (2018); Carlini et al., S&P (2022) for the caution.

    Examples:
        >>> auc = membership_inference_auc(np.array([0.1, 0.2, 0.3]), np.array([0.2, 0.4, 0.5]))
        >>> round(auc.value, 4)
        0.8333
    """
    gap = _gap(member_losses, non_member_losses)
    if gap:
        reading = Reading(reason=gap)
    else:
        reading = roc_auc(ScoreCells.of(negatives=-non_member_losses, positives=-member_losses), confidence)
    return _measurement("membership_inference_auc", reading, len(member_losses), len(non_member_losses), confidence)


def membership_inference_advantage(
    member_losses: NDArray[np.float64], non_member_losses: NDArray[np.float64], *, confidence: float = 0.95
) -> Measurement:
    """True minus false positive rate of the attack that takes a loss of at most the members' mean for membership.

    In [-1, 1]; 0 gives nothing away. Newcombe's bounds take the threshold as given.

    Source:
        Yeom, Giacomelli, Fredrikson and Jha, CSF (2018).

    Examples:
        >>> part = membership_inference_advantage(np.array([0.1, 0.2, 0.3]), np.array([0.2, 0.4, 0.5]))
        >>> round(part.value, 4)
        0.3333
    """
    sizes = len(member_losses), len(non_member_losses)
    gap = _gap(member_losses, non_member_losses)
    if not gap and not np.isfinite(np.concatenate([member_losses, non_member_losses])).all():
        gap = "A loss is infinite, so the members' mean is no threshold."
    if gap:
        return _measurement("membership_inference_advantage", Reading(reason=gap), *sizes, confidence)
    threshold = float(np.mean(member_losses))
    hits = np.array([(member_losses <= threshold).sum(), (non_member_losses <= threshold).sum()])
    shares, (lower, upper) = hits / sizes, wilson(hits, sizes, confidence)
    low, high = mover_difference((shares[:1], (lower[:1], upper[:1])), (shares[1:], (lower[1:], upper[1:])))
    reading = Reading(
        value=float(shares[0] - shares[1]), lower=float(low[0]), upper=float(high[0]), method="mover-wilson",
        detail={"threshold": threshold},
    )  # fmt: skip
    return _measurement("membership_inference_advantage", reading, *sizes, confidence)


def _gap(members: NDArray[np.float64], others: NDArray[np.float64]) -> str:
    if not len(members) or not len(others):
        return "There are no losses of members, or none of others."
    unknown = int(np.isnan(members).sum() + np.isnan(others).sum())
    return f"{unknown} losses are no numbers." if unknown else ""


def _measurement(name: str, reading: Reading, members: int, others: int, confidence: float) -> Measurement:
    detail: dict[str, Json] = {**reading.detail, "members": members, "non_members": others}
    return reading.measurement(metric(name), n=members + others, confidence=confidence, detail=detail)
