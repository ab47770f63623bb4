"""A report as Markdown that reads the same in every renderer; nothing in it is taken for markup."""

import re
from functools import singledispatch

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

MARKER = "<!-- Written by evenhand. -->\n"
"""What every file begins with, so that it may be replaced by its next form and by nothing else."""

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&!])|^(\s*)([-+]|\d+[.)])(?=\s)")


def as_markdown(report: Report) -> str:
    """The whole report, ended by a newline."""
    blocks = [f"# {escaped(report.title)}"]
    if report.stamp:
        blocks.append(f"> **{escaped(report.stamp)}**")
    blocks += [escaped(report.lead), *(_markdown(part) for part in report.parts)]
    return MARKER + "\n" + "\n\n".join(blocks) + "\n"


def escaped(text: str) -> str:
    r"""Text in which no letter is taken for markup.

    Examples:
        >>> escaped("a|b <script> [x](y)"), escaped("1. one")
        ('a\\|b \\<script\\> \\[x\\](y)', '1\\. one')
    """
    return _SPECIAL.sub(_spelt, harmless(text))


def _spelt(found: re.Match[str]) -> str:
    special, blank, listed = found.groups()
    if special:
        return f"\\{special}"
    return f"{blank}{listed[:-1]}\\{listed[-1]}"


def line_markdown(line: Line) -> str:
    """A line with its marks and its code."""
    return "".join(map(_phrase, phrases(line)))


def _phrase(phrase: Phrase) -> str:
    if isinstance(phrase, Mark):
        return f"**{escaped(phrase.text)}**"
    if isinstance(phrase, Code):
        code = harmless(phrase.text).replace("|", "\\|")
        fence = "`" * (max(map(len, re.findall("`+", code)), default=0) + 1)
        return f"{fence} {code} {fence}" if "`" in code else f"`{code}`"
    before, after = " " * phrase.startswith(" "), " " * phrase.endswith(" ")
    return f"{before}{escaped(phrase)}{after}"


@singledispatch
def _markdown(part: object) -> str:
    raise TypeError(f"no Markdown for {type(part).__name__}")


@_markdown.register
def _heading(part: Heading) -> str:
    return f"{'#' * part.level} {escaped(part.text)}"


@_markdown.register
def _paragraph(part: Paragraph) -> str:
    return f"{'' if part.tone == 'plain' else '> '}{line_markdown(part.line)}"


@_markdown.register
def _listing(part: Listing) -> str:
    return "\n".join(f"- {line_markdown(line)}" for line in part.lines)


@_markdown.register
def _table(part: Table) -> str:
    rule = ["---:" if at in part.numeric else "---" for at in range(len(part.header))]
    rows = [[line_markdown(cell) for cell in row] for row in part.rows]
    lines = [[escaped(name) for name in part.header], rule, *rows]
    return f"{escaped(part.caption)}\n\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines)


@_markdown.register
def _figure(part: Figure | Histogram | Curve) -> str:
    return f"**{escaped(part.title)}.** {escaped(part.finding)}\n\n{_table(part.table)}"


@_markdown.register
def _folded(part: Folded) -> str:
    return "\n\n".join([f"**{escaped(part.title)}**", *map(_markdown, part.parts)])


@_markdown.register
def _summary(part: Summary) -> str:
    return "\n\n".join(map(_answer, part.answers))


def _answer(answer: Answer) -> str:
    return "\n".join([f"**{escaped(answer.question)}**", "", *(f"- {line_markdown(line)}" for line in answer.lines)])
