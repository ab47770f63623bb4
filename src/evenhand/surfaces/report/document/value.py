"""Any recorded value as parts of a report: texts short, measurements with their intervals, lists as tables."""

import re
from collections.abc import Mapping, Sequence
from math import isfinite

from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import is_digest, short
from evenhand.kernel.number import counted, kind_of, spread
from evenhand.lifecycle.release.estimate import FEW, LEAST_SHOWN
from evenhand.surfaces.report.tree import Code, Line, Table

MOST_ROWS = 40
_NAMING = ("id", "name", "check", "gate", "version", "path", "decision")
"""Keys that name what a row is about, so that they come first."""
_SHORT = 160
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def is_brief(value: Json) -> bool:
    """Whether a value fits into one cell.

    Examples:
        >>> is_brief("two words"), is_brief({"a": 1, "b": [1, 2]}), is_brief([{"a": 1}, {"a": 2}])
        (True, True, False)
    """
    return len(plain_text(value)) <= _SHORT and not _is_tabular(value)


def cell(value: Json) -> Line:
    """A value in one cell; a digest is code."""
    if isinstance(value, str) and is_digest(value):
        return Code(text=short(value))
    return plain_text(value)


def plain_text(value: Json) -> str:
    """A value in words.

    Examples:
        >>> plain_text({"seed": 7, "steps": ["a", "b"]}), plain_text(None), plain_text([]), plain_text(True)
        ('seed: 7; steps: a, b', 'not stated', 'none', 'yes')
    """
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {_enclosed(each)}" for name, each in value.items()) or "none"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(map(_enclosed, value)) or "none"
    return _scalar_text(value)


def _enclosed(value: Json) -> str:
    return f"({plain_text(value)})" if isinstance(value, Mapping) else plain_text(value)


def _scalar_text(value: Json) -> str:
    if value in (None, ""):
        return "not stated"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return counted(value) if abs(value) >= 10_000 else str(value)
    text = str(value)
    if _INSTANT.fullmatch(text):
        return f"{text[:10]} {text[11:16]}"
    return short(text) if is_digest(text) else text


def tables(caption: str, value: Json) -> list[Table]:
    """The value as tables: one for a list of measurements or maps, one for each such part of a map."""
    if isinstance(value, Mapping) and _is_table(value):
        return [_rows(caption, [{"name": name, **_map(each)} for name, each in value.items()])]
    if isinstance(value, Mapping) and any(not is_brief(each) for each in value.values()):
        plain = {name: each for name, each in value.items() if is_brief(each)}
        made = [_pairs(caption, plain)] if plain else []
        for name, each in value.items():
            if name not in plain:
                made += tables(f"{caption}: {name}", each)
        return made
    if isinstance(value, Mapping):
        return [_pairs(caption, value)]
    listed = list(value) if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    maps = [each for each in listed if isinstance(each, Mapping)]
    if maps and len(maps) == len(listed):
        return [_measured(caption, maps) if all(map(is_measurement, maps)) else _rows(caption, maps)]
    return [Table(caption=caption, header=("Value",), rows=[(cell(each),) for each in listed[:MOST_ROWS]])]


def is_measurement(value: Mapping[str, Json]) -> bool:
    """Whether a map is a stored measurement."""
    return {"name", "value", "lower", "upper", "n"} <= set(value)


def _is_tabular(value: Json) -> bool:
    if isinstance(value, Mapping):
        return _is_table(value) or any(_is_tabular(each) for each in value.values())
    return isinstance(value, list) and any(isinstance(each, Mapping) for each in value) and len(value) > 1


def _is_table(value: Mapping[str, Json]) -> bool:
    """Several maps that say the same about different things."""
    maps = [each for each in value.values() if isinstance(each, Mapping)]
    return len(maps) == len(value) > 1 and len({tuple(sorted(each)) for each in maps}) == 1


def _map(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, Mapping) else {}


def _pairs(caption: str, value: Mapping[str, Json]) -> Table:
    return Table(caption=caption, header=("What", "Value"), rows=[(name, cell(each)) for name, each in value.items()])


def _rows(caption: str, maps: Sequence[Mapping[str, Json]]) -> Table:
    header = list(dict.fromkeys(name for each in maps for name in each))
    header.sort(key=lambda name: name not in _NAMING)
    rows = [tuple(cell(each.get(name)) if name in each else "" for name in header) for each in maps[:MOST_ROWS]]
    return Table(caption=_cut(caption, len(maps)), header=header, rows=rows)


def _measured(caption: str, maps: Sequence[Mapping[str, Json]]) -> Table:
    rows = [(str(each["name"]), _of(each), _estimate(each), _people(each)) for each in maps[:MOST_ROWS]]
    header = ("Measure", "Of", "Value and interval", "n")
    return Table(caption=_cut(caption, len(maps)), header=header, rows=rows, numeric=frozenset({2, 3}))


def _of(measured: Mapping[str, Json]) -> str:
    groups = measured.get("groups")
    named = [f"{name} {group}" for name, group in groups.items()] if isinstance(groups, Mapping) else []
    column = measured.get("column")
    return ", ".join([*([str(column)] if column else []), *named]) or "everybody"


def _estimate(measured: Mapping[str, Json]) -> str:
    if _is_of_few(measured):
        return "withheld"
    try:
        value, lower, upper = (float(str(measured[name])) for name in ("value", "lower", "upper"))
    except ValueError:
        return f"no value: {measured.get('undefined', 'not measured')}"
    if not all(map(isfinite, (value, lower, upper))):
        return "no value"
    return spread((value, lower, upper), kind_of(str(measured["name"])))


def _people(measured: Mapping[str, Json]) -> str:
    n = measured["n"]
    return FEW if _is_of_few(measured) else counted(n) if isinstance(n, int) else str(n)


def _is_of_few(measured: Mapping[str, Json]) -> bool:
    """Of a group of one to four people nothing is told."""
    n = measured["n"]
    return bool(measured.get("groups")) and isinstance(n, int) and 0 < n < LEAST_SHOWN


def _cut(caption: str, n: int) -> str:
    return caption if n <= MOST_ROWS else f"{caption} (the first {MOST_ROWS} of {n}; the rest is in the evidence)"
