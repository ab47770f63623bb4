"""Files that travel between the people of a workspace."""

from pathlib import Path

from evenhand.errors.table import FormUnreadable
from evenhand.governance.access.envelope import Envelope
from evenhand.governance.access.founding import Founder
from evenhand.kernel.canonical import Json
from evenhand.kernel.part import Part
from evenhand.wiring.form_file import read_form
from evenhand.wiring.user_file import read_text, write_file


def read_founders(path: Path) -> list[Founder]:
    """Read the people of a workspace from a YAML list.

    Raises:
        FormUnreadable: with file and path of the mistake.
    """
    return read_form(path, _founders)


def read_envelope(path: Path) -> Envelope:
    """Read a signed file.

    Raises:
        FileUnreadable: it cannot be read as text.
        EnvelopeUnreadable: it is no envelope.
    """
    return Envelope.from_json(read_text(path))


def write_envelope(path: Path, envelope: Envelope, *, replace: bool) -> None:
    """Write a signed file whole or not at all.

    Raises:
        FileExists, FileUnwritable: it would be overwritten, or cannot be written.
    """
    write_file(path, envelope.as_bytes() + b"\n", replace=replace)


def _founders(document: Json) -> list[Founder]:
    return [_founder(each) for each in Part(value=document, path="people", refusal=FormUnreadable).items()]


def _founder(part: Part) -> Founder:
    said = part.fields(needed=("name", "public_key", "roles"), optional=("person", "display"))
    name = said["name"].text()
    return Founder(
        name=name, person=said["person"].text() if "person" in said else name,
        display=said["display"].text() if "display" in said else name,
        public_key=" ".join(said["public_key"].text().split()[:2]),
        roles=sorted(each.text() for each in said["roles"].items()),
    )  # fmt: skip
