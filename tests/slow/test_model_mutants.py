"""Damaged model files of every kind: the process that serves lives on, and no damage passes unseen.

LightGBM's text kills its reader most of the time; the others are read cleanly more often, or wrongly.
"""

import os
import pickle
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from numpy.typing import NDArray

from evenhand.adapters.frameworks.serialised import serialise
from evenhand.adapters.runner.handover import Handover, ModelFile
from evenhand.adapters.runner.limits import Limits
from evenhand.adapters.runner.model import open_model
from evenhand.adapters.runner.scoring import Scoring
from evenhand.adapters.tables.golden_table import golden_table
from evenhand.errors.base import EvenhandError
from evenhand.lifecycle.data.contract import Column, Contract
from evenhand.lifecycle.training.golden import Golden, golden_rows

MUTANTS = 60 if os.environ.get("EVENHAND_SLOW") == "full" else 12
INPUTS = ("a", "b", "c")
CONTRACT = Contract(columns=tuple(Column(name=name, kind="number", minimum=-3, maximum=3) for name in INPUTS))
NAMED = frozenset({
    "GOLDEN-ROWS-DIFFER", "MODEL-ANSWER-INVALID", "MODEL-CLASS-UNKNOWN", "MODEL-CRASHED", "MODEL-FAILED",
    "MODEL-FORMAT-UNSUPPORTED", "MODEL-INPUTS-DIFFER", "MODEL-LIBRARY-MISSING", "MODEL-TIMED-OUT", "MODEL-UNREADABLE",
})  # fmt: skip
Trained = tuple[str, bytes]
Maker = Callable[["NDArray[np.float64]", "NDArray[np.int64]"], Trained]


def lightgbm_text(inputs: NDArray[np.float64], label: NDArray[np.int64]) -> Trained:
    lightgbm = pytest.importorskip("lightgbm")
    fitted = lightgbm.LGBMClassifier(n_estimators=12, verbosity=-1, n_jobs=1).fit(inputs, label)
    return "lightgbm", serialise(fitted).files["model.txt"]


def onnx_graph(inputs: NDArray[np.float64], label: NDArray[np.int64]) -> Trained:
    skl2onnx = pytest.importorskip("skl2onnx")
    pytest.importorskip("onnxruntime")
    from sklearn.ensemble import RandomForestClassifier

    fitted = RandomForestClassifier(n_estimators=5, max_depth=4, random_state=0).fit(inputs, label)
    return "onnx", skl2onnx.to_onnx(fitted, inputs[:1].astype(np.float32)).SerializeToString()


def forest_pickle(inputs: NDArray[np.float64], label: NDArray[np.int64]) -> Trained:
    pytest.importorskip("sklearn")
    from sklearn.ensemble import RandomForestClassifier

    fitted = RandomForestClassifier(n_estimators=5, max_depth=4, random_state=0, n_jobs=1).fit(inputs, label)
    return "pickle", pickle.dumps(fitted)


def mutant(content: bytes, chance: random.Random) -> bytes:
    """The file cut short, or with a few bytes changed, dropped or doubled."""
    if chance.random() < 0.25:
        return content[: chance.randrange(1, len(content))]
    changed = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 8])):
        at = chance.randrange(len(changed))
        act = chance.randrange(4)
        if act == 0:
            changed[at] = chance.randrange(256)
        elif act == 1:
            changed[at] ^= 1 << chance.randrange(8)
        elif act == 2:
            del changed[at : at + chance.randrange(1, 40)]
        else:
            changed[at:at] = changed[at : at + chance.randrange(1, 40)]
    return bytes(changed)


@pytest.mark.parametrize("made", [lightgbm_text, onnx_graph, forest_pickle])
def test_every_mutant_is_survived_and_none_answers_otherwise_unseen(tmp_path: Path, made: Maker) -> None:
    draw = np.random.default_rng(7)
    inputs = draw.uniform(-3, 3, size=(400, 3))
    loader, content = made(inputs, (inputs[:, 0] * inputs[:, 1] + draw.normal(size=400) > 0).astype(int))
    golden, many = (_recorded(tmp_path, loader, content, n) for n in (64, 2000))
    chance, ends = random.Random(1), Counter[str]()

    for _ in range(MUTANTS):
        damaged = mutant(content, chance)
        end = _end(tmp_path, loader, damaged, golden)
        ends[
            end if end != "the same" else f"golden rows: the same, many rows: {_end(tmp_path, loader, damaged, many)}"
        ] += 1

    assert set(ends) <= NAMED | {"golden rows: the same, many rows: the same"}, ends
    assert ends.total() == MUTANTS
    assert _end(tmp_path, loader, content, golden) == "the same"


def _recorded(folder: Path, loader: str, content: bytes, n: int) -> Golden:
    rows = golden_rows(CONTRACT, inputs=INPUTS, n=n, seed=n)
    return Golden(columns=rows, scores=tuple(_answer(folder, loader, content, golden_table(rows))))


def _end(folder: Path, loader: str, content: bytes, golden: Golden) -> str:
    try:
        golden.compare(_answer(folder, loader, content, golden_table(golden.columns)))
    except EvenhandError as named:
        return named.code
    return "the same"


def _answer(folder: Path, loader: str, content: bytes, rows: pa.Table) -> list[float]:
    file = folder / "model"
    file.write_bytes(content)
    scoring = Scoring(favourable=1, classes=(0, 1), inputs=INPUTS)
    limits = Limits(load_seconds=8, predict_seconds=4)
    with open_model(
        Handover(loader=loader, files=[ModelFile(path="model", source=file)]), scoring=scoring, limits=limits
    ) as model:
        scores: list[float] = model.predict(rows).tolist()
        return scores
