"""An inventory as people keep it: a CSV file with columns of any names."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from evenhand.adapters.tables.csv_dialect import sniffed
from evenhand.errors.problem import InventoryInvalid
from evenhand.governance.risk.inventory import KnownSystem, key_of
from evenhand.wiring.user_file import read_text, require_file

MOST_ROWS = 20_000
_MOST_TOLD = 20
_COLUMNS: Mapping[str, Sequence[str]] = {
    "id": ("id", "key", "model_id", "system_id", "inventory_id"),
    "name": ("name", "model", "model_name", "system", "system_name", "ai_system", "title", "application", "use_case"),
    "purpose": ("purpose", "intended_purpose", "description", "use", "usage"),
    "owner": ("owner", "model_owner", "business_owner", "system_owner", "responsible", "contact"),
    "vendor": ("vendor", "supplier", "provider", "third_party"),
    "status": ("status", "state", "stage", "lifecycle", "lifecycle_stage", "phase"),
    "class": ("class", "ai_act_class", "eu_ai_act_class", "ai_act", "risk_class", "risk_category"),
    "tier": ("tier", "risk_tier", "model_tier", "materiality", "materiality_tier"),
}
_UNKNOWN = frozenset({"", "-", "?", "n/a", "na", "nan", "null", "unknown", "tbd", "not known", "not stated"})
_STATUS: Mapping[str, str] = {
    "idea": "planned", "proposed": "planned", "development": "in-development", "dev": "in-development",
    "building": "in-development", "in-progress": "in-development", "validation": "in-validation",
    "testing": "in-validation", "test": "in-validation", "pilot": "in-validation", "live": "in-use",
    "production": "in-use", "prod": "in-use", "active": "in-use", "deployed": "in-use", "in-production": "in-use",
    "use": "in-use", "paused": "suspended", "stopped": "suspended", "inactive": "suspended",
    "decommissioned": "retired", "archived": "retired", "sunset": "retired",
}  # fmt: skip
_CLASS: Mapping[str, str] = {
    "high": "high_risk", "limited": "transparency", "limited_risk": "transparency", "minimal_risk": "minimal",
    "low": "minimal", "low_risk": "minimal", "unacceptable": "prohibited", "unacceptable_risk": "prohibited",
    "out_of_scope": "out_of_scope", "not_ai": "out_of_scope",
}  # fmt: skip


def read_inventory(path: Path) -> tuple[KnownSystem, ...]:
    """The rows of a CSV file, every one of them or none.

    Columns are found by the names that people give them, in any spelling; the others are kept as they are.

    Raises:
        FileUnreadable: the file cannot be opened, is too large, or no UTF-8.
        InventoryInvalid: with the lines of up to twenty mistakes.
    """
    require_file(path)
    with path.open("rb") as file:
        delimiter = sniffed(file, origin=path.name).delimiter
    reader = csv.reader(StringIO(read_text(path), newline=""), delimiter=delimiter, strict=True)
    mistakes: list[str] = []
    rows: list[KnownSystem] = []
    places: dict[str, int] = {}
    try:
        columns = _columns(next(reader, []), path)
        for line, fields in _records(reader):
            try:
                row = _row(columns, fields)
                if row.key in places:
                    raise InventoryInvalid(f"{row.name!r} stands in line {places[row.key]} already.")
                places[row.key] = line
                rows.append(row)
            except InventoryInvalid as mistake:
                mistakes.append(f"line {line}: {mistake.fact}")
    except csv.Error as mistake:
        mistakes.append(f"line {reader.line_num}: no CSV: {mistake}.")
    _require_good(path, rows, mistakes)
    return tuple(rows)


def _records(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """Each record that is not blank, with the line on which it begins."""
    begins = reader.line_num + 1
    for fields in reader:
        if any(field.strip() for field in fields):
            yield begins, fields
        begins = reader.line_num + 1


def _require_good(path: Path, rows: Sequence[KnownSystem], mistakes: Sequence[str]) -> None:
    if mistakes:
        more = f" And {len(mistakes) - _MOST_TOLD} more." if len(mistakes) > _MOST_TOLD else ""
        told = " ".join(mistakes[:_MOST_TOLD])
        raise InventoryInvalid(f"{path.name}: {told}{more}", mistakes=list(mistakes), file=str(path))
    if not rows:
        raise InventoryInvalid(f"{path.name} holds no rows below the names of its columns.", file=str(path))
    if len(rows) > MOST_ROWS:
        raise InventoryInvalid(f"{path.name} holds {len(rows):,} rows; {MOST_ROWS:,} are the most.", file=str(path))


def _columns(header: Sequence[str], path: Path) -> tuple[str, ...]:
    """What each column is: a fact, or ``+`` and its own name."""
    named = {alias: fact for fact, aliases in _COLUMNS.items() for alias in aliases}
    found: list[str] = []
    for text in header:
        plain = re.sub(r"[^a-z0-9]+", "_", text.strip().lower()).strip("_")
        fact = named.get(plain, f"+{text.strip()}")
        if fact in found:
            first = header[found.index(fact)].strip()
            raise InventoryInvalid(
                f"{path.name}: {first!r} and {text.strip()!r} both name the column {fact.strip('+')}."
            )
        found.append(fact)
    if "name" not in found:
        known = ", ".join(_COLUMNS["name"])
        raise InventoryInvalid(f"{path.name} has no column for the name; it may be called {known}.", file=str(path))
    return tuple(found)


def _row(columns: Sequence[str], fields: Sequence[str]) -> KnownSystem:
    if len(fields) != len(columns):
        raise InventoryInvalid(f"{len(fields)} fields below {len(columns)} columns.")
    stated = {column: text.strip() for column, text in zip(columns, fields, strict=True)}
    known = {column: "" if text.lower() in _UNKNOWN else text for column, text in stated.items()}
    return KnownSystem(
        key=key_of(known.get("id") or known["name"]), name=known["name"], purpose=known.get("purpose", ""),
        owner=known.get("owner", ""), vendor=stated.get("vendor", ""), status=_status(known.get("status", "")),
        case_class=_class(known.get("class", "")), tier=_tier(known.get("tier", "")),
        more={column[1:]: text for column, text in known.items() if column.startswith("+") and text},
    )  # fmt: skip


def _status(text: str) -> str:
    plain = re.sub(r"[^a-z]+", "-", text.lower()).strip("-")
    return _STATUS.get(plain, plain)


def _class(text: str) -> str:
    plain = re.sub(r"[^a-z]+", "_", text.lower()).strip("_")
    return _CLASS.get(plain, plain)


def _tier(text: str) -> int | None:
    if not text:
        return None
    found = re.fullmatch(r"(?:tier[\s_-]*|t)?([0-9]+)(?:\.0)?", text.lower())
    if found is None:
        raise InventoryInvalid(f"The tier {text[:40]!r} is none of 1, 2, 3, 4.")
    return int(found[1])
