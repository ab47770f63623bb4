"""The file in which a validator writes findings: YAML, JSON or CSV."""

import csv
from collections.abc import Sequence
from pathlib import Path

from evenhand.errors.validation import ValidationUnreadable
from evenhand.kernel.canonical import Json
from evenhand.lifecycle.evaluation.validation import NoticedFinding, findings_of
from evenhand.wiring.form_file import read_form
from evenhand.wiring.user_file import read_text


def read_findings(path: Path) -> Sequence[NoticedFinding]:
    """The findings of a file; a file whose name ends in ``.csv`` has one line each below the column names.

    Raises:
        FormUnreadable, FileUnreadable: it cannot be opened or is no YAML, JSON or CSV.
        ValidationUnreadable: a finding lacks a part, or a part is none of what it may be.
    """
    if path.suffix.lower() != ".csv":
        return read_form(path, findings_of)
    lines = csv.DictReader(read_text(path).splitlines())
    try:
        rows: list[Json] = [{str(name): value for name, value in line.items()} for line in lines]
    except csv.Error as mistake:
        raise ValidationUnreadable(f"{path.name} is no CSV: {mistake}.", file=str(path)) from mistake
    try:
        return findings_of(rows)
    except ValidationUnreadable as mistake:
        raise ValidationUnreadable(f"{path.name}: {mistake.fact}", file=str(path)) from mistake
