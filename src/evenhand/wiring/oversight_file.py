"""``oversight.yaml``: where people decide, as people write it."""

from collections.abc import Mapping
from pathlib import Path

from evenhand.errors.serving import OversightInvalid
from evenhand.kernel.canonical import Json
from evenhand.lifecycle.serving.oversight import Oversight
from evenhand.wiring.form_file import read_form


def read_oversight(path: Path) -> Oversight:
    """Read an oversight setting.

    Raises:
        FormUnreadable: the file is no plain YAML or JSON.
        OversightInvalid: it is no setting; the fact names file and part.
    """
    return read_form(path, _setting)


def _setting(document: Json) -> Oversight:
    if not isinstance(document, Mapping):
        raise OversightInvalid("no map of mode, review and objection.")
    return Oversight.from_json(document)
