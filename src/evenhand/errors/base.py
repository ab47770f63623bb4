"""What every failure that evenhand can name has in common."""

from typing import ClassVar


class EvenhandError(Exception):
    """A failure with a stable code, the fact behind it and a way out.

    Subclasses state ``code`` and ``remedy``; an instance may sharpen the remedy. Facts that a program may want are
    passed as keyword arguments and become ``facts``.

    Attributes:
        code: stable identifier; never reused once released; each has a page in ``docs/reference/errors.md``.
        remedy: what the reader can do about it.
        exit_code: of the command line: 1 refused, 2 usage, 3 undecided, 4 could not run.

    Examples:
        >>> class Gone(EvenhandError):
        ...     code = "GONE"
        ...     remedy = "Look elsewhere."
        >>> str(Gone("It is not here.", path="x"))
        '[GONE] It is not here. Look elsewhere.'
        >>> Gone("It is not here.", path="x").facts
        {'path': 'x'}
    """

    code: ClassVar[str]
    remedy: str
    exit_code: ClassVar[int] = 4

    def __init__(self, fact: str, *, remedy: str | None = None, **facts: object) -> None:
        super().__init__(fact)
        self.fact = fact
        self.facts = facts
        if remedy is not None:
            self.remedy = remedy

    def __str__(self) -> str:
        return f"[{self.code}] {self.fact} {self.remedy}"


class Refusal(EvenhandError):
    """The request was understood and is not allowed: the command line ends with 1."""

    exit_code = 1


class Usage(EvenhandError):
    """The request itself is malformed: the command line ends with 2."""

    exit_code = 2


class Undecided(EvenhandError):
    """There is not enough to decide on: the command line ends with 3."""

    exit_code = 3
