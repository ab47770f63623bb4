"""How a table's predictions treat the groups of its people."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from evenhand.errors.table import ColumnUnusable
from evenhand.kernel.canonical import Json
from evenhand.kernel.measurement import Measurement
from evenhand.kernel.number import counted, written
from evenhand.lifecycle.evaluation.case_columns import CaseColumns
from evenhand.lifecycle.evaluation.spelling_words import spelling_words
from evenhand.lifecycle.evaluation.table_report import MIN_COUNT, Looked, Sentence, TableReport
from evenhand.lifecycle.problem.scalar import Scalar
from evenhand.metrics.coding import MISSING
from evenhand.metrics.derive import derive
from evenhand.metrics.disparity.suppression import Suppression
from evenhand.ports.scan import Scanner
from evenhand.workflows.statistics.fairness_sentences import sentences_of
from evenhand.workflows.statistics.grouped import COMPARED_FROM, RATES, Grouped, reference_of, wanted
from evenhand.workflows.statistics.labelled import Part, parts_of, unlabelled_scores, unlabelled_words
from evenhand.workflows.statistics.unjudged import unjudged_words
from evenhand.workflows.statistics.withholding import MOST_NAMED, hidden_words, is_withheld, listed, named

_MAY_BE_LEFT_OUT = 0.02
"""Share of the rows below which an audit under Local Law 144 of New York may leave a category out (6 RCNY 5-301(d))."""

_NO_LABEL = (
    "No label is named, so only who was selected is measured. How often the prediction is right or wrong for each "
    "group (true and false positive rate, precision, accuracy and what follows) needs a column with what came true."
)
_UNLABELLED = (
    "Who was selected is told of all of them; error rates, and whatever else needs a label, are told of those with one."
)


def measure_fairness(
    scanner: Scanner, table: object, *, prediction: str, by: Sequence[str] | str, label: str | None = None,
    positive: "Scalar | None" = None, reference_group: str | Mapping[str, str] | None = None, confidence: float = 0.95,
    min_count: int = MIN_COUNT,
) -> TableReport:  # fmt: skip
    """Rates of every group, how they compare, and what that means.

    Args:
        scanner: reads the table.
        table: a path, a data frame, whatever the scanner reads.
        prediction: column with what was predicted or decided.
        by: attributes; each for itself, and the crossing of them all.
        label: column with what truly happened; without it, who was selected is measured and nothing else. Rows that
            lack it stand in who was selected, and in nothing that needs a label.
        positive: the favourable value of both columns; 1 or true when not given.
        reference_group: ``best`` (the highest rate; the lowest where lower is better), ``largest``, ``overall``, or a
            group: ``sex=m``, ``sex=m,race=a``, ``m`` where one attribute has that value, or a map.
        confidence: of every interval, and of all comparisons of a metric in one grouping together.
        min_count: groups of fewer rows are hidden, and others from which they could be worked out.

    Returns:
        ``measurements``: rates of the whole table and of each group, comparisons with the reference group, and numbers
        between all groups; a group is compared from ``COMPARED_FROM`` rows on. ``sentences``: worst first.
        ``problems``: what is hidden, too small or without a value. ``evaluation`` is ``None`` where a group is hidden,
        because its counts stand there, and where there is no label.

    Raises:
        ColumnMissing: there is no column of a name.
        ColumnUnusable, LabelUnusable: a column cannot serve, or serves twice.
        ReferenceGroupUnfit: there is no such group.
        ValueError: a confidence outside ``(0, 1)``, or a ``min_count`` below 1.
    """
    if not 0 < confidence < 1 or min_count < 1:
        raise ValueError(f"a confidence of {confidence}, a min_count of {min_count}")
    attributes = (by,) if isinstance(by, str) else tuple(by)
    _require_apart(label, prediction, attributes)
    columns = CaseColumns(label=label, decision=prediction, positive=positive, attributes=attributes)
    parts = parts_of(scanner, table, columns, min_count=min_count)
    profile = parts[0].profile
    groupings = [
        [
            Grouped(
                profile=part.profile, by=grouping, suppression=part.suppression, reference=reference,
                confidence=confidence, min_count=min_count, asked=part.asked,
            )
            for part in parts
        ]
        for grouping, reference in reference_of(reference_group, profile, attributes).items()
    ]  # fmt: skip
    spelled = [
        text
        for name in (prediction, label)
        if name is not None
        for text in spelling_words(name, 1 if positive is None else positive, scanner.others(table, name))
    ]
    found = _report(parts, groupings, Looked(origin=scanner.origin(table), n_rows=profile.n_rows), {
        "label": label or "none named", "prediction": prediction,
        "positive": "1" if positive is None else str(positive), "reference_group": _asked(reference_group),
        "min_count": min_count, "compared_from": COMPARED_FROM,
    })  # fmt: skip
    return replace(found, problems=(*spelled, *found.problems))


def _report(
    parts: Sequence[Part], groupings: Sequence[Sequence[Grouped]], table: Looked, choices: dict[str, Json]
) -> TableReport:
    first = groupings[0][0]
    whole = [each for part in parts for each in _whole(part, first.confidence)]
    measurements: list[Measurement] = []
    sentences = _unlabelled(parts)
    has_label = len(parts) > 1 or first.asked == "all"
    problems = [*_of_table(parts[0], whole, first.min_count), *([] if has_label else [_NO_LABEL])]
    for grouping in groupings:
        rates = [each for part in grouping for each in part.rates()]
        compared = [each for part in grouping for each in part.comparisons()]
        measurements += [*(each for part in grouping for each in part.between()), *compared, *rates]
        sentences += [*unjudged_words(grouping[0]), *sentences_of(grouping[0].by, rates, compared)]
        problems += _of_groups(grouping, rates, compared)
    sentences.sort(key=lambda sentence: -sentence.weight)
    is_open = has_label and all(part.suppression == Suppression() for part in parts)
    return TableReport(
        look="fairness", tables=(table,), measurements=(*measurements, *whole), sentences=tuple(sentences),
        problems=tuple(problems), confidence=first.confidence, evaluation=parts[-1].profile if is_open else None,
        choices=choices,
    )  # fmt: skip


def _whole(part: Part, confidence: float) -> list[Measurement]:
    names = [] if part.suppression.hides({}) else wanted((*RATES, "theil_index"), part.asked)
    return [each for name in names for each in derive(part.profile, name=name, confidence=confidence)]


def _unlabelled(parts: Sequence[Part]) -> list[Sentence]:
    if len(parts) == 1 or parts[0].suppression.hides({}):
        return []
    if parts[1].suppression.hides({}):
        return unlabelled_scores(parts[1].profile, rest=_UNLABELLED)
    return unlabelled_words(parts[0].profile, parts[1].profile, rest=_UNLABELLED)


def _require_apart(label: str | None, prediction: str, attributes: tuple[str, ...]) -> None:
    if not attributes:
        raise ColumnUnusable("No attribute is named, so there are no groups.")
    if label == prediction:
        raise ColumnUnusable(
            f"{label!r} is named as label and as prediction: a column agrees with itself.", column=label
        )
    for name in attributes:
        if name in (label, prediction):
            role = "label" if name == label else "prediction"
            raise ColumnUnusable(f"{name!r} is the {role}: its groups differ in it by their very making.", column=name)
        if attributes.count(name) > 1:
            raise ColumnUnusable(f"{name!r} is named twice among the attributes.", column=name)


def _asked(reference_group: str | Mapping[str, str] | None) -> Json:
    if reference_group is None:
        return "best"
    return reference_group if isinstance(reference_group, str) else dict(reference_group)


def _of_table(part: Part, whole: list[Measurement], min_count: int) -> list[str]:
    profile = part.profile
    if part.suppression.hides({}):
        return [f"The table holds fewer than {min_count} usable rows, so nothing of it is shown."]
    told = [
        f"{counted(n)} of {counted(profile.n_rows)} rows stand in no number: {reason}."
        for reason, n in profile.n_unusable.items()
        if n
    ]
    if profile.n_usable == 0:
        return [*told, "No row is usable."]
    gaps = [each for each in whole if each.value is None]
    return told + [f"There is no {_in_words(each.name)} for anybody: {_of_whole(str(each.undefined))}" for each in gaps]


def _of_whole(reason: str) -> str:
    return reason.replace("the group", "the table").replace("The group", "The table")


def _of_groups(parts: Sequence[Grouped], rates: list[Measurement], compared: list[Measurement]) -> list[str]:
    grouping = parts[0]
    by = " and ".join(grouping.by)
    groups = [each for each in rates if each.name == RATES[0]]
    told = hidden_words(groups, grouping.suppression, grouping.min_count)
    for part in parts[1:]:
        more = [
            each
            for each in rates
            if each.name == part.first_rate and not grouping.suppression.hides(each.groups)
        ]  # fmt: skip
        told += hidden_words(more, part.suppression, part.min_count, of=part.stands_on)
    if len(grouping.by) == 1:
        held = [each for each in groups if each.groups[by] == MISSING and not grouping.suppression.hides(each.groups)]
        told += [f"{counted(each.n)} rows have no value of {by}; they stand as the group {MISSING}." for each in held]
    if len(groups) == 1:
        return [*told, f"{by} has the one value {next(iter(groups[0].groups.values()))}: there is nothing to compare."]
    told += [
        f"Group {named(each.groups)}: no usable row." for each in groups if each.value is None and not is_withheld(each)
    ]
    told += _too_small(rates)
    if isinstance(grouping.reference, Mapping) and not compared:
        told.append(f"Group {named(grouping.reference)} is hidden or too small to be compared with.")
    return told + _may_be_left_out(grouping, groups)


def _too_small(rates: list[Measurement]) -> list[str]:
    told = []
    for name in ("selection_rate", "true_positive_rate", "false_positive_rate", "precision"):
        small = [each for each in rates if each.name == name and 0 < each.n < COMPARED_FROM]
        if small:
            few = f"Too few rows to compare the {_in_words(name)} (fewer than {COMPARED_FROM})"
            told.append(f"{few}: {listed(small, has_rows=True)}.")
    return told


def _may_be_left_out(grouping: Grouped, groups: list[Measurement]) -> list[str]:
    n_usable = grouping.profile.n_usable
    rare = [each for each in groups if COMPARED_FROM <= each.n < _MAY_BE_LEFT_OUT * n_usable]
    if not rare or len(grouping.by) > 1:
        return []
    parts = [f"{named(each.groups)} ({_part(each.n / n_usable)})" for each in rare[:MOST_NAMED]]
    more = f" and {counted(len(rare) - MOST_NAMED)} more" if len(rare) > MOST_NAMED else ""
    rule = (
        "an audit under Local Law 144 of New York may leave such categories out if it says so. They are compared here."
    )
    return [f"Below 2% of the rows: {', '.join(parts)}{more}; {rule}"]


def _part(share: float) -> str:
    return written(share, "percent", limits=[_MAY_BE_LEFT_OUT])


def _in_words(name: str) -> str:
    return name.replace("_", " ")
