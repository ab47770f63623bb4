"""Ties the metapackage to the core of exactly its own version, which is stated once, in the core."""

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

EXTRAS = ("quickstart", "lightgbm", "onnx", "explain")
CORE = Path(__file__).parents[2] / "src" / "evenhand" / "__init__.py"


class SameVersion(MetadataHookInterface):
    """Reads the version of the core and pins the core to it."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set the version, the dependency on the core and the extras that are passed on to it."""
        found = re.search(r'^__version__ = "([^"]+)"$', CORE.read_text(encoding="utf-8"), re.MULTILINE)
        if found is None:
            message = f"{CORE} states no version"
            raise ValueError(message)
        version = found.group(1)
        metadata["version"] = version
        metadata["dependencies"] = [f"evenhand-core[tables]=={version}"]
        metadata["optional-dependencies"] = {extra: [f"evenhand-core[{extra}]=={version}"] for extra in EXTRAS}
