"""A table counted for its decisions and for its labels: once, or twice where some rows have no label."""

from dataclasses import dataclass, replace

from evenhand.kernel.number import counted
from evenhand.lifecycle.evaluation.case_columns import CaseColumns
from evenhand.lifecycle.evaluation.table_report import Sentence
from evenhand.metrics.disparity.suppression import Suppression, suppression_of, suppression_of_rest
from evenhand.metrics.grouping import groups_of
from evenhand.metrics.profile import REASONS, EvaluationProfile
from evenhand.ports.scan import Scanner
from evenhand.workflows.statistics.grouped import Asked

FIRST = 10.0
"""Weight of what a reader must know before any number: more than any difference weighs."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """Rows that some numbers stand on.

    Attributes:
        profile: of those rows.
        suppression: what is hidden of them.
        asked: which numbers.
    """

    profile: EvaluationProfile
    suppression: Suppression
    asked: Asked


def parts_of(scanner: Scanner, table: object, columns: CaseColumns, *, min_count: int) -> tuple[Part, ...]:
    """One part, or where labels are missing those with a decision and, second, those with a label too.

    The second pass over the rows is made only where a label is missing. What is hidden of the first part is hidden of
    the second too, and so is a group whose rows without a label are so few that they would follow from both. Where
    there are so few in the whole table, they stand in no number, as rows without a decision do.

    Args:
        scanner: reads the table.
        table: whatever holds it.
        columns: what is asked of it, a decision included.
        min_count: groups of fewer rows are hidden.

    Raises:
        ColumnMissing, ColumnUnusable, LabelUnusable: a column cannot serve.
    """
    profile, by = scanner.cases(table, columns), columns.attributes
    hidden = suppression_of(profile, by=by, min_count=min_count)
    if columns.label is None:
        return (Part(profile=profile, suppression=hidden, asked="decisions"),)
    if not lacks_labels(profile):
        return (Part(profile=profile, suppression=hidden, asked="all"),)
    decided = scanner.cases(table, replace(columns, label=None))
    if 0 < decided.n_usable - profile.n_usable < min_count:
        return (Part(profile=profile, suppression=hidden, asked="all"),)
    first = suppression_of(decided, by=by, min_count=min_count)
    rest = suppression_of_rest(decided, profile, by=by, min_count=min_count)
    told_by_both = Suppression(beside=rest.small | rest.beside, is_coarse=rest.is_coarse)
    return (
        Part(profile=decided, suppression=first, asked="decisions"),
        Part(profile=profile, suppression=first.plus(hidden).plus(told_by_both), asked="labels"),
    )


def lacks_labels(profile: EvaluationProfile) -> bool:
    """Whether a row has no label."""
    return profile.n_unusable[REASONS[0]] > 0


def unlabelled_words(decided: EvaluationProfile, labelled: EvaluationProfile, *, rest: str) -> list[Sentence]:
    """How many rows have no label, by their decision; nothing where all have one.

    Args:
        decided: of all rows with a decision.
        labelled: of those of them with a label.
        rest: what the numbers are told of then.
    """
    of_all, held = (groups_of(profile, ()).counts.sum(axis=(0, 1, 3)) for profile in (decided, labelled))
    lost = of_all - held
    if not lost.any():
        return []
    (n_other, n_favourable), (other, favourable) = of_all.tolist(), lost.tolist()
    text = (
        f"{counted(other + favourable)} of {counted(n_other + n_favourable)} rows with a decision have no label: "
        f"{counted(favourable)} of the {counted(n_favourable)} with the favourable decision and {counted(other)} of "
        f"the {counted(n_other)} others. {rest}"
    )
    return [Sentence(text=text, weight=FIRST)]


def unlabelled_scores(profile: EvaluationProfile, *, rest: str) -> list[Sentence]:
    """The same without a word of decisions: no column holds them, or they would be told of a few people."""
    n = counted(profile.n_unusable[REASONS[0]])
    return [Sentence(text=f"{n} of {counted(profile.n_rows)} rows have no label. {rest}", weight=FIRST)]
