"""Files that travel between the people of a workspace."""

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from evenhand.errors.workspace import FileExists, FileUnreadable
from evenhand.governance.access.envelope import Envelope
from evenhand.governance.access.founding import Founder


class _Person(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: str
    public_key: str
    roles: list[str]
    person: str | None = None
    display: str | None = None


def read_founders(path: Path) -> list[Founder]:
    """Read the people of a workspace from a YAML list.

    Raises:
        FileUnreadable: with the path of the mistake.
    """
    try:
        people = TypeAdapter(list[_Person]).validate_python(yaml.safe_load(_text(path)))
    except (yaml.YAMLError, ValidationError) as mistake:
        raise FileUnreadable(f"{path} lists no people: {mistake}.", path=str(path)) from mistake
    return [
        Founder(
            name=each.name, person=each.person or each.name, display=each.display or each.name,
            public_key=" ".join(each.public_key.split()[:2]), roles=sorted(each.roles),
        )
        for each in people
    ]  # fmt: skip


def read_envelope(path: Path) -> Envelope:
    """Read a signed file.

    Raises:
        FileUnreadable: it is not there.
        EnvelopeUnreadable: it is no envelope.
    """
    return Envelope.from_json(_text(path))


def write_envelope(path: Path, envelope: Envelope, *, replace: bool) -> None:
    """Write a signed file whole or not at all.

    Raises:
        FileExists: it would be overwritten.
    """
    if path.exists() and not replace:
        raise FileExists(f"{path} is there already.", path=str(path))
    made = path.with_name(f".{path.name}.new")
    made.write_bytes(envelope.as_bytes() + b"\n")
    made.replace(path)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as mistake:
        raise FileUnreadable(f"{path} cannot be read: {mistake}.", path=str(path)) from mistake
