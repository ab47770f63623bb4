"""How often tests alarm where nothing changed, and whether units and zeros change a verdict."""

from collections.abc import Iterator, Mapping

from bar import Bar, NotMeasured
from setting import Setting


def calibration(setting: Setting) -> Iterator[Bar]:
    """False alarms of every test of a drift report on columns drawn twice from the same source.

    Each test of each column is held to the bar by itself: its share is known to about 0.3 points, or 0.2 in a full run.
    """
    ran = setting.ours("alarms", draws=1 if setting.is_quick else 10_000 if setting.is_full else 4_000)
    if ran.failure:
        raise NotMeasured(ran.failure)
    for ratio, tests in ran.answer["alarms"].items():
        shares = {tuple(name.split(", ")): count / n for name, (count, n) in tests.items()}
        runs = min((n for _, n in tests.values()), default=0)
        yield Bar(
            work=f"false alarms at a nominal 5 %, current {ratio} times the reference ({ran.answer['smaller']} rows "
            f"in the smaller, {runs:,} trials a column and test)",
            wanted="4 to 6 %, each column by itself", measured="; ".join(_told(shares)),
            is_met=all(0.04 <= share <= 0.06 for share in shares.values()) if shares else None,
        )  # fmt: skip


def _told(shares: Mapping[tuple[str, ...], float]) -> Iterator[str]:
    for test in sorted({test for test, _ in shares}):
        columns = {column: share for (name, column), share in shares.items() if name == test}
        yield f"{test}: " + ", ".join(f"{column} {share:.1%}" for column, share in columns.items())


def coverage(setting: Setting) -> Iterator[Bar]:
    """Intervals of 95 % on tables drawn from known populations, per measure and method."""
    ran = setting.ours("coverage", draws=1 if setting.is_quick else 2_000 if setting.is_full else 1_000)
    if ran.failure:
        raise NotMeasured(ran.failure)
    for family, found in ran.answer["held"].items():
        shares = {name: held / n for name, (held, n) in found.items()}
        outside = [name for name, share in shares.items() if abs(share - 0.95) > 0.015]
        told = ", ".join(f"{name} {share:.1%}" for name, share in sorted(shares.items()))
        yield Bar(
            work=f"coverage of intervals, {family}, {min((n for _, n in found.values()), default=0):,} or more each",
            wanted="95 % +- 1.5 points, per method",
            measured=f"{len(shares) - len(outside)} of {len(shares)} within; {told}",
            is_met=bool(shares) and not outside,
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
