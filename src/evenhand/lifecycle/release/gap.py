"""What the evidence does not say: unusable rows, numbers without a value, reports that were not filed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from evenhand.kernel.canonical import Json
from evenhand.kernel.measurement import Measurement
from evenhand.kernel.metric import METRICS
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.lifecycle.release.account import AttributeAccount, meaning_of
from evenhand.lifecycle.release.estimate import FEW, is_of_few
from evenhand.lifecycle.training.manifest import PREDICTIONS, Manifest

REPORTS = (
    "evaluation-report", "fairness-report", "calibration-report", "data-quality-report", "explanation-report",
    "privacy-report",
)  # fmt: skip
"""Kinds of evidence that an evaluation files when it can."""

_MOST_GROUPS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One thing that nobody knows.

    Attributes:
        kind: ``rows``, ``undefined``, ``withheld``, ``evidence``, ``attribute``, ``practice``, ``model``, ``inputs``,
            ``unreadable`` or ``superseded``.
        text: a sentence.
    """

    kind: str
    text: str


def row_gaps(evaluation: Mapping[str, Json]) -> list[Gap]:
    """Rows that stand in no number, by reason.

    Examples:
        >>> [gap.text for gap in row_gaps({"rows": 10, "unusable": {"label is null": 2, "score is infinite": 0}})]
        ['2 of 10 rows stand in no number: label is null.']
    """
    rows, unusable = evaluation.get("rows"), evaluation.get("unusable")
    if not isinstance(rows, int) or not isinstance(unusable, Mapping):
        return [Gap(kind="rows", text="How many rows were measured, and how many could not be, is not on record.")]
    return [
        Gap(kind="rows", text=f"{n:,} of {rows:,} rows stand in no number: {reason}.")
        for reason, n in unusable.items()
        if isinstance(n, int) and n > 0
    ]


def undefined_gaps(measured: Sequence[Measurement], use_case: UseCase) -> list[Gap]:
    """Numbers without a value, those of one metric, one attribute and one reason together.

    A comparison is left out where what it compares has no value either: that says it.
    """
    absent = [each for each in measured if each.value is None and not is_of_few(each)]
    known = {(each.name, *each.groups.items()) for each in absent}

    def subject(each: Measurement) -> tuple[str, tuple[str, ...], str]:
        return each.name, tuple(each.groups), each.undefined or ""

    gaps = []
    told = [each for each in absent if (_compared(each.name), *each.groups.items()) not in known]
    for (name, by, reason), same in groupby(sorted(told, key=subject), key=subject):
        groups = [", ".join(_called(use_case, *pair) for pair in each.groups.items()) for each in same]
        named = ", ".join(groups[:_MOST_GROUPS])
        more = f" and {len(groups) - _MOST_GROUPS} more" if len(groups) > _MOST_GROUPS else ""
        of = f" by {' and '.join(by)} has no value for {named}{more}" if by else " has no value"
        gaps.append(Gap(kind="undefined", text=f"{name}{of}: {reason}"))
    return gaps


def _compared(name: str) -> str | None:
    return METRICS[name].compares if name in METRICS else None


def _called(use_case: UseCase, attribute: str, group: str) -> str:
    meaning = meaning_of(use_case, attribute, group)
    return f"{meaning} ({group})" if meaning else group


def small_gaps(accounts: Sequence[AttributeAccount]) -> list[Gap]:
    """Groups so small that nothing may be said about them."""
    gaps = []
    for account in accounts:
        groups = [
            f"{group.meaning} ({group.group})" if group.meaning else group.group
            for group in account.groups
            if group.people == FEW
        ]
        if groups:
            text = f"{account.attribute}: fewer than 5 people, so nothing is told, of {', '.join(groups)}."
            gaps.append(Gap(kind="withheld", text=text))
    return gaps


def report_gaps(filed: Collection[str], skipped: Mapping[str, Json]) -> list[Gap]:
    """Reports that were not filed, with the reason where one was recorded."""
    return [
        Gap(kind="evidence", text=f"No {kind} was filed. {skipped.get(kind, '')}".rstrip())
        for kind in REPORTS
        if kind not in filed
    ]


def subject_gaps(manifest: Manifest, use_case: UseCase, measured: Collection[str]) -> list[Gap]:
    """What is not known about the model, today's practice and the groups.

    Args:
        manifest: of the version.
        use_case: that it serves.
        measured: attributes by which something was measured.
    """
    gaps = []
    if use_case.current_practice is None:
        text = "Current practice is not stated, so nobody can say who gains or loses against today."
        gaps.append(Gap(kind="practice", text=text))
    if not use_case.attributes:
        gaps.append(Gap(kind="attribute", text="The use case names no attribute, so nothing was measured by group."))
    gaps += [
        Gap(kind="attribute", text=f"Nothing was measured by {name}, which the use case names.")
        for name in use_case.attributes
        if name not in measured
    ]
    if manifest.loader == PREDICTIONS:
        gaps.append(Gap(kind="model", text="The model was never given to evenhand: only its answers were measured."))
    if manifest.inputs is None:
        gaps.append(Gap(kind="inputs", text="Which columns the model takes is not known."))
    return gaps
