"""What ``reproduced`` and ``shadow`` share: one dated record about the version that is judged."""

from collections.abc import Mapping

from evenhand.governance.policy.facts import Facts, digest, instant_of, mapping

Record = Mapping[object, object]


def record_about_this(facts: Facts, name: str) -> tuple[Record, str] | str:
    """The record under ``name`` with its digest, or why it cannot stand for this version."""
    if facts.now is None or facts.manifest is None:
        return "It is not known which version is judged, or when."
    record = mapping(facts.get(name))
    if record is None:
        return "No {kind} is on record."
    made_at, document = instant_of(record.get("made_at")), digest(record.get("digest"))
    if made_at is None or document is None or digest(record.get("manifest")) is None:
        return "The {kind} does not say which version it is about, when it was made, or in which document it stands."
    if record.get("manifest") != facts.manifest:
        return "The {kind} is about another version."
    if made_at > facts.now:
        return "The {kind} is dated after now."
    return record, document
