"""Which columns of a table say what was decided, for whom and rightly or not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from evenhand.lifecycle.problem.scalar import Scalar

if TYPE_CHECKING:
    from evenhand.metrics.cube.score_grid import ScoreGrid


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseColumns:
    """What is asked of a table that holds labels beside decisions or scores.

    Attributes:
        label: column with what truly happened; without it every label is the decision, and only what needs none may be
            derived.
        decision: column with what was decided or predicted; without it a case is decided by its score.
        score: column with the score; higher means closer to the favourable decision.
        threshold: without ``decision``, the least score that is decided favourably.
        positive: the favourable value of ``label`` and ``decision``, compared as number and as text; 1, which true is
            too, where it is not given.
        attributes: columns whose values are groups; texts, booleans, whole numbers of few values, or banded numbers.
        bands: attribute to the cut points that turn its numbers into groups.
        crossings: groupings beside each attribute alone that keep scores.
        grid: the cells that scores are counted in; where it is not given, small tables keep each distinct score.
        is_exact: whether to keep each distinct score whatever the size; ``None`` leaves it to the size.
    """

    label: str | None = None
    decision: str | None = None
    score: str | None = None
    threshold: float | None = None
    positive: "Scalar | None" = None
    attributes: tuple[str, ...] = ()
    bands: Mapping[str, tuple[float, ...]] = field(default_factory=lambda: MappingProxyType({}))
    crossings: tuple[tuple[str, ...], ...] = ()
    grid: "ScoreGrid | None" = None
    is_exact: bool | None = None

    def __post_init__(self) -> None:
        if self.decision is None and (self.score is None or self.threshold is None):
            raise ValueError("neither a decision nor a score with its threshold is named")
        if self.label is None and self.decision is None:
            raise ValueError("neither a label nor a decision is named")

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is read, each once."""
        named = (self.label, self.decision, self.score, *self.attributes)
        return tuple(dict.fromkeys(name for name in named if name is not None))
