"""Which columns two tables have, and of which kinds, in plain words; what their values did stands elsewhere."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from evenhand.errors import EvenhandError
from evenhand.lifecycle.evaluation.row_words import counted
from evenhand.lifecycle.evaluation.table_report import Sentence
from evenhand.metrics.profiling.plan import KINDS_IN_WORDS
from evenhand.metrics.profiling.profile import GAPS, Profile

if TYPE_CHECKING:
    from evenhand.ports.scan import Scanner

FEW = 10
"""Rows below which no two bins can be expected to hold 5 rows each."""
_MOST_NAMED = 5
_MOST_SHARED = 3


def gone_of(current: Profile) -> tuple[Sentence, ...]:
    """One sentence for each column of the plan that the current table lacks, or one about all; told first."""
    gone = _throughout(current, "absent")
    if len(gone) > 1 and len(gone) == len(current.plan.columns):
        return (Sentence(text="The two tables share no column: are these the right files?", weight=1.0),)
    return tuple(
        Sentence(text=f"{name} is gone: the current table has no such column.", column=name, weight=1.0)
        for name in gone
    )


def retyped_of(scanner: "Scanner", source: object, reference: Profile, current: Profile) -> tuple[Sentence, ...]:
    """One sentence for each column that holds another kind of value throughout.

    Args:
        scanner: reads tables.
        source: of the current table.
        reference: the table that is compared with.
        current: the other one.
    """
    told = []
    for name in _throughout(current, "strange"):
        before = KINDS_IN_WORDS[reference.column(name).plan.kind]
        try:
            (planned,) = scanner.plan(source, columns=[name]).columns
            now = KINDS_IN_WORDS[planned.kind]
        except EvenhandError:
            now = "of a kind that cannot be counted"
        told.append(Sentence(text=f"{name} is of another kind: {now} now, {before} before.", column=name, weight=1.0))
    return tuple(told)


def new_of(names: Sequence[str]) -> tuple[Sentence, ...]:
    """One sentence about columns that the reference lacks; told last of what changed.

    Examples:
        >>> [each.text for each in new_of(["age"])]
        ['age is new: the reference has no such column.']
    """
    if not names:
        return ()
    verb, what = ("is", "column") if len(names) == 1 else ("are", "columns")
    return (Sentence(text=f"{listed(names)} {verb} new: the reference has no such {what}."),)


def few_of(sizes: tuple[int, int]) -> tuple[Sentence, ...]:
    """One sentence where a table is too small for anything to be told.

    Examples:
        >>> [each.text for each in few_of((400, 1))]
        ['1 row of the current table is too few to tell whether any column moved.']
    """
    few, side = min(zip(sizes, ("the reference", "the current table"), strict=True))
    if not few or few >= FEW:
        return ()
    verb = "is" if few == 1 else "are"
    return (Sentence(text=f"{counted(few, 'row')} of {side} {verb} too few to tell whether any column moved."),)


def shared_reasons(reasons: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Why columns could not be measured: a reason that many share is told once.

    Args:
        reasons: by column.

    Examples:
        >>> shared_reasons({"a": ["No row."], "b": ["No row."]})
        ('a: no row.', 'b: no row.')
        >>> shared_reasons({name: ["No row."] for name in "abcd"})
        ('a, b, c, d: no row.',)
    """
    by_reason: dict[str, list[str]] = {}
    for name, why in reasons.items():
        for reason in why:
            by_reason.setdefault(f"{reason[0].lower()}{reason[1:]}", []).append(name)
    told = []
    for reason, names in by_reason.items():
        shown = [", ".join(names)] if len(names) > _MOST_SHARED else names
        told += [f"{each}: {reason}" for each in shown]
    return tuple(told)


def listed(names: Sequence[str]) -> str:
    """The first five by name, and how many more.

    Examples:
        >>> listed(list("abcdefg"))
        'a, b, c, d, e and 2 more'
    """
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _throughout(side: Profile, gap: str) -> list[str]:
    """Columns whose every row lies in that gap, nulls aside."""
    place, null = GAPS.index(gap), GAPS.index("null")
    return [
        column.name
        for column, gaps in zip(side.plan.columns, side.gaps.tolist(), strict=True)
        if gaps[place] and gaps[place] + gaps[null] == side.n_rows
    ]
