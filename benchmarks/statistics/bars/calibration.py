"""How often tests alarm where nothing changed, and whether units and zeros change a verdict."""

import json
from collections.abc import Iterator

from bar import Bar, NotMeasured
from setting import HERE, Setting

FIGURES = HERE / "coverage.json"
"""Written by the slow tests in their full form: ``[{"method", "case", "coverage", "draws"}]``."""


def calibration(setting: Setting) -> Iterator[Bar]:
    """False alarms of every test of a drift report on columns drawn twice from the same source."""
    ran = setting.ours("alarms", draws=2 if setting.is_quick else 350)
    if ran.failure:
        raise NotMeasured(ran.failure)
    for ratio, tests in ran.answer["alarms"].items():
        shares = {name: count / n for name, (count, n) in tests.items()}
        runs = min((n for _, n in tests.values()), default=0)
        told = ", ".join(f"{name} {share:.1%}" for name, share in sorted(shares.items()))
        yield Bar(
            work=f"false alarms at a nominal 5 %, current {ratio} times the reference ({ran.answer['smaller']} rows "
            f"in the smaller, {runs:,} or more tests each)",
            wanted="4 to 6 %", measured=told or "no measure says the chance of its value",
            is_met=all(0.04 <= share <= 0.06 for share in shares.values()) if shares else None,
        )  # fmt: skip
    yield coverage()


def coverage() -> Bar:
    """Coverage of intervals on simulated truth, per method, as the slow tests measured it."""
    wanted, work = "95 % +- 1.5 points, per method", "coverage of intervals on simulated truth"
    if not FIGURES.exists():
        return Bar(work=work, wanted=wanted, measured=f"no {FIGURES.name}", is_met=None)
    found = json.loads(FIGURES.read_text())
    told = ", ".join(f"{one['method']} ({one['case']}) {one['coverage']:.1%}" for one in found)
    outside = [one for one in found if abs(one["coverage"] - 0.95) > 0.015]
    return Bar(
        work=work, wanted=wanted, measured=f"{told}; {len(outside)} of {len(found)} outside", is_met=not outside,
    )  # fmt: skip


def invariance(setting: Setting) -> Iterator[Bar]:
    """The same rows in another unit and from another zero."""
    ran = setting.ours("invariance")
    if ran.failure:
        raise NotMeasured(ran.failure)
    changed = ran.answer["changed"]
    yield Bar(
        work="a column scaled by 1e-9, or moved by 1e6 deviations", wanted="verdicts unchanged",
        measured=f"{len(changed)} verdicts changed" + (f" ({'; '.join(changed[:3])})" if changed else "")
        + f"; greatest change of a number {ran.answer['greatest']:.1e}",
        is_met=not changed,
    )  # fmt: skip
