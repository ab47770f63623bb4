"""How the rows of a dataset are divided into parts that do not leak into each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from evenhand.errors.dataset import SplitInvalid
from evenhand.kernel.canonical import Json
from evenhand.kernel.reference import is_name

USUAL = (("training", 0.6), ("validation", 0.2), ("holdout", 0.2))
"""What is split off when nobody says otherwise."""
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitPlan:
    """A rule that gives every row one part.

    Attributes:
        shares: part and its share of the rows, earliest part first.
        by: columns that name who a row is about: all rows of one key go to one part.
        time: column by which later rows go to later parts; ``None`` draws the rows by chance.
        seed: of that chance.

    Examples:
        >>> SplitPlan(shares=(("training", 0.7), ("holdout", 0.3)), by=("person",)).names
        ('training', 'holdout')
    """

    shares: tuple[tuple[str, float], ...] = USUAL
    by: tuple[str, ...] = ()
    time: str | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        self._check_shares()
        if self.seed < 0:
            raise SplitInvalid(f"The seed is {self.seed}, below 0.")
        if self.time is not None and self.time in self.by:
            raise SplitInvalid(f"{self.time!r} is named as key and as time.")

    def _check_shares(self) -> None:
        if not self.shares:
            raise SplitInvalid("The split names no part.")
        for name, share in self.shares:
            if not is_name(name):
                raise SplitInvalid(f"{name!r} is no name of a part.")
            if not (isfinite(share) and 0 < share <= 1):
                raise SplitInvalid(f"The share of {name} is {share}, not above 0 and at most 1.")
        if len(set(self.names)) != len(self.names):
            raise SplitInvalid(f"The split names a part twice: {', '.join(self.names)}.")
        total = sum(share for _, share in self.shares)
        if abs(total - 1) > _ROUNDING:
            raise SplitInvalid(f"The shares add up to {total:g}, not to 1.")

    @property
    def names(self) -> tuple[str, ...]:
        """The parts, earliest first."""
        return tuple(name for name, _ in self.shares)

    def bounds(self, n: int) -> tuple[int, ...]:
        """How many of ``n`` rows lie in the first part, in the first two, and so on.

        Examples:
            >>> SplitPlan().bounds(10)
            (6, 8, 10)
        """
        ends, total = [], 0.0
        for _, share in self.shares:
            total += share
            ends.append(round(total * n))
        return (*ends[:-1], n)

    def as_json(self) -> dict[str, Json]:
        """The documented shape."""
        return {
            "shares": [{"part": name, "share": share} for name, share in self.shares], "by": list(self.by),
            "time": self.time, "seed": self.seed,
        }  # fmt: skip


def read_shares(text: str) -> tuple[tuple[str, float], ...]:
    """Read ``training=0.6,validation=0.2,holdout=0.2``.

    Raises:
        SplitInvalid: it does not read so.

    Examples:
        >>> read_shares("training=0.7,holdout=0.3")
        (('training', 0.7), ('holdout', 0.3))
    """
    return tuple(_share(piece) for piece in text.split(","))


def _share(piece: str) -> tuple[str, float]:
    name, sign, share = piece.partition("=")
    try:
        return name.strip(), float(share)
    except ValueError as mistake:
        fact = f"{piece.strip()!r} is no part with its share." if sign else f"{piece.strip()!r} states no share."
        raise SplitInvalid(fact) from mistake


def pairs_of(names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Every two parts, the earlier one first.

    Examples:
        >>> pairs_of(["training", "validation", "holdout"])
        (('training', 'validation'), ('training', 'holdout'), ('validation', 'holdout'))
    """
    return tuple((earlier, later) for place, earlier in enumerate(names) for later in names[place + 1 :])
