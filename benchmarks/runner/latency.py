"""What a confined child costs: start, one row, many rows, beside the same model in this process.

    python benchmarks/runner/latency.py

Prints a table in Markdown. Each model is small: what is measured is the way to it and back, not the model.
"""

import os
import pickle
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import pandas as pd
import pyarrow as pa
import skl2onnx
from sklearn.linear_model import LogisticRegression

from evenhand.adapters.frameworks.serialised import serialise
from evenhand.adapters.runner.handover import Handover, ModelFile
from evenhand.adapters.runner.model import Model, open_model
from evenhand.adapters.runner.scoring import Scoring

NAMES = [f"x{at}" for at in range(12)]
STARTS, CALLS, ROWS = 5, 300, 10_000


def main() -> None:
    """Measure all and print."""
    chance = np.random.default_rng(0)
    frame = pd.DataFrame(chance.normal(size=(ROWS, len(NAMES))), columns=NAMES)
    label = (frame["x0"] + chance.normal(size=ROWS) > 0).astype(int)
    table = pa.Table.from_pandas(frame, preserve_index=False)
    regression = LogisticRegression().fit(frame, label)
    trees = lightgbm.LGBMClassifier(n_estimators=100, verbosity=-1, n_jobs=1).fit(frame, label)
    graph = skl2onnx.to_onnx(regression, frame.to_numpy(np.float32)[:1])
    rows = [
        ("Python code", "python:scorer", {"scorer.py": b"def predict(table): return table['x0'].to_numpy() * 0 + 0.5"},
         lambda part: part["x0"].to_numpy() * 0 + 0.5),
        ("ONNX", "onnx", {"m": graph.SerializeToString()}, None),
        ("LightGBM text", "lightgbm", serialise(trees).files,
         lambda part: trees.booster_.predict(part.to_pandas(), num_threads=1)),
        ("scikit-learn pickle", "pickle", {"m": pickle.dumps(regression)},
         lambda part: regression.predict_proba(part.to_pandas())[:, 1]),
    ]  # fmt: skip
    version = ".".join(map(str, sys.version_info[:3]))
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, Python {version}\n")
    print("| model | start and load | CPU of it | 1 row | 1 row in this process | 10,000 rows | in this process |")
    print("|---|---|---|---|---|---|---|")
    for name, loader, files, direct in rows:
        print(f"| {name} | {' | '.join(_measured(loader, files, table, direct))} |")


def _measured(
    loader: str, files: dict[str, bytes], table: pa.Table, direct: Callable[[pa.Table], Any] | None
) -> list[str]:
    starts, burnt = [], []
    for _ in range(STARTS):
        before, begin = os.times(), time.perf_counter()
        with _opened(loader, files):
            starts.append(time.perf_counter() - begin)
        after = os.times()
        burnt.append(sum(after[:4]) - sum(before[:4]))
    one = table.slice(0, 1)
    with _opened(loader, files) as model:
        through = [_median(lambda: model.predict(one), CALLS), _median(lambda: model.predict(table), 20)]
    if direct is None:
        beside: list[float | None] = [None, None]
    else:
        beside = [_median(lambda: direct(one), CALLS), _median(lambda: direct(table), 20)]
    numbers = [through[0], beside[0], through[1], beside[1]]
    return [f"{statistics.median(starts):.2f} s", f"{statistics.median(burnt):.2f} s", *map(_shown, numbers)]


@contextmanager
def _opened(loader: str, files: dict[str, bytes]) -> Iterator[Model]:
    with tempfile.TemporaryDirectory() as folder:
        given = []
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
            given.append(ModelFile(path=name, source=Path(folder) / name))
        names_classes = loader in ("pickle", "onnx")
        scoring = Scoring(favourable=1, classes=None if names_classes else (0, 1), inputs=NAMES)
        with open_model(Handover(loader=loader, files=given), scoring=scoring) as model:
            yield model


def _median(call: Callable[[], Any], n: int) -> float:
    call()
    taken = []
    for _ in range(n):
        begin = time.perf_counter()
        call()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def _shown(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds * 1000:.2f} ms"


if __name__ == "__main__":
    main()
