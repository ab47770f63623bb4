"""A report as one self-contained page: no script, no request, everything escaped."""

import re
from collections.abc import Sequence
from functools import cache, singledispatch
from html import escape
from importlib.resources import files
from itertools import count
from zlib import crc32

from evenhand.surfaces.report.curve_svg import curve_svg
from evenhand.surfaces.report.harmless import harmless
from evenhand.surfaces.report.histogram_svg import histogram_svg
from evenhand.surfaces.report.svg import svg
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

MARKER = "<!doctype html>\n<!-- Written by evenhand. -->\n"
"""What every page begins with, so that a page may be replaced by its next form and by nothing else."""

_WHOLE = re.compile(r"\[[-+0-9., %]*\](?: points)?|\bn [0-9]|[0-9] points\b|\bthan 5\b")
_NOT_IN_A_FOOTER = re.compile(r"[^A-Za-z0-9@.,: _-]")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def as_html(report: Report) -> str:
    """The whole page, to be kept, sent or printed."""
    title = _text(report.title)
    footer = _NOT_IN_A_FOOTER.sub(" ", report.footer)
    pages = f'@page{{@bottom-left{{content:"{footer}"}}@bottom-right{{content:counter(page)" / "counter(pages)}}}}'
    return (
        f'{MARKER}<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" '
        f'content="light dark"><title>{title}</title><style>{_style()}{pages}</style></head>'
        f'<body class="evenhand-page"><main class="evenhand">{_body(report)}</main></body></html>\n'
    )


def as_fragment(report: Report) -> str:
    """The same for a notebook: it brings its style and leaves the rest of the page alone."""
    return f'<style>{_style()}</style><article class="evenhand">{_body(report)}</article>'


@cache
def _style() -> str:
    return (files("evenhand.surfaces.report") / "report.css").read_text(encoding="utf-8")


def _body(report: Report) -> str:
    # Two reports may stand in one notebook, and a name may stand on a page once.
    prefix = f"r{crc32(f'{report.title} {report.lead}'.encode('utf-8', 'replace')):x}"
    names = (f"{prefix}-{number}" for number in count(1))
    stamp = f'<p class="stamp">{_text(report.stamp)}</p>' if report.stamp else ""
    head = f'<header>{stamp}<h1>{_text(report.title)}</h1><p class="lead">{_text(report.lead)}</p></header>'
    return head + "".join(_html(part, next(names)) for part in report.parts)


def _text(text: str) -> str:
    """Escaped; what is read as one number stays on one line."""
    return _WHOLE.sub(lambda found: found[0].replace(" ", "\u00a0"), escape(harmless(text)))


def line_html(line: Line) -> str:
    """A line with its marks and its code."""
    return "".join(map(_phrase, phrases(line)))


def _phrase(phrase: Phrase) -> str:
    if isinstance(phrase, Mark):
        return f'<span class="mark {phrase.tone}">{_text(phrase.text)}</span>'
    if isinstance(phrase, Code):
        return f"<code>{_text(phrase.text)}</code>"
    before, after = " " * phrase.startswith(" "), " " * phrase.endswith(" ")
    return f"{before}{_text(phrase)}{after}"


@singledispatch
def _html(part: object, _name: str) -> str:
    raise TypeError(f"no page for {type(part).__name__}")


@_html.register
def _heading(part: Heading, _name: str) -> str:
    return f"<h{part.level}>{_text(part.text)}</h{part.level}>"


@_html.register
def _paragraph(part: Paragraph, _name: str) -> str:
    tone = "" if part.tone == "plain" else f' class="notice {part.tone}"'
    return f"<p{tone}>{line_html(part.line)}</p>"


@_html.register
def _listing(part: Listing, _name: str) -> str:
    return f"<ul>{''.join(f'<li>{line_html(line)}</li>' for line in part.lines)}</ul>"


@_html.register
def _table(part: Table, name: str) -> str:
    """The box around it scrolls by itself and by keyboard, so that the page never scrolls sideways."""
    head = "".join(f'<th scope="col"{_set_right(part, at)}>{_text(title)}</th>' for at, title in enumerate(part.header))
    rows = "".join(f"<tr>{_cells(part, row)}</tr>" for row in part.rows)
    return (
        f'<div class="scroll" role="region" aria-labelledby="{name}-caption" tabindex="0"><table>'
        f'<caption id="{name}-caption">{_text(part.caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _cells(part: Table, row: Sequence[Line]) -> str:
    cells = []
    for at, cell in enumerate(row):
        tag, scope = ("th", ' scope="row"') if at == 0 else ("td", "")
        cells.append(f"<{tag}{scope}{_set_right(part, at)}>{line_html(cell)}</{tag}>")
    return "".join(cells)


def _set_right(part: Table, at: int) -> str:
    return ' class="number"' if at in part.numeric else ""


@_html.register
def _figure(part: Figure, name: str) -> str:
    title = _text(part.title)
    return (
        f"<figure><figcaption><strong>{title}.</strong> {_text(part.finding)}</figcaption>"
        f'<div class="scroll" role="region" aria-label="Drawing: {title}" tabindex="0">{svg(part, name)}</div>'
        f"{_table(part.table, name)}</figure>"
    )


@_html.register
def _histogram(part: Histogram, name: str) -> str:
    return _beside(part, histogram_svg(part, name), name)


@_html.register
def _curve(part: Curve, name: str) -> str:
    return _beside(part, curve_svg(part, name), name)


def _beside(part: Histogram | Curve, drawing: str, name: str) -> str:
    """The drawing with its numbers beside it; all but the first column are numbers, so that no cell need say so."""
    table = part.table
    head = "".join(f'<th scope="col">{_text(title)}</th>' for title in table.header)
    rows = "".join(
        f'<tr><th scope="row">{line_html(row[0])}</th>{"".join(f"<td>{line_html(cell)}</td>" for cell in row[1:])}</tr>'
        for row in table.rows
    )
    return (
        f'<figure class="beside"><figcaption><strong>{_text(part.title)}.</strong> {_text(part.finding)}</figcaption>'
        f'<div class="scroll" role="region" aria-labelledby="{name}-title" tabindex="0">{drawing}</div>'
        f'<div class="scroll" role="region" aria-labelledby="{name}-caption" tabindex="0"><table class="numbers">'
        f'<caption id="{name}-caption">{_text(table.caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div></figure>"
    )


@_html.register
def _folded(part: Folded, name: str) -> str:
    inner = "".join(_html(each, f"{name}-{at}") for at, each in enumerate(part.parts))
    return f"<details><summary>{_text(part.title)}</summary>{inner}</details>"


@_html.register
def _summary(part: Summary, _name: str) -> str:
    return f'<div class="summary">{"".join(map(_answer, part.answers))}</div>'


def _answer(answer: Answer) -> str:
    lines = "".join(f"<p>{line_html(line)}</p>" for line in answer.lines)
    return f'<section class="{answer.tone}"><h2>{_text(answer.question)}</h2>{lines}</section>'
