"""The manifest of a version: every file by digest, what it takes, how it decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest, digest_of_json, is_digest
from evenhand.kernel.reference import Reference

SCHEMA = "evenhand/manifest/v1"
PREDICTIONS = "predictions"
"""The loader of a version whose model we never see: only its predictions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """One file of a version.

    Attributes:
        path: relative, with ``/``, without ``..``.
        digest: of its bytes.
        size: in bytes.
    """

    path: str
    digest: Digest
    size: int

    def __post_init__(self) -> None:
        parts = PurePosixPath(self.path).parts
        if not parts or self.path.startswith("/") or ".." in parts or "\\" in self.path or "\0" in self.path:
            raise ValueError(f"{self.path!r} is no relative path inside a version")
        if not is_digest(self.digest) or self.size < 0:
            raise ValueError(f"{self.path} has no digest or size")

    def as_json(self) -> dict[str, Json]:
        """The file as the manifest names it."""
        return {"path": self.path, "digest": self.digest, "size": self.size}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What one version consists of; immutable, named by its digest.

    Attributes:
        about: name and version number.
        use_case: the use case it serves.
        loader: how its files are parsed, or ``predictions``.
        files, code: files of the model and Python code that they need.
        inputs: columns that the model takes, in order; ``None`` when nobody knows.
        contract: of the table it is meant for, as JSON.
        decision_rule: cut-off and favourable outcome, as JSON.
        outputs: how its answers read: ``classes`` in the order of the model's outputs, or, for a predictions file, the
            columns ``score`` and ``prediction``.
        golden: digest of generated rows and the scores expected for them; ``None`` without a model.
        environment: Python and package versions it was made with; empty when unknown.
        author: the actor who registered it.
        dataset: the registered dataset that it learned from, for example ``adult@1``; ``None`` when none is named.
    """

    about: Reference
    use_case: str
    loader: str
    files: Sequence[StoredFile]
    code: Sequence[StoredFile]
    inputs: Sequence[str] | None
    contract: Mapping[str, Json]
    decision_rule: Mapping[str, Json]
    outputs: Mapping[str, Json]
    golden: Digest | None
    environment: Mapping[str, Json]
    author: str
    dataset: str | None = None

    def __post_init__(self) -> None:
        paths = [file.path for file in (*self.files, *self.code)]
        if len(set(paths)) != len(paths):
            raise ValueError(f"{self.about} names a file twice")
        if self.loader != PREDICTIONS and not self.files:
            raise ValueError(f"{self.about} has no file")

    @property
    def digest(self) -> Digest:
        """The name of this version's content."""
        return digest_of_json(self.as_json())

    def as_json(self) -> dict[str, Json]:
        """The manifest as it is stored."""
        named: dict[str, Json] = {} if self.dataset is None else {"dataset": self.dataset}
        return {
            **named, "schema": SCHEMA, "model": self.about.name, "version": self.about.version,
            "use_case": self.use_case, "loader": self.loader, "files": [file.as_json() for file in self.files],
            "code": [file.as_json() for file in self.code],
            "inputs": None if self.inputs is None else list(self.inputs), "contract": dict(self.contract),
            "decision_rule": dict(self.decision_rule), "outputs": dict(self.outputs), "golden": self.golden,
            "environment": dict(self.environment), "author": self.author,
        }  # fmt: skip

    @classmethod
    def from_json(cls, stored: Mapping[str, Json]) -> "Manifest":
        """Read a stored manifest.

        Raises:
            ValueError: it is no manifest of this schema.
        """
        if stored.get("schema") != SCHEMA:
            raise ValueError(f"{stored.get('schema')!r} is no manifest")
        inputs = stored["inputs"]
        return cls(
            about=Reference(name=str(stored["model"]), version=_whole(stored["version"])),
            use_case=str(stored["use_case"]), loader=str(stored["loader"]), files=_files(stored["files"]),
            code=_files(stored["code"]), inputs=None if inputs is None else tuple(map(str, _list(inputs))),
            contract=_map(stored["contract"]), decision_rule=_map(stored["decision_rule"]),
            outputs=_map(stored["outputs"]),
            golden=None if stored["golden"] is None else str(stored["golden"]),
            environment=_map(stored["environment"]), author=str(stored["author"]),
            dataset=None if stored.get("dataset") is None else str(stored["dataset"]),
        )  # fmt: skip


def _files(stored: Json) -> tuple[StoredFile, ...]:
    maps = [_map(file) for file in _list(stored)]
    return tuple(
        StoredFile(path=str(file["path"]), digest=str(file["digest"]), size=_whole(file["size"])) for file in maps
    )


def _list(stored: Json) -> Sequence[Json]:
    if isinstance(stored, str) or not isinstance(stored, Sequence):
        raise ValueError(f"{stored!r} is no list")  # noqa: TRY004 - one refusal for all
    return stored


def _map(stored: Json) -> Mapping[str, Json]:
    if not isinstance(stored, Mapping):
        raise ValueError(f"{stored!r} is no map")  # noqa: TRY004 - one refusal for all
    return stored


def _whole(stored: Json) -> int:
    if not isinstance(stored, int) or isinstance(stored, bool):
        raise ValueError(f"{stored!r} is no whole number")  # noqa: TRY004 - one refusal for all
    return stored
