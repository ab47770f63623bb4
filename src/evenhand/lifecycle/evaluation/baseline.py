"""The baseline beside the model: a simple rule, current practice, or where neither is stated what anybody could do."""

from typing import Any

import numpy as np

from evenhand.kernel.canonical import Json
from evenhand.lifecycle.evaluation.reports import CONFIDENCE
from evenhand.lifecycle.problem.practice import Practice, PracticeColumn
from evenhand.lifecycle.problem.scalar import scalar_text
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.metrics.grouping import groups_of
from evenhand.metrics.paired import SHAPE, VALUE, compared
from evenhand.metrics.profile import EvaluationProfile
from evenhand.metrics.tally import Integers

EVERYBODY, NOBODY = "everybody gets the favourable decision", "nobody gets the favourable decision"
SHOWN = (VALUE, "accuracy", "selection_rate")
_SAMPLE = "Differences are of the same rows, so they are surer than the two intervals beside them look."


def baseline_report(use_case: UseCase, profile: EvaluationProfile) -> list[Json]:
    """One part for each baseline: both on the same rows, with intervals, and their difference.

    Args:
        use_case: states the baseline and the worth of the outcomes.
        profile: whose practice is the baseline, when one is stated.
    """
    counts = groups_of(profile, ()).counts[0]
    if use_case.baseline is None:
        labels = counts.sum(axis=2)
        return [_part(use_case, name, _constant(labels, given), is_stated=False) for name, given in
                ((EVERYBODY, 1), (NOBODY, 0))]  # fmt: skip
    return [_part(use_case, baseline_text(use_case.baseline), counts[:, :, :2], is_stated=True)]


def baseline_text(baseline: Practice) -> str:
    """The baseline in words.

    Examples:
        >>> baseline_text(PracticeColumn(column="granted", favourable="yes"))
        'current practice: granted is yes'
    """
    if baseline is None:
        return "not stated"
    if isinstance(baseline, PracticeColumn):
        return f"current practice: {baseline.column} is {scalar_text(baseline.favourable)}"
    return f"rule: {baseline.column} {baseline.operator} {scalar_text(baseline.value)}"


def baselines_in_words(parts: Any) -> list[str]:  # noqa: ANN401 - what ``baseline_report`` made
    """The parts of ``baseline_report`` as lines."""
    lines: list[str] = []
    for part in parts:
        lines.append(f"  beside '{part['baseline']}' ({part['rows']:,} rows):")
        lines += [_line(each) for each in part["measurements"] if each["name"] in SHOWN]
    return lines


def baseline_sentences(parts: Any) -> tuple[str, ...]:  # noqa: ANN401 - what was filed, also as text
    """The most telling difference of each stored part as one sentence; parts that cannot be read are left out.

    Examples:
        >>> difference = {"value": "0.1", "lower": "0.05", "upper": "0.15", "unit": "difference"}
        >>> measured = [{"name": "accuracy", "difference": difference}]
        >>> baseline_sentences([{"baseline": "rule: income >= 60", "rows": 600, "measurements": measured}])
        ("Beside 'rule: income >= 60', on 600 people: accuracy +0.1 (interval +0.05 to +0.15).",)
    """
    found: list[str] = []
    for part in parts if isinstance(parts, list) else ():
        try:
            named = {each["name"]: each["difference"] for each in part["measurements"]}
            told = named.get(VALUE) or named["accuracy"]
            ends = [float(told[name]) for name in ("value", "lower", "upper")]
        except (KeyError, TypeError, ValueError):
            continue
        what = f"{told['unit']} per case" if VALUE in named else "accuracy"
        value, lower, upper = (f"{each:+.4g}" for each in ends)
        people = f"{part['rows']:,} people"
        found.append(f"Beside '{part['baseline']}', on {people}: {what} {value} (interval {lower} to {upper}).")
    return tuple(found)


def _line(each: Any) -> str:  # noqa: ANN401 - one part of a report
    model, baseline, difference = each["model"], each["baseline"], each["difference"]
    if difference["value"] is None:
        return f"    {each['name']}: {difference['undefined']}"
    unit = f" {model['unit']}" if each["name"] == VALUE else ""
    return (
        f"    {each['name']:<15} model {model['value']:.4g}{unit}, baseline {baseline['value']:.4g}{unit}, difference "
        f"{difference['value']:+.4g} [{difference['lower']:+.4g}, {difference['upper']:+.4g}]"
    )


def _part(use_case: UseCase, name: str, counts: Integers, *, is_stated: bool) -> Json:
    worth = use_case.statement.value
    amounts = None if worth is None else worth.amounts
    found = compared(
        counts, confidence=CONFIDENCE, worth=amounts, currency="" if worth is None else worth.currency,
        is_constant=not is_stated,
    )  # fmt: skip
    measured: list[Json] = [
        {"name": each.model.name, "model": each.model.as_json(), "baseline": each.baseline.as_json(),
         "difference": each.difference.as_json()}
        for each in found
    ]  # fmt: skip
    return {
        "baseline": name, "stated": is_stated, "rows": int(counts.sum()), "counts": counts.tolist(), "note": _SAMPLE,
        "measurements": measured,
    }  # fmt: skip


def _constant(labels: Integers, given: int) -> Integers:
    counts = np.zeros(SHAPE, dtype=np.int64)
    counts[:, :, given] = labels
    return counts
