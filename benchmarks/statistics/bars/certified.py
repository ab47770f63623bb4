"""The largest distance of distribution functions: the truth by sorting every row, beside what the report proves."""

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from bar import Bar, in_turn, ratios, spread
from columns import NUMERIC
from numpy.typing import NDArray
from setting import Setting, rows

Numbers = NDArray[np.float64]
NAME = "kolmogorov_smirnov"


def certified(setting: Setting) -> Iterator[Bar]:
    """Whether the truth lies inside, how wide the interval is, and what the exact mode costs and gives."""
    current = setting.current(setting.small)
    given = {"reference": setting.reference, "current": current, "columns": setting.columns}
    default, exact = in_turn(
        setting.repeats, lambda: setting.ours("drift", **given), lambda: setting.ours("drift", is_exact=True, **given)
    )
    ordered = [name for name in NUMERIC if name in setting.columns]
    truth = {name: distance(*(numbers(path, name) for path in (setting.reference, current))) for name in ordered}
    yield inside(f"Kolmogorov-Smirnov, {rows(setting.small)} rows", truth, default[0].answer["measurements"])
    errors = [abs(one["value"] - truth[one["column"]]) for one in _of(exact[0].answer["measurements"], truth)]
    yield Bar(
        work="its exact mode: error", wanted="0", measured=f"{max(errors):.1e} at most, over {len(errors)} columns",
        is_met=len(errors) == len(truth) and max(errors) < 1e-12,
    )  # fmt: skip
    found = ratios(exact, default, ("report", "report"))
    yield Bar(
        work="its exact mode: cost", wanted="<= 3 x the default", measured=f"{spread(found)} x",
        is_met=median(found) <= 3,
    )  # fmt: skip


def real(setting: Setting) -> Iterator[Bar]:
    """The second half of each real table against its first half, in the order of the file."""
    found = sorted(setting.real.glob("*.parquet")) if setting.real and setting.real.is_dir() else []
    if not found:
        yield Bar(work="real tables", wanted="", measured="skipped: no folder of real tables was given", is_met=None)
    for path in found:
        halves = [setting.folder / f"{path.stem}-{half}.parquet" for half in ("first", "second")]
        table = pq.read_table(path)
        middle = table.num_rows // 2
        for half, part in zip(halves, (table.slice(0, middle), table.slice(middle)), strict=True):
            pq.write_table(part, half)
        names = [field.name for field in table.schema if _is_number(field.type)]
        [ours] = in_turn(
            1, lambda h=halves, t=table: setting.ours("drift", reference=h[0], current=h[1], columns=t.column_names)
        )
        truth = {name: distance(*(numbers(half, name) for half in halves)) for name in names}
        bar = inside(f"{path.stem}, {table.num_rows:,} x {table.num_columns}", truth, ours[0].answer["measurements"])
        phase = ours[0].answer["phases"]["report"]["cpu"]
        yield Bar(
            work=bar.work, wanted=bar.wanted, is_met=bar.is_met,
            measured=f"{bar.measured}; {phase:.2f} CPU s; {len(ours[0].answer['problems'])} problems told",
        )  # fmt: skip


def inside(work: str, truth: dict[str, float], measured: list[dict[str, Any]]) -> Bar:
    """How many of the columns hold the true distance inside what the report proves, and the widest."""
    found = _of(measured, truth)
    bounds = {one["column"]: proven(one) for one in found}
    held = sum(low - 1e-12 <= truth[name] <= high + 1e-12 for name, (low, high) in bounds.items())
    widest = max((high - low for low, high in bounds.values()), default=float("nan"))
    return Bar(
        work=work, wanted="the true value inside what is proven, always; width <= 0.002",
        measured=f"inside in {held} of {len(truth)} columns, widest {widest:.5f}",
        is_met=held == len(truth) and widest <= 0.002,
    )  # fmt: skip


def proven(measurement: dict[str, Any]) -> tuple[float, float]:
    """Least and greatest that the distance of the rows themselves can be, as the report says."""
    low, high = measurement["detail"]["certified"]
    return float(low), float(high)


def distance(one: Numbers, other: Numbers) -> float:
    """The Kolmogorov-Smirnov statistic by sorting both."""
    one, other = np.sort(one), np.sort(other)
    both = np.concatenate([one, other])
    steps = [np.searchsorted(values, both, side="right") / len(values) for values in (one, other)]
    return float(np.abs(steps[0] - steps[1]).max())


def numbers(path: Path, name: str) -> Numbers:
    """Finite values of a column."""
    values = pq.read_table(path, columns=[name]).column(name).drop_null().cast(pa.float64(), safe=False).to_numpy()
    return values[np.isfinite(values)]


def _of(measured: list[dict[str, Any]], truth: dict[str, float]) -> list[dict[str, Any]]:
    return [one for one in measured if one["name"] == NAME and one["column"] in truth and one["value"] is not None]


def _is_number(kind: pa.DataType) -> bool:
    return pa.types.is_integer(kind) or pa.types.is_floating(kind)
