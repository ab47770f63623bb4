"""Which story is told: the table behind it, the files that it brings, its first words."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One story.

    Attributes:
        name: as it is typed.
        resources: folder of the package with its files.
        table: name of the table in it.
        model: registered name of the model.
        headline: what a reader sees first.
    """

    name: str
    resources: str
    table: str
    model: str
    headline: str

    def read(self, name: str) -> bytes:
        """One file of the story."""
        from importlib.resources import files

        return (files("evenhand.resources") / self.resources / name).read_bytes()

    def write_table(self, place: Path) -> None:
        """Write the table where the story happens."""
        place.write_bytes(self.read(self.table))


EMPLOYMENT = Template(
    name="employment", resources="quickstart", table="acs_employment_ma.parquet", model="job-search",
    headline="Who is offered support with the search for a job? Census rows are real, people are made up.\n"
    "Nothing is staged: what you see refused was tried.",
)  # fmt: skip
CREDIT = Template(
    name="credit", resources="credit", table="german_credit.parquet", model="credit",
    headline="Who is granted a credit? A thousand real credits, made-up people, and what a thousand rows can say.\n"
    "Nothing is staged: the figures are measured while you read.",
)  # fmt: skip
TEMPLATES: Mapping[str, Template] = MappingProxyType({each.name: each for each in (EMPLOYMENT, CREDIT)})
