"""Collects what an examination finds, the first few of each part: a thousand followers of one fault explain nothing."""

from collections import Counter

from evenhand.governance.audit.verification import Damage, Part

KEPT = 5


class Findings:
    """What was found so far.

    Attributes:
        first_missing: where the run of entries ends although others follow; ``None`` when it does not.
    """

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Start over."""
        self._damage: list[Damage] = []
        self._counts: Counter[Part] = Counter()
        self._first_bad: int | None = None
        self.first_missing: int | None = None

    def report(self, part: Part, place: object, fact: str) -> None:
        """Note one thing that is wrong."""
        self._counts[part] += 1
        if self._counts[part] <= KEPT:
            self._damage.append(Damage(part=part, place=str(place), fact=fact))

    def accuse(self, sequence: int, fact: str, *, missing: bool = False) -> None:
        """Note an entry that is wrong."""
        if missing:
            self.first_missing = sequence
        self._first_bad = sequence if self._first_bad is None else min(sequence, self._first_bad)
        self.report("entry", sequence, fact)

    @property
    def first_bad_entry(self) -> int | None:
        """The lowest sequence of an entry that is known to be wrong."""
        return self._first_bad

    @property
    def damage(self) -> tuple[Damage, ...]:
        """What to show."""
        more = [(part, count - KEPT) for part, count in self._counts.items() if count > KEPT]
        return (*self._damage, *(Damage(part=part, place="", fact=f"{rest} more") for part, rest in more))
