"""Where files lie that are named by their content."""

from pathlib import Path
from typing import BinaryIO, Protocol

from evenhand.kernel.digest import Digest


class Artifacts(Protocol):
    """Keeps contents by digest; what is read is what the digest names, or nothing is."""

    def put(self, content: bytes | Path) -> Digest:
        """Keep these bytes, or those of that file, durably, and name them.

        Raises:
            StorageFull: there is no room; nothing half-written was kept.
            StorageFailed: the disk refused for another reason.
        """
        ...

    def read(self, digest: Digest) -> bytes:
        """The content of that digest.

        Raises:
            ArtifactMissing: nothing is kept under it.
            ArtifactDamaged: what is kept under it is something else.
        """
        ...

    def open(self, digest: Digest) -> BinaryIO:
        """The content as an open file of the caller's own: nobody can change it after it was checked.

        Raises:
            ArtifactMissing, ArtifactDamaged: as ``read``.
            StorageFull: the checked copy found no room.
        """
        ...

    def has(self, digest: Digest) -> bool:
        """Whether something is kept under that digest; only reading tells whether it is whole."""
        ...
