"""Who acts, and the key that he acts with."""

from dataclasses import dataclass

from evenhand.governance.access.signature import Signer


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """An actor on his own machine.

    Attributes:
        actor: the enrolled name.
        signer: his private key.
    """

    actor: str
    signer: Signer
