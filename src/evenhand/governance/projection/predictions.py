"""What was scored, imported and decided by people: each with the digest of the segment that holds it."""

import re
from collections.abc import Mapping, Sequence

from evenhand.errors.release import EntryRefused
from evenhand.errors.serving import BatchChanged, ReviewClosed
from evenhand.governance.audit.entry import Change, Entry, Reader
from evenhand.governance.projection.deployments import STOPPERS, answering, deployment_of, require_role
from evenhand.governance.projection.signed import signed_document
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import is_digest

_BATCH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z")


def is_batch(text: str) -> bool:
    """Whether ``text`` may name a batch.

    Examples:
        >>> is_batch("2018-W03"), is_batch("../x")
        (True, False)
    """
    return _BATCH.match(text) is not None


def score(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """A batch that the champion of a running deployment scored, once under its id."""
    document = signed_document(state, entry, payload)
    deployment = deployment_of(state, entry, document)
    champion = answering(deployment)
    if (document.get("version"), document.get("release")) != (champion["version"], champion["release"]):
        raise EntryRefused(f"{document.get('version')} is not the champion of {deployment.key}.")
    if state.record("retired", str(champion["version"])) is not None:
        raise EntryRefused(f"{champion['version']} is retired.")
    names = ("version", "release", "rows", "segment", "n_rows", "n_favourable", "n_review")
    return [_written(state, entry, deployment.key, document, names)]


def score_shadow(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """What a shadow of the deployment scored, answering nobody."""
    document = signed_document(state, entry, payload)
    deployment = deployment_of(state, entry, document)
    shadows = deployment.body["shadows"]
    named = (document.get("version"), document.get("release"))
    held = [(each.get("version"), each.get("release")) for each in _maps(shadows)]
    if named not in held:
        raise EntryRefused(f"{document.get('version')} is no shadow of {deployment.key}.")
    return [_written(state, entry, deployment.key, document, ("version", "release", "segment", "n_rows"))]


def import_predictions(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """Records of another server: every version that they name is registered for this use case."""
    document = signed_document(state, entry, payload)
    deployment = deployment_of(state, entry, document)
    versions = document.get("versions")
    for name in versions if isinstance(versions, Mapping) else ():
        version = state.record("version", name)
        if version is None or version.body["use_case"] != deployment.body["use_case"]:
            raise EntryRefused(f"{name} is no registered version of {deployment.body['use_case']}.")
    return [_written(state, entry, deployment.key, document, ("versions", "rows", "segment", "n_new", "n_known"))]


def import_outcomes(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """What became of cases; what was recorded before is corrected by those who answer for people."""
    document = signed_document(state, entry, payload)
    deployment = deployment_of(state, entry, document)
    if document.get("n_corrected") != 0:
        require_role(state, entry, STOPPERS)
    names = ("rows", "segment", "n_new", "n_known", "n_corrected", "n_unknown")
    return [_written(state, entry, deployment.key, document, names)]


def override(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """A person who answers for people decided one case; nobody decides it again."""
    document = signed_document(state, entry, payload)
    deployment = deployment_of(state, entry, document)
    require_role(state, entry, STOPPERS)
    key = f"{deployment.key}/{document.get('id')}"
    if state.record("override", key) is not None:
        raise ReviewClosed(f"{document.get('id')} was decided by a person before.", id=document.get("id"))
    if document.get("decision") not in (0, 1) or not is_digest(document.get("segment")):
        raise EntryRefused("The document holds no decision, or names no record of it.")
    body: dict[str, Json] = {
        "id": document["id"], "decision": document["decision"], "was": document.get("was"),
        "band": document.get("band"), "version": document.get("version"), "reviewer": entry.actor,
        "segment": document["segment"], "decided_at": entry.at,
    }  # fmt: skip
    return [Change(kind="override", key=key, parent=deployment.key, body=body)]


def _written(
    state: Reader, entry: Entry, deployment: str, document: Mapping[str, Json], names: Sequence[str]
) -> Change:
    """The record of a segment, under the name of its batch."""
    batch, kind = str(document.get("batch")), entry.action.partition(".")[0]
    if not is_batch(batch):
        raise EntryRefused(f"{batch!r} names no batch: letters, digits, '.', '_' and '-', at most 64.")
    key = f"{deployment}/{batch}"
    if state.record(kind, key) is not None:
        raise BatchChanged(f"{batch} is recorded for {deployment} already.", batch=batch)
    if document.get("segment") is not None and not is_digest(document["segment"]):
        raise EntryRefused("The document names no segment by its digest.")
    body: dict[str, Json] = {
        "batch": batch, **{name: document.get(name) for name in names}, "actor": entry.actor,
        "recorded_at": entry.at, "payload": entry.payload,
    }  # fmt: skip
    return Change(kind=kind, key=key, parent=deployment, body=body)


def _maps(stored: Json) -> list[Mapping[str, Json]]:
    return [each for each in stored if isinstance(each, Mapping)] if isinstance(stored, list) else []
