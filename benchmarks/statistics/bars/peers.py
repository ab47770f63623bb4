"""Drift reports of other tools on the same tables, each in its own environment."""

import json
from collections.abc import Iterator
from pathlib import Path

from bar import Bar, in_turn, middle
from child import Ran
from columns import DRIFTED, TEXTS
from peers.environment import REQUIREMENTS, environment
from setting import Setting, rows

TEXT_COLUMNS = [*TEXTS, "c1", "c4"]
TOOLS = ("evidently", "nannyml", "whylogs", "deepchecks", "alibi-detect")


def working(setting: Setting, peer: str) -> tuple[Path | None, list[str]]:
    """The first environment in which the peer works on a small table, and what failed before it."""
    failures = []
    for requirements in REQUIREMENTS[peer]:
        python, failure = environment(setting.environments, peer, requirements)
        failure = failure or tried(setting, peer, python)
        if failure is None:
            return python, [*failures, f"works with `{' '.join(requirements)}`"]
        failures.append(f"`pip install {' '.join(requirements)}`: {failure}")
    return None, failures


def reports(setting: Setting, pythons: dict[str, Path]) -> Iterator[Bar]:
    """Evidently's default against ours at the small size, reading included; the others beside them."""
    sizes = [setting.small // 10, *([setting.small] if setting.is_full else [])]
    for n in sizes:
        yield from _of_size(setting, pythons, n, has_bar=n == setting.small)


def _of_size(setting: Setting, pythons: dict[str, Path], n: int, *, has_bar: bool) -> Iterator[Bar]:
    given = {"reference": setting.reference, "current": setting.current(n), "columns": setting.columns}
    for peer in (peer for peer in TOOLS if peer in pythons):
        ran = _report(setting, peer, pythons[peer], n)
        if ran.failure:
            yield Bar(work=f"{peer}, drift report, {rows(n)} rows", wanted="", measured=ran.failure, is_met=None)
            continue
        phases, drifted = ran.answer["phases"], ran.answer["drifted"]
        theirs = phases["read"]["cpu"] + phases["report"]["cpu"]
        right = len(DRIFTED & set(drifted))
        yield Bar(
            work=f"{peer} {ran.answer['version']}, drift report, {rows(n)} rows", wanted="",
            measured=f"{theirs:.1f} CPU s with reading, {phases['import']['cpu']:.1f} more to import; "
            f"{ran.private / 1e9:.2f} GB; calls {right} of the 11 drifted columns drifted, and "
            f"{len(drifted) - right} others",
            is_met=None,
        )  # fmt: skip
        for kernel, least in (("c", 200), ("numpy", 40)):
            [ours] = in_turn(setting.repeats, lambda kernel=kernel: setting.ours("drift", kernel=kernel, **given))
            cpu, is_rated = middle(ours, "report"), has_bar and peer == "evidently"
            name = "compiled kernel" if kernel == "c" else "NumPy alone"
            yield Bar(
                work=f"evenhand ({name}) beside {peer}, {rows(n)} rows, reading included",
                wanted=f">= {least} x less CPU" if is_rated else "", measured=f"{theirs / cpu:.0f} x: {cpu:.2f} CPU s",
                is_met=theirs / cpu >= least if is_rated else None,
            )  # fmt: skip


def _report(setting: Setting, peer: str, python: Path, n: int) -> Ran:
    names = json.dumps({"all": setting.columns, "texts": TEXT_COLUMNS})
    return setting.peer(
        python, "drift.py", peer, "report", str(setting.reference), str(setting.current(n)), names
    )  # fmt: skip


def tried(setting: Setting, peer: str, python: Path) -> str | None:
    """Why the peer fails on a small table, as found when its environment was new; ``None`` where it works."""
    kept = python.parent.parent / "tried.json"
    if not kept.exists():
        kept.write_text(json.dumps(_trial(setting, peer, python)))
    found: str | None = json.loads(kept.read_text())
    return found


def _trial(setting: Setting, peer: str, python: Path) -> str | None:
    small = str(setting.current(2_000))
    if peer == "fairlearn":
        return setting.peer(python, "fairness.py", small, "2000", "0").failure
    if peer == "scikit-learn":
        return setting.peer(python, "performance.py", small, "2000", "1").failure
    return _report(setting, peer, python, 2_000).failure
