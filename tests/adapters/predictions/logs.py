"""Predictions, and logs to put them in."""

from dataclasses import replace
from pathlib import Path

from evenhand.adapters.predictions.folder import Folder
from evenhand.adapters.predictions.segment import LiveSegments
from evenhand.lifecycle.serving.prediction import Prediction

ONE = Prediction(
    id="p-0", case="c-0", at="2026-01-01T00:00:00.000000Z", as_of="2018-01-01T00:00:00.000000Z", deployment="live",
    version="credit@1", release="sha256:" + "0" * 64, mode="champion", batch=None, consumer="shop",
    features={"income": 51.5, "age": 30, "town": "Lynn", "moved": None}, context={"sex": "f"}, score=0.75, decision=1,
    reasons=("income",), band="automatic", source="served",
)  # fmt: skip


def folder(root: Path) -> Folder:
    return Folder(root=root / "predictions" / "live")


def numbered(n: int, *, start: int = 0) -> list[Prediction]:
    return [replace(ONE, id=f"p-{number}", case=f"c-{number}") for number in range(start, start + n)]


def live(root: Path, *, power_safe: bool = False) -> LiveSegments[Prediction]:
    return LiveSegments(folder(root), "predictions", Prediction, power_safe=power_safe)
