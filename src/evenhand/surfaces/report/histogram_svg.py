"""A histogram as inline SVG: numbers as columns over an axis, names as rows; two tables stand side by side in each."""

from collections.abc import Sequence
from html import escape
from math import ceil

from evenhand.surfaces.report.grid import places
from evenhand.surfaces.report.harmless import harmless
from evenhand.surfaces.report.scale import ticks
from evenhand.surfaces.report.tree import Histogram

_WIDTH, _HEAD, _FOOT, _LEFT, _RIGHT = 460, 24, 22, 44, 8
_TALL = 132
"""Height of the columns' plot."""
_LABEL, _ROW = 150, 22
_LETTER = 6.6
"""Width of a letter of the axis, about."""
_APART = 0.6
"""Of a slot, left free before the slots of gaps."""
_CLASSES = (("now",), ("was", "now"))
_LONGEST_NAME = 26


def histogram_svg(drawn: Histogram, name: str) -> str:
    """The drawing; what it says to those who do not see it is the finding.

    Args:
        drawn: what to draw; its shares are finite.
        name: unique on the page.
    """
    top = max((share for series in drawn.series for share in series.shares), default=0.0)
    marks = ticks([0.0, max(top, 0.01)], "percent")
    inside, height = _columns(drawn, marks) if drawn.edges else _rows(drawn, marks)
    return "".join([
        f'<svg viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" role="img"',
        f' aria-labelledby="{name}-title {name}-finding"><title id="{name}-title">{_text(drawn.title)}</title>',
        f'<desc id="{name}-finding">{_text(drawn.finding)}</desc>', *_legend(drawn), *inside, "</svg>",
    ])  # fmt: skip


def _text(text: str) -> str:
    return escape(harmless(text))


def _shortened(text: str, longest: int) -> str:
    shown = harmless(text)
    while places(shown) > longest:
        shown = f"{shown[:-2].rstrip()}…"
    return escape(shown)


def _legend(drawn: Histogram) -> list[str]:
    if len(drawn.series) < 2:
        return []
    parts, left = [], _LEFT
    for series, look in zip(drawn.series, _CLASSES[1], strict=True):
        text = _shortened(series.name, _LONGEST_NAME)
        parts.append(f'<rect class="{look}" x="{left}" y="4" width="10" height="10"/>')
        parts.append(f'<text class="axis" x="{left + 15}" y="13">{text}</text>')
        left += 30 + round(places(series.name[:_LONGEST_NAME]) * 7)
    return parts


def _columns(drawn: Histogram, marks: Sequence[tuple[float, str]]) -> tuple[list[str], int]:
    bottom, n = _HEAD + _TALL, len(drawn.slots)
    width = (_WIDTH - _LEFT - _RIGHT) / (n + _APART * bool(drawn.n_apart))
    starts = [_LEFT + width * (at + _APART * (at >= n - drawn.n_apart)) for at in range(n)]
    high = marks[-1][0]
    parts = []
    for value, text in marks:
        y = round(bottom - value / high * _TALL, 1)
        parts.append(f'<path class="tick" d="M{_LEFT} {y}H{_WIDTH - _RIGHT}"/>')
        parts.append(f'<text class="axis" x="{_LEFT - 5}" y="{y + 4}" text-anchor="end">{text}</text>')
    looks = _CLASSES[len(drawn.series) - 1]
    thick = width * 0.84 / len(drawn.series)
    for order, (series, look) in enumerate(zip(drawn.series, looks, strict=True)):
        boxes = "".join(
            f"M{start + width * 0.08 + order * thick:.1f} {bottom}v{-share / high * _TALL:.1f}h{thick:.1f}V{bottom}z"
            for start, share in zip(starts, series.shares, strict=True) if share
        )  # fmt: skip
        parts.append(f'<path class="{look}" d="{boxes}"/>')
    return [*parts, *_edges(drawn, starts, width, bottom + 15)], bottom + _FOOT


def _edges(drawn: Histogram, starts: Sequence[float], width: float, y: int) -> list[str]:
    longest = max((places(edge) for edge in drawn.edges), default=1)
    every = max(1, ceil((longest + 1) * _LETTER / width))
    n_valued = len(drawn.slots) - drawn.n_apart
    parts = [
        f'<text class="axis" x="{_LEFT + at * width:.0f}" y="{y}" text-anchor="middle">{_text(edge)}</text>'
        for at, edge in enumerate(drawn.edges) if edge and at % every == (1 if not drawn.edges[0] else 0) % every
    ]  # fmt: skip
    for at in range(n_valued, len(drawn.slots)):
        middle, text = starts[at] + width / 2, _text(drawn.slots[at])
        parts.append(f'<text class="axis" x="{middle:.0f}" y="{y}" text-anchor="middle">{text}</text>')
    return parts


def _rows(drawn: Histogram, marks: Sequence[tuple[float, str]]) -> tuple[list[str], int]:
    plot, high = _WIDTH - _LABEL - _RIGHT - 12, marks[-1][0]
    bottom = _HEAD + _ROW * len(drawn.slots)
    parts = []
    for value, text in marks:
        x = round(_LABEL + value / high * plot, 1)
        parts.append(f'<path class="tick" d="M{x} {_HEAD - 4}V{bottom}"/>')
        parts.append(f'<text class="axis" x="{x}" y="{bottom + 15}" text-anchor="middle">{text}</text>')
    looks, thick = _CLASSES[len(drawn.series) - 1], 16 / len(drawn.series)
    for order, (series, look) in enumerate(zip(drawn.series, looks, strict=True)):
        boxes = "".join(
            f"M{_LABEL} {_HEAD + _ROW * at + 3 + order * thick:.0f}h{share / high * plot:.1f}v{thick:.0f}H{_LABEL}z"
            for at, share in enumerate(series.shares) if share
        )  # fmt: skip
        parts.append(f'<path class="{look}" d="{boxes}"/>')
    for at, slot in enumerate(drawn.slots):
        label = _shortened(slot, 19)
        parts.append(f'<text x="{_LABEL - 7}" y="{_HEAD + _ROW * at + 15}" text-anchor="end">{label}</text>')
    return parts, bottom + _FOOT
