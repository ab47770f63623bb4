"""Dataset versions, every reading of their parts, and what a person said about personal data in them."""

from collections.abc import Mapping, Sequence

from evenhand.errors.release import EntryRefused
from evenhand.governance.audit.entry import Change, Entry, Reader, Record
from evenhand.governance.projection.grounds import use_case_of
from evenhand.governance.projection.signed import signed_document
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import digest_of_json, is_digest
from evenhand.kernel.reference import is_name


def register(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """A new dataset version: the number after the last one, by its author; immutable from here on."""
    document = signed_document(state, entry, payload)
    name, number = str(document.get("dataset")), document.get("version")
    key, expected = f"{name}@{number}", len(state.records("dataset", parent=name)) + 1
    if not is_name(name) or number != expected or entry.about != f"dataset:{key}":
        raise EntryRefused(f"The dataset says {key}; the next version of {name} is {expected}.", dataset=key)
    if document.get("author") != entry.actor:
        raise EntryRefused(f"The dataset is by {document.get('author')!r}, registered by {entry.actor}.")
    use_case = str(document.get("use_case"))
    use_case_of(state, use_case)
    _require_origin(state, document)
    body: dict[str, Json] = {
        "manifest": digest_of_json(document), "payload": entry.payload, "author": entry.actor, "use_case": use_case,
        "registered_at": entry.at, "rows_digest": document["rows_digest"], "n_rows": document["n_rows"],
        "parts": _parts(document), "columns": _columns(document),
    }  # fmt: skip
    return [Change(kind="dataset", key=key, parent=name, body=body)]


def read(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """One reading of one part: who, what for."""
    document = signed_document(state, entry, payload)
    dataset = dataset_of(state, entry)
    parts, part = dataset.body["parts"], str(document.get("part"))
    found = parts.get(part) if isinstance(parts, Mapping) else None
    if not isinstance(found, Mapping) or found.get("rows_digest") != document.get("rows_digest"):
        raise EntryRefused(f"{dataset.key} has no part {part} of these rows.", dataset=dataset.key)
    purpose = document.get("purpose")
    if not isinstance(purpose, str) or not purpose.strip():
        raise EntryRefused(f"The reading of {dataset.key} states no purpose.", dataset=dataset.key)
    body: dict[str, Json] = {
        "part": part, "rows_digest": found["rows_digest"], "purpose": purpose, "actor": entry.actor, "at": entry.at,
    }  # fmt: skip
    return [Change(kind="reading", key=f"{dataset.key}/{entry.sequence}", parent=f"dataset:{dataset.key}", body=body)]


def confirm_personal(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """What a person says about columns that may hold personal data; the newest word on a version stands."""
    document = signed_document(state, entry, payload)
    dataset = dataset_of(state, entry)
    columns = dataset.body["columns"]
    known = set(columns) if isinstance(columns, Mapping) else set()
    confirmed, denied = (_names(document, word) for word in ("confirmed", "denied"))
    if strange := [name for name in (*confirmed, *denied) if name not in known]:
        raise EntryRefused(f"{dataset.key} has no column {', '.join(strange)}.", dataset=dataset.key)
    if both := sorted(set(confirmed) & set(denied)):
        raise EntryRefused(f"{', '.join(both)}: confirmed and denied at once.", dataset=dataset.key)
    body: dict[str, Json] = {
        "confirmed": [*confirmed], "denied": [*denied], "note": document.get("note"), "actor": entry.actor,
        "at": entry.at, "manifest": dataset.body["manifest"], "payload": entry.payload,
    }  # fmt: skip
    return [Change(kind="personal-columns", key=dataset.key, parent=f"dataset:{dataset.key}", body=body)]


def dataset_of(state: Reader, entry: Entry) -> Record:
    """The dataset version that an entry is about.

    Raises:
        EntryRefused: it is about no registered one.
    """
    kind, _, key = entry.about.partition(":")
    record = state.record("dataset", key) if kind == "dataset" else None
    if record is None:
        raise EntryRefused(f"{entry.about} is no registered dataset version.", about=entry.about)
    return record


def _require_origin(state: Reader, document: Mapping[str, Json]) -> None:
    """What says that it was made from another version names that version as it is registered here."""
    source = document.get("source")
    if not isinstance(source, Mapping) or source.get("kind") != "transform":
        return
    record = state.record("dataset", str(source.get("of")))
    if record is None or record.body["manifest"] != source.get("manifest"):
        raise EntryRefused(f"The dataset was made from {source.get('of')}, which is not registered so.")


def _parts(document: Mapping[str, Json]) -> Mapping[str, Json]:
    parts = document.get("parts")
    if not isinstance(parts, Mapping) or not parts:
        raise EntryRefused("The dataset has no part.")
    for name, part in parts.items():
        if not isinstance(part, Mapping) or not is_name(name) or not is_digest(part.get("rows_digest")):
            raise EntryRefused(f"The part {name} names no rows.")
    return parts


def _columns(document: Mapping[str, Json]) -> Mapping[str, Json]:
    """Column to role, as the contract has it."""
    contract = document.get("contract")
    columns = contract.get("columns") if isinstance(contract, Mapping) else None
    listed = columns if isinstance(columns, list) else []
    return {str(each["name"]): each.get("role") for each in listed if isinstance(each, Mapping)}


def _names(document: Mapping[str, Json], word: str) -> list[str]:
    found = document.get(word)
    return [str(name) for name in found] if isinstance(found, list) else []
