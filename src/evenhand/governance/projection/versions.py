"""Versions of models, and every look at held-out rows."""

from collections.abc import Mapping, Sequence

from evenhand.errors.release import EntryRefused, UseCaseStopped
from evenhand.governance.audit.entry import Change, Entry, Reader, Record
from evenhand.governance.projection.grounds import use_case_of
from evenhand.governance.projection.signed import signed_document
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import digest_of_json


def register(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """A new version: the number after the last one, by its author, of its use case's model; immutable from here on."""
    manifest = signed_document(state, entry, payload)
    model, number = str(manifest["model"]), manifest["version"]
    about = f"{model}@{number}"
    latest = state.record("model", model)
    expected = 1 if latest is None else int(str(latest.body["latest"])) + 1
    if entry.about != f"version:{about}" or number != expected or manifest["author"] != entry.actor:
        raise EntryRefused(f"{about} is not version {expected} of {model} by {entry.actor}.")
    if use_case_of(state, str(manifest["use_case"]))[1].get("model") != model:
        raise EntryRefused(f"The use case {manifest['use_case']} is not that of the model {model}.")
    _require_go(state, str(manifest["use_case"]))
    dataset = manifest.get("dataset")
    learned = None if dataset is None else state.record("dataset", str(dataset))
    if dataset is not None and (learned is None or learned.body["use_case"] != manifest["use_case"]):
        raise EntryRefused(f"{dataset} is no dataset of the use case {manifest['use_case']}.")
    body: dict[str, Json] = {
        "manifest": digest_of_json(manifest), "payload": entry.payload, "author": entry.actor,
        "use_case": manifest["use_case"], "loader": manifest["loader"], "registered_at": entry.at,
        "submission": None, "dataset": dataset,
    }  # fmt: skip
    return [
        Change(kind="model", key=model, parent=None, body={"latest": expected}),
        Change(kind="version", key=about, parent=model, body=body),
    ]


def _require_go(state: Reader, use_case: str) -> None:
    feasibility = use_case_of(state, use_case)[1].get("feasibility")
    if isinstance(feasibility, Mapping) and feasibility.get("decision") == "no-go":
        fact = f"Feasibility of {use_case} is no-go, decided by {feasibility.get('decided_by')}"
        raise UseCaseStopped(f"{fact}: {feasibility.get('reason')}", use_case=use_case)


def open_holdout(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """A look: this version on these rows; the same pair twice is one look."""
    document = signed_document(state, entry, payload)
    version = version_of(state, entry)
    key = f"{version.key}/{document['rows_digest']}"
    if state.record("look", key) is not None:
        return []
    body: dict[str, Json] = {
        "version": version.key, "rows_digest": document["rows_digest"], "n_rows": document["n_rows"],
        "opened_at": entry.at, "actor": entry.actor,
    }  # fmt: skip
    return [Change(kind="look", key=key, parent=str(version.body["use_case"]), body=body)]


def version_of(state: Reader, entry: Entry) -> Record:
    """The version that an entry is about.

    Raises:
        EntryRefused: it is about no registered version.
    """
    kind, _, key = entry.about.partition(":")
    record = state.record("version", key) if kind == "version" else None
    if record is None:
        raise EntryRefused(f"{entry.about} is no registered version.", about=entry.about)
    return record
