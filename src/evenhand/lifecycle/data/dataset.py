"""A dataset version: an immutable statement of which rows it is, where they came from and how they are divided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest, digest_of_json, is_digest
from evenhand.kernel.reference import Reference

SCHEMA = "evenhand/dataset/v1"
_EMPTY: Mapping[str, Json] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetPart:
    """The rows of one part.

    Attributes:
        rows_digest: the name of their content.
        n_rows: how many; ``None`` for a reference whose rows nobody counted here.
        file: digest of the stored Parquet file; ``None`` when the rows lie elsewhere.
    """

    rows_digest: Digest
    n_rows: int | None
    file: Digest | None

    def __post_init__(self) -> None:
        if not is_digest(self.rows_digest) or (self.file is not None and not is_digest(self.file)):
            raise ValueError(f"{self} is no part")

    def as_json(self) -> dict[str, Json]:
        """The documented shape."""
        return {"rows_digest": self.rows_digest, "n_rows": self.n_rows, "file": self.file}


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetManifest:
    """What a dataset version is.

    Attributes:
        about: its name and number, for example ``adult@1``.
        use_case: the use case that it is for.
        source: where the rows were; its ``kind`` is ``file``, ``files``, ``memory``, ``sql``, ``reference`` or
            ``transform``.
        contract: of every part.
        rows_digest: of all rows as they came, before the split.
        n_rows: how many came; ``None`` for a reference.
        parts: name to rows, earliest part first.
        split: the rule, with the number of rows set aside; ``None`` where there was none.
        leakage: what the check of the parts against each other found; ``None`` where there is one part.
        lineage: each column to the columns that it was made from; only for what a transform made.
        author: who registered it.
    """

    about: Reference
    use_case: str
    source: Mapping[str, Json]
    contract: Mapping[str, Json]
    rows_digest: Digest
    n_rows: int | None
    parts: Mapping[str, DatasetPart]
    author: str
    split: Mapping[str, Json] | None = None
    leakage: Mapping[str, Json] | None = None
    lineage: Mapping[str, Json] = field(default_factory=lambda: _EMPTY)

    @property
    def digest(self) -> Digest:
        """The name of this version's content."""
        return digest_of_json(self.as_json())

    def as_json(self) -> dict[str, Json]:
        """The document as it is stored."""
        return {
            "schema": SCHEMA, "dataset": self.about.name, "version": self.about.version, "use_case": self.use_case,
            "source": dict(self.source), "contract": dict(self.contract), "rows_digest": self.rows_digest,
            "n_rows": self.n_rows, "parts": {name: part.as_json() for name, part in self.parts.items()},
            "order": list(self.parts), "split": None if self.split is None else dict(self.split),
            "leakage": None if self.leakage is None else dict(self.leakage), "lineage": dict(self.lineage),
            "author": self.author,
        }  # fmt: skip
