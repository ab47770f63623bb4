"""Lines over two axes as inline SVG."""

from collections.abc import Sequence
from html import escape

from evenhand.surfaces.report.harmless import harmless
from evenhand.surfaces.report.tree import Curve, Trace

_WIDTH, _HEIGHT = 460, 340
_LEFT, _TOP, _RIGHT, _BOTTOM = 56, 26, 20, 44
_LOOKS = ("one", "two", "three")


def curve_svg(drawn: Curve, name: str) -> str:
    """The drawing; what it says to those who do not see it is the finding.

    Args:
        drawn: what to draw; its numbers are finite.
        name: unique on the page.
    """
    return "".join([
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" role="img"',
        f' aria-labelledby="{name}-title {name}-finding"><title id="{name}-title">{_text(drawn.title)}</title>',
        f'<desc id="{name}-finding">{_text(drawn.finding)}</desc>', *_axes(drawn), *_diagonal(drawn),
        *(part for at, trace in enumerate(drawn.traces) for part in _trace(drawn, trace, at)), "</svg>",
    ])  # fmt: skip


def _text(text: str) -> str:
    return escape(harmless(text))


def _x(drawn: Curve, value: float) -> float:
    return round(_LEFT + _share(value, drawn.across.ticks) * (_WIDTH - _LEFT - _RIGHT), 1)


def _y(drawn: Curve, value: float) -> float:
    return round(_HEIGHT - _BOTTOM - _share(value, drawn.up.ticks) * (_HEIGHT - _TOP - _BOTTOM), 1)


def _share(value: float, ticks: Sequence[tuple[float, str]]) -> float:
    low, high = ticks[0][0], ticks[-1][0]
    return (min(max(value, low), high) - low) / (high - low)


def _axes(drawn: Curve) -> list[str]:
    bottom, parts = _HEIGHT - _BOTTOM, []
    for value, text in drawn.across.ticks:
        x = _x(drawn, value)
        parts.append(f'<path class="tick" d="M{x} {_TOP}V{bottom}"/>')
        parts.append(f'<text class="axis" x="{x}" y="{bottom + 15}" text-anchor="middle">{_text(text)}</text>')
    for value, text in drawn.up.ticks:
        y = _y(drawn, value)
        parts.append(f'<path class="tick" d="M{_LEFT} {y}H{_WIDTH - _RIGHT}"/>')
        parts.append(f'<text class="axis" x="{_LEFT - 6}" y="{y + 4}" text-anchor="end">{_text(text)}</text>')
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    parts.append(
        f'<text class="axis" x="{middle}" y="{_HEIGHT - 8}" text-anchor="middle">{_text(drawn.across.name)}</text>'
    )
    parts.append(f'<text class="axis" x="4" y="14">{_text(drawn.up.name)}</text>')
    return parts


def _diagonal(drawn: Curve) -> list[str]:
    if not drawn.diagonal:
        return []
    ends = f"M{_LEFT} {_HEIGHT - _BOTTOM}L{_WIDTH - _RIGHT} {_TOP}"
    x, y = _WIDTH - _RIGHT - 6, _HEIGHT - _BOTTOM - 8
    return [
        f'<path class="limit" d="{ends}"/>',
        f'<text class="axis" x="{x}" y="{y}" text-anchor="end">dotted: {_text(drawn.diagonal)}</text>',
    ]


def _trace(drawn: Curve, trace: Trace, at: int) -> list[str]:
    look = _LOOKS[at]
    spots = [(_x(drawn, x), _y(drawn, y)) for x, y in trace.points]
    line = "L".join(f"{x:g} {y:g}" for x, y in spots)
    parts = [f'<path class="curve {look}" d="M{line}"/>'] if spots else []
    bars = "".join(
        f"M{x:g} {_y(drawn, low):g}V{_y(drawn, high):g}"
        for (x, _), (low, high) in zip(spots, trace.intervals, strict=False)
    )
    if bars:
        parts.append(f'<path class="interval" d="{bars}"/>')
    if trace.is_marked:
        parts += [f'<circle class="point" cx="{x:g}" cy="{y:g}" r="4"/>' for x, y in spots]
    if len(drawn.traces) > 1:
        y = _TOP + 16 + 16 * at
        parts.append(f'<path class="curve {look}" d="M{_LEFT + 8} {y - 4}h22"/>')
        parts.append(f'<text class="axis" x="{_LEFT + 36}" y="{y}">{_text(trace.name)}</text>')
    return parts
