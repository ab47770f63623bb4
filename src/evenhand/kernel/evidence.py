"""Evidence: an immutable statement about one thing, named by its digest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest, digest_of_json, is_digest
from evenhand.kernel.instant import Instant, moment

SCHEMA = "evenhand/evidence/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One document of a kind of the catalogue.

    Attributes:
        kind: id of the catalogue's vocabulary, for example ``fairness-report``.
        about: what it speaks about, for example ``credit@3``.
        body: the statement itself.
        inputs: digests of all that it was made from.
        author: the actor who filed it.
        made_at: when.
    """

    kind: str
    about: str
    body: Mapping[str, Json]
    inputs: Sequence[Digest]
    author: str
    made_at: Instant

    def __post_init__(self) -> None:
        moment(self.made_at)
        for needed in (self.kind, self.about, self.author):
            if not needed.strip():
                raise ValueError("evidence names its kind, what it is about and its author")
        for digest in self.inputs:
            if not is_digest(digest):
                raise ValueError(f"{digest!r} is no digest")

    @property
    def digest(self) -> Digest:
        """The name of this evidence."""
        return digest_of_json(self.as_json())

    def as_json(self) -> dict[str, Json]:
        """The document as it is stored."""
        return {
            "schema": SCHEMA, "kind": self.kind, "about": self.about, "body": dict(self.body),
            "inputs": list(self.inputs), "author": self.author, "made_at": self.made_at,
        }  # fmt: skip
