"""Which version may serve in which environment."""

from collections.abc import Mapping, Sequence

from evenhand.errors.release import (
    EntryRefused,
    EnvironmentRefused,
    GateClosed,
    SecondPersonNeeded,
    SubmissionMissing,
    SubmissionStale,
)
from evenhand.governance.access.approval import YES
from evenhand.governance.access.release import FULL, Release
from evenhand.governance.audit.entry import Change, Entry, Reader, Record
from evenhand.governance.projection.grounds import LONGEST_SECONDS, require_in_force, use_case_of
from evenhand.governance.projection.needed import earlier_gates, gates_of, needed_gates
from evenhand.governance.projection.signed import enrolled, log_of, mode_of, require_signature, signed_envelope
from evenhand.governance.projection.target import find_target
from evenhand.governance.projection.versions import version_of
from evenhand.kernel.canonical import Json
from evenhand.kernel.instant import moment


def release(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """A release: every gate that it needs opened on this very submission just now, where the mode allows it."""
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
    if abs((moment(entry.at) - moment(statement.at)).total_seconds()) > LONGEST_SECONDS:
        raise EntryRefused(f"The release is dated {statement.at}, and it is {entry.at}: see to the clocks.")
    mode = mode_of(state)
    if statement.mode != mode or (mode == "demonstration" and statement.environment != "demo"):
        raise EnvironmentRefused(f"A release in mode={mode} cannot serve in {statement.environment!r}.")
    if state.record("retired", version.key) is not None:
        raise EntryRefused(f"{version.key} is retired.")
    _require_opened(state, entry, version, statement)
    _require_earlier(state, entry, version, statement)
    subjects = _require_submitted(state, version, statement)
    if not set(subjects) <= entry.expects.keys():
        raise EntryRefused(f"The entry does not name the last ones about {' and '.join(subjects)}.")
    body: dict[str, Json] = {
        "environment": statement.environment, "mode": mode, "payload": entry.payload, "released_at": entry.at,
        "actor": entry.actor, "submission": statement.submission, "exposure": statement.exposure,
    }  # fmt: skip
    key = release_key(version.key, statement.environment, exposure=statement.exposure)
    return [Change(kind="release", key=key, parent=version.key, body=body)]


def release_key(version: str, environment: str, *, exposure: str) -> str:
    """Under which a release is recorded.

    Examples:
        >>> release_key("credit@3", "demo", exposure="full"), release_key("credit@3", "demo", exposure="shadow")
        ('credit@3/demo', 'credit@3/demo/shadow')
    """
    return f"{version}/{environment}" if exposure == FULL else f"{version}/{environment}/{exposure}"


def _require_opened(state: Reader, entry: Entry, version: Record, statement: Release) -> None:
    """Its gates opened under this policy for this environment, and nothing was recorded since the first was judged."""
    expected = entry.expects[entry.about]
    gates = needed_gates(statement.exposure)
    for gate in reversed(gates):
        verdict = state.record("verdict", f"{version.key}/{gate}")
        if verdict is None or verdict.body["opens"] is not True:
            raise GateClosed(f"The gate {gate} has not opened for {version.key}.", gate=gate)
        if (verdict.body["policy"], verdict.body["environment"]) != (statement.policy, statement.environment):
            raise GateClosed(f"The gate {gate} was judged by another policy, or for another environment.", gate=gate)
        is_old = (moment(entry.at) - moment(str(verdict.body["judged_at"]))).total_seconds() > LONGEST_SECONDS
        if is_old:
            raise SubmissionStale(f"{gate} of {version.key} was judged too long ago: judge again.")
        if verdict.head != expected:
            raise SubmissionStale(f"Something was recorded about {version.key} since {gate} was judged: judge again.")
        if gate == gates[-1] and verdict.body["digest"] != statement.verdict:
            raise EntryRefused(f"The release names another verdict of {gate} than the last.")
        expected = verdict.body["after"]  # type: ignore[assignment]


def _require_earlier(state: Reader, entry: Entry, version: Record, statement: Release) -> None:
    """The gates before the version, as far as the policy holds them, opened on what is in force now."""
    held = gates_of(state, statement.policy)
    for gate, name in earlier_gates(version).items():
        if gate not in held:
            continue
        target = None if name is None else find_target(state, name)
        if target is None:
            raise GateClosed(f"{version.key} names no dataset, so {gate} cannot have opened for it.", gate=gate)
        verdict = state.record("verdict", f"{target.name}/{gate}")
        if verdict is None or verdict.body["opens"] is not True:
            raise GateClosed(f"The gate {gate} has not opened for {target.name}.", gate=gate)
        if (verdict.body["policy"], verdict.body["manifest"]) != (statement.policy, target.manifest):
            raise GateClosed(f"The gate {gate} was judged by another policy, or on another {target.kind}.", gate=gate)
        if (moment(entry.at) - moment(str(verdict.body["judged_at"]))).total_seconds() > LONGEST_SECONDS:
            raise SubmissionStale(f"{gate} of {target.name} was judged too long ago: judge again.")


def _require_submitted(state: Reader, version: Record, statement: Release) -> tuple[str, str]:
    """The subjects of policy and use case, when what was submitted is in force and every decision on it is named.

    Nobody who built or submitted it has said yes, whatever the policy says.
    """
    submission = state.record("submission", statement.submission)
    given = [each for each in state.records("approval", parent=version.key) if _is_on(each, statement)]
    stated = (statement.policy, statement.use_case, sorted(statement.evidence))
    if submission is None or stated != (
        submission.body["policy"], submission.body["use_case"], sorted(map(str, _listed(submission.body["evidence"]))),
    ):  # fmt: skip
        raise EntryRefused("The release names another policy, use case or evidence than the submission.")
    subjects = require_in_force(state, str(version.body["use_case"]), policy=statement.policy)
    if use_case_of(state, str(version.body["use_case"]))[0] != statement.use_case:
        raise SubmissionStale(f"The use case of {version.key} has changed since it was submitted.")
    if {each.key for each in given} != set(statement.approvals):
        raise EntryRefused("The release does not name every decision on its submission.")
    own = {enrolled(state, str(name)).parent for name in (version.body["author"], submission.body["submitter"])}
    if mode_of(state) != "demonstration" and any(
        each.body["person"] in own for each in given if each.body["decision"] in YES
    ):
        raise SecondPersonNeeded(
            f"Who built or submitted {version.key} has approved it; another person has to.",
            remedy="Run 'evenhand submit' again; then only people who neither built nor submitted it say yes.",
        )
    return subjects


def _is_on(approval: Record, statement: Release) -> bool:
    return approval.body["submission"] == statement.submission


def _listed(stored: Json) -> Sequence[Json]:
    return stored if isinstance(stored, list) else ()
