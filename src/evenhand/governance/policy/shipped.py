"""The policies that ship with the package."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from evenhand.governance.policy.document import load_policy
from evenhand.governance.policy.rule import Policy

SHIPPED: Sequence[str] = ("tier-1", "tier-2", "tier-2-high-risk", "tier-3", "tier-4", "demonstration")


@cache
def shipped_policy(name: str) -> Policy:
    """One of ``SHIPPED``, its examples judged.

    Raises:
        KeyError: no such policy ships.

    Examples:
        >>> str(shipped_policy("demonstration"))
        'demonstration@1'
    """
    return load_policy(shipped_text(name))


def shipped_text(name: str) -> str:
    """The file of one of ``SHIPPED``, word for word.

    Raises:
        KeyError: no such policy ships.
    """
    if name not in SHIPPED:
        raise KeyError(name)
    return files("evenhand").joinpath("resources", "policies", f"{name}.yaml").read_text("utf-8")
