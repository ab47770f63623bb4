"""The reports of predicted classes and of predicted numbers."""

from collections.abc import Iterator, Mapping

from evenhand.kernel.canonical import Json
from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.evaluation.guess_columns import GuessColumns
from evenhand.lifecycle.evaluation.prediction_words import class_words, number_words, tenth_words
from evenhand.lifecycle.evaluation.table_report import Looked, TableReport
from evenhand.metrics.cube.class_counts import Confusions
from evenhand.metrics.cube.residual_profile import ResidualProfile, Residuals
from evenhand.metrics.multiclass.average import AVERAGES, accuracy, average, one_against_rest
from evenhand.metrics.performance import CONFUSION, share
from evenhand.metrics.regression.residual import REGRESSION, mean_error_by_cell, pinball_loss
from evenhand.metrics.stated import stated
from evenhand.workflows.statistics.asking import PerformanceQuestion, unusable_words
from evenhand.workflows.statistics.too_small import of_each, too_few
from evenhand.workflows.statistics.withholding import hidden_words, hiding


def class_report(question: PerformanceQuestion) -> TableReport:
    """Numbers about predicted classes of one table, with what they mean."""
    counts = question.scanner.classes(question.table, _asked(question))
    whole = counts.confusions()
    suppression = of_each(question, counts.cells, counts.attributes, counts.values)
    if suppression.hides({}):
        return too_few(question, counts.n_rows, _choices(question))
    measured = [*_averaged(whole, question.confidence), *_each_class(whole, question.confidence)]
    problems = unusable_words(question, counts.n_unusable, counts.n_rows)
    for name in question.by:
        groups = counts.confusions((name,))
        grouped = hiding(_averaged(groups, question.confidence), suppression, question.min_count)
        measured += grouped
        problems += hidden_words(grouped, suppression, question.min_count)
    labels = whole.counts[0].sum(axis=1)
    commonest = float(labels.max(initial=0) / max(int(labels.sum()), 1))
    sentences = sorted(class_words(measured, commonest), key=lambda each: -each.weight)
    return TableReport(
        look="performance", tables=(Looked(origin=question.origin, n_rows=counts.n_rows),),
        measurements=tuple(measured), sentences=tuple(sentences), confidence=question.confidence,
        problems=tuple(problems), choices=_choices(question),
    )  # fmt: skip


def number_report(question: PerformanceQuestion) -> TableReport:
    """Numbers about predicted numbers of one table, with what they mean."""
    profile = question.scanner.residuals(question.table, _asked(question))
    whole = profile.residuals()
    suppression = of_each(question, profile.cells, profile.plan.attributes, profile.values)
    if suppression.hides({}):
        return too_few(question, profile.n_rows, _choices(question))
    measured = list(_missed(whole, question))
    tenths = list(_tenths(profile, question.confidence))
    problems, grouped = unusable_words(question, profile.n_unusable, profile.n_rows), []
    for name in question.by:
        groups = profile.residuals((name,))
        found = hiding(_missed(groups, question), suppression, question.min_count)
        grouped += found
        problems += hidden_words(found, suppression, question.min_count)
    sentences = [*number_words({each.name: each for each in measured}, question.label), *tenth_words(tenths)]
    return TableReport(
        look="performance", tables=(Looked(origin=question.origin, n_rows=profile.n_rows),),
        measurements=(*measured, *tenths, *grouped), confidence=question.confidence,
        sentences=tuple(sorted(sentences, key=lambda each: -each.weight)),
        problems=tuple(problems), choices=_choices(question),
    )  # fmt: skip


def _asked(question: PerformanceQuestion) -> GuessColumns:
    return GuessColumns(label=question.label, prediction=question.guess, attributes=question.by)


def _averaged(found: Confusions, confidence: float) -> Iterator[Measurement]:
    yield from stated("accuracy", accuracy(found.counts, confidence), found.names, confidence=confidence)
    for name in AVERAGES:
        yield from stated(name, average(name, found.counts, confidence), found.names, confidence=confidence)


def _each_class(found: Confusions, confidence: float) -> Iterator[Measurement]:
    for place, name in enumerate(found.classes):
        split, group = one_against_rest(found.counts, place), [{"class": name}]
        for rate in ("precision", "true_positive_rate"):
            yield from stated(rate, share(rate, split, confidence), group, confidence=confidence)
        yield from stated("f1", CONFUSION["f1"](split, confidence), group, confidence=confidence)


def _missed(found: Residuals, question: PerformanceQuestion) -> Iterator[Measurement]:
    confidence = question.confidence
    for name, reading in REGRESSION.items():
        yield from stated(name, reading(found, confidence), found.names, confidence=confidence)
    if question.level is not None:
        losses, detail = pinball_loss(found, question.level, confidence), {"level": question.level}
        yield from stated("pinball_loss", losses, found.names, confidence=confidence, detail=detail)


def _tenths(profile: ResidualProfile, confidence: float) -> Iterator[Measurement]:
    cuts = [f"{cut:g}" for cut in profile.plan.cuts.tolist()]
    groups: list[Mapping[str, str]] = []
    for place, (low, high) in enumerate(zip(["", *cuts], [*cuts, ""], strict=True), start=1):
        span = (
            " to ".join(end for end in (low, high) if end)
            if low and high
            else f"below {high}"
            if high
            else (f"from {low}" if low else "all")
        )
        groups.append({"tenth": f"{place} ({span})"})
    found = mean_error_by_cell(profile.residuals(), confidence)[0]
    yield from stated("mean_error", found, groups, confidence=confidence)


def _choices(question: PerformanceQuestion) -> dict[str, Json]:
    found: dict[str, Json] = {
        "task": f"{question.task.kind}, because {question.task.because}", "label": question.label,
        "prediction": question.guess,
    }  # fmt: skip
    if question.positive is not None or question.threshold is not None:
        found["not_used"] = "the favourable value and the threshold, which only two outcomes have"
    if question.by:
        found["min_count"] = question.min_count
    return found
