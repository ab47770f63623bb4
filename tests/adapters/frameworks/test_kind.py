import bz2
import gzip
import os
import pickle
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.adapters.frameworks.kind import detect_loader
from evenhand.errors.model import ModelFormatUnsupported, ModelUnreadable

PICKLE = pickle.dumps({"a": 1})


@pytest.mark.parametrize(
    ("content", "loader"),
    [
        (pickle.dumps({"a": 1}, protocol=2), "pickle"),
        (PICKLE, "pickle"),
        (zlib.compress(PICKLE), "pickle"),
        (gzip.compress(PICKLE, mtime=0), "pickle"),
        (bz2.compress(PICKLE), "pickle"),
        (b"tree\nversion=v4\nnum_class=1\n", "lightgbm"),
        (b"\x08\x08\x12\x07skl2onnx", "onnx"),
        (b"\x08\x0a\x3a\x03abc", "onnx"),
    ],
)
def test_the_kind_is_read_from_the_bytes_and_not_from_the_name(tmp_path: Path, content: bytes, loader: str) -> None:
    file = tmp_path / "model.jpeg"
    file.write_bytes(content)

    assert detect_loader(file) == loader


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04rest", "zip archive"),
        (b'{"learner":{}}', "XGBoost"),
        (b"{L\x00", "UBJSON"),
        (b"CBM1....", "CatBoost"),
        (b"\x89HDF\r\n\x1a\n", "HDF5"),
        (b"<?xml version", "XML"),
    ],
)
def test_a_known_kind_that_is_not_loaded_is_called_by_its_name(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "model.pkl"
    file.write_bytes(content)

    with pytest.raises(ModelFormatUnsupported, match=said):
        detect_loader(file)


@pytest.mark.parametrize(
    "content", [b"", b"\x80", b"\x80\x09", b"cos\nsystem\n", b"hello", b"\x08", b"\x08\x00\x00", b"{}"]
)
def test_what_is_no_model_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "model.pkl"
    file.write_bytes(content)

    with pytest.raises(ModelUnreadable):
        detect_loader(file)


@given(st.binary(max_size=300))
def test_any_bytes_have_a_kind_or_are_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "any"
    file.write_bytes(content)
    with suppress(ModelUnreadable, ModelFormatUnsupported):
        assert detect_loader(file) in ("pickle", "lightgbm", "onnx")


def test_a_missing_file_and_a_pipe_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    for path in (tmp_path / "gone", tmp_path / "pipe"):
        with pytest.raises(ModelUnreadable):
            detect_loader(path)


@pytest.mark.parametrize(
    ("files", "loader"),
    [
        ({"MLmodel": "flavors: {}", "x.py": "def predict(t): ..."}, "mlflow"),
        ({"scoring.py": "import os\n\ndef predict(table):\n    ...", "other.py": "def fit(): ..."}, "python:scoring"),
        ({"model.py": "def load(path): ..."}, "python:model"),
        ({"model.py": "from x import y\npredict = y"}, "python:model"),
    ],
)
def test_a_folder_is_known_by_what_lies_in_it(tmp_path: Path, files: dict[str, str], loader: str) -> None:
    for name, content in files.items():
        (tmp_path / name).write_text(content)

    assert detect_loader(tmp_path) == loader


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "neither an MLmodel file nor a module"),
        ({"a.py": "def predict(t): ...", "b.py": "def load(p): ..."}, "several modules"),
        ({"a.py": "class A:\n    def predict(self): ..."}, "neither"),
    ],
)
def test_a_folder_that_names_no_model_or_two_is_refused(tmp_path: Path, files: dict[str, str], said: str) -> None:
    for name, content in files.items():
        (tmp_path / name).write_text(content)

    with pytest.raises(ModelUnreadable, match=said):
        detect_loader(tmp_path)


def test_a_scorer_may_be_a_single_file(tmp_path: Path) -> None:
    for name in ("scorer.py", "my-model.py"):
        (tmp_path / name).write_text("def predict(table): ...")

    assert detect_loader(tmp_path / "scorer.py") == "python:scorer"
    with pytest.raises(ModelUnreadable):
        detect_loader(tmp_path / "my-model.py")


def test_hostile_source_is_looked_at_and_not_run(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("raise SystemExit('run')\n" + "(" * 100_000 + "\ndef predict(t): ...")

    assert detect_loader(tmp_path) == "python:a"
