"""The words of an entry: of its signed document or statement, without digests, keys and numbers."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from evenhand.errors.people import EnvelopeUnreadable
from evenhand.governance.access.envelope import Envelope
from evenhand.governance.audit.entry import Entry
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import is_digest
from evenhand.ports.search import Passage
from evenhand.ports.workspace import Workspace

LONGEST = 200_000
"""Characters of one entry that are indexed."""
_NUMBER = re.compile(r"[-+]?[\d.,]+(?:e[-+]?\d+)?\Z", re.IGNORECASE)
_KEY = re.compile(r"ssh-ed25519 |[A-Za-z0-9+/]{60,}={0,2}\Z|[0-9a-f]{32,}\Z")
_SKIPPED = frozenset({"schema", "log", "mode", "payload", "media_type", "method", "unit"})
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z\Z")
_NAMES = {"gate": "verdict", "document": "answer", "holdout": "look", "dataset.read": "read"}


def passage_of(workspace: Workspace, entry: Entry) -> Passage:
    """The passage of one entry. What was sealed is never read."""
    said = _said(workspace.ledger.payload(entry.payload))
    about = said.get("about")
    kind = said.get("kind") if entry.action == "evidence.filed" else None
    noun = entry.action.partition(".")[0]
    return Passage(
        sequence=entry.sequence, author=entry.actor, at=entry.at, kind=str(kind or _NAMES.get(noun, noun)),
        about=str(about) if isinstance(about, str) and about else entry.about.removeprefix("version:"),
        text=_joined(_words(said)),
    )  # fmt: skip


def _said(payload: Json) -> Mapping[str, Json]:
    """The document of a payload, or the statement in its envelope."""
    if not isinstance(payload, Mapping):
        return {}
    document, stored = payload.get("document"), payload.get("envelope")
    if isinstance(document, Mapping):
        return document
    if not isinstance(stored, Mapping):
        return {}
    try:
        statement = json.loads(Envelope.from_json(stored).payload)
    except (ValueError, EnvelopeUnreadable):
        return {}
    predicate = statement.get("predicate") if isinstance(statement, dict) else None
    return predicate if isinstance(predicate, Mapping) else {}


def _joined(words: Iterator[str]) -> str:
    found: dict[str, None] = {}
    size = 0
    for text in words:
        if text not in found:
            found[text] = None
            size += len(text) + 2
        if size > LONGEST:
            break
    return "; ".join(found)[:LONGEST]


def _words(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield from filter(None, [_told(value)])
    elif isinstance(value, Mapping):
        yield from _words_of_map(value)
    elif isinstance(value, Sequence):
        for each in value:
            yield from _words(each)


def _words_of_map(value: Mapping[str, Json]) -> Iterator[str]:
    for key, each in value.items():
        if key in _SKIPPED:
            continue
        # The names of parts are words that people search for, such as those of metrics, and they tell what a text is.
        if isinstance(each, str):
            yield from (f"{key}: {text}" for text in _words(each))
            continue
        if isinstance(each, Mapping | list):
            yield from filter(None, [_told(str(key))])
        yield from _words(each)


def _told(text: str) -> str:
    """Whether people would look for it: no digest, instant, number or key."""
    stripped = " ".join(text.split())
    is_noise = is_digest(stripped) or _INSTANT.match(stripped) or _NUMBER.match(stripped) or _KEY.match(stripped)
    return "" if is_noise or stripped.startswith("evenhand/") else stripped
