"""Envelopes inside payloads: every entry is signed by its actor."""

from collections.abc import Iterable, Mapping

from evenhand.errors.release import EntryRefused
from evenhand.governance.access.act import Act
from evenhand.governance.access.envelope import Envelope, verified_by
from evenhand.governance.access.signature import PublicKey
from evenhand.governance.audit.entry import Entry, Reader, Record
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import digest_of_json


def signed_document(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Mapping[str, Json]:
    """The document of an entry, once its actor's signature holds for this action, subject and log.

    Raises:
        EntryRefused: the payload holds no signed document, or it was signed for something else or by another key.
    """
    document, stored = payload.get("document"), payload.get("envelope")
    if set(payload) != {"document", "envelope"} or not isinstance(document, Mapping) or not isinstance(stored, Mapping):
        raise EntryRefused(f"The payload of {entry.action} is no signed document.")
    envelope = Envelope.from_json(stored)
    act = Act.parse(envelope.payload)
    named = (act.action, act.about, act.actor, act.document, act.log)
    if named != (entry.action, entry.about, entry.actor, digest_of_json(document), log_of(state)):
        raise EntryRefused(f"{entry.actor} signed another act than this {entry.action} of {entry.about}.")
    require_signature(enrolled(state, entry.actor), envelope)
    return document


def signed_envelope(payload: Mapping[str, Json]) -> Envelope:
    """The envelope that is the whole payload.

    Raises:
        EntryRefused: there is none.
    """
    stored = payload.get("envelope")
    if set(payload) != {"envelope"} or not isinstance(stored, Mapping):
        raise EntryRefused("The payload holds no envelope.")
    return Envelope.from_json(stored)


def signed_statement(payload: Mapping[str, Json]) -> Json:
    """The statement in the envelope of a payload that a rule has read already."""
    envelope = payload["envelope"]
    return envelope["payload"] if isinstance(envelope, Mapping) else None


def verified(envelope: Envelope, keys: Iterable[str]) -> frozenset[str]:
    """Fingerprints among ``keys`` whose signature holds."""
    return frozenset(verified_by(envelope, [PublicKey.parse(key) for key in keys]))


def require_signature(actor: Record, envelope: Envelope) -> None:
    """Check that the actor signed with a key of his own.

    Raises:
        EntryRefused: no signature of the envelope is by a key of his.
    """
    keys = actor.body["keys"]
    if not isinstance(keys, list) or not verified(envelope, map(str, keys)):
        raise EntryRefused(f"{actor.key} has not signed this with an enrolled key.", actor=actor.key)


def enrolled(state: Reader, actor: str) -> Record:
    """The record of an enrolled actor.

    Raises:
        EntryRefused: nobody of this name is enrolled.
    """
    record = state.record("actor", actor)
    if record is None:
        raise EntryRefused(
            f"{actor!r} is not enrolled.", remedy="Have the actor proposed and confirmed first.", actor=actor
        )
    return record


def workspace_of(state: Reader) -> Record:
    """The record of the workspace."""
    return state.records("workspace")[0]


def log_of(state: Reader) -> str:
    """The id of the ledger."""
    return workspace_of(state).key


def mode_of(state: Reader) -> str:
    """``governed`` or ``demonstration``."""
    return str(workspace_of(state).body["mode"])
