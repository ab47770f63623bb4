"""What a look at files found: the same for every kind of look, however it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from evenhand.kernel.canonical import Json
from evenhand.kernel.measurement import Measurement

if TYPE_CHECKING:
    from evenhand.metrics.profile import EvaluationProfile
    from evenhand.metrics.profiling.profile import Profile

Look = Literal["drift", "performance", "fairness", "quality", "profile"]

MIN_COUNT = 10
"""Groups of fewer rows are not shown. Rules of public bodies lie between 5 and 20, most at 10 or 11."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """What a number means, in plain words.

    Attributes:
        text: one sentence with its figures, whole without any table beside it.
        column: that it speaks about, if any.
        groups: that it speaks about; empty for the whole table.
        weight: how much a reader should care, 0 or more; the greatest is told first.
    """

    text: str
    column: str | None = None
    groups: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    weight: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """One table that was read.

    Attributes:
        origin: its name in messages.
        n_rows: rows read.
    """

    origin: str
    n_rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TableReport:
    """Numbers about files, with what they mean.

    Attributes:
        look: what was asked.
        tables: that were read; for drift the reference first.
        measurements: every number; of columns those that matter most first.
        sentences: what they mean, worst first.
        problems: what could not be measured and why, each naming its column or file; a reader must not miss these.
        confidence: of the intervals.
        profiles: of the tables in the order of ``tables``, for pictures; empty where the look needs none.
        evaluation: the cube, for pictures; ``None`` where the look needs none.
        choices: what was assumed or chosen, by name, for example ``{"positive": "1"}``.
    """

    look: Look
    tables: tuple[Looked, ...]
    measurements: tuple[Measurement, ...]
    sentences: tuple[Sentence, ...] = ()
    problems: tuple[str, ...] = ()
    confidence: float = 0.95
    profiles: "tuple[Profile, ...]" = ()
    evaluation: "EvaluationProfile | None" = None
    choices: Mapping[str, Json] = field(default_factory=lambda: MappingProxyType({}))
