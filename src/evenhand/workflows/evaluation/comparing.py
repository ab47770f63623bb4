"""The baseline of a use case on the rows of an evaluation."""

from dataclasses import replace

from evenhand.kernel.canonical import Json
from evenhand.lifecycle.evaluation.baseline import baseline_report
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.metrics.profile import Cases, EvaluationProfile
from evenhand.ports.sample import Sample


def baselines_of(cases: Cases, holdout: Sample, use_case: UseCase) -> list[Json]:
    """What the baseline would have decided on the same rows, beside what the model decided."""
    practice = cases.practice if use_case.statement.baseline is None else holdout.baseline(use_case)
    profile = EvaluationProfile.of(replace(cases, practice=practice, attributes={}))
    return baseline_report(use_case, profile)
