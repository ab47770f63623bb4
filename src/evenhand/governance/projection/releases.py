"""Which version may serve in which environment."""

from collections.abc import Mapping, Sequence

from evenhand.errors.release import EntryRefused, EnvironmentRefused, GateClosed, SubmissionMissing
from evenhand.governance.access.release import Release
from evenhand.governance.audit.entry import Change, Entry, Reader
from evenhand.governance.projection.signed import enrolled, log_of, mode_of, require_signature, signed_envelope
from evenhand.governance.projection.versions import version_of
from evenhand.kernel.canonical import Json

GATES = ("training-validation", "deployment-approval")


def release(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """A release: both gates opened on this very submission, in an environment that the mode allows."""
    envelope = signed_envelope(payload)
    statement = Release.parse(envelope.payload)
    require_signature(enrolled(state, entry.actor), envelope)
    version = version_of(state, entry)
    if statement.about != version.key or statement.manifest != version.body["manifest"]:
        raise EntryRefused(f"The release speaks about {statement.about}, not about {version.key} as registered.")
    if version.body["submission"] is None:
        raise SubmissionMissing(f"{version.key} was never submitted.")
    if statement.submission != version.body["submission"] or statement.log != log_of(state):
        raise EntryRefused("The release names another submission or another ledger.")
    mode = mode_of(state)
    if statement.mode != mode or (mode == "demonstration" and statement.environment != "demo"):
        raise EnvironmentRefused(f"A release in mode={mode} cannot serve in {statement.environment!r}.")
    for gate in GATES:
        verdict = state.record("verdict", f"{version.key}/{gate}")
        if verdict is None or verdict.body["opens"] is not True:
            raise GateClosed(f"The gate {gate} has not opened for {version.key}.", gate=gate)
    body: dict[str, Json] = {
        "environment": statement.environment, "mode": mode, "payload": entry.payload, "released_at": entry.at,
        "actor": entry.actor, "submission": statement.submission,
    }  # fmt: skip
    return [Change(kind="release", key=f"{version.key}/{statement.environment}", parent=version.key, body=body)]
