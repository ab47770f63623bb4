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
from report import page, write
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


def beside(setting: Setting, versions: dict[str, str]) -> Iterator[tuple[str, list[Bar]]]:
    """Other tools, each made and tried first."""
    pythons, lines = {}, []
    for peer in peers.REQUIREMENTS:
        python, said = peers.working(setting, peer)
        lines.append(Bar(work=peer, wanted="", measured="; ".join(said), is_met=None))
        print(f"  {peer}: {'; '.join(said)}", flush=True)
        if python is not None:
            pythons[peer] = python
    yield "Installing the others", lines
    yield "Drift reports of others", measured("Drift reports of others", lambda: peers.reports(setting, pythons))
    for title, peer, measure in (
        ("Fairlearn", "fairlearn", fairness.fairlearn), ("scikit-learn", "scikit-learn", performance.scikit_learn),
    ):  # fmt: skip
        if peer in pythons:
            yield title, measured(title, lambda measure=measure, peer=peer: measure(setting, pythons[peer]))
    answers = measured("Answers", lambda: wrong.answers(setting, pythons))
    yield "Answers on small tables whose truth is known", answers
    versions["peers"] = str(len(pythons))


def main() -> None:
    """Measure and write the page."""
    given = _given()
    with tempfile.TemporaryDirectory() as temporary:
        setting = _setting(given, Path(temporary))
        said = setting.ours("version")
        if said.failure:
            sys.exit(f"Error: evenhand cannot be measured: {said.failure}")
        versions = {name: said.answer[name] for name in ("evenhand", "python", "numpy", "pyarrow", "kernel")}
        parts = []
        for title, measure in OURS:
            if given.only and not any(word in title.lower() for word in given.only):
                continue
            print(title, flush=True)
            parts.append((title, measured(title, lambda measure=measure: measure(setting))))
        if setting.has_peers:
            parts += list(beside(setting, versions))
        told = " ".join(word for word in sys.argv[1:] if word in {"--quick", "--full", "--no-peers"})
        text = page(f"python benchmarks/statistics/run.py {told}".strip(), versions, parts)
        write(given.output, text)
    print(f"Written: {given.output}")


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="a tiny table, no peers: only to try that everything runs")
    size.add_argument("--full", action="store_true", help="peers at 1M rows too")
    parser.add_argument("--no-peers", action="store_true", help="evenhand alone")
    parser.add_argument("--folder", type=Path, default=FOLDER, help=f"of made tables; default: {FOLDER}")
    parser.add_argument("--environments", type=Path, help="of the peers; default: in the folder of tables")
    parser.add_argument("--real", type=Path, help="folder of real tables as Parquet; without it they are left out")
    parser.add_argument("--only", nargs="+", metavar="WORD", help="parts whose title has one of these words")
    parser.add_argument("--output", type=Path, default=HERE / "RESULTS.md")
    return parser.parse_args()


def _setting(given: argparse.Namespace, temporary: Path) -> Setting:
    if given.quick:
        return Setting(
            folder=temporary, environments=temporary, reference_rows=2_000, small=4_000, large=8_000, times=2,
            repeats=1, has_peers=False, real=given.real,
        )  # fmt: skip
    return Setting(
        folder=given.folder, environments=given.environments or given.folder / "environments", is_full=given.full,
        has_peers=not given.no_peers, real=given.real,
    )  # fmt: skip


if __name__ == "__main__":
    main()
