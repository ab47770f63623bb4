"""Load a released version, or refuse: everything is verified before any parser sees a byte."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from evenhand.errors.release import (
    EnvironmentRefused,
    ReleaseBroken,
    ReleaseExpired,
    ReleaseMissing,
    ReleaseNotTrusted,
    VersionRetired,
)
from evenhand.errors.workspace import NotFound
from evenhand.governance.access.envelope import Envelope, verified_by
from evenhand.governance.access.release import FULL, Release
from evenhand.governance.access.signature import PublicKey
from evenhand.governance.audit.entry import entry_of
from evenhand.governance.policy.engine import judge
from evenhand.governance.projection.needed import needed_gates
from evenhand.governance.projection.releases import release_key
from evenhand.governance.projection.target import find_target
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import digest_of_json
from evenhand.kernel.instant import moment
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.training.manifest import PREDICTIONS, Manifest
from evenhand.ports.ledger import Record
from evenhand.ports.sample import Models, Scorer
from evenhand.ports.workspace import Workspace
from evenhand.workflows.gate.recall import facts_as_judged, policy_as_judged, use_case_as_judged
from evenhand.workflows.lookup import manifest_of, use_case_in_force, version_record
from evenhand.workflows.release.release_version import DEMO


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """A version that may serve here and now.

    Attributes:
        statement: what the release key signed.
        manifest: what the version consists of.
    """

    statement: Release
    manifest: Manifest


def load_version(
    workspace: Workspace,
    reference: Reference,
    *,
    environment: str,
    release_keys: Sequence[PublicKey],
    exposure: str = FULL,
) -> Released:
    """Find the release, check its signature, its place in the ledger, its content and that nothing has run out.

    Args:
        workspace: where.
        reference: the version.
        environment: where it is to serve.
        release_keys: the reader's own trust.
        exposure: ``full``, or ``shadow`` for whoever records answers that nobody gets.

    Raises:
        VersionRetired: it was retired.
        ReleaseMissing: no release covers the version in that environment.
        ReleaseNotTrusted: none of ``release_keys`` signed it.
        ReleaseBroken: release, manifest and ledger do not fit together.
        ReleaseExpired: a waiver or a piece of evidence that it rests on has run out, or the use case by now calls
            another outcome favourable.
        EnvironmentRefused: a demonstration release outside ``demo``.
    """
    version = version_record(workspace.ledger, reference)
    if (retired := workspace.ledger.record("retired", version.key)) is not None:
        raise VersionRetired(f"{reference} was retired at {retired.body.get('retired_at')}.", reference=str(reference))
    record = workspace.ledger.record("release", release_key(version.key, environment, exposure=exposure))
    if record is None:
        others = [_where(each) for each in workspace.ledger.records("release", parent=version.key)]
        fact = f"No release covers {reference} in {environment!r}; released in: {', '.join(others) or 'none'}."
        raise ReleaseMissing(fact, reference=str(reference), environment=environment)
    statement = _signed(workspace, record, release_keys)
    _require_logged(workspace, record)
    if statement.exposure != exposure:
        raise ReleaseBroken(f"The release {record.key} is for exposure {statement.exposure}, not {exposure}.")
    manifest = _manifest(workspace, version, statement, environment=environment)
    _require_in_time(workspace, version, statement, before=record.head)
    return Released(statement=statement, manifest=manifest)


@contextmanager
def opened_version(released: Released, models: Models) -> Iterator[Scorer]:
    """The model of a released version, parsed in a confined child.

    Raises:
        NotFound: the model itself was never given to evenhand.
    """
    if released.manifest.loader == PREDICTIONS:
        raise NotFound(
            f"The model of {released.statement.about} was never given to evenhand; only its predictions were.",
            remedy="Run it where it lives; the release says that it may serve.",
        )
    with models.open(released.manifest) as model:
        yield model


def _where(release: Record) -> str:
    exposure = release.body.get("exposure", FULL)
    return str(release.body["environment"]) + ("" if exposure == FULL else f" ({exposure} only)")


def _signed(workspace: Workspace, record: Record, keys: Sequence[PublicKey]) -> Release:
    payload = workspace.ledger.payload(str(record.body["payload"]))
    stored = payload.get("envelope") if isinstance(payload, Mapping) else None
    if not isinstance(stored, Mapping):
        raise ReleaseBroken(f"The ledger holds no release statement for {record.key}.")
    envelope = Envelope.from_json(stored)
    if not verified_by(envelope, keys):
        by = ", ".join(signature.keyid for signature in envelope.signatures)
        fact = f"The release {record.key} is signed by {by}, none of which you trust."
        raise ReleaseNotTrusted(fact, release=record.key)
    return Release.parse(envelope.payload)


def _require_logged(workspace: Workspace, record: Record) -> None:
    """The entry stands in the tree, whose root was compared with what this machine has seen when it was opened."""
    workspace.trail.prove(record.head)
    entry = entry_of(workspace.trail.leaf(record.head), workspace.log)
    if (entry.action, entry.payload) != ("release.made", record.body["payload"]):
        raise ReleaseBroken(f"The ledger's entry {record.head} is not the release {record.key}.")


def _manifest(workspace: Workspace, version: Record, statement: Release, *, environment: str) -> Manifest:
    if (statement.about, statement.environment, statement.log) != (version.key, environment, workspace.log):
        raise ReleaseBroken(f"The release found for {version.key} is for {statement.about} in {statement.environment}.")
    if statement.mode == "demonstration" and environment != DEMO:
        raise EnvironmentRefused(f"{version.key} was released in mode=demonstration; it serves in {DEMO!r} only.")
    manifest = manifest_of(workspace, version)
    named = {file.path: file.digest for file in (*manifest.files, *manifest.code)}
    if digest_of_json(manifest.as_json()) != statement.manifest or named != dict(statement.files):
        raise ReleaseBroken(f"The manifest of {version.key} is not the one that was released.")
    return manifest


def _require_same_decision(workspace: Workspace, version: Record, statement: Release) -> None:
    """What a score is the probability of, and which value is good for the person, is still what was released."""
    then = use_case_as_judged(workspace, statement.use_case)
    now, _ = use_case_in_force(workspace.ledger, then.name)
    if (now.label, now.favourable) != (then.label, then.favourable):
        raise ReleaseExpired(
            f"{version.key} was released where {then.label} = {then.favourable!r} is favourable; by the use case in "
            f"force it is {now.label} = {now.favourable!r}."
        )


def _require_in_time(workspace: Workspace, version: Record, statement: Release, *, before: int) -> None:
    now = workspace.clock.now()
    if statement.until is not None and moment(now) >= moment(statement.until):
        raise ReleaseExpired(f"The release of {version.key} ended at {statement.until}.")
    _require_same_decision(workspace, version, statement)
    policy = policy_as_judged(workspace, statement)
    target = find_target(workspace.ledger, version.key)
    if target is None:
        raise ReleaseBroken(f"{version.key} is not registered.")
    for gate in needed_gates(statement.exposure):
        facts = {**facts_as_judged(workspace, target, gate, statement, policy=policy, before=before), "now": now}
        verdict = judge(policy, gate, facts)
        if not verdict.opens:
            closed: list[Json] = [check.id for check in verdict.checks if check.verdict not in ("pass", "waived")]
            told = next(reason.text for check in verdict.checks if check.id in closed for reason in check.reasons)
            raise ReleaseExpired(f"{gate} of {version.key} no longer opens: {told}", checks=closed)
