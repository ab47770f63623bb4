"""YAML and JSON files that people write: one document, no surprises, mistakes with file and path."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from evenhand.errors.base import Usage
from evenhand.errors.number import ValueNotCanonical
from evenhand.errors.policy import PolicyUnreadable
from evenhand.errors.table import FormUnreadable
from evenhand.governance.policy.language.strict_yaml import read_yaml
from evenhand.kernel.canonical import Json, from_canonical

LARGEST = 2**20

Entity = TypeVar("Entity")


def read_form(path: Path, read: Callable[[Json], Entity]) -> Entity:
    """What ``read`` makes of the document in the file.

    Raises:
        FormUnreadable: the file cannot be opened, is too large, no UTF-8, or no plain YAML.
        Usage: what ``read`` refuses, with the file's name before the path of the mistake.
    """
    document = _document(path)
    try:
        return read(document)
    except Usage as mistake:
        raise placed(mistake, f"{path.name}: {mistake.fact}", file=str(path)) from mistake


def placed(mistake: Usage, fact: str, **facts: object) -> Usage:
    """The same failure with a fact that says better where it is."""
    told = type(mistake)(fact, remedy=mistake.remedy)
    told.facts = {**mistake.facts, **facts}
    return told


def _document(path: Path) -> Json:
    """One document: JSON where the name says so, else YAML, which holds most of JSON too."""
    content = _content(path)
    try:
        return from_canonical(content.encode()) if path.suffix.lower() == ".json" else read_yaml(content)
    except PolicyUnreadable as mistake:
        fact = mistake.fact.removeprefix("the policy: ")
        raise FormUnreadable(f"{path.name}: {fact}", file=str(path)) from mistake
    except ValueNotCanonical as mistake:
        fact = mistake.fact.removeprefix("The bytes are ")
        raise FormUnreadable(f"{path.name}: {fact}", file=str(path)) from mistake


def _content(path: Path) -> str:
    try:
        if not path.is_file():
            kind = "is no regular file" if path.exists() else "does not exist"
            raise FormUnreadable(f"{path} {kind}.", remedy="Correct the path.", file=str(path))
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except (OSError, ValueError) as mistake:
        remedy = "Check the path and your right to read it."
        raise FormUnreadable(f"{path} cannot be opened: {mistake}.", remedy=remedy, file=str(path)) from mistake
    if len(content) > LARGEST:
        raise FormUnreadable(f"{path} is larger than {LARGEST:,} bytes.", file=str(path))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as mistake:
        line = content[: mistake.start].count(b"\n") + 1
        raise FormUnreadable(f"{path.name}: line {line} is no UTF-8.", file=str(path)) from mistake
