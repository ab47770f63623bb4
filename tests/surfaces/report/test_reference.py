"""The reference names what the JSON form holds, and nothing else."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

from tests.surfaces.report.worked_review import REVIEW

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "review.md").read_text(encoding="utf-8")
JSON_FORM = PAGE[PAGE.index("## The JSON form") :]
NAMED = set(re.findall(r"`([a-z_0-9]+)`", JSON_FORM))


def _names(part: object) -> Iterator[str]:
    if is_dataclass(part):
        for field in fields(part):
            yield field.name
            yield from _names(getattr(part, field.name))
    elif isinstance(part, tuple):
        for each in part:
            yield from _names(each)
    elif isinstance(part, dict):
        for each in part.values():
            yield from _names(each)


def test_every_field_is_documented() -> None:
    assert set(_names(REVIEW)) - NAMED == set()


def test_no_field_is_documented_that_does_not_exist() -> None:
    words = {"schema", "policy", "counts", "replaced", "stale", "quorum", "null", "unjudged"}

    assert NAMED - set(_names(REVIEW)) - words == set()
