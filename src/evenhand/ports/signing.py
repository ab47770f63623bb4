"""Who signs: a key file, later a key service; the workflows only see this protocol."""

from evenhand.governance.access.signature import Signer

__all__ = ["Signer"]
