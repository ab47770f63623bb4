"""A champion over HTTP, and the keys of its callers."""

from collections.abc import Callable

from evenhand.errors.workspace import ExtraMissing
from evenhand.governance.audit.entry import Record
from evenhand.ports.ledger import Entry
from evenhand.surfaces.sdk.loading import Sandbox, trust_for
from evenhand.surfaces.sdk.opening import Folder, opened, read, settings_for
from evenhand.surfaces.sdk.serving import Trusted
from evenhand.workflows.deployment.standing import deployment_in_force
from evenhand.workflows.serving import create_key as creating
from evenhand.workflows.serving import revoke_key as revoking

Listening = Callable[[str, str], None]


def serve(
    deployment: str, *, host: str = "127.0.0.1", port: int = 8000, is_open: bool = False, trust: Trusted = None,
    sandbox: Sandbox | None = None, listening: Listening | None = None, workspace: Folder = None,
) -> None:  # fmt: skip
    """Answer over HTTP with the champion of a deployment until the process is told to end.

    Args:
        deployment: its name.
        host: address to listen at.
        port: port to listen at; 0 takes a free one.
        is_open: whether callers without a key are answered too.
        trust: as for ``load``.
        sandbox: as for ``load``.
        listening: told the address and the version once requests are answered.
        workspace: where; from the current folder upwards when left out.

    Raises:
        DeploymentMissing, DeploymentStopped, ChampionMissing, VersionRetired: nothing may answer there.
        ExtraMissing: starlette or uvicorn is not installed.
    """
    try:
        from evenhand.surfaces.gateway.running import run
    except ImportError as missing:
        remedy = "Install it with: pip install 'evenhand-core[serve]'."
        raise ExtraMissing(f"Serving needs {missing.name}, which is not installed.", remedy=remedy) from missing
    with read(workspace) as place:
        deployment_in_force(place, deployment)
        keys = tuple(trust_for(place, workspace, trust).release_keys)
    run(
        settings_for(workspace), deployment, release_keys=keys, sandbox=sandbox, is_open=is_open, host=host, port=port,
        listening=listening,
    )  # fmt: skip


def create_key(deployment: str, *, consumer: str, actor: str | None = None, workspace: Folder = None) -> str:
    """Make a key for a caller of a served deployment; only its hash is kept, so it is shown this once."""
    import secrets

    key = f"ev_{secrets.token_urlsafe(32)}"
    with opened(workspace, actor) as (place, identity):
        creating.create_key(place, identity, deployment, consumer=consumer, key=key)
    return key


def revoke_key(
    deployment: str, consumer: str, *, why: str, actor: str | None = None, workspace: Folder = None
) -> Entry:
    """Shut a caller out of a served deployment."""
    with opened(workspace, actor) as (place, identity):
        return revoking.revoke_key(place, identity, deployment, consumer=consumer, why=why)


def list_keys(deployment: str, *, workspace: Folder = None) -> tuple[Record, ...]:
    """Everybody who has, or had, a key of a deployment; hashes, no keys."""
    with read(workspace) as place:
        deployment_in_force(place, deployment)
        return tuple(place.ledger.records("caller", parent=deployment))
