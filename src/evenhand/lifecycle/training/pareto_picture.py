"""The attempts of a search as one self-contained SVG: goodness against the gap or the cost, the front joined."""

from collections.abc import Sequence
from html import escape

from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.training.attempt import Attempt, pareto_front
from evenhand.lifecycle.training.tuning_plan import TuningPlan

_WIDTH, _HEIGHT = 720, 500
_LEFT, _RIGHT, _TOP, _BOTTOM = 80, 24, 84, 78
_LEGEND = "Dark: no attempt beats these. Ring: chosen. Thin lines: 95 % intervals. Dots: a limit of the rule."
_ROLE = 'role="img" aria-labelledby="title story"'
_MIDDLE = 'text-anchor="middle"'
_STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#222}.small{font-size:11px;fill:#555}"
    ".head{font-weight:600;font-size:15px}.axis{stroke:#888}"
    ".interval{stroke:#b8c4d6;stroke-width:1}.point{fill:#8aa0bf}.front{fill:#1f5fa8}.chosen{fill:none;stroke:#c2410c;"
    "stroke-width:3}.line{fill:none;stroke:#1f5fa8;stroke-dasharray:4 3}.limit{stroke:#c2410c;stroke-dasharray:2 3}"
)


def pareto_picture(attempts: Sequence[Attempt], plan: TuningPlan, chosen: Attempt | None) -> str:
    """The picture; what it says to those who do not see it stands in its title and description."""
    usable = [each for each in attempts if each.is_usable]
    names, keys = plan.names, list(plan.names)
    across = keys[1] if len(keys) > 1 else None
    front = pareto_front(attempts, plan)
    title = f"{len(attempts)} attempts, {len(attempts) - len(usable)} of them failed"
    rule = f"Rule: {plan.rule.sentence(names)}"
    told = "No attempt keeps to it." if chosen is None else f"Chosen: attempt {chosen.number}."
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" {_ROLE}>',
        f'<title id="title">{escape(title)}</title><desc id="story">{escape(f"{rule}. {told}")}</desc>',
        f"<style>{_STYLE}</style>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
        f'<text class="head" x="{_LEFT}" y="24">{escape(title)}</text>',
        f'<text x="{_LEFT}" y="43">{escape(rule)}.</text><text x="{_LEFT}" y="61">{escape(told)}</text>',
        f'<text class="small" x="{_LEFT}" y="{_HEIGHT - 8}">{escape(_LEGEND)}</text>',
    ]
    if usable:
        horizontal = _Scale.of(
            [_spread(each, across) for each in usable], _LEFT, _WIDTH - _RIGHT
        )  # fmt: skip
        vertical = _Scale.of([_spread(each, "accuracy") for each in usable], _HEIGHT - _BOTTOM, _TOP)
        parts += _axes(horizontal, vertical, names.get(across or "", "attempt"), names["accuracy"])
        parts += _limits(plan, across, horizontal, vertical)
        parts += _line(front, across, horizontal, vertical)
        for each in usable:
            parts += _mark(each, across, horizontal, vertical, kind=_kind(each, front, chosen))
    return "".join([*parts, "</svg>"])


class _Scale:
    """Numbers to places on one axis."""

    def __init__(self, low: float, high: float, start: int, end: int) -> None:
        self.low, self.high, self._start, self._end = low, high, start, end

    @classmethod
    def of(cls, spreads: Sequence[tuple[float, float, float]], start: int, end: int) -> "_Scale":
        low, high = min(each[0] for each in spreads), max(each[2] for each in spreads)
        room = (high - low) * 0.06 or 0.5
        return cls(low - room, high + room, start, end)

    def at(self, value: float) -> float:
        return round(self._start + (value - self.low) / (self.high - self.low) * (self._end - self._start), 1)

    @property
    def ticks(self) -> list[float]:
        return [self.low + (self.high - self.low) * part / 4 for part in range(5)]


def _spread(attempt: Attempt, key: str | None) -> tuple[float, float, float]:
    if key is None:
        return float(attempt.number), float(attempt.number), float(attempt.number)
    measured: Measurement = attempt.values[key]
    return float(measured.lower or 0.0), float(measured.value or 0.0), float(measured.upper or 0.0)


def _axes(horizontal: _Scale, vertical: _Scale, below: str, beside: str) -> list[str]:
    floor, left = _HEIGHT - _BOTTOM, _LEFT
    parts = [
        f'<line class="axis" x1="{left}" y1="{floor}" x2="{_WIDTH - _RIGHT}" y2="{floor}"/>',
        f'<line class="axis" x1="{left}" y1="{_TOP}" x2="{left}" y2="{floor}"/>',
        f'<text x="{(left + _WIDTH) / 2}" y="{_HEIGHT - 34}" text-anchor="middle">{escape(below)}</text>',
        f'<text transform="translate(18 {(floor + _TOP) / 2}) rotate(-90)" {_MIDDLE}>{escape(beside)}</text>',
    ]
    parts += [
        f'<text x="{horizontal.at(tick)}" y="{floor + 18}" text-anchor="middle">{tick:.3g}</text>'
        for tick in horizontal.ticks
    ]
    return parts + [
        f'<text x="{left - 8}" y="{vertical.at(tick) + 4}" text-anchor="end">{tick:.3f}</text>'
        for tick in vertical.ticks
    ]


def _limits(plan: TuningPlan, across: str | None, horizontal: _Scale, vertical: _Scale) -> list[str]:
    parts = []
    for name, bound in (*plan.rule.at_most.items(), *plan.rule.at_least.items()):
        if name == across and horizontal.low <= bound <= horizontal.high:
            x = horizontal.at(bound)
            parts.append(f'<line class="limit" x1="{x}" x2="{x}" y1="{_TOP}" y2="{_HEIGHT - _BOTTOM}"/>')
        if name == "accuracy" and vertical.low <= bound <= vertical.high:
            y = vertical.at(bound)
            parts.append(f'<line class="limit" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y}" y2="{y}"/>')
    return parts


def _line(front: Sequence[Attempt], across: str | None, horizontal: _Scale, vertical: _Scale) -> list[str]:
    places = sorted(
        (horizontal.at(_spread(each, across)[1]), vertical.at(_spread(each, "accuracy")[1])) for each in front
    )
    return [f'<polyline class="line" points="{" ".join(f"{x},{y}" for x, y in places)}"/>'] if across else []


def _kind(attempt: Attempt, front: Sequence[Attempt], chosen: Attempt | None) -> str:
    if chosen is not None and attempt.number == chosen.number:
        return "chosen"
    return "front" if any(attempt.number == each.number for each in front) else "point"


def _mark(attempt: Attempt, across: str | None, horizontal: _Scale, vertical: _Scale, *, kind: str) -> list[str]:
    wide, high = _spread(attempt, across), _spread(attempt, "accuracy")
    x, y = horizontal.at(wide[1]), vertical.at(high[1])
    settings = ", ".join(f"{name}={value}" for name, value in attempt.parameters.items())
    drawn = "front" if kind == "chosen" else kind
    hint = escape(f"attempt {attempt.number}: {settings}")
    parts = [
        f'<line class="interval" x1="{horizontal.at(wide[0])}" x2="{horizontal.at(wide[2])}" y1="{y}" y2="{y}"/>',
        f'<line class="interval" x1="{x}" x2="{x}" y1="{vertical.at(high[0])}" y2="{vertical.at(high[2])}"/>',
        f'<circle class="{drawn}" cx="{x}" cy="{y}" r="4.5"><title>{hint}</title></circle>',
    ]
    if kind == "chosen":
        parts.append(f'<circle class="chosen" cx="{x}" cy="{y}" r="9"/>')
        parts.append(f'<text x="{x + 13}" y="{y - 9}">attempt {attempt.number}</text>')
    return parts
