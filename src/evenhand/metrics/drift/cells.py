"""What cells of a plan hold, for a reader."""

from datetime import UTC, datetime

import numpy as np

from evenhand.metrics.profiling.plan import ColumnPlan

MOST_NAMED = 3
NEW = "(new)"
_DAY = 86_400.0
_DIGITS = range(4, 18)


def cell_names(cells: tuple[int, ...], plan: ColumnPlan) -> str:
    """A run of rising cells from its first to its last; of texts the first three and how many more.

    The cell after the last of a plan of texts stands for new values.

    Examples:
        >>> cuts = np.array([1.0, np.nextafter(1.0, 2), 5.0, np.nextafter(5.0, 6)])
        >>> plan = ColumnPlan(name="age", kind="number", cuts=cuts)
        >>> [cell_names((cell,), plan) for cell in range(5)]
        ['below 1', '1', 'between 1 and 5', '5', 'above 5']
        >>> cell_names((1, 2, 3), plan), cell_names((2, 4), plan), cell_names((0, 1), plan)
        ('1 to 5', 'above 1', 'up to 1')
        >>> plan = ColumnPlan(name="sex", kind="text", cuts=np.empty(0), values=("f", "m"))
        >>> cell_names((1, 2), plan)
        'm, (new)'
    """
    if plan.is_ordered:
        return _run(cells[0], cells[-1], plan)
    more = len(cells) - MOST_NAMED
    return ", ".join(text_name(cell, plan) for cell in cells[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def text_name(cell: int, plan: ColumnPlan) -> str:
    """A cell of texts or booleans by name; the one after the last stands for new values.

    Examples:
        >>> plan = ColumnPlan(name="sex", kind="text", cuts=np.empty(0), values=("", "m"))
        >>> [text_name(cell, plan) for cell in range(3)]
        ['(empty)', 'm', '(new)']
    """
    if cell < len(plan.values):
        return plan.values[cell] or "(empty)"
    return NEW if plan.is_complete or cell > len(plan.values) else "(others)"


def _run(first: int, last: int, plan: ColumnPlan) -> str:
    cuts = plan.cuts
    is_last, is_first = _is_atom(last, plan), _is_atom(first, plan)
    low = _start(first, plan)
    high = None if last >= len(cuts) else float(cuts[last - 1] if is_last else cuts[last])
    if low is None and high is None:
        return "any value"
    below, above = (None if end is None else _shown(end, low, high, plan) for end in (low, high))
    if below is None:
        return f"{'up to' if is_last else 'below'} {above}"
    after = _is_atom(first - 1, plan) and not is_first
    if above is None:
        return f"above {below}" if after else f"{below} and above"
    if first == last:
        return below if is_first else f"{'between ' if after else ''}{below} {'and' if after else 'to'} {above}"
    return f"{below} to {above}"


def _is_atom(cell: int, plan: ColumnPlan) -> bool:
    """Whether a cell holds one single value, as ``plan.atoms`` says of all cells."""
    return 0 < cell < len(plan.cuts) and bool(np.nextafter(plan.cuts[cell - 1], np.inf) == plan.cuts[cell])


def _start(first: int, plan: ColumnPlan) -> float | None:
    """The lower end of a cell; after a single value that value."""
    if not first:
        return None
    return float(plan.cuts[first - 2] if _is_atom(first - 1, plan) else plan.cuts[first - 1])


def _shown(end: float, low: float | None, high: float | None, plan: ColumnPlan) -> str:
    if plan.kind == "time":
        return _moment(end, low, high)
    ends = [each for each in (low, high) if each is not None]
    alike = len(ends) < 2 or ends[0] == ends[1]
    digits = next((d for d in _DIGITS if alike or f"{ends[0]:.{d}g}" != f"{ends[1]:.{d}g}"), 17)
    rounded = float(f"{end:.{digits}g}")
    if rounded == 0 or 1e-4 <= abs(rounded) < 1e15:
        return np.format_float_positional(rounded, trim="-")
    return f"{end:.{digits}g}"


def _moment(end: float, low: float | None, high: float | None) -> str:
    try:
        moment = datetime.fromtimestamp(end, tz=UTC)
    except (OverflowError, OSError, ValueError):
        return f"{end:.4g} s after 1970"
    is_wide = low is None or high is None or high - low >= 2 * _DAY
    return f"{moment:%Y-%m-%d}" if is_wide else f"{moment:%Y-%m-%d %H:%M:%S}"
