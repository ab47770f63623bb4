"""The code of a training run: its files by digest, and the commit that they stood at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest, digest_of, digest_of_json


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingCode:
    """What a run executes.

    Attributes:
        main: path of the file with the function, among ``files``.
        entry: name of the function in it.
        files: path to content; the main file before a run, all files of the author's own that it imported after it.
        folder: where the main file lies, for its imports; ``None`` when it has no place of its own.
        commit: of the repository that it lies in; ``None`` outside one.
        is_dirty: whether files of that repository, or the main file, differ from the commit; ``None`` outside one.
        outside: modules that it imported from other places than its folder and installed packages.

    Examples:
        >>> code = TrainingCode(main="train.py", entry="train", files={"train.py": b"def train(): ..."})
        >>> code.digest == code.with_files({"features.py": b"x = 1"}).digest
        False
    """

    main: str
    entry: str
    files: Mapping[str, bytes]
    folder: str | None = None
    commit: str | None = None
    is_dirty: bool | None = None
    outside: Sequence[str] = field(default=())

    @property
    def digest(self) -> Digest:
        """The name of the code: of its files and of the function that is called."""
        files = {path: digest_of(content) for path, content in self.files.items()}
        return digest_of_json({"main": self.main, "entry": self.entry, "files": files})

    def with_files(self, files: Mapping[str, bytes], *, outside: Sequence[str] = ()) -> "TrainingCode":
        """The same code with the files that a run turned out to import; the main file stays what it was."""
        return replace(self, files={**files, self.main: self.files[self.main]}, outside=tuple(outside))

    def as_json(self) -> dict[str, Json]:
        """What the record of a run says about its code."""
        return {
            "digest": self.digest, "main": self.main, "entry": self.entry, "commit": self.commit,
            "is_dirty": self.is_dirty, "outside": list(self.outside),
            "files": [
                {"path": path, "digest": digest_of(content), "size": len(content)}
                for path, content in sorted(self.files.items())
            ],
        }  # fmt: skip
