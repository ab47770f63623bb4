"""How many appends a second, each acknowledged when durable: ``python benchmarks/ledger/append.py [FOLDER]``.

The bare cost of a synced write on the same disk stands beside it; ratios travel between machines, rates do not.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from threading import Thread

from generated import payload_of, project

from evenhand.adapters.files.high_water import FileHighWater
from evenhand.adapters.sql.ledger import Ledger
from evenhand.governance.audit.merkle import leaf_hash
from evenhand.governance.audit.proof import check_inclusion
from evenhand.kernel.instant import instant
from evenhand.ports.ledger import Draft


def draft(about: str, number: int) -> Draft:
    """An entry with a document of about 300 bytes."""
    return Draft(actor="somebody", action="thing.changed", about=about, payload=payload_of(number))


def synced_writes(folder: Path, count: int) -> float:
    """How many small writes the disk makes durable in a second."""
    handle = os.open(folder / "bare", os.O_WRONLY | os.O_CREAT)
    begin = time.perf_counter()
    for at in range(count):
        os.pwrite(handle, b"x" * 4096, at * 4096)
        os.fdatasync(handle)
    os.close(handle)
    return count / (time.perf_counter() - begin)


def appended(ledger: Ledger, n_threads: int, n_each: int) -> None:
    """Let threads append at once, each waiting for its own, and print rate and waits."""
    waits: list[float] = []

    def append(thread: int) -> None:
        for at in range(n_each):
            begin = time.perf_counter()
            ledger.append(draft(f"thing:{thread}-{at}", at))
            waits.append(time.perf_counter() - begin)

    threads = [Thread(target=append, args=(number,)) for number in range(n_threads)]
    cpu, wall = time.process_time(), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    cuts = quantiles(waits, n=100)
    print(
        f"{n_threads:>3} threads: {len(waits) / wall:>7,.0f} appends/s, {cpu / len(waits) * 1e6:>5,.0f} us CPU each, "
        f"p50 {cuts[49] * 1e3:.1f} ms, p99 {cuts[98] * 1e3:.1f} ms"
    )


def timed(name: str, act: Callable[[], object], count: int) -> None:
    """Print the processor time of one act."""
    cpu = time.process_time()
    for _ in range(count):
        act()
    print(f"{name}: {(time.process_time() - cpu) / count * 1e3:.3f} ms CPU")


def main(parent: str | None) -> None:
    """Measure on the disk of ``parent``."""
    with tempfile.TemporaryDirectory(dir=parent) as name:
        folder = Path(name)
        print(f"bare 4 KiB write and fdatasync: {synced_writes(folder, 300):,.0f} a second")
        with Ledger.create(
            folder / "evenhand.db", log_id="bench", projector=project, clock=lambda: instant(datetime.now(UTC)),
            high_water=FileHighWater(folder / "state"),
        ) as ledger:  # fmt: skip
            appended(ledger, 1, 500)
            appended(ledger, 4, 250)
            appended(ledger, 32, 100)
            appended(ledger, 256, 20)
            drafts = [draft(f"thing:b{at}", at) for at in range(1000)]
            begin = time.perf_counter()
            for _ in range(5):
                ledger.append_together(drafts)
            print(f"a thousand in one transaction: {5000 / (time.perf_counter() - begin):,.0f} appends/s")
            proof = ledger.prove(4321)
            root, leaf = ledger.root(proof.size), leaf_hash(ledger.leaf(4321))
            timed("make and check an inclusion proof", lambda: ledger.prove(4321), 200)
            timed("check an inclusion proof", lambda: check_inclusion(proof, leaf=leaf, root=root), 2000)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
