"""Small models of each library, and a table for them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from evenhand.adapters.frameworks.kind import detect_loader
from evenhand.adapters.runner.handover import Handover, ModelFile, folder_files
from evenhand.adapters.runner.model import Model, open_model


def columns(n: int = 240) -> dict[str, Any]:
    """Two numbers, a text column, and a label that depends on them."""
    chance = np.random.default_rng(11)
    age, hours = chance.integers(18, 80, n), chance.normal(38, 9, n)
    job = chance.choice(["clerk", "nurse", "smith"], n)
    gets = (hours / 40 + (job == "nurse") - age / 60 + chance.normal(0, 0.4, n)) > 0.3
    return {"age": age, "hours": hours, "job": job, "granted": np.where(gets, "yes", "no")}


def table(n: int = 240) -> pa.Table:
    """The same as Arrow."""
    return pa.table({**columns(n), "job": pa.array(columns(n)["job"].tolist(), type=pa.large_string())})


@contextmanager
def opened(files: Mapping[str, bytes], folder: Path, loader: str | None = None, **more: Any) -> Iterator[Model]:
    """A model opened from files that are written into ``folder``."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    if loader is None:
        loader = detect_loader(folder / next(iter(files)) if len(files) == 1 else folder)
    with open_model(Handover(loader=loader, files=folder_files(folder)), **more) as model:
        yield model


def single(path: Path, loader: str) -> Handover:
    """A handover of one file."""
    return Handover(loader=loader, files=[ModelFile(path=path.name, source=path)])
