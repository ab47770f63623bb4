"""Load the compiled kernel, where building found a compiler and the result runs here; else there is none."""

import ctypes
from functools import cache
from typing import Any, Literal, TypeAlias

Kernel: TypeAlias = Literal["c", "numpy"]

ABI = 5
"""Of the calls; a library that answers another number is left alone."""

_PATH = __file__.removesuffix("library.py") + "libnative.so"
_CHOICE: dict[str, bool] = {"numpy": False}


class GridStruct(ctypes.Structure):
    """``Grid`` in compiled/grid.h."""

    _fields_ = (
        ("cuts", ctypes.c_void_p), ("first", ctypes.c_void_p), ("middle", ctypes.c_double), ("scale", ctypes.c_double),
        ("low", ctypes.c_int64), ("high", ctypes.c_int64), ("steps", ctypes.c_int32), ("shift", ctypes.c_int32),
    )  # fmt: skip


class BatchStruct(ctypes.Structure):
    """``Batch`` in compiled/batch.h."""

    _fields_ = (
        ("values", ctypes.c_void_p), ("validity", ctypes.c_void_p), ("offset", ctypes.c_int64), ("n", ctypes.c_int64),
        ("kind", ctypes.c_int32),
    )  # fmt: skip


class CrossingStruct(ctypes.Structure):
    """``Crossing`` in compiled/codes.h."""

    _fields_ = (
        ("columns", ctypes.POINTER(ctypes.c_void_p)), ("kinds", ctypes.POINTER(ctypes.c_int32)),
        ("sizes", ctypes.POINTER(ctypes.c_int64)), ("n_columns", ctypes.c_int32),
    )  # fmt: skip


class CellsStruct(ctypes.Structure):
    """``Cells`` in compiled/fold.c."""

    _fields_ = (
        ("grid", ctypes.c_void_p), ("parts", ctypes.c_void_p), ("n_parts", ctypes.c_int64), ("n_cells", ctypes.c_int64)
    )  # fmt: skip


class RowsStruct(ctypes.Structure):
    """``Rows`` in compiled/fold.c."""

    _fields_ = (
        ("groups", ctypes.c_void_p), ("label", ctypes.c_void_p), ("decision", ctypes.c_void_p),
        ("scores", ctypes.c_void_p), ("n", ctypes.c_int64),
    )  # fmt: skip


class TotalsStruct(ctypes.Structure):
    """``Totals`` in compiled/fold.c."""

    _fields_ = (
        ("table", ctypes.c_void_p), ("logs", ctypes.c_void_p), ("ends", ctypes.c_void_p), ("outcomes", ctypes.c_void_p)
    )  # fmt: skip


def kernel_in_use() -> Kernel:
    """What counts: the compiled kernel, or NumPy; the numbers are the same.

    Examples:
        >>> kernel_in_use() in {"c", "numpy"}
        True
    """
    return "numpy" if library() is None else "c"


def use_numpy(*, is_forced: bool) -> None:
    """Count in NumPy even where the compiled kernel is there, or no longer so; for all threads."""
    _CHOICE["numpy"] = is_forced


def library() -> Any:  # noqa: ANN401 - a loaded library has no type
    """The library, or ``None`` where there is none that loads, or NumPy is forced."""
    return None if _CHOICE["numpy"] else _loaded()


@cache
def _loaded() -> Any:  # noqa: ANN401 - a loaded library has no type
    try:
        found = ctypes.CDLL(_PATH)
        fits = found.evenhand_abi() == ABI
    except (OSError, AttributeError):
        return None
    pointer, whole = ctypes.c_void_p, ctypes.c_int64
    found.evenhand_count.argtypes = [pointer, pointer, whole, ctypes.c_double, *[pointer] * 6]
    found.evenhand_count.restype = None
    found.evenhand_finite.argtypes = [pointer] * 2
    found.evenhand_finite.restype = whole
    found.evenhand_sort.argtypes = [pointer, whole, pointer]
    found.evenhand_sort.restype = None
    found.evenhand_cells.argtypes = [pointer] * 3
    found.evenhand_cells.restype = None
    found.evenhand_cross.argtypes = [pointer, whole, *[pointer] * 3]
    found.evenhand_outcomes.argtypes = [pointer, ctypes.c_double, ctypes.c_double, pointer, pointer]
    found.evenhand_outcomes.restype = None
    found.evenhand_fold.argtypes = [pointer, pointer, whole, pointer]
    found.evenhand_fold.restype = whole
    found.evenhand_codes.argtypes = [pointer, whole, pointer, pointer]
    return found if fits else None
