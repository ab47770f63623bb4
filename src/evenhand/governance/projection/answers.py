"""What people write into the fields of governed documents."""

from collections.abc import Mapping, Sequence

from evenhand.errors.document import AnswerRefused
from evenhand.errors.release import EntryRefused
from evenhand.governance.audit.entry import Change, Entry, Reader
from evenhand.governance.projection.signed import enrolled, signed_document
from evenhand.governance.projection.target import target_of
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import digest_of_json, is_digest

LONGEST = 20_000
"""Characters of one answer."""


def answer(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """A person's answer to one field of a document about one thing; a later one replaces it."""
    document = signed_document(state, entry, payload)
    target = target_of(state, entry)
    if enrolled(state, entry.actor).body["kind"] != "person":
        raise AnswerRefused(f"{entry.actor} is no person: only people answer what is for people.")
    kind, field, text, seen = (document.get(name) for name in ("document", "field", "text", "seen"))
    if document.get("about") != target.name or not isinstance(kind, str) or not isinstance(field, str):
        raise EntryRefused(f"The answer speaks about {document.get('about')!r}, the entry about {target.name}.")
    if not isinstance(text, str) or not text.strip() or len(text) > LONGEST:
        raise AnswerRefused(f"The answer to {field} is blank, or longer than {LONGEST:,} characters.")
    if not isinstance(seen, list) or not all(map(is_digest, seen)):
        raise EntryRefused(f"The answer to {field} does not say what it was written beside.")
    body: dict[str, Json] = {
        "document": kind, "field": field, "not_applicable": document.get("not_applicable") is True, "seen": seen,
        "author": entry.actor, "answered_at": entry.at, "digest": digest_of_json(document), "payload": entry.payload,
    }  # fmt: skip
    return [Change(kind="answer", key=f"{target.name}/{kind}/{field}", parent=target.name, body=body)]
