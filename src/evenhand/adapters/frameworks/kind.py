"""Of what kind a model's file or folder is, by its first bytes and never by its name. Nothing is parsed here."""

import os
import re
import stat
from pathlib import Path

from evenhand.errors.model import ModelFormatUnsupported, ModelUnreadable

_FIRST_BYTES = 4096
_LONGEST_SOURCE = 1 << 20
_ENTRY = re.compile(rb"^(?:def|async def) (?:predict|load)\(|^(?:predict|load)\s*[:=]", re.MULTILINE)

_COMPRESSED = (
    b"\x1f\x8b", b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda", b"BZh", b"\xfd7zXZ\x00", b"\x5d\x00\x00",
)  # fmt: skip
_KNOWN_BUT_NOT_LOADED = (
    (b"PK\x03\x04", "a zip archive (skops, PyTorch and Keras write these)"),
    (b"\x89HDF\r\n\x1a\n", "an HDF5 file (Keras writes these)"),
    (b'{"learner"', "an XGBoost model in JSON"),
    (b"{L\x00\x00\x00\x00\x00\x00\x00\x07learner", "an XGBoost model in UBJSON"),
    (b"{L", "a model in UBJSON (XGBoost writes these)"),
    (b"CBM1", "a CatBoost model"),
    (b"RDX", "an R object"),
    (b"X\n", "an R object"),
    (b"\x1f\xa0", "a compressed file of an old kind"),
    (b"<?xml", "an XML file (PMML is one)"),
    (b"<PMML", "a PMML file"),
)


def detect_loader(path: Path) -> str:
    """The loader for a file or folder: ``pickle``, ``lightgbm``, ``onnx``, ``mlflow`` or ``python:MODULE``.

    Raises:
        ModelFormatUnsupported: it is of a known kind that evenhand does not load.
        ModelUnreadable: it is empty, missing, of no known kind, or a folder that is no model.
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            return _of_folder(path)
        if not stat.S_ISREG(mode):
            raise ModelUnreadable(f"{path.name} is no regular file.", path=str(path))
        with path.open("rb") as file:
            first = file.read(_FIRST_BYTES)
    except OSError as mistake:
        raise ModelUnreadable(f"{path.name} cannot be read: {mistake.strerror}.", path=str(path)) from mistake
    return _of_bytes(first, path)


def _of_bytes(first: bytes, path: Path) -> str:
    if not first:
        raise ModelUnreadable(f"{path.name} is empty.", path=str(path))
    for loader, fits in _KINDS.items():
        if fits(first):
            return loader
    for magic, name in _KNOWN_BUT_NOT_LOADED:
        if first.startswith(magic):
            raise ModelFormatUnsupported(f"{path.name} is {name}.", path=str(path))
    if path.suffix == ".py" and path.stem.isidentifier() and _has_entry(path):
        return f"python:{path.stem}"
    raise ModelUnreadable(f"{path.name} is no pickle, ONNX graph, LightGBM text or Python scorer.", path=str(path))


def _is_lightgbm(first: bytes) -> bool:
    return first.startswith(b"tree\nversion=")


def _is_pickle(first: bytes) -> bool:
    """A pickle of protocol 2 to 5, or a compressed file, which joblib reads."""
    return (len(first) > 1 and first[0] == 0x80 and 2 <= first[1] <= 5) or first.startswith(_COMPRESSED)


def _is_onnx(first: bytes) -> bool:
    """A protobuf whose first field is ONNX's ``ir_version``, a small number, followed by another field of a model."""
    if len(first) < 3 or first[0] != 0x08 or not 1 <= first[1] <= 30:
        return False
    return first[2] in (0x12, 0x1A, 0x22, 0x28, 0x32, 0x3A, 0x42, 0x72)


_KINDS = {"lightgbm": _is_lightgbm, "pickle": _is_pickle, "onnx": _is_onnx}


def _of_folder(folder: Path) -> str:
    if (folder / "MLmodel").is_file():
        return "mlflow"
    modules = [
        entry.name.removesuffix(".py")
        for entry in sorted(os.scandir(folder), key=lambda entry: entry.name)
        if entry.name.endswith(".py") and entry.is_file(follow_symlinks=False) and _has_entry(Path(entry.path))
    ]
    if len(modules) == 1:
        return f"python:{modules[0]}"
    if modules:
        raise ModelUnreadable(f"{folder.name} has several modules with predict or load: {', '.join(modules)}.")
    raise ModelUnreadable(f"{folder.name} has neither an MLmodel file nor a module with predict(table) or load(path).")


def _has_entry(source: Path) -> bool:
    with source.open("rb") as file:
        return _ENTRY.search(file.read(_LONGEST_SOURCE)) is not None
