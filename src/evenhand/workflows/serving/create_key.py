"""Admit a caller to a served deployment by a key of his own."""

from evenhand.kernel.digest import Digest, digest_of
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.ports.workspace import Workspace
from evenhand.workflows.deployment.placing import act_on
from evenhand.workflows.deployment.standing import deployment_in_force
from evenhand.workflows.lookup import require_name


def create_key(workspace: Workspace, identity: Identity, deployment: str, *, consumer: str, key: str) -> Entry:
    """Record the hash of a key; the key itself is kept nowhere.

    Args:
        workspace: where.
        identity: who admits; holds the role operations or model-owner.
        deployment: that the key is for, and no other.
        consumer: who will use it.
        key: random, of 256 bits, so that its hash gives nothing away.

    Raises:
        CallerExists: he has one.
        RoleMissing: the actor may not.
    """
    require_name(consumer, what="caller")
    place = deployment_in_force(workspace, deployment)
    document = {"deployment": deployment, "consumer": consumer, "hash": key_hash(deployment, key)}
    return act_on(workspace, identity, place, action="key.created", document=document)


def key_hash(deployment: str, key: str) -> Digest:
    """How a key of a deployment is recorded."""
    return digest_of(f"evenhand/key/v1\0{deployment}\0{key}".encode())
