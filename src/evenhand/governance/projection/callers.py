"""Who may ask a served deployment: keys that only their hash is kept of, admitted and shut out by entries."""

from collections.abc import Mapping, Sequence

from evenhand.errors.release import EntryRefused
from evenhand.errors.serving import CallerExists, CallerMissing
from evenhand.governance.audit.entry import Change, Entry, Reader
from evenhand.governance.projection.deployments import MOVERS, deployment_of, require_reason, require_role
from evenhand.governance.projection.signed import signed_document
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import is_digest
from evenhand.kernel.reference import is_name


def create_key(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """A caller with a key; another key of the same caller replaces one that was revoked."""
    document = signed_document(state, entry, payload)
    deployment = deployment_of(state, entry, document)
    require_role(state, entry, MOVERS)
    consumer = str(document.get("consumer"))
    if not is_name(consumer) or not is_digest(document.get("hash")):
        raise EntryRefused("The document names no caller, or holds no hash of a key.")
    key = f"{deployment.key}/{consumer}"
    before = state.record("caller", key)
    if before is not None and before.body["is_revoked"] is not True:
        raise CallerExists(f"{consumer} has a key of {deployment.key} already.", consumer=consumer)
    body: dict[str, Json] = {
        "consumer": consumer, "hash": document["hash"], "created_at": entry.at, "created_by": entry.actor,
        "is_revoked": False, "why": "",
    }  # fmt: skip
    return [Change(kind="caller", key=key, parent=deployment.key, body=body)]


def revoke_key(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """A key that admits nobody any more."""
    document = signed_document(state, entry, payload)
    deployment = deployment_of(state, entry, document)
    require_role(state, entry, MOVERS)
    require_reason(document)
    key = f"{deployment.key}/{document.get('consumer')}"
    caller = state.record("caller", key)
    if caller is None or caller.body["is_revoked"] is True:
        raise CallerMissing(f"{document.get('consumer')} has no key of {deployment.key}.")
    body = {**caller.body, "is_revoked": True, "why": document["why"]}
    return [Change(kind="caller", key=key, parent=deployment.key, body=body)]
