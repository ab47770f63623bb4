"""The release under question, and the documents of the pack that bear on it."""

from collections.abc import Mapping
from dataclasses import dataclass

from evenhand.errors.pack import PackMalformed, PackRefused
from evenhand.governance.access.claim import as_list, as_map, as_texts
from evenhand.governance.access.release import Release
from evenhand.governance.pack.opened import Pack
from evenhand.governance.pack.register import Document, Register
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest, digest_of_json

DEMONSTRATION = "demonstration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One release and all that the pack says about it.

    Attributes:
        pack, register: what was read.
        release: the statement.
    """

    pack: Pack
    register: Register
    release: Release

    @property
    def is_demonstration(self) -> bool:
        """Whether one person may play all parts."""
        return self.release.mode == DEMONSTRATION

    @property
    def manifest(self) -> Mapping[str, Json]:
        """The manifest that the release names."""
        return self.document("version.registered", self.release.manifest, "manifest").body

    @property
    def submission(self) -> Mapping[str, Json]:
        """The submission that the release names."""
        return self.document("submission.made", self.release.submission, "submission").body

    def policy(self) -> Mapping[str, Json]:
        """The content of the policy that the release names, which was in force when it was made.

        Raises:
            PackRefused: another was in force.
        """
        for about, content in self.register.in_force.items():
            if about.startswith("policy:") and digest_of_json(content) == self.release.policy:
                return content
        raise PackRefused("The policy that the release names was not in force.")

    @property
    def barred(self) -> frozenset[str]:
        """Known persons who registered the version or submitted it, by whatever accounts."""
        manifest = self.document("version.registered", self.release.manifest, "manifest")
        submission = self.document("submission.made", self.release.submission, "submission")
        return manifest.persons | submission.persons

    def document(self, action: str, digest: Digest, what: str) -> Document:
        """A document about this version that the release names.

        Raises:
            PackRefused: it is not in the pack.
        """
        document = self.register.documents.get((action, digest))
        if document is None or document.entry.about != f"version:{self.release.about}":
            raise PackRefused(f"The pack holds no {what} of the digest that the release names.")
        return document


def said(body: Mapping[str, Json], name: str) -> Json:
    """What a document says under ``name``.

    Raises:
        PackMalformed: nothing.
    """
    if name not in body:
        raise PackMalformed(f"A document says nothing of its {name}.")
    return body[name]


def text(body: Mapping[str, Json], name: str) -> str:
    """The text that a document states under ``name``."""
    value = said(body, name)
    if not isinstance(value, str):
        raise PackMalformed(f"A document states no text for its {name}.")
    return value


def texts(body: Mapping[str, Json], name: str) -> tuple[str, ...]:
    """The texts that a document lists under ``name``."""
    values = as_list(said(body, name))
    if not all(isinstance(value, str) for value in values):
        raise PackMalformed(f"A document lists something else than texts for its {name}.")
    return as_texts(values)


def maps(body: Mapping[str, Json], name: str) -> tuple[Mapping[str, Json], ...]:
    """The maps that a document lists under ``name``."""
    return tuple(map(as_map, as_list(said(body, name))))
