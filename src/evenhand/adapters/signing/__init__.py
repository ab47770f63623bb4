"""Private keys in files: those of people, of the log and of releases, and whom this user trusts."""

from evenhand.adapters.signing.identity import create_identity, list_identities, open_identity, open_ssh_key
from evenhand.adapters.signing.key_file import KeyFile
from evenhand.adapters.signing.log_key import (
    LogKey,
    create_log_key,
    create_release_key,
    open_log_key,
    open_release_key,
)
from evenhand.adapters.signing.trust_file import own_trust_path, read_trust, write_trust

__all__ = [
    "KeyFile",
    "LogKey",
    "create_identity",
    "create_log_key",
    "create_release_key",
    "list_identities",
    "open_identity",
    "open_log_key",
    "open_release_key",
    "open_ssh_key",
    "own_trust_path",
    "read_trust",
    "write_trust",
]
