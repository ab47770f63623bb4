"""A figure as inline SVG: bars or points with their intervals, limits as lines across."""

from html import escape

from evenhand.surfaces.report.grid import places, wrapped
from evenhand.surfaces.report.harmless import harmless
from evenhand.surfaces.report.tree import Bar, Figure, Limit

_LABEL, _PLOT, _SHOWN = 220, 420, 280
_WIDTH = _LABEL + _PLOT + _SHOWN
_ROW, _HEAD, _FOOT = 26, 22, 26
_MOST_MARKS, _MOST_SMALL_MARKS = 28, 34
"""Places of a label that fit before the plot in one line, and in each of two smaller ones."""


def svg(figure: Figure, name: str) -> str:
    """The drawing; what it says to those who do not see it is the finding.

    Args:
        figure: what to draw; its numbers are finite.
        name: unique on the page.
    """
    height = _HEAD + _ROW * len(figure.bars) + _FOOT
    bottom = height - _FOOT
    rows = [_bar(figure, bar, _HEAD + _ROW * at) for at, bar in enumerate(figure.bars)]
    return "".join([
        f'<svg viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" role="img"',
        f' aria-labelledby="{name}-title {name}-finding">',
        f'<title id="{name}-title">{_text(figure.title)}</title>',
        f'<desc id="{name}-finding">{_text(figure.finding)}</desc>',
        *(_tick(figure, value, text, bottom) for value, text in figure.ticks),
        *rows,
        *(_limit(figure, limit, bottom) for limit in figure.limits),
        "</svg>",
    ])  # fmt: skip


def _text(text: str) -> str:
    return escape(harmless(text))


def _x(figure: Figure, value: float) -> float:
    low, high = figure.ticks[0][0], figure.ticks[-1][0]
    share = (min(max(value, low), high) - low) / (high - low)
    return round(_LABEL + share * _PLOT, 1)


def _tick(figure: Figure, value: float, text: str, bottom: int) -> str:
    x = _x(figure, value)
    line = f'<line class="tick" x1="{x}" x2="{x}" y1="{_HEAD - 4}" y2="{bottom}"/>'
    return f'{line}<text class="axis" x="{x}" y="{bottom + 16}" text-anchor="middle">{_text(text)}</text>'


def _limit(figure: Figure, limit: Limit, bottom: int) -> str:
    x = _x(figure, limit.value)
    line = f'<line class="limit {limit.tone}" x1="{x}" x2="{x}" y1="{_HEAD - 4}" y2="{bottom}"/>'
    anchor = "start" if x < _LABEL + _PLOT / 3 else "end" if x > _LABEL + _PLOT * 2 / 3 else "middle"
    return f'{line}<text class="axis" x="{x}" y="{_HEAD - 8}" text-anchor="{anchor}">{_text(limit.text)}</text>'


def _bar(figure: Figure, bar: Bar, top: int) -> str:
    middle = top + _ROW / 2
    parts = [
        *_label(harmless(bar.label), middle),
        *_estimate(figure, bar, middle),
        f'<text class="{bar.tone}" x="{_LABEL + _PLOT + 10}" y="{middle + 4.5}">{_text(bar.shown)}</text>',
    ]
    return "".join(parts)


def _estimate(figure: Figure, bar: Bar, middle: float) -> list[str]:
    if bar.value is None or bar.lower is None or bar.upper is None:
        return []
    x, low, high = _x(figure, bar.value), _x(figure, bar.lower), _x(figure, bar.upper)
    parts = []
    if figure.origin is not None:
        start = _x(figure, figure.origin)
        left, size = min(start, x), round(abs(x - start), 1)
        parts.append(f'<rect class="bar" x="{left}" y="{middle - 8}" width="{size}" height="16"/>')
    parts.append(f'<line class="interval" x1="{low}" x2="{high}" y1="{middle}" y2="{middle}"/>')
    parts += [
        f'<line class="interval" x1="{end}" x2="{end}" y1="{middle - 4}" y2="{middle + 4}"/>' for end in (low, high)
    ]
    if figure.origin is None:
        parts.append(f'<circle class="point {bar.tone}" cx="{x}" cy="{middle}" r="4.5"/>')
    return parts


def _label(label: str, middle: float) -> list[str]:
    """One line, or two smaller ones; what does not fit there stands in the table."""
    if places(label) <= _MOST_MARKS:
        return [f'<text x="{_LABEL - 10}" y="{middle + 4.5}" text-anchor="end">{escape(label)}</text>']
    first, *others = wrapped(label, _MOST_SMALL_MARKS)
    second = " ".join(others)
    while places(second) > _MOST_SMALL_MARKS:
        second = f"{second[:-2].rstrip()}…"
    lines = ((first, -2.5), (second, 9.5)) if second else ((first, 4.0),)
    return [
        f'<text class="long" x="{_LABEL - 10}" y="{middle + off}" text-anchor="end">{escape(line)}</text>'
        for line, off in lines
    ]
