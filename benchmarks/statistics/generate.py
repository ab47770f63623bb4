"""Write the seeded table of the benchmark as Parquet, row group by row group, in little memory.

    python benchmarks/statistics/generate.py [--folder FOLDER] [--rows N ...] [--compression zstd|snappy]

Row group ``i`` depends on the seed, the table and ``i`` alone: the table of 1M rows is the beginning of that of 10M.
"""

import argparse
import os
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs
import pyarrow as pa
import pyarrow.parquet as pq
from columns import DRIFTED, LEVELS, NULLS, NUMBERS, SENSITIVE, shares
from numpy.random import Generator
from numpy.typing import NDArray

SEED = 20261123
GROUP = 125_000
REFERENCE = 100_000
FOLDER = Path(platformdirs.user_cache_dir("evenhand-benchmarks"))


def batch(rows: int, group: int, *, is_current: bool) -> pa.RecordBatch:
    """One row group of the reference or of the current table."""
    rng = np.random.default_rng([SEED, int(is_current), group])
    drift = {name: float(is_current and name in DRIFTED) for name in (*NUMBERS, *LEVELS, "score")}
    columns: dict[str, pa.Array] = {}
    for name, draw in NUMBERS.items():
        values = draw(rng, rows, drift[name]).astype(np.float64)
        share = NULLS[name][is_current] if name in NULLS else 0.0
        columns[name] = pa.array(values, mask=rng.random(rows) < share) if share else pa.array(values)
    for name, levels in LEVELS.items():
        columns[name] = _levels(name, _codes(rng, rows, levels, drift[name]), levels)
    sensitive = {name: _codes(rng, rows, levels, 0.0) for name, levels in SENSITIVE.items()}
    columns |= {name: _texts(name, codes, SENSITIVE[name]) for name, codes in sensitive.items()}
    start = 1_750_000_000 + group * GROUP
    columns["timestamp"] = pa.array((start + np.arange(rows)) * 1000, pa.timestamp("ms", tz="UTC"))
    score = rng.beta(2.0, 2.5 - 0.1 * drift["score"], rows)
    chance = np.clip(score + 0.03 * sensitive["sex"] - 0.01 * sensitive["age_band"], 0.0, 1.0)
    columns["score"] = pa.array(score)
    columns["label"] = pa.array((rng.random(rows) < chance).astype(np.int64))
    columns["prediction"] = pa.array((score >= 0.5).astype(np.int64))
    return pa.RecordBatch.from_pydict(columns)


def write(path: Path, rows: int, *, is_current: bool, compression: str = "zstd", group: int = GROUP) -> Path:
    """Write a table of ``rows`` rows unless it is there already."""
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}.unfinished")
    first = batch(min(rows, GROUP), 0, is_current=is_current)
    with pq.ParquetWriter(unfinished, first.schema, compression=compression, store_schema=False) as writer:
        held: list[pa.RecordBatch] = []
        for number, start in enumerate(range(0, rows, GROUP)):
            size = min(GROUP, rows - start)
            held.append(first if number == 0 else batch(size, number, is_current=is_current))
            if sum(each.num_rows for each in held) >= group or start + size == rows:
                writer.write_table(pa.Table.from_batches(held), row_group_size=group)
                held.clear()
    unfinished.replace(path)
    return path


def reference(folder: Path, rows: int = REFERENCE) -> Path:
    """The reference table."""
    return write(folder / f"reference-{rows}.parquet", rows, is_current=False)


def current(folder: Path, rows: int, compression: str = "zstd") -> Path:
    """The current table, whose drift is known."""
    return write(folder / f"current-{rows}-{compression}.parquet", rows, is_current=True, compression=compression)


def repeated(folder: Path, path: Path, times: int) -> Path:
    """A folder that holds one file several times, as links: a table of as many times its rows."""
    made = folder / f"{path.stem}-{times}-times"
    made.mkdir(parents=True, exist_ok=True)
    for number in range(times):
        link = made / f"part-{number}.parquet"
        if not link.exists():
            os.link(path, link)
    return made


def _codes(rng: Generator, rows: int, levels: int, drift: float) -> NDArray[np.int32]:
    edges = np.cumsum(shares(levels, drift))[:-1]
    return np.searchsorted(edges, rng.random(rows), side="right").astype(np.int32)


def _levels(name: str, codes: NDArray[np.int32], levels: int) -> pa.Array:
    if name == "c1":
        return pa.array(codes == 1)
    return pa.array(codes.astype(np.int64)) if name == "c4" else _texts(name, codes, levels)


def _texts(name: str, codes: NDArray[np.int32], levels: int) -> Any:  # noqa: ANN401 - pyarrow has no types
    return pa.DictionaryArray.from_arrays(codes, pa.array([f"{name}-{level:03}" for level in range(levels)]))


def main() -> None:
    """Write what the options ask for and print where it is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=FOLDER, help=f"default: {FOLDER}")
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 10_000_000], help="of current tables")
    parser.add_argument("--compression", choices=["zstd", "snappy"], default="zstd")
    given = parser.parse_args()
    print(reference(given.folder))
    for rows in given.rows:
        print(current(given.folder, rows, given.compression))


if __name__ == "__main__":
    main()
