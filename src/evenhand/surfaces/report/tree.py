"""The report tree: headings, paragraphs, tables and figures, with no word of how they look.

Whatever stands in it is text that somebody else may have written; every renderer makes it harmless.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Tone = Literal["bad", "open", "good", "plain"]
"""What a mark says beside its word: refused, not settled, in order, or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A word that has to be seen at once, for example a verdict; the word alone says all, its tone only helps."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """Something to be read letter by letter: a command, a name, a digest."""

    text: str


Phrase: TypeAlias = "str | Mark | Code"
Line: TypeAlias = "Phrase | tuple[Phrase, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The head of a section; ``level`` is 2 to 4, the report's title is level 1."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph; with a tone it is set apart as a notice."""

    line: Line
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Points of equal rank."""

    lines: Sequence[Line]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of cells; the first cell of a row names the row.

    Attributes:
        caption: says what the table holds, also to those who do not see it.
        header: one name a column.
        rows: as many cells as the header has.
        numeric: columns of numbers, by index; they are set to the right.
    """

    caption: str
    header: Sequence[str]
    rows: Sequence[Sequence[Line]]
    numeric: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.header) for row in self.rows):
            raise ValueError(f"{self.caption}: a row has another length than the header")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One row of a figure.

    Attributes:
        label: what the row is about.
        value, lower, upper: the estimate and its interval; ``None`` where there is nothing to draw.
        shown: the same in words.
        tone: of the row's verdict, if it has one.
    """

    label: str
    value: float | None
    lower: float | None
    upper: float | None
    shown: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A line across a figure, and what it stands for; a bad one may not be crossed."""

    value: float
    text: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Estimates with their intervals, drawn; what it shows in words; the same numbers as a table.

    Attributes:
        title: what is drawn.
        finding: what a reader sees in it, in a sentence or two.
        bars: its rows, in order.
        table: the numbers.
        ticks: places on the axis, each with its text, ascending; the first and the last are its ends.
        origin: where bars begin; ``None`` draws points.
        limits: lines across.
    """

    title: str
    finding: str
    bars: Sequence[Bar]
    table: Table
    ticks: Sequence[tuple[float, str]]
    origin: float | None = None
    limits: Sequence[Limit] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One of the tables that a histogram sets side by side.

    Attributes:
        name: of the table.
        shares: of its rows in each slot, 0 to 1.
    """

    name: str
    shares: Sequence[float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """Shares of rows in the same slots, side by side.

    Attributes:
        title: what is drawn, for example the name of a column.
        finding: what a reader sees in it.
        table: the numbers.
        slots: one text a slot.
        edges: what stands between slots of numbers, one more than slots, empty texts where nothing does; empty where
            the slots are names, which are drawn as rows.
        series: one or two.
        n_apart: how many slots at the end hold no values but gaps; they are set apart.
    """

    title: str
    finding: str
    table: Table
    slots: Sequence[str]
    series: Sequence[Series]
    edges: Sequence[str] = ()
    n_apart: int = 0

    def __post_init__(self) -> None:
        if any(len(each.shares) != len(self.slots) for each in self.series):
            raise ValueError(f"{self.title}: a series has another length than the slots")


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """An axis with its name; ``ticks`` ascend, the first and the last are its ends."""

    name: str
    ticks: Sequence[tuple[float, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One line of a curve.

    Attributes:
        name: what stands beside it.
        points: across and up.
        intervals: lower and upper end at each point; empty where there is none.
        is_marked: whether each point is drawn as one, not only the line through them.
    """

    name: str
    points: Sequence[tuple[float, float]]
    intervals: Sequence[tuple[float, float]] = ()
    is_marked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Lines over two axes.

    Attributes:
        title: what is drawn.
        finding: what a reader sees in it.
        table: the numbers.
        across, up: the axes.
        traces: at most three.
        diagonal: what the line from corner to corner means; empty for no such line.
    """

    title: str
    finding: str
    table: Table
    across: Axis
    up: Axis
    traces: Sequence[Trace]
    diagonal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A question that the reader comes with, and what there is to say to it."""

    question: str
    lines: Sequence[Line]
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The few questions that the first screen answers."""

    answers: Sequence[Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """What only some readers want: a page shows its title and opens the rest on demand; print and text have it all."""

    title: str
    parts: Sequence["Part"]


Part: TypeAlias = "Heading | Paragraph | Listing | Table | Figure | Histogram | Curve | Summary | Folded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A whole report in English.

    Attributes:
        title: its name, for example ``Review of credit@3``.
        lead: one line under the title.
        footer: what stands on every printed page, in plain letters and digits.
        stamp: what must stand on every copy, for example that it is a demonstration; empty for nothing.
        parts: in order.
    """

    title: str
    lead: str
    parts: Sequence[Part]
    footer: str = ""
    stamp: str = ""


def phrases(line: Line) -> tuple[Phrase, ...]:
    """A line as its phrases.

    Examples:
        >>> phrases("one"), phrases(("one", Code(text="two")))
        (('one',), ('one', Code(text='two')))
    """
    return line if isinstance(line, tuple) else (line,)
