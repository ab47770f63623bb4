"""Who acts on this machine: a named identity, or the only one there is."""

import os
from pathlib import Path

from evenhand.adapters.signing.identity import list_identities, open_identity, open_ssh_key
from evenhand.errors.workspace import IdentityUnclear
from evenhand.ports.identity import Identity
from evenhand.wiring.settings import Settings


def find_identity(settings: Settings, actor: str | None) -> Identity:
    """The identity called ``actor``, else ``EVENHAND_ACTOR``, else the only one in the config directory.

    ``EVENHAND_SSH_KEY`` names an OpenSSH key to sign with instead of an own one.

    Raises:
        IdentityUnclear: nobody is named and there is none, or more than one.
        KeyMissing, KeyExposed: the key cannot be used.
    """
    named = actor if actor is not None else os.environ.get("EVENHAND_ACTOR") or None
    ssh = os.environ.get("EVENHAND_SSH_KEY")
    if named is None:
        known = list(list_identities(settings.config_home))
        if len(known) != 1:
            names = ", ".join(known) or "none"
            raise IdentityUnclear(f"Nobody is named as the one who acts; identities here: {names}.")
        named = known[0]
    signer = open_ssh_key(Path(ssh)) if ssh else open_identity(settings.config_home, named, _ask)
    return Identity(actor=named, signer=signer)


def _ask(path: str) -> str:
    import getpass

    given = os.environ.get("EVENHAND_PASSPHRASE")
    return given if given is not None else getpass.getpass(f"Passphrase of {path}: ")
