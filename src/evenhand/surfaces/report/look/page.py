"""What a look at files found, as a report: what it means, what could not be measured, the numbers, the pictures."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from evenhand.kernel.measurement import Measurement
from evenhand.kernel.number import counted, plainly
from evenhand.lifecycle.evaluation.table_report import TableReport
from evenhand.surfaces.report.look.column import column_picture
from evenhand.surfaces.report.look.groups import group_picture
from evenhand.surfaces.report.look.naming import measured, method_title, metric_phrase, metric_title
from evenhand.surfaces.report.look.numbers import column_table, group_tables, whole_tables
from evenhand.surfaces.report.tree import Folded, Heading, Line, Listing, Paragraph, Part, Report, Table

_NOUNS: Mapping[str, str] = MappingProxyType({
    "drift": "Drift", "performance": "Performance", "fairness": "Fairness", "quality": "Quality", "profile": "Profile",
})  # fmt: skip
_WORDS = MappingProxyType({"p_adjusted": "p-values allow for how many are compared, after"})
_SILENT = frozenset({"shown"})
"""Choices that tell nothing about the numbers."""
_MOST_SENTENCES, _MOST_ROWS, _MOST_NUMBERS, _MOST_GROUPS = 12, 40, 12, 15
"""On a terminal; a page has all."""
_MOST_NAMED = 5
_PICTURED = ("selection_rate", "true_positive_rate", "false_positive_rate", "accuracy")


def look_report(found: TableReport, *, is_brief: bool = False) -> Report:
    """The report; the brief form is for a terminal and draws nothing."""
    parts = [*_meaning(found, is_brief=is_brief), *_problems(found, is_brief=is_brief)]
    numbers = _numbers(found, is_brief=is_brief)
    if is_brief:
        parts += numbers
    else:
        parts += [*_score_pictures(found), *_group_pictures(found), *numbers, *_column_pictures(found)]
    title, lead = _head(found)
    return Report(title=title, lead=lead, parts=[*parts, *_notes(found)], footer=title)


def _head(found: TableReport) -> tuple[str, str]:
    noun, tables = (
        _NOUNS[found.look],
        [f"{each.origin}: {counted(each.n_rows)} {'row' if each.n_rows == 1 else 'rows'}" for each in found.tables],
    )
    names = [each.origin for each in found.tables]
    if found.look == "drift" and len(names) > 1:
        return f"{noun}: {names[1]} against {names[0]}", f"Reference {tables[0]}. Current {tables[1]}."
    return f"{noun}: {', '.join(names)}", f"{'. '.join(tables)}."


def _meaning(found: TableReport, *, is_brief: bool) -> list[Part]:
    told = sorted(found.sentences, key=lambda each: -each.weight)
    if not told:
        return []
    lines: list[Line] = [each.text for each in told]
    if is_brief and len(lines) > _MOST_SENTENCES:
        rest = len(lines) - _MOST_SENTENCES
        lines = [*lines[:_MOST_SENTENCES], f"... and {rest} more; --html FILE writes all of them."]
    return [Heading(text="What it says"), *_folding(lines, "findings")]


def _problems(found: TableReport, *, is_brief: bool) -> list[Part]:
    """What is missing; what a problem tells already is not told again number by number."""
    gaps: dict[tuple[str, str], list[str]] = {}
    for each in found.measurements:
        if each.undefined is not None and each.detail.get("is_withheld") is not True:
            where = (
                f"column {each.column!r}"
                if each.column
                else ", ".join(f"{name} {value}" for name, value in each.groups.items())
            )
            gaps.setdefault((each.undefined, where), []).append(each.name)
    by_reason: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for (reason, where), names in gaps.items():
        by_reason.setdefault((reason, tuple(names)), []).append(where)
    lines: list[Line] = list(found.problems)
    lines += [
        f"No value for {_joined([metric_phrase(name) for name in names])}{_of(where)}: {reason}"
        for (reason, names), where in by_reason.items()
    ]
    if is_brief and len(lines) > _MOST_SENTENCES:
        lines = [
            *lines[:_MOST_SENTENCES],
            f"... and {len(lines) - _MOST_SENTENCES} more; --html FILE writes all of them.",
        ]
    return [Heading(text="What could not be measured, and cautions"), *_folding(lines, "cautions")] if lines else []


def _folding(lines: Sequence[Line], noun: str) -> list[Part]:
    """The first lines; on a page the others open on demand."""
    if len(lines) <= _MOST_SENTENCES + 1:
        return [Listing(lines=lines)]
    shown, rest = lines[:_MOST_SENTENCES], lines[_MOST_SENTENCES:]
    return [Listing(lines=shown), Folded(title=f"{len(rest)} more {noun}", parts=[Listing(lines=rest)])]


def _of(where: Sequence[str]) -> str:
    named = [each for each in where if each]
    if not named:
        return ""
    return f" of {_joined(named)}"


def _numbers(found: TableReport, *, is_brief: bool) -> list[Part]:
    plain = [each for each in found.measurements if each.column is None and not each.groups]
    columns = column_table(found.look, found.measurements, most=_MOST_ROWS if is_brief else None)
    whole = whole_tables(plain, most=_MOST_NUMBERS if is_brief else None)
    groups: list[Part] = []
    for by, members in _by(found.measurements).items():
        tables = group_tables(members, by, most=_MOST_GROUPS if is_brief else None)
        groups += tables[:1]
        groups += [Folded(title=f"All numbers by {' and '.join(by)}", parts=tables[1:])] if tables[1:] else []
    numbers = [*groups, *whole] if found.look == "fairness" else [*whole, *groups]
    parts = [*([] if columns is None else [columns]), *numbers]
    more = [Paragraph(line="--html FILE writes every number as a page, --json as data.")] if is_brief else []
    return [Heading(text="The numbers"), *parts, *more] if parts else []


def _joined(names: Sequence[str]) -> str:
    kept = [*names[:_MOST_NAMED], *([f"{len(names) - _MOST_NAMED} more"] if len(names) > _MOST_NAMED else [])]
    return " and ".join(part for part in (", ".join(kept[:-1]), kept[-1]) if part)


def _by(found: Iterable[Measurement]) -> dict[tuple[str, ...], list[Measurement]]:
    groups: dict[tuple[str, ...], list[Measurement]] = {}
    for each in found:
        if each.groups and each.column is None:
            groups.setdefault(tuple(each.groups), []).append(each)
    return groups


def _score_pictures(found: TableReport) -> list[Part]:
    if found.evaluation is None or found.look != "performance":
        return []
    from evenhand.surfaces.report.look.scores import score_pictures

    pictures = score_pictures(found.evaluation, found.confidence)
    return [Heading(text="Scores"), *pictures] if pictures else []


def _group_pictures(found: TableReport) -> list[Part]:
    whole = {each.name: each for each in found.measurements if each.column is None and not each.groups}
    parts: list[Part] = []
    for by, members in _by(found.measurements).items():
        for name in _PICTURED:
            same = [each for each in members if each.name == name]
            drawn = group_picture(same, by, whole.get(name)) if same else None
            parts += [] if drawn is None else [drawn]
    return [Heading(text="Groups"), *parts] if parts else []


def _column_pictures(found: TableReport) -> list[Part]:
    if not found.profiles:
        return []
    names = [each.origin for each in found.tables][: len(found.profiles)]
    if len(set(names)) < len(names):
        names = ["reference", "current"]
    parts: list[Part] = []
    for column in _in_order(found):
        said = " ".join(each.text for each in found.sentences if each.column == column and not each.groups)
        profiles = [profile.column(column) for profile in found.profiles]
        parts.append(column_picture(profiles, names, finding=_without_name(said, column)))
        rows: list[list[Line]] = [
            [metric_title(each.name), measured(each)]
            for each in found.measurements
            if each.column == column and not each.groups and each.value is not None
        ]
        parts += [_column_numbers(column, rows)] if rows else []
    return [Heading(text="Columns"), *parts] if parts else []


def _without_name(said: str, column: str) -> str:
    """The finding without the name that it begins with: the picture's title says it."""
    rest = said.removeprefix(f"{column} ")
    return said if rest == said else rest[:1].upper() + rest[1:]


def _column_numbers(column: str, rows: list[list[Line]]) -> Table:
    return Table(
        caption=f"Numbers of {column}", header=["Number", "Value and interval"], rows=rows, numeric=frozenset({1})
    )


def _in_order(found: TableReport) -> list[str]:
    """The columns that every profile holds, those that matter most first."""
    planned = [name for name in found.profiles[0].plan.place if all(name in each.plan.place for each in found.profiles)]
    told = [each.column for each in found.measurements if each.column in found.profiles[0].plan.place]
    return [name for name in dict.fromkeys([*told, *planned]) if name in planned]


def _notes(found: TableReport) -> list[Part]:
    chosen = [
        f"{_WORDS.get(name, name.replace('_', ' '))}: {_said(method_title(str(value)) if name in _WORDS else value)}"
        for name, value in found.choices.items()
        if name not in _SILENT and value is not None
    ]
    intervals = f"Each value stands with its {plainly(found.confidence, 'percent')} interval in brackets."
    lines: list[Line] = [intervals, *([f"Chosen: {'; '.join(chosen)}."] if chosen else [])]
    return [Paragraph(line=line) for line in lines] if found.measurements else []


def _said(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_said(each)}" for name, each in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(_said, value)) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return "none"
    return f"{value:g}" if isinstance(value, float) else str(value)
