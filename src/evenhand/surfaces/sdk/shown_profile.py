"""The profile of a table as a reader or a program wants it."""

from dataclasses import dataclass
from pathlib import Path

from evenhand.kernel.canonical import Json
from evenhand.lifecycle.evaluation.profile_report import profile_report
from evenhand.metrics.profiling.profile import Profile
from evenhand.surfaces.sdk.shown_report import ShownReport


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownProfile:
    """The profile of a table: it stands in for the table wherever one is asked for, but for its rows.

    Attributes:
        profile: the counts.
        origin: what it was counted from.
    """

    profile: Profile
    origin: str

    @property
    def report(self) -> ShownReport:
        """What it says about every column, as ``quality`` says it."""
        return ShownReport(report=profile_report(self.profile, origin=self.origin))

    def save(self, path: str | Path) -> Path:
        """Write it to ``path``, whole or not at all; an earlier profile is replaced.

        Raises:
            FileExists: something else is there.
            FileUnwritable: the folder is not there or may not be written.
        """
        from evenhand.metrics.profiling.storage import table_profile_bytes
        from evenhand.wiring.user_file import write_file

        require_profile_at(Path(path))
        write_file(Path(path), table_profile_bytes(self.profile), replace=True)
        return Path(path)

    def as_json(self) -> list[dict[str, Json]]:
        """The list that ``--json`` prints."""
        return self.report.as_json()

    def _repr_html_(self) -> str:
        return self.report._repr_html_()

    def __str__(self) -> str:
        return str(self.report)

    def __repr__(self) -> str:  # a prompt shows this, and the counts would be thousands of words
        return str(self.report)


def require_profile_at(path: Path) -> None:
    """Refuse to write a profile over something else.

    Raises:
        FileExists, FileUnwritable: something else is there, or nothing can be written there.
    """
    from evenhand.errors.workspace import FileExists
    from evenhand.metrics.profiling.storage import FIRST_LINE
    from evenhand.wiring.user_file import require_writable

    require_writable(path, replace=True)
    if path.exists():
        with path.open("rb") as file:
            if file.read(len(FIRST_LINE)) != FIRST_LINE:
                raise FileExists(f"{path} is there already and is no profile.", path=str(path))


def bare(table: object) -> object:
    """What a scanner reads: of a shown profile the profile, else the table itself."""
    return table.profile if isinstance(table, ShownProfile) else table
