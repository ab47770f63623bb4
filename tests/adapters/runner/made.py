"""Models made of a few lines of Python, for tests of what holds them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent
from typing import Any

import pyarrow as pa

from evenhand.adapters.runner.handover import Handover, ModelFile
from evenhand.adapters.runner.model import Model, open_model
from evenhand.adapters.runner.scoring import Scoring

AS_ONE = Scoring(favourable=1, classes=(0, 1), inputs=("a",))
ROWS = pa.table({"a": [0.25, 0.5, 0.75]})


def handover(folder: Path, source: str) -> Handover:
    """A model that is one module of Python code."""
    file = folder / "scorer.py"
    file.write_text(dedent(source), encoding="utf-8")
    return Handover(loader="python:scorer", files=[ModelFile(path="scorer.py", source=file)])


@contextmanager
def opened(folder: Path, source: str, **more: Any) -> Iterator[Model]:
    """The same, opened."""
    with open_model(handover(folder, source), **{"scoring": AS_ONE, **more}) as model:
        yield model
