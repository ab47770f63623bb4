"""A fitted object from a notebook turned into files. The author's own process does this, before any version exists."""

import pickle
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evenhand.adapters.frameworks.environment import environment_of, local_files, modules_in
from evenhand.adapters.frameworks.loaded import Label, labels_of
from evenhand.errors.model import ModelCodeMissing, ModelNotSerialisable
from evenhand.kernel.canonical import Json

_PROTOCOL = 5
_MOST_NAMES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Serialised:
    """What a fitted object became.

    Attributes:
        loader: how the files are parsed.
        files: path to bytes.
        classes: label values in the order of the outputs, when the object knows them and its file does not.
        environment: ``python`` and ``packages`` (distribution to version) that the object was made with.
        code: modules of the author's own that it needs, to their files, which must be handed over as code.
    """

    loader: str
    files: Mapping[str, bytes]
    classes: tuple[Label, ...] | None
    environment: Mapping[str, Json]
    code: Mapping[str, Path]


def serialise(fitted: Any) -> Serialised:
    """Turn a fitted object into files: LightGBM to its text, ONNX to its bytes, whatever else predicts to a pickle.

    Raises:
        ModelNotSerialisable: it cannot predict, is not fitted, or cannot be pickled.
        ModelCodeMissing: it is made of a class or function of the notebook itself, which no file holds.
    """
    root = type(fitted).__module__.partition(".")[0]
    if root == "lightgbm":
        return _lightgbm(fitted)
    if root == "onnx" and hasattr(fitted, "SerializeToString"):
        return _onnx(fitted)
    if not hasattr(fitted, "predict"):
        raise ModelNotSerialisable(f"A {type(fitted).__name__} has no predict.")
    return _pickled(fitted)


def _lightgbm(fitted: Any) -> Serialised:
    try:
        booster = fitted.booster_ if hasattr(type(fitted), "booster_") else fitted
        text = booster.model_to_string()
    except Exception as mistake:  # LightGBM's "not fitted" is of a class that depends on what else is installed
        raise ModelNotSerialisable(f"LightGBM cannot write the model: {mistake}.") from mistake
    classes = getattr(fitted, "classes_", None)
    return Serialised(
        loader="lightgbm", files={"model.txt": text.encode()},
        classes=None if classes is None else tuple(labels_of(classes)),
        environment=environment_of(["lightgbm", "numpy"]), code={},
    )  # fmt: skip


def _onnx(fitted: Any) -> Serialised:
    return Serialised(
        loader="onnx", files={"model.onnx": fitted.SerializeToString()}, classes=None,
        environment=environment_of(["onnx"]), code={},
    )  # fmt: skip


def _pickled(fitted: Any) -> Serialised:
    if _is_unfitted(fitted):
        raise ModelNotSerialisable(f"The {type(fitted).__name__} is not fitted.")
    try:
        content = pickle.dumps(fitted, protocol=_PROTOCOL)
    except (pickle.PicklingError, TypeError, AttributeError, RecursionError, ValueError) as mistake:
        raise ModelNotSerialisable(f"A {type(fitted).__name__} cannot be pickled: {mistake}.") from mistake
    modules = modules_in(content)
    names = sorted(modules.get("__main__", ()))
    if names:
        raise ModelCodeMissing(
            f"The model needs {', '.join(names[:_MOST_NAMES])}, which only this session defines.", names=names
        )
    return Serialised(
        loader="pickle", files={"model.pkl": content}, classes=None, environment=environment_of(modules),
        code=local_files(modules),
    )  # fmt: skip


def _is_unfitted(fitted: Any) -> bool:
    """Whether scikit-learn says that its estimator was not fitted; ``False`` for anything else."""
    if not hasattr(fitted, "get_params"):
        return False
    try:
        from sklearn.exceptions import NotFittedError
        from sklearn.utils.validation import check_is_fitted
    except ModuleNotFoundError:
        return False
    try:
        check_is_fitted(fitted)
    except NotFittedError:
        return True
    except TypeError:
        return False
    return False


def missing_code(serialised: Serialised, handed_over: Sequence[str]) -> list[str]:
    """Names of the author's modules that no handed-over file defines.

    Args:
        serialised: the model.
        handed_over: paths of the code files, relative to the folder that will be on the module path.
    """
    given = {path.removesuffix("/__init__.py").removesuffix(".py").replace("/", ".") for path in handed_over}
    return sorted(name for name in serialised.code if name not in given)
