"""How a version is named: ``credit@3``."""

import re
from dataclasses import dataclass

from evenhand.errors.number import ReferenceUnreadable

_VERSION = re.compile(r"[1-9][0-9]{0,8}\Z")
_NAME = re.compile(r"[a-z][a-z0-9]*(?:[-_.][a-z0-9]+)*\Z")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Reference:
    """A registered name and a version number.

    Attributes:
        name: lower-case words joined by ``-``, ``_`` or ``.``, at most 64 characters.
        version: 1 to 999,999,999.

    Examples:
        >>> Reference.parse("credit@3")
        Reference(name='credit', version=3)
        >>> str(Reference(name="credit", version=3))
        'credit@3'
    """

    name: str
    version: int

    def __post_init__(self) -> None:
        if not is_name(self.name):
            raise ReferenceUnreadable(f"{self.name!r} is no name.", remedy="Use lower-case words joined by '-'.")
        if not 1 <= self.version <= 999_999_999:
            raise ReferenceUnreadable(f"{self.version} is no version number.")

    def __str__(self) -> str:
        return f"{self.name}@{self.version}"

    @classmethod
    def parse(cls, text: str) -> "Reference":
        """Read ``NAME@VERSION``; each reference has one spelling, so ``credit@03`` is none.

        Raises:
            ReferenceUnreadable: it does not read so.
        """
        name, _, version = text.partition("@")
        if not _VERSION.match(version):
            raise ReferenceUnreadable(f"{text!r} is no reference.")
        return cls(name=name, version=int(version))


def is_name(text: str) -> bool:
    """Whether ``text`` may name a model, a use case, a policy or an actor.

    Examples:
        >>> is_name("job-search"), is_name("../etc"), is_name("A")
        (True, False, False)
    """
    return len(text) <= 64 and _NAME.match(text) is not None
