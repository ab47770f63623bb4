"""The fitted object written out, inside the training process."""

from pathlib import Path
from typing import Any

from evenhand.adapters.frameworks.serialised import serialise
from evenhand.adapters.trainer.fitting import Fitting


def write_fit(fitting: Fitting, fitted: Any, folder: Path) -> dict[str, Any]:
    """Write the object's files into ``folder`` and tell how they are to be read."""
    serialised = serialise(fitted)
    classes = fitting.classes(serialised)
    folder.mkdir()
    for path, content in serialised.files.items():
        (folder / path).write_bytes(content)
    return {
        "loader": serialised.loader, "files": sorted(serialised.files),
        "classes": None if classes is None else list(classes),
        "environment": dict(serialised.environment),
        "needs_code": any(name.partition(".")[0] != "evenhand" for name in serialised.code),
    }  # fmt: skip
