"""Where a version comes from, read from its manifest and the record of its training."""

import json
from collections.abc import Mapping

from evenhand.kernel.canonical import Json
from evenhand.lifecycle.release.comparison import Origin
from evenhand.lifecycle.training.manifest import Manifest
from evenhand.ports.ledger import Record
from evenhand.ports.workspace import Workspace
from evenhand.workflows.lookup import document_of, latest_evidence

_LONGEST = 200_000


def origin_of(workspace: Workspace, version: Record, manifest: Manifest) -> Origin:
    """Data, parameters, code and environment, as far as they are recorded."""
    run = latest_evidence(workspace.ledger, version, "training-run-record")
    body = _map(document_of(workspace, run)["body"]) if run is not None else {}
    data, environment = _map(body.get("data")), _map(body.get("environment"))
    files = {file.path: file.digest for file in manifest.code}
    listed = _map(body.get("code")).get("files")
    for each in listed if isinstance(listed, list) else []:
        files[str(_map(each).get("path"))] = str(_map(each).get("digest"))
    scripts = {file.path: file.digest for file in manifest.files if file.path.endswith(".py")}
    known = {"dataset": manifest.dataset, **{name: data.get(name) for name in data}}
    return Origin(
        data={name: _text(value) for name, value in known.items() if value is not None},
        parameters=_order(body.get("order")), code=files, texts=_texts(workspace, {**files, **scripts}),
        packages={
            name: _text(value)
            for part in (environment.get("packages"), body.get("hardware"))
            for name, value in _map(part).items()
        },
    )  # fmt: skip


def _order(stored: Json) -> dict[str, str]:
    """What the training was told, one name a value."""
    told = json.loads(stored) if isinstance(stored, str) else {}
    return dict(_flat("", told)) if isinstance(told, dict) and told else {}


def _flat(prefix: str, value: object) -> list[tuple[str, str]]:
    if isinstance(value, dict) and value:
        return [pair for key, part in value.items() for pair in _flat(f"{prefix}.{key}" if prefix else str(key), part)]
    return [(prefix, value if isinstance(value, str) else json.dumps(value))]


def _texts(workspace: Workspace, files: Mapping[str, str]) -> dict[str, str]:
    """Texts of code that is kept here; what is no text, or is long, is compared by its digest alone."""
    texts = {}
    for path, digest in files.items():
        content = workspace.artifacts.read(digest) if workspace.artifacts.has(digest) else b""
        try:
            text = content.decode()
        except UnicodeDecodeError:
            continue
        if 0 < len(text) <= _LONGEST:
            texts[path] = text
    return texts


def _map(stored: Json) -> Mapping[str, Json]:
    return stored if isinstance(stored, Mapping) else {}


def _text(value: Json) -> str:
    return value if isinstance(value, str) else json.dumps(value, default=str, sort_keys=True)
