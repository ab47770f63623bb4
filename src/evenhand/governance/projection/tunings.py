"""Searches for a model: what was to be tried and by which rule to choose, then every attempt, then how it ended."""

from collections.abc import Mapping, Sequence

from evenhand.errors.release import EntryRefused
from evenhand.governance.audit.entry import Change, Entry, Reader, Record
from evenhand.governance.projection.grounds import use_case_of
from evenhand.governance.projection.signed import signed_document
from evenhand.kernel.canonical import Json

ENDS = ("chosen", "none-fits", "interrupted", "failed")


def begin(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """A search begins; space, objectives and rule are fixed from here on."""
    document = signed_document(state, entry, payload)
    key, use_case = entry.about.removeprefix("tuning:"), str(document.get("use_case"))
    expected = f"T-{len(state.records('tuning')) + 1}"
    if entry.about != f"tuning:{expected}":
        raise EntryRefused(f"The next search is tuning:{expected}, not {entry.about}.")
    use_case_of(state, use_case)
    plan = document.get("plan")
    if not isinstance(plan, Mapping) or not plan.get("rule"):
        raise EntryRefused(f"The search {key} states no rule of choice.")
    body: dict[str, Json] = {
        "use_case": use_case, "author": entry.actor, "payload": entry.payload, "begun_at": entry.at, "n_attempts": 0,
        "end": None, "version": None,
    }  # fmt: skip
    return [Change(kind="tuning", key=key, parent=use_case, body=body)]


def attempt(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """One attempt, good or failed; none can be left out or made again."""
    document = signed_document(state, entry, payload)
    tuning = _running(state, entry)
    number = int(str(tuning.body["n_attempts"])) + 1
    if document.get("number") != number:
        raise EntryRefused(f"The next attempt of {tuning.key} is {number}, not {document.get('number')}.")
    body: dict[str, Json] = {"payload": entry.payload, "made_at": entry.at, "failure": document.get("failure")}
    return [
        Change(kind="attempt", key=f"{tuning.key}/{number}", parent=tuning.key, body=body),
        Change(kind="tuning", key=tuning.key, parent=tuning.parent, body={**tuning.body, "n_attempts": number}),
    ]


def end(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """How the search ended, and which version came of it."""
    document = signed_document(state, entry, payload)
    tuning = _running(state, entry)
    how, version = document.get("end"), document.get("version")
    if how not in ENDS:
        raise EntryRefused(f"A search ends as one of {', '.join(ENDS)}, not {how!r}.")
    if (how == "chosen") != (isinstance(version, str) and state.record("version", version) is not None):
        raise EntryRefused(f"{tuning.key} ends as {how} with the version {version!r}.")
    body = {**tuning.body, "end": how, "version": version, "ended_at": entry.at, "ending": entry.payload}
    return [Change(kind="tuning", key=tuning.key, parent=tuning.parent, body=body)]


def _running(state: Reader, entry: Entry) -> Record:
    kind, _, key = entry.about.partition(":")
    tuning = state.record("tuning", key) if kind == "tuning" else None
    if tuning is None:
        raise EntryRefused(f"{entry.about} is no search that began.", about=entry.about)
    if tuning.body["end"] is not None:
        raise EntryRefused(f"{key} has ended: {tuning.body['end']}.", tuning=key)
    if tuning.body["author"] != entry.actor:
        raise EntryRefused(f"{key} is by {tuning.body['author']}, not by {entry.actor}.", tuning=key)
    return tuning
