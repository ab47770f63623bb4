"""Which reports an evaluation makes, and which it cannot make and why."""

from collections.abc import Mapping
from dataclasses import dataclass

from evenhand.governance.controls.resource import catalogue_file, entries
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.data.paper import Question, questions
from evenhand.lifecycle.evaluation.explanation import explanation_report
from evenhand.lifecycle.evaluation.privacy import Answered, privacy_report
from evenhand.lifecycle.evaluation.reports import calibration_report, fairness_report, performance_report
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.lifecycle.release.card import model_card
from evenhand.lifecycle.training.manifest import Manifest
from evenhand.metrics.profile import EvaluationProfile
from evenhand.ports.sample import Sample, Scorer

EXPLAINED = 2_000
"""Rows that the explanation report asks the model about, five times for each column."""
ATTACKED = 10_000
"""Rows of each side that the privacy report compares."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The rows of one evaluation.

    Attributes:
        holdout: those that training has not seen.
        training: those that it has, if they are at hand.
        seed: of the samples drawn from both.
    """

    holdout: Sample
    training: Sample | None
    seed: int


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
        return cls(made={}, skipped={"explanation-report": reason, "privacy-report": reason})


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


def further_reports(model: Scorer, manifest: Manifest, use_case: UseCase, rows: Rows) -> Further:
    """Explanation and privacy, as far as the model and the rows at hand allow."""
    part = rows.holdout.part(EXPLAINED, seed=rows.seed)
    asked = _answered(model, use_case, part)
    made = {
        "explanation-report": explanation_report(
            columns=manifest.inputs or (), label=asked.label, scores=asked.scores, seed=rows.seed,
            shuffled=lambda column, order: model.predict(part.shuffled(column, order)),
        )
    }  # fmt: skip
    if rows.training is None:
        return Further(made=made, skipped={"privacy-report": "The rows that it was trained on were not given."})
    members = _answered(model, use_case, rows.training.part(ATTACKED, seed=rows.seed))
    others = _answered(model, use_case, rows.holdout.part(ATTACKED, seed=rows.seed))
    made["privacy-report"] = privacy_report(members=members, others=others)
    return Further(made=made, skipped={})


def _answered(model: Scorer, use_case: UseCase, sample: Sample) -> Answered:
    scores = model.predict(sample.rows)
    cases = sample.cases(use_case, scores=scores, decisions=scores >= 0)
    groups = {name: [str(value) for value in values] for name, values in cases.attributes.items()}
    return Answered(label=cases.label.astype("int64"), scores=scores, groups=groups)


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
