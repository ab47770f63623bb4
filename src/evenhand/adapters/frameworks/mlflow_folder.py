"""MLflow's model folders, read without mlflow."""

import json
import sys
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from evenhand.adapters.frameworks.lightgbm_text import trees
from evenhand.adapters.frameworks.loaded import Loaded, Place
from evenhand.adapters.frameworks.onnx_graph import graph
from evenhand.adapters.frameworks.pickled import estimator, unpickled
from evenhand.errors.model import ModelFormatUnsupported, ModelUnreadable

_PICKLE_FORMATS = ("pickle", "cloudpickle")
_MODULES = {"mlflow.sklearn": "sklearn", "mlflow.lightgbm": "lightgbm", "mlflow.onnx": "onnx"}


def load(place: Place) -> Loaded:
    """Parse the folder by the first of its flavours that needs no mlflow: sklearn, lightgbm, onnx.

    Raises:
        ModelUnreadable: ``MLmodel`` is missing or no map, or names a file that is not there.
        ModelFormatUnsupported: all flavours need mlflow or a library that evenhand does not drive; they are named.
    """
    described = _described(place)
    flavours = described["flavors"]
    code = flavours.get("python_function", {}).get("code")
    if isinstance(code, str):
        sys.path.insert(0, str(_inside(place, code)))
    sys.path.insert(0, str(place.code))
    loaded = _by_flavour(place, flavours)
    if loaded.facts["features"] is None:
        loaded.facts["features"] = _signature_names(described, loaded.facts["n_features"])
    return loaded


def _described(place: Place) -> dict[str, Any]:
    try:
        described = yaml.safe_load(_content(place, "MLmodel"))
    except (yaml.YAMLError, RecursionError) as mistake:
        raise ModelUnreadable(f"MLmodel is no YAML: {mistake}.") from mistake
    flavours = described.get("flavors") if isinstance(described, dict) else None
    if not isinstance(flavours, dict) or not all(isinstance(one, dict) for one in flavours.values()):
        raise ModelUnreadable("MLmodel names no flavours.")
    return dict(described)


def _signature_names(described: dict[str, Any], n_features: int | None) -> list[str] | None:
    """Names of the input columns as the signature states them, when there is one for each feature."""
    try:
        inputs = json.loads(described["signature"]["inputs"])
        names = [column["name"] for column in inputs]
    except (KeyError, TypeError, ValueError, RecursionError):
        return None
    is_complete = all(isinstance(name, str) for name in names) and len(names) == n_features
    return names if is_complete else None


def _by_flavour(place: Place, flavours: dict[str, dict[str, Any]]) -> Loaded:
    if "sklearn" in flavours:
        return _sklearn(place, flavours["sklearn"])
    if "lightgbm" in flavours:
        return _lightgbm(place, flavours["lightgbm"].get("data", "model.lgb"))
    if "onnx" in flavours:
        return graph(_content(place, flavours["onnx"].get("data", "model.onnx")), place.threads)
    return _python_function(place, flavours)


def _sklearn(place: Place, flavour: dict[str, Any]) -> Loaded:
    kind = flavour.get("serialization_format", "pickle")
    if kind not in _PICKLE_FORMATS:
        raise ModelFormatUnsupported(f"The sklearn flavour is saved as {kind!r}.")
    return estimator(unpickled(_content(place, flavour.get("pickled_model", "model.pkl"))), place.threads)


def _lightgbm(place: Place, data: Any) -> Loaded:
    content = _content(place, data)
    if content.startswith(b"tree\n"):
        return trees(content.decode(), place.threads)
    return estimator(unpickled(content), place.threads)


def _python_function(place: Place, flavours: dict[str, dict[str, Any]]) -> Loaded:
    function = flavours.get("python_function", {})
    module = function.get("loader_module")
    kind = _MODULES.get(str(module))
    path = function.get("model_path", function.get("data"))
    if kind == "sklearn":
        return estimator(unpickled(_content(place, path)), place.threads)
    if kind == "lightgbm":
        return _lightgbm(place, path)
    if kind == "onnx":
        return graph(_content(place, path), place.threads)
    named = ", ".join(sorted(map(str, flavours))) or "none"
    raise ModelFormatUnsupported(f"Its flavours ({named}; loader module {module}) cannot be read without mlflow.")


def _content(place: Place, path: Any) -> bytes:
    try:
        return _inside(place, path).read_bytes()
    except OSError as mistake:
        raise ModelUnreadable(f"The folder has no readable file {path!r}: {mistake.strerror}.") from mistake


def _inside(place: Place, path: Any) -> Path:
    if not isinstance(path, str) or PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
        raise ModelUnreadable(f"MLmodel names {path!r}, which is no path inside the folder.")
    return place.model / path
