"""Which reports an evaluation makes, and which it cannot make and why."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from evenhand.governance.controls.resource import catalogue_file, entries
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.data.paper import Question, questions
from evenhand.lifecycle.evaluation.privacy import privacy_report
from evenhand.lifecycle.evaluation.reports import calibration_report, fairness_report, performance_report
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.lifecycle.release.card import model_card
from evenhand.lifecycle.training.manifest import Manifest
from evenhand.metrics.profile import EvaluationProfile
from evenhand.ports.sample import Sample, Scorer
from evenhand.workflows.evaluation.asking import Effort, Rows, answered
from evenhand.workflows.evaluation.attacking import attacked
from evenhand.workflows.evaluation.explaining import explained
from evenhand.workflows.evaluation.extracting import extracted

ATTACKED = 10_000
"""Rows of each side that the privacy report compares."""

MODEL_REPORTS = ("explanation-report", "robustness-report", "security-test-report", "privacy-report")
"""Kinds that need the model itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Further:
    """Reports that need the model itself.

    Attributes:
        made: kind to body.
        skipped: kind to the reason why it was not made.
    """

    made: Mapping[str, dict[str, Json]]
    skipped: Mapping[str, str]

    @classmethod
    def nothing(cls, reason: str) -> "Further":
        """None of them, for one reason."""
        return cls(made={}, skipped=dict.fromkeys(MODEL_REPORTS, reason))


def standard_reports(profile: EvaluationProfile, holdout: Sample, contract: Contract) -> dict[str, dict[str, Json]]:
    """Kind to body of every report that the profile and the rows give."""
    made = {
        "evaluation-report": performance_report(profile),
        "fairness-report": fairness_report(profile),
        "data-quality-report": dict(holdout.quality(contract)),
        "data-sheet": dict(holdout.sheet(_asked("data-sheet"), contract)),
    }
    if profile.plan.has_score:
        made["calibration-report"] = calibration_report(profile)
    return made


def further_reports(model: Scorer, manifest: Manifest, use_case: UseCase, rows: Rows, effort: Effort) -> Further:
    """Explanation, robustness and privacy, as far as the model, the rows at hand and the caller allow."""
    ways: dict[str, Callable[[], dict[str, Json]]] = {
        "explanation-report": lambda: explained(model, manifest, use_case, rows),
        "robustness-report": lambda: attacked(model, manifest, use_case, rows, effort),
        "security-test-report": lambda: extracted(model, manifest, rows, effort),
        "privacy-report": lambda: _privacy(model, use_case, rows),
    }
    skipped = dict.fromkeys(sorted(effort.without & ways.keys()), "It was left out on request.")
    if rows.training is None:
        skipped["privacy-report"] = "The rows that it was trained on were not given."
    return Further(made={kind: way() for kind, way in ways.items() if kind not in skipped}, skipped=skipped)


def _privacy(model: Scorer, use_case: UseCase, rows: Rows) -> dict[str, Json]:
    members, others = (
        answered(model, use_case, sample.part(ATTACKED, seed=rows.seed))
        for sample in (rows.training or rows.holdout, rows.holdout)
    )
    return privacy_report(members=members, others=others)


def card(
    manifest: Manifest, use_case: UseCase, holdout: Sample, reports: Mapping[str, Mapping[str, Json]], source: Digest
) -> dict[str, Json]:
    """The draft of the model card, from the reports made so far."""
    return model_card(
        _asked("model-card"), manifest=manifest, use_case=use_case, holdout=holdout.digest, reports=reports,
        source=source,
    )  # fmt: skip


def _asked(document: str) -> tuple[Question, ...]:
    [found] = [each for each in entries(catalogue_file("documents"), "documents") if each["id"] == document]
    return questions(found)
