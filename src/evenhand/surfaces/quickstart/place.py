"""Where the story happens: a folder of its own, and the fictional people's keys apart from its workspace."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from evenhand.errors.workspace import FileExists, WorkspaceExists
from evenhand.surfaces.quickstart.template import EMPLOYMENT, Template
from evenhand.wiring.settings import FOLDER

KEYS = "EVENHAND_CONFIG_HOME"
_IDENTITIES = "identities"
_OTHER_SIGNERS = ("EVENHAND_SSH_KEY", "EVENHAND_ACTOR")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Paths of one run, all absolute.

    Attributes:
        folder: holds the workspace and the files that the story writes.
        keys: where the fictional people's keys lie.
        template: which story.
    """

    folder: Path
    keys: Path
    template: Template = EMPLOYMENT

    @classmethod
    def at(cls, folder: Path, template: Template = EMPLOYMENT) -> "Place":
        """The place around ``folder``; keys go where ``EVENHAND_CONFIG_HOME`` says, else into the folder."""
        absolute, named = folder.expanduser().absolute(), os.environ.get(KEYS)
        keys = Path(named).expanduser().absolute() if named else absolute / "keys"
        return cls(folder=absolute, keys=keys, template=template)

    @property
    def use_case(self) -> Path:
        """What is decided, for whom."""
        return self.folder / "evenhand.yaml"

    @property
    def policy(self) -> Path:
        """The rules."""
        return self.folder / "policy.yaml"

    @property
    def code(self) -> Path:
        """What trains."""
        return self.folder / "train.py"

    @property
    def statement(self) -> Path:
        """What no counting can tell about the rows."""
        return self.folder / "dataset.yaml"

    def year(self, year: int) -> Path:
        """The rows of one year of the survey; of later years, those who ask the service."""
        return self.folder / f"{year}.parquet"

    def others(self, year: int) -> Path:
        """Rows of the same year that never ask."""
        return self.folder / f"{year}-others.parquet"

    @property
    def applicants(self) -> Path:
        """A few people to decide about."""
        return self.folder / "applicants.csv"

    @property
    def review(self) -> Path:
        """What reviewers read: one page."""
        return self.folder / "review.html"

    @property
    def notice(self) -> Path:
        """What the users of a version were told before it was retired."""
        return self.folder / "notice.md"

    @property
    def pack(self) -> Path:
        """The evidence that verifies alone."""
        return self.folder / f"{self.template.model}.pack.zip"

    def prepare(self, identities: tuple[str, ...]) -> None:
        """Make the folder with use case, policy and code; nothing that is there already is touched.

        Raises:
            WorkspaceExists: a workspace lies in the folder.
            FileExists: a file or a key of the same name is there.
        """
        if (self.folder / FOLDER).exists():
            raise WorkspaceExists(
                f"{self.folder} holds a workspace already, and the quickstart wants a fresh folder.",
                remedy="Name another folder with --dir, or remove this one.", path=str(self.folder),
            )  # fmt: skip
        keys = (self.keys / _IDENTITIES / name for name in identities)
        written = (
            self.use_case, self.policy, self.statement, self.code, self.applicants, self.review,
            self.notice, self.pack,
        )  # fmt: skip
        taken = [path for path in (*written, *keys) if path.exists()]
        if taken:
            raise FileExists(
                f"{taken[0]} is there already, and the quickstart overwrites nothing.",
                remedy="Name another folder with --dir, or move it away.", path=str(taken[0]),
            )  # fmt: skip
        self.folder.mkdir(parents=True, exist_ok=True)
        for path in (self.use_case, self.policy, self.statement):
            path.write_bytes(self.template.read(path.name))
        self.code.write_bytes(self.template.read("train.txt"))

    @contextmanager
    def keys_in_use(self) -> Iterator[None]:
        """Sign with the fictional people's keys and no others."""
        before = {name: os.environ.get(name) for name in (KEYS, *_OTHER_SIGNERS)}
        for name in _OTHER_SIGNERS:
            os.environ.pop(name, None)
        os.environ[KEYS] = str(self.keys)
        try:
            yield
        finally:
            for name, value in before.items():
                os.environ.pop(name, None)
                if value is not None:
                    os.environ[name] = value
