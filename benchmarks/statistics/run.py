"""Measure every bar of the statistics side by side, and other tools beside them, in one run; write RESULTS.md.

    python benchmarks/statistics/run.py [--quick | --full] [--folder FOLDER] [--environments FOLDER] [--real FOLDER]

By default 10M rows and their like, with peers at 100k rows (about ten minutes of CPU, and the first time as much again
to install the peers). ``--full`` adds the peers at 1M rows and snappy. ``--quick`` only tries that everything runs.
"""

import argparse
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from bar import Bar, NotMeasured
from bars import calibration, certified, command, fairness, merging, parity, peers, performance, scan, wrong
from generate import FOLDER
from report import keep, page, read, write
from setting import HERE, Setting

Part = tuple[str, Callable[[Setting], Iterable[Bar]]]

OURS: tuple[Part, ...] = (
    ("Drift beside a bare decode", scan.beside_decode),
    ("Memory", scan.memory),
    ("Threads", scan.threads),
    ("Fairness", fairness.ours),
    ("Performance", performance.ours),
    ("Merging", merging.merging),
    ("The whole command", command.command),
    ("What the cells prove", certified.certified),
    ("Calibration of the tests", calibration.calibration),
    ("Coverage of the intervals", calibration.coverage),
    ("Invariance", calibration.invariance),
    ("Parity", parity.parity),
    ("Real tables", certified.real),
)


def measured(title: str, measure: Callable[[], Iterable[Bar]]) -> list[Bar]:
    """The bars of one part; a part that fails says so in a line of its own."""
    found: list[Bar] = []
    try:
        for bar in measure():
            print(f"  {bar.work}: {bar.measured} {bar.verdict}", flush=True)
            found.append(bar)
    except NotMeasured as problem:
        found.append(Bar(work=title, wanted="measured", measured=f"failed: {problem}", is_met=None))
    except Exception as problem:  # noqa: BLE001 - one part that fails must not hide the others
        traceback.print_exc()
        text = f"failed: {type(problem).__name__}: {str(problem)[:200]}"
        found.append(Bar(work=title, wanted="measured", measured=text, is_met=None))
    if found and found[-1].verdict == "not measured":
        print(f"  {title}: {found[-1].measured}", flush=True)
    return found


PEERS = (
    "Installing the others", "Drift reports of others", "Fairlearn", "scikit-learn",
    "Answers on small tables whose truth is known",
)  # fmt: skip


def beside(setting: Setting, words: list[str] | None) -> Iterator[tuple[str, list[Bar]]]:
    """Other tools, each made and tried first."""
    install, reports, fair, scores, answers = PEERS
    wanted = [title for title in PEERS if not words or any(word in title.lower() for word in words)]
    if not wanted:
        return
    pythons, lines = {}, []
    for peer in peers.REQUIREMENTS:
        python, said = peers.working(setting, peer)
        lines.append(Bar(work=peer, wanted="", measured="; ".join(said), is_met=None))
        print(f"  {peer}: {'; '.join(said)}", flush=True)
        if python is not None:
            pythons[peer] = python
    yield install, lines
    parts: dict[str, Callable[[], Iterable[Bar]]] = {
        reports: lambda: peers.reports(setting, pythons),
        fair: lambda: fairness.fairlearn(setting, pythons["fairlearn"]),
        scores: lambda: performance.scikit_learn(setting, pythons["scikit-learn"]),
        answers: lambda: wrong.answers(setting, pythons),
    }
    for title, measure in parts.items():
        if title in wanted:
            print(title, flush=True)
            yield title, measured(title, measure)


def main() -> None:
    """Measure and write the page."""
    given = _given()
    with tempfile.TemporaryDirectory() as temporary:
        setting = _setting(given, Path(temporary))
        said = setting.ours("version")
        if said.failure:
            sys.exit(f"Error: evenhand cannot be measured: {said.failure}")
        kept = read(given.folder / "measured.json") if given.only else {}
        for title, bars in measured_parts(setting, given.only):
            kept[title] = bars
            if not given.quick:
                keep(given.folder / "measured.json", kept)
        told = " ".join(word for word in sys.argv[1:] if word in {"--quick", "--full", "--no-peers"})
        write(given.output, page(f"python benchmarks/statistics/run.py {told}".strip(), said.answer, in_order(kept)))
    print(f"Written: {given.output}")


def measured_parts(setting: Setting, words: list[str] | None) -> Iterator[tuple[str, list[Bar]]]:
    """Every part, or those whose title has one of the words."""
    for title, measure in OURS:
        if not words or any(word in title.lower() for word in words):
            print(title, flush=True)
            yield title, measured(title, lambda measure=measure: measure(setting))
    if setting.has_peers:
        yield from beside(setting, words)


def in_order(kept: dict[str, list[Bar]]) -> list[tuple[str, list[Bar]]]:
    """Parts in the order of the command, whenever they were measured."""
    order = [*(title for title, _ in OURS), *PEERS]
    return sorted(kept.items(), key=lambda part: order.index(part[0]) if part[0] in order else len(order))


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="a tiny table, no peers: only to try that everything runs")
    size.add_argument("--full", action="store_true", help="peers at 1M rows too")
    parser.add_argument("--no-peers", action="store_true", help="evenhand alone")
    parser.add_argument("--folder", type=Path, default=FOLDER, help=f"of made tables; default: {FOLDER}")
    parser.add_argument("--environments", type=Path, help="of the peers; default: in the folder of tables")
    parser.add_argument("--real", type=Path, help="folder of real tables as Parquet; without it they are left out")
    parser.add_argument(
        "--only",
        nargs="+",
        metavar="WORD",
        help="measure anew parts with such a title, and keep the others",
    )
    parser.add_argument("--output", type=Path, default=HERE / "RESULTS.md")
    return parser.parse_args()


def _setting(given: argparse.Namespace, temporary: Path) -> Setting:
    if given.quick:
        return Setting(
            folder=temporary, environments=temporary, reference_rows=2_000, small=4_000, large=8_000, times=2,
            repeats=1, has_peers=False, real=given.real,
            columns=["n01", "n02", "n11", "c1", "c3", "c4", "sex", "score"],
        )  # fmt: skip
    return Setting(
        folder=given.folder, environments=given.environments or given.folder / "environments", is_full=given.full,
        has_peers=not given.no_peers, real=given.real,
    )  # fmt: skip


if __name__ == "__main__":
    main()
