"""Reading what is in force and what a reference names."""

from collections.abc import Mapping

from evenhand.errors.number import ReferenceUnreadable
from evenhand.errors.release import UseCaseMissing
from evenhand.errors.workspace import NotFound
from evenhand.governance.audit.entry import Reader, Record
from evenhand.governance.projection.target import KINDS, Target, find_target
from evenhand.kernel.canonical import Json
from evenhand.kernel.reference import Reference, is_name
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.lifecycle.problem.use_case_document import use_case_from_json
from evenhand.lifecycle.training.manifest import Manifest
from evenhand.ports.workspace import Workspace


def version_record(state: Reader, reference: Reference) -> Record:
    """The record of a version.

    Raises:
        NotFound: no such version was registered.
    """
    record = state.record("version", str(reference))
    if record is None:
        known = [version.key for version in state.records("version", parent=reference.name)]
        names = ", ".join(known) or ", ".join(model.key for model in state.records("model")) or "nothing"
        raise NotFound(f"{reference} is not registered; there is {names}.", reference=str(reference))
    return record


def target_named(state: Reader, name: Reference | str) -> Target:
    """What a name such as ``credit@3``, ``use-case:loan`` or ``dataset:adult@1`` stands for.

    Raises:
        ReferenceUnreadable: a name without a kind is no reference of a version.
        NotFound: nothing of that name is registered.
    """
    text = str(name)
    found = find_target(state, text)
    if found is not None:
        return found
    kind, _, key = text.partition(":")
    if not key:
        version_record(state, Reference.parse(text))
    known = ", ".join(f"{kind}:{record.key}" for record in state.records(kind)) if kind in KINDS else ""
    raise NotFound(
        f"{text} is not registered; there is {known or 'nothing of that kind'}.",
        remedy=f"Name a version (credit@3) or one of {', '.join(f'{each}:NAME' for each in KINDS)}.", reference=text,
    )  # fmt: skip


def manifest_of(workspace: Workspace, version: Record) -> Manifest:
    """The manifest of a version, read from the entry that registered it."""
    return Manifest.from_json(document_of(workspace, version))


def document_of(workspace: Workspace, record: Record) -> Mapping[str, Json]:
    """The signed document behind a record."""
    payload = workspace.ledger.payload(str(record.body["payload"]))
    document = payload["document"] if isinstance(payload, Mapping) else None
    if not isinstance(document, Mapping):
        raise NotFound(f"{record.kind} {record.key} holds no document.")
    return document


def require_name(name: str, *, what: str) -> None:
    """Refuse what could not name a thing everywhere: in a ledger, in a path, on a terminal.

    Raises:
        ReferenceUnreadable: it is no name.
    """
    if not is_name(name):
        raise ReferenceUnreadable(f"{name!r} names no {what}.", remedy="Use lower-case words joined by '-'.")


def require_environment(name: str) -> None:
    """Refuse what could not name an environment everywhere: in a ledger, in a pack, on a terminal.

    Raises:
        ReferenceUnreadable: it is no name.
    """
    if not is_name(name):
        raise ReferenceUnreadable(f"{name!r} names no environment.", remedy="Use lower-case words joined by '-'.")


def use_case_in_force(state: Reader, name: str) -> tuple[UseCase, str]:
    """The use case and its digest.

    Raises:
        UseCaseMissing: none of this name is in force.
    """
    record = state.record("use-case", name)
    if record is None:
        raise UseCaseMissing(f"No use case {name!r} is in force.", use_case=name)
    document = record.body["document"]
    content = document["content"] if isinstance(document, Mapping) else None
    if not isinstance(content, Mapping):
        raise UseCaseMissing(f"The use case {name!r} holds no content.", use_case=name)
    return use_case_from_json(content), str(record.body["digest"])


def latest_evidence(state: Reader, about: Target | Record, kind: str, *, before: int | None = None) -> Record | None:
    """The newest evidence of a kind about a target as registered; of that filed before the entry ``before``.

    Args:
        state: the projection.
        about: the target, or the record of a version.
        kind: of evidence.
        before: leave out what was filed from this entry on.
    """
    name, manifest = (about.name, about.manifest) if isinstance(about, Target) else (about.key, about.body["manifest"])
    found = [
        record
        for record in state.records("evidence", parent=name)
        if record.body["kind"] == kind
        and record.body["manifest"] == manifest
        and (before is None or record.head < before)
    ]
    return max(found, key=lambda record: record.head, default=None)
