"""The results as a page."""

import datetime as dt
import json
import os
import platform
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from bar import Bar

TRIED: Mapping[str, str] = {
    "drift report, 10M": (
        "Tried: C, numba and NumPy; a bent grid for heavy tails; one comparison in place of a search where a grid "
        "cell holds one cut; vector instructions of the processor; each column of a row group decoded and counted "
        "before the next; vector gathers, which were no faster. See ADR 0024."
    ),
    "drift report, 10M rows: two cores": (
        "Row groups are read and counted in threads; planning on the reference and the numbers at the end are not. "
        "The two cores share their caches and memory, and reading alone gains less than twice."
    ),
    "fairness": (
        "Tried: one pass over attributes, label and decision in vector instructions; row groups read whole, and column "
        "by column, which cost what it saved; rates and comparisons of all groups at once (ADR 0026). The numbers by "
        "themselves took 0.05 CPU s on a busy machine; reading the five columns takes most of the rest."
    ),
    "performance metrics": (
        "Tried: one pass in the compiled kernel into cells of the score with exact sums, without branches on the "
        "label; closed formulas for the intervals; the values of the label from the footer of the file (ADR 0026)."
    ),
    "evenhand (compiled kernel) beside evidently": (
        "What is left: decoding, which takes most of it, planning and counting, and some 340 numbers with their "
        "intervals; the first table shows each. The reference is read once, sorted by its bits, and the bounds take a "
        "third of the steps that they took (ADR 0024, 0025)."
    ),
    "merging": (
        "Tried: adding all windows at once. What is left are the numbers and their intervals, which do not "
        "depend on the number of windows."
    ),
    "its exact mode: cost": (
        "Tried: fetching addresses ahead; sorting each batch and walking along the cuts. The cells of all distinct "
        "values outgrow the caches (ADR 0024)."
    ),
    "coverage of intervals, drift": (
        "Those outside are wider than they say: intervals of distances that have a corner at 0 keep a margin "
        "for the shape of the difference (ADR 0025)."
    ),
    "false alarms": (
        "Each column is held to the bar by itself. A share of 4,000 trials is known to 0.3 points (standard error)."
    ),
}
"""How the work of a missed bar begins, to what was tried or is known of it."""


_HOW = (
    "CPU is user and system time with all threads and children, without the imports of either side. Memory is private "
    "memory of the whole process: pages of mapped files are not in it. Figures with a range are medians of runs taken "
    "in turn with what they are compared with. Parts were measured one after another, each line under the load that it "
    "names. How each is taken: [README.md](README.md)."
)


def machine() -> str:
    """The machine in general words."""
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    cores = len(os.sched_getaffinity(0))
    return f"{_processor()}, {cores} cores, {gigabytes:.0f} GB, {platform.system()}"


def page(command: str, versions: Mapping[str, str], parts: Sequence[tuple[str, Sequence[Bar]]]) -> str:
    """Everything that was measured, as Markdown."""
    bars = [bar for _, found in parts for bar in found if bar.wanted]
    counts = {word: sum(bar.verdict == word for bar in bars) for word in ("met", "**missed**", "not measured")}
    loads = [bar.load for _, found in parts for bar in found] or [os.getloadavg()[0]]
    lines = [
        "# Results", "",
        f"`{command}` on {dt.datetime.now(dt.UTC):%Y-%m-%d}; {machine()}; load {min(loads):.1f} to {max(loads):.1f}. "
        + ", ".join(f"{name} {versions[name]}" for name in ("evenhand", "python", "numpy", "pyarrow"))
        + f"; kernel: {versions['kernel']}.", "",
        _HOW, "",
        f"**Bars: {counts['met']} met, {counts['**missed**']} missed, {counts['not measured']} not measured.**",
    ]  # fmt: skip
    for title, found in parts:
        lines += ["", f"## {title}", "", "| what | bar | measured | | load |", "|---|---|---|---|---|"]
        lines += [
            f"| {bar.work} | {bar.wanted} | {_cell(bar.measured)} | {bar.verdict} | {bar.load:.1f} |" for bar in found
        ]
        lines += [f"\nMissed: {bar.work}. {_tried(bar)}" for bar in found if bar.is_met is False]
    return "\n".join(lines) + "\n"


def keep(path: Path, parts: Mapping[str, Sequence[Bar]]) -> None:
    """Keep what was measured, so that a later run may measure some parts anew."""
    write(path, json.dumps({title: [asdict(bar) for bar in bars] for title, bars in parts.items()}))


def read(path: Path) -> dict[str, list[Bar]]:
    """What was measured before; nothing where nothing is kept."""
    kept = json.loads(path.read_text()) if path.exists() else {}
    return {title: [Bar(**bar) for bar in bars] for title, bars in kept.items()}


def write(path: Path, text: str) -> None:
    """Write the page whole or not at all."""
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_text(text)
    unfinished.replace(path)


def _tried(bar: Bar) -> str:
    """What was tried, by the longest beginning that fits."""
    fitting = [begin for begin in TRIED if bar.work.startswith(begin)]
    return TRIED[max(fitting, key=len)] if fitting else "Nothing was tried yet."


def _cell(text: str) -> str:
    """Text that fits a cell; of a path its last part, since folders tell of one machine alone."""
    return re.sub(r"(?<!\w)/(?:[\w.+-]+/)+", "", text).replace("|", "\\|").replace("\n", " ")


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return " ".join((names or [platform.machine()])[0].split()[:2])
