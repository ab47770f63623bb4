"""The report of one of two outcomes: decisions, scores, or both."""

from collections.abc import Iterator

from evenhand.kernel.canonical import Json
from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.evaluation.binary_words import Outcome, binary_words, group_words
from evenhand.lifecycle.evaluation.calibration_words import Parts
from evenhand.lifecycle.evaluation.case_columns import CaseColumns
from evenhand.lifecycle.evaluation.cut_off_words import cost_words
from evenhand.lifecycle.evaluation.spelling_words import spelling_words
from evenhand.lifecycle.evaluation.table_report import Looked, Sentence, TableReport
from evenhand.metrics.cost import cost_of
from evenhand.metrics.derive import derive
from evenhand.metrics.disparity.suppression import Suppression, without_groups
from evenhand.metrics.estimate import stacked
from evenhand.metrics.grouping import groups_of, score_cells_of
from evenhand.metrics.profile import EvaluationProfile
from evenhand.metrics.scoring.reliability import reliability_curve
from evenhand.metrics.scoring.threshold_curve import best_cut_off
from evenhand.metrics.stated import stated
from evenhand.workflows.statistics.asking import PerformanceQuestion, unusable_words
from evenhand.workflows.statistics.labelled import lacks_labels, unlabelled_scores, unlabelled_words
from evenhand.workflows.statistics.too_small import of_each, too_few
from evenhand.workflows.statistics.withholding import hidden_words, hiding

THRESHOLD = 0.5

SCORED = (
    "roc_auc", "average_precision", "log_loss", "brier_score", "calibration_in_the_large", "calibration_slope",
    "calibration_intercept", "expected_calibration_error", "expected_calibration_error_debiased",
    "maximum_calibration_error", "gini", "kolmogorov_smirnov_separation", "cumulative_gain", "lift",
)  # fmt: skip
DECIDED = (
    "true_positive_rate", "precision", "false_positive_rate", "accuracy", "balanced_accuracy", "f1", "f2", "f0_5",
    "matthews_correlation", "true_negative_rate", "false_negative_rate", "negative_predictive_value", "selection_rate",
)  # fmt: skip
ANYWAY = ("base_rate",)
GROUPED_SCORES = ("roc_auc", "brier_score", "calibration_in_the_large", "expected_calibration_error_debiased")
GROUPED_DECISIONS = ("true_positive_rate", "precision", "false_positive_rate", "accuracy", "selection_rate")
_UNLABELLED = "Every number is told of those with one, who may differ from the others."


def binary_report(question: PerformanceQuestion) -> TableReport:
    """Numbers about decisions and scores of one table, with what they mean."""
    profile = question.scanner.cases(question.table, CaseColumns(
        label=question.label, decision=question.prediction, score=question.score,
        threshold=THRESHOLD if question.threshold is None else question.threshold, positive=question.positive,
        attributes=question.by,
    ))  # fmt: skip
    has_decisions = _has_decisions(question, profile)
    suppression = of_each(question, profile.cells, profile.plan.attributes, profile.values)
    if suppression.hides({}):
        return too_few(question, profile.n_rows, _choices(question, has_decisions=has_decisions))
    whole = [
        *_costs(question, profile, has_decisions=has_decisions),
        *_measured(question, profile, (), has_decisions=has_decisions),
    ]
    grouped = [
        part for name in question.by for part in _measured(question, profile, (name,), has_decisions=has_decisions)
    ]
    grouped = hiding(grouped, suppression, question.min_count)
    outcome = Outcome(label=question.label, positive=question.favourable)
    named = {each.name: each for each in whole}
    sentences = [*binary_words(named, outcome, _parts(question, profile)), *group_words(grouped, outcome),
                 *cost_words(whole), *_unlabelled(question, profile)]  # fmt: skip
    return TableReport(
        look="performance", tables=(Looked(origin=question.origin, n_rows=profile.n_rows),),
        measurements=(*whole, *grouped), confidence=question.confidence,
        evaluation=profile if suppression == Suppression() else without_groups(profile),
        sentences=tuple(sorted(sentences, key=lambda each: -each.weight)) or (_nothing(question),),
        problems=(*_problems(question, profile, has_decisions=has_decisions),
                  *hidden_words(grouped, suppression, question.min_count)),
        choices=_choices(question, has_decisions=has_decisions),
    )  # fmt: skip


def _unlabelled(question: PerformanceQuestion, profile: EvaluationProfile) -> list[Sentence]:
    """A warning where labels are missing; by decision where decisions stand in a column of their own."""
    if not profile.n_usable or not lacks_labels(profile):
        return []
    if question.prediction is None:
        return unlabelled_scores(profile, rest=_UNLABELLED)
    columns = CaseColumns(decision=question.prediction, positive=question.positive)
    return unlabelled_words(question.scanner.cases(question.table, columns), profile, rest=_UNLABELLED)


def _measured(
    question: PerformanceQuestion, profile: EvaluationProfile, by: tuple[str, ...], *, has_decisions: bool
) -> Iterator[Measurement]:
    scored, decided = (GROUPED_SCORES, GROUPED_DECISIONS) if by else (SCORED, DECIDED)
    names = (*(scored if question.score else ()), *(decided if has_decisions else ()), *ANYWAY)
    for name in names:
        yield from derive(profile, name=name, by=by, confidence=question.confidence)


def _parts(question: PerformanceQuestion, profile: EvaluationProfile) -> Parts:
    """Mean scores and shares of outcomes by tenths; none where scores are missing or no probabilities."""
    cells = score_cells_of(profile, ()) if question.score and not _is_outside(profile) else None
    curve = reliability_curve(cells[0], question.confidence) if cells else None
    return () if curve is None else list(zip(curve.score.tolist(), curve.favourable.value.tolist(), strict=True))


def _costs(question: PerformanceQuestion, profile: EvaluationProfile, *, has_decisions: bool) -> Iterator[Measurement]:
    if question.costs is None:
        return
    confidence = question.confidence
    if has_decisions:
        cost = cost_of(groups_of(profile, ()).counts, question.costs, confidence)
        yield from stated("expected_cost", cost, [{}], confidence=confidence)
    cells = score_cells_of(profile, ())
    if cells:
        best = best_cut_off(cells[0], question.costs, confidence)
        rows = groups_of(profile, ()).rows
        least: dict[str, Json] = {"cost": best.cost.value if not best.cost.reason else None}
        if not best.cost.reason:
            least |= {"cost_lower": best.cost.lower, "cost_upper": best.cost.upper, "chosen_on": "the same rows"}
        yield from stated("best_cut_off", stacked([best.cut_off], rows), [{}], confidence=confidence, detail=least)
        yield from stated("least_expected_cost", stacked([best.cost], rows), [{}], confidence=confidence)


def _has_decisions(question: PerformanceQuestion, profile: EvaluationProfile) -> bool:
    """Whether decisions were given or follow from a cut-off that is named or fits."""
    return question.prediction is not None or question.threshold is not None or not _is_outside(profile)


def _is_outside(profile: EvaluationProfile) -> bool:
    return bool(len(profile.scores) and (profile.scores[0] < 0 or profile.scores[-1] > 1))


def _problems(question: PerformanceQuestion, profile: EvaluationProfile, *, has_decisions: bool) -> Iterator[str]:
    for name in (question.prediction, question.label):
        if name is not None:
            favourable = 1 if question.positive is None else question.positive
            yield from spelling_words(name, favourable, question.scanner.others(question.table, name))
    yield from unusable_words(question, profile.n_unusable, profile.n_rows)
    if question.score and _is_outside(profile):
        low, high = profile.scores[0], profile.scores[-1]
        text = f"Scores in {question.score!r} of {question.origin} run from {low:g} to {high:g}, so they are no"
        text += " probabilities: what needs probabilities is not measured"
        yield f"{text}." if has_decisions else f"{text}, and no cut-off is assumed. Name one for what needs decisions."
    yield from _beyond_scores(question, profile)
    rates = groups_of(profile, ()).counts.sum(axis=(0, 2, 3))
    if profile.n_usable and not rates.all():
        held = "is" if rates[1] else "is not"
        yield f"{question.label!r} of {question.origin} {held} {question.favourable} in every usable row."
    if question.prediction is not None and question.threshold is not None:
        yield f"The threshold {question.threshold:g} was not used: {question.prediction!r} holds the decisions."


def _beyond_scores(question: PerformanceQuestion, profile: EvaluationProfile) -> Iterator[str]:
    cut = question.threshold
    if cut is None or question.prediction is not None or not len(profile.scores):
        return
    low, high = profile.scores[0], profile.scores[-1]
    if cut > high:
        yield f"The threshold {cut:g} lies above every score (the highest is {high:g}): nobody is decided favourably."
    if cut <= low:
        yield f"The threshold {cut:g} lies at or below every score (the lowest is {low:g}): all are decided favourably."


def _choices(question: PerformanceQuestion, *, has_decisions: bool) -> dict[str, Json]:
    found: dict[str, Json] = {
        "task": f"{question.task.kind}, because {question.task.because}", "label": question.label,
        "positive": question.favourable if question.positive is not None else f"{question.favourable} (not named)",
    }  # fmt: skip
    if question.score:
        found["score"] = question.score
    if question.prediction is not None:
        found["decisions"] = f"column {question.prediction}"
    elif has_decisions:
        named = "named" if question.threshold is not None else "not named"
        at = THRESHOLD if question.threshold is None else question.threshold
        found["decisions"] = f"favourable from a score of {at:g} on ({named})"
    if question.by:
        found["min_count"] = question.min_count
    return found


def _nothing(question: PerformanceQuestion) -> Sentence:
    return Sentence(text=f"Nothing of {question.origin} could be measured.", weight=9)
