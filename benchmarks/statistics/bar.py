"""What is asked, what was measured, and whether that is enough."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

from child import Ran


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One line of the results.

    Attributes:
        work: what is done.
        wanted: the bar, in words; empty where there is none.
        measured: the figure, or why there is none.
        is_met: ``None`` where there is no bar, or nothing was measured.
        load: average number of processes that wanted the machine while it was measured.
    """

    work: str
    wanted: str
    measured: str
    is_met: bool | None
    load: float = field(default_factory=lambda: os.getloadavg()[0])

    @property
    def verdict(self) -> str:
        """In a word."""
        if self.is_met is None:
            return "not measured" if self.wanted else ""
        return "met" if self.is_met else "**missed**"


class NotMeasured(Exception):
    """Something that was to be measured failed; the text says what and how."""


def in_turn(repeats: int, *runs: Callable[[], Ran]) -> list[list[Ran]]:
    """Run each in turn, again and again, so that all meet the same load; one list for each.

    Raises:
        NotMeasured: one failed.
    """
    found: list[list[Ran]] = [[] for _ in runs]
    for _ in range(repeats):
        for place, run in enumerate(runs):
            ran = run()
            if ran.failure is not None:
                raise NotMeasured(ran.failure)
            found[place].append(ran)
    return found


def middle(rans: Sequence[Ran], phase: str, kind: str = "cpu") -> float:
    """The median of one phase."""
    return median(ran.answer["phases"][phase][kind] for ran in rans)


def spread(values: Sequence[float]) -> str:
    """The median with the least and the greatest."""
    return f"{median(values):.2f} ({min(values):.2f} to {max(values):.2f}, {len(values)} runs)"


def ratios(above: Sequence[Ran], below: Sequence[Ran], phases: tuple[str, str], kind: str = "cpu") -> list[float]:
    """Of each turn, the one over the other."""
    pairs = zip(above, below, strict=True)
    return [
        one.answer["phases"][phases[0]][kind] / max(1e-9, other.answer["phases"][phases[1]][kind])
        for one, other in pairs
    ]
