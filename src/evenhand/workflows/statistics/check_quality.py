"""Look at the quality of one table: gaps, limits, variety, mixed kinds, age, repeated rows, keys, leakage."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from evenhand.kernel.canonical import Json
from evenhand.kernel.instant import Instant, moment
from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.data.column_quality import Asked, column_quality
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.data.counted import profile_violations, with_limits
from evenhand.lifecycle.data.violation import Violation
from evenhand.lifecycle.evaluation.quality_words import (
    alike_words,
    broken_words,
    column_words,
    key_words,
    repeated_words,
)
from evenhand.lifecycle.evaluation.row_words import counted
from evenhand.lifecycle.evaluation.table_report import Looked, Sentence, TableReport
from evenhand.metrics.columns.share import Teller
from evenhand.metrics.profiling.profile import Profile
from evenhand.ports.scan import Scanner
from evenhand.workflows.statistics.suspecting import leakage

ROWS: Mapping[str, Json] = {"needs": "rows"}


def check_quality(
    scanner: Scanner, table: object, *, contract: Contract | None = None, key: Sequence[str] = (),
    label: str | None = None, as_of: Instant | None = None, confidence: float = 0.95,
) -> TableReport:  # fmt: skip
    """Measure how sound a table is, and say what is wrong with it, worst first.

    Everything follows from one profile, but for repeated rows, keys and leakage, which go over the rows again and
    declare it (``needs: rows`` in their detail). Shares have Wilson's bounds; counts of repeated rows are exact. No
    number is judged: the order tells what to look at first.

    Args:
        scanner: reads the table.
        table: whatever holds it; of a written profile, all is measured that needs no rows.
        contract: that it should keep; its limits and categories are counted exactly.
        key: columns that should tell rows apart together; those with that role in the contract when not given.
        label: a column of two values that no other column should tell too well; that of the contract when not given.
        as_of: time of the look, against which the newest times are held; no age is measured without it.
        confidence: of the intervals.

    Raises:
        ColumnMissing: the table lacks a column that ``key`` or ``label`` names; that the contract names is a finding.
    """
    asked, lacking = _asked(scanner, table, Asked(
        contract=contract, key=tuple(key), label=label, as_of=None if as_of is None else moment(as_of).timestamp(),
        confidence=confidence,
    ))  # fmt: skip
    profile, problems = _profile(scanner, table, asked)
    sentences, measured, gaps = _columns(scanner, table, profile, asked)
    repeated, words = _rows(scanner, table, asked)
    return TableReport(
        look="quality", tables=(Looked(origin=scanner.origin(table), n_rows=profile.n_rows),),
        measurements=(*repeated, *measured), confidence=confidence, problems=(*lacking, *problems, *gaps),
        profiles=(profile,),
        sentences=tuple(sorted((*sentences, *words), key=lambda each: -each.weight)) or (_sound(profile),),
        choices={"key": list(asked.key), "label": asked.label, "as_of": as_of},
    )  # fmt: skip


def _asked(scanner: Scanner, table: object, asked: Asked) -> tuple[Asked, list[str]]:
    """What is asked, with key and label of the contract where the table has them, and what it lacks."""
    if asked.contract is None:
        return asked, []
    held = {*scanner.kinds(table), *scanner.left_out(table)}
    key = asked.key or asked.contract.by_role("key")
    label = asked.label or next(iter(asked.contract.by_role("label")), None)
    problems = []
    if not asked.key and not held.issuperset(key):
        gone = " and ".join(repr(name) for name in key if name not in held)
        problems.append(f"The table lacks {gone} of the contract's key, so it is not looked whether a key repeats.")
        key = ()
    if asked.label is None and label is not None and label not in held:
        problems.append(f"The table lacks {label!r}, the contract's label, so no column is held against it.")
        label = None
    return replace(asked, key=key, label=label), problems


def _profile(scanner: Scanner, table: object, asked: Asked) -> tuple[Profile, tuple[str, ...]]:
    plan = scanner.plan(table, text=asked.texts)
    holds_rows = scanner.holds_rows(table)
    if asked.contract is not None and holds_rows:
        plan = with_limits(plan, asked.contract)
    origin = scanner.origin(table)
    problems = [
        f"Column {name!r} of {origin} holds {kind}: nothing of it is measured."
        for name, kind in scanner.left_out(table).items()
    ]
    if hidden := [name for name in asked.key if name in plan.place and plan.columns[plan.place[name]].is_ordered]:
        problems.append(
            f"Of the key {' with '.join(hidden)} no value is shown, so its least and greatest are left out."
        )
    if not holds_rows:
        problems.append(f"{origin} is a profile: repeated rows, keys and leakage need rows, which it does not hold.")
    return scanner.profile(table, plan), tuple(problems)


def _columns(
    scanner: Scanner, table: object, profile: Profile, asked: Asked
) -> tuple[list[Sentence], list[Measurement], list[str]]:
    """Sentences and numbers of every column, the worst column first, and what could not be measured."""
    kinds, added = scanner.kinds(table, text=asked.texts), tuple(scanner.left_out(table))
    violations: tuple[Violation, ...] = ()
    if asked.contract is not None:
        violations = profile_violations(profile, asked.contract, kinds=kinds, added=added)
    told, gaps = leakage(scanner, table, profile, asked)
    sentences, parts = list(broken_words(violations)), []
    for column in profile.columns:
        measured = [*column_quality(column, asked), *(found for found in told if found.column == column.name)]
        broken = frozenset(found.rule for found in violations if found.column == column.name)
        words = list(column_words({found.name: found for found in measured}, told=broken))
        sentences += words
        parts.append((_worst(sentences, column.name), measured))
    parts.sort(key=lambda part: -part[0])
    ordered = [found for _, measured in parts for found in measured]
    return [*sentences, *alike_words(ordered)], ordered, gaps


def _worst(sentences: Sequence[Sentence], column: str) -> float:
    return max((each.weight for each in sentences if each.column == column), default=0.0)


def _rows(scanner: Scanner, table: object, asked: Asked) -> tuple[list[Measurement], list[Sentence]]:
    if not scanner.holds_rows(table):
        return [], []
    whole = scanner.repeated(table, text=asked.texts)
    tell = Teller(column=None, confidence=asked.confidence)
    found = [
        tell.exact("rows", float(whole.n), n=whole.n),
        tell.exact(
            "duplicate_row_rate", whole.n_repeated / whole.n, n=whole.n, detail={"count": whole.n_repeated, **ROWS}
        ),
    ]
    sentences = list(repeated_words(whole))
    if asked.key:
        keyed = scanner.repeated(table, columns=asked.key, text=asked.texts, is_stated=True)
        value = keyed.n_repeated / keyed.n if keyed.n else None
        name = asked.key[0] if len(asked.key) == 1 else None
        rate = replace(tell, column=name).exact(
            "duplicate_rate", value, n=keyed.n, reason="No row states the key.",
            detail={"count": keyed.n_repeated, "unstated": keyed.n_unstated, "key": list(asked.key), **ROWS},
        )  # fmt: skip
        found.append(rate)
        sentences += key_words(keyed, asked.key)
    return found, sentences


def _sound(profile: Profile) -> Sentence:
    rows, columns = counted(profile.n_rows, "row"), counted(len(profile.plan.columns), "column")
    return Sentence(text=f"No gap, repeated row or oddity was found in {rows} and {columns}.")
