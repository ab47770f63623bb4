"""How long a million entries take to verify, payload digests included: ``python benchmarks/ledger/verify.py [N]``."""

import sys
import tempfile
import time
from pathlib import Path

from generated import generate, project

from evenhand.adapters.files.high_water import FileHighWater
from evenhand.adapters.sql.examining import LedgerFile


def main(n_entries: int) -> None:
    """Make a ledger and examine it three times."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "evenhand.db"
        root = generate(path, n_entries)
        size = path.stat().st_size
        print(f"{n_entries:,} entries, {size / 1e6:,.0f} MB, {size / n_entries:,.0f} bytes each")
        file = LedgerFile(path, projector=project, high_water=FileHighWater(Path(name) / "state"), is_copy=True)
        for attempt in range(3):
            cpu, wall = time.process_time(), time.perf_counter()
            found = file.examine()
            cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
            assert found.is_whole
            assert found.root == root
            rate = n_entries / cpu / 1e6
            print(f"run {attempt + 1}: {cpu:.2f} s CPU, {wall:.2f} s wall, {rate:.2f} M entries per CPU second")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
