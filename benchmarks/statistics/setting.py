"""What one run of the benchmark measures, and where it keeps its files."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import generate
from child import Ran, run
from columns import REPORTED

HERE = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One run.

    Attributes:
        folder: of made tables.
        environments: folder of the peers' environments.
        reference_rows, small, large: rows of the reference and of the two current tables.
        times: how often the large table is listed for the largest.
        repeats: of what is quick; what takes minutes runs once.
        has_peers, is_full: whether peers run beside us, and whether also at the size that takes minutes.
        real: folder of real tables, if there is one.
    """

    folder: Path
    environments: Path
    reference_rows: int = generate.REFERENCE
    small: int = 1_000_000
    large: int = 10_000_000
    times: int = 5
    repeats: int = 3
    has_peers: bool = True
    is_full: bool = False
    real: Path | None = None
    columns: list[str] = field(default_factory=lambda: list(REPORTED))

    @property
    def is_quick(self) -> bool:
        """Whether this is a trial of the command, too small to say anything."""
        return self.large < 1_000_000

    @cached_property
    def reference(self) -> Path:
        """The reference table, made when first asked for."""
        return generate.reference(self.folder, self.reference_rows)

    def current(self, rows: int, compression: str = "zstd") -> Path:
        """A current table, made when first asked for."""
        return generate.current(self.folder, rows, compression)

    @cached_property
    def largest(self) -> Path:
        """The large table several times over."""
        return generate.repeated(self.folder, self.current(self.large), self.times)

    def ours(self, case: str, **arguments: Any) -> Ran:  # noqa: ANN401 - whatever the case takes
        """Run one case of evenhand in a process of its own."""
        told = json.dumps(arguments, default=str)
        return run([sys.executable, HERE / "ours.py", case, told], environment=QUIET)

    def peer(self, python: Path, script: str, *arguments: str) -> Ran:
        """Run a peer's script in its own environment."""
        return run([python, "-P", HERE / "peers" / script, *arguments], environment={"PYTHONPATH": str(HERE)})


QUIET: Mapping[str, str] = {"PYTHONPATH": ""}


def rows(n: int) -> str:
    """A number of rows in words.

    Examples:
        >>> rows(10_000_000), rows(100_000)
        ('10M', '100k')
    """
    return f"{n // 1_000_000}M" if n >= 1_000_000 else f"{n // 1000}k"
