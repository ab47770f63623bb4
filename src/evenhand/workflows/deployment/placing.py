"""One signed move in a deployment: its document names what was read, so that nothing moves on what is past."""

from collections.abc import Mapping

from evenhand.errors.serving import ChampionRefused
from evenhand.governance.access.release import FULL, SHADOW
from evenhand.governance.audit.entry import Record
from evenhand.governance.projection.releases import release_key
from evenhand.kernel.canonical import Json
from evenhand.kernel.reference import Reference
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Draft, Entry
from evenhand.ports.workspace import Workspace
from evenhand.workflows.act import append_document, signed_draft
from evenhand.workflows.deployment.standing import deployment_in_force
from evenhand.workflows.lookup import version_record


def place_version(
    workspace: Workspace, identity: Identity, name: str, reference: Reference, *, action: str, why: str,
    exposures: tuple[str, ...],
) -> Entry:  # fmt: skip
    """Append the move of a version, naming the newest release among ``exposures`` that covers it."""
    return workspace.ledger.append(
        move_draft(workspace, identity, name, reference, action=action, why=why, exposures=exposures)
    )


def move_draft(
    workspace: Workspace, identity: Identity, name: str, reference: Reference, *, action: str, why: str,
    exposures: tuple[str, ...],
) -> Draft:  # fmt: skip
    """Sign the move of a version for an entry that is appended later, alone or together with others."""
    deployment = deployment_in_force(workspace, name)
    version = version_record(workspace.ledger, reference)
    release = release_in(workspace, deployment, version.key, exposures)
    document: dict[str, Json] = {
        "deployment": name, "version": version.key, "release": release.body["payload"], "why": why,
        "after": deployment.head,
    }  # fmt: skip
    subject = f"version:{version.key}"
    expects = {deployment_subject(name): deployment.head, subject: workspace.ledger.head(subject)}
    return signed_draft(
        workspace, identity, action=action, about=deployment_subject(name), document=document, expects=expects
    )


def deployment_subject(name: str) -> str:
    """How the ledger names a deployment."""
    return f"deployment:{name}"


def act_on(
    workspace: Workspace, identity: Identity, deployment: Record, *, action: str, document: Mapping[str, Json],
) -> Entry:  # fmt: skip
    """Append an entry about a deployment; refused when it changed meanwhile."""
    about = deployment_subject(deployment.key)
    expects = {about: deployment.head}
    return append_document(workspace, identity, action=action, about=about, document=document, expects=expects)


def release_in(workspace: Workspace, deployment: Record, version: str, exposures: tuple[str, ...]) -> Record:
    """The release of a version for the environment of a deployment.

    Raises:
        ChampionRefused: there is none.
    """
    environment = str(deployment.body["environment"])
    keys = {exposure: release_key(version, environment, exposure=exposure) for exposure in (FULL, SHADOW)}
    for exposure in exposures:
        if (found := workspace.ledger.record("release", keys[exposure])) is not None:
            return found
    if workspace.ledger.record("release", keys[SHADOW]) is not None:
        raise ChampionRefused(f"{version} is released for {environment} as a shadow only.", version=version)
    raise ChampionRefused(f"{version} is not released for {environment}.", version=version)
