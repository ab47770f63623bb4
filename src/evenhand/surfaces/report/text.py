"""A report for a terminal: plain text, never wider than the terminal where words allow."""

from functools import singledispatch

from evenhand.surfaces.report.grid import grid, wrapped
from evenhand.surfaces.report.harmless import harmless
from evenhand.surfaces.report.tree import (
    Answer,
    Code,
    Curve,
    Figure,
    Folded,
    Heading,
    Histogram,
    Line,
    Listing,
    Mark,
    Paragraph,
    Phrase,
    Report,
    Summary,
    Table,
    phrases,
)

WIDTH = 100

_RULES = {2: "=", 3: "-"}


def as_text(report: Report, *, width: int = WIDTH) -> str:
    """The whole report, lines joined by newlines, without colour.

    Args:
        report: what to write.
        width: columns of the terminal, at least 40.
    """
    blocks = [wrapped(harmless(report.title), width)]
    if report.stamp:
        blocks.append(wrapped(f"*** {harmless(report.stamp)} ***", width))
    blocks.append(wrapped(harmless(report.lead), width))
    blocks += [_lines(part, max(width, 40)) for part in report.parts]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def line_text(line: Line) -> str:
    """A line as plain text: marks in capitals, code as it is."""
    return "".join(_phrase_text(phrase) for phrase in phrases(line))


def _phrase_text(phrase: Phrase) -> str:
    if isinstance(phrase, Mark):
        return f"[{harmless(phrase.text).upper()}]"
    if isinstance(phrase, Code):
        return harmless(phrase.text)
    # The blank at either end of a phrase parts it from its neighbour.
    before, after = " " * phrase.startswith(" "), " " * phrase.endswith(" ")
    return f"{before}{harmless(phrase)}{after}"


@singledispatch
def _lines(part: object, _width: int) -> list[str]:
    raise TypeError(f"no text for {type(part).__name__}")


@_lines.register
def _heading(part: Heading, width: int) -> list[str]:
    lines = wrapped(harmless(part.text), width)
    rule = _RULES.get(part.level)
    return lines if rule is None else [*lines, rule * max(map(len, lines))]


@_lines.register
def _paragraph(part: Paragraph, width: int) -> list[str]:
    return wrapped(line_text(part.line), width, first="" if part.tone == "plain" else "! ", indent=0)


@_lines.register
def _listing(part: Listing, width: int) -> list[str]:
    return [text for line in part.lines for text in wrapped(line_text(line), width, first="  - ", indent=4)]


@_lines.register
def _table(part: Table, width: int) -> list[str]:
    rows = [[line_text(cell) for cell in row] for row in part.rows]
    caption = wrapped(harmless(part.caption), width)
    return [*caption, *grid([harmless(name) for name in part.header], rows, numeric=part.numeric, width=width)]


@_lines.register
def _figure(part: Figure | Histogram | Curve, width: int) -> list[str]:
    """The finding and the numbers: a terminal draws nothing that the table does not say better."""
    return [*wrapped(harmless(part.finding), width), "", *_table(part.table, width)]


@_lines.register
def _folded(part: Folded, width: int) -> list[str]:
    blocks = [wrapped(harmless(part.title), width), *(_lines(each, width) for each in part.parts)]
    return [text for block in blocks for text in [*block, ""]][:-1]


@_lines.register
def _summary(part: Summary, width: int) -> list[str]:
    blocks = [_answer(answer, width) for answer in part.answers]
    return [text for block in blocks for text in [*block, ""]][:-1]


def _answer(answer: Answer, width: int) -> list[str]:
    lines = [text for line in answer.lines for text in wrapped(line_text(line), width, first="  ", indent=4)]
    return [harmless(answer.question).upper(), *lines]
