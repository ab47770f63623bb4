"""Impact ratios as the bias audits of New York City state them."""

from dataclasses import replace

from evenhand.kernel.canonical import Json
from evenhand.kernel.measurement import Measurement
from evenhand.metrics.coding import MISSING
from evenhand.metrics.derive import derive
from evenhand.metrics.profile import EvaluationProfile


def impact_ratios(
    profile: EvaluationProfile, *, by: tuple[str, ...], least_share: float, of: str = "selection_rate",
    confidence: float = 0.95,
) -> tuple[Measurement, ...]:  # fmt: skip
    """The rate of each category over the highest rate of a category.

    Args:
        profile: what was decided or scored.
        by: attributes: one for its categories, several for their crossing.
        least_share: of the rows, in ``[0, 1)``; categories below it are left out and said to be: the rule allows 0.02.
        of: ``selection_rate`` for tools that select, ``scoring_rate`` for tools that score.
        confidence: of each interval, which takes the choice of the highest category as given.

    Returns:
        One a category, in the order of values. One that is left out, or whose people's value is not known, has no ratio
        and says why; ``detail`` holds ``rate``, ``n_selected``, ``share_of_rows`` and ``is_left_out`` of each, as the
        summary of an audit must.

    Source:
        6 RCNY 5-300 and 5-301 (New York City, Local Law 144 of 2021).

    Examples:
        >>> import numpy as np
        >>> from evenhand.metrics.profile import Cases
        >>> profile = EvaluationProfile.of(Cases(
        ...     label=np.ones(200), decision=np.tile([1, 1, 0, 1], 50), attributes={"sex": np.tile(["f", "m"], 100)},
        ... ))
        >>> [(each.groups["sex"], each.value) for each in impact_ratios(profile, by=("sex",), least_share=0.02)]
        [('f', 0.5), ('m', 1.0)]
    """
    rates = derive(profile, name=of, by=by, confidence=confidence)
    total = sum(each.n for each in rates)
    reasons = [_why_left_out(each, total, least_share) for each in rates]
    kept = [each for each, reason in zip(rates, reasons, strict=True) if not reason and each.value is not None]
    if not kept:
        return tuple(
            _left_out(each, reason or str(each.undefined), total, of)
            for each, reason in zip(rates, reasons, strict=True)
        )
    highest = max(kept, key=lambda each: float(each.value or 0))
    ratios = derive(profile, name=f"{of}_ratio", by=by, reference_group=dict(highest.groups), confidence=confidence)
    return tuple(
        _left_out(rate, reason, total, of)
        if reason
        else replace(ratio, detail=dict(ratio.detail) | _facts(rate, total))
        for rate, ratio, reason in zip(rates, ratios, reasons, strict=True)
    )


def _why_left_out(rate: Measurement, total: int, least_share: float) -> str:
    if MISSING in rate.groups.values():
        return "Left out: the category of these people is not known."
    if total and rate.n < least_share * total:
        return f"Left out: the category is less than {least_share:.3g} of the rows."
    return ""


def _left_out(rate: Measurement, reason: str, total: int, of: str) -> Measurement:
    return replace(
        rate, name=f"{of}_ratio", unit="ratio", value=None, lower=None, upper=None, undefined=reason,
        detail=_facts(rate, total) | {"is_left_out": True},
    )  # fmt: skip


def _facts(rate: Measurement, total: int) -> dict[str, Json]:
    return {
        "rate": rate.value, "n_selected": rate.detail.get("count"), "share_of_rows": rate.n / total if total else None,
        "is_left_out": False,
    }  # fmt: skip
