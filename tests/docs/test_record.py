"""Decision records are numbered without gaps and listed."""

import re
from pathlib import Path

RECORDS = Path(__file__).parents[2] / "docs" / "adr"


def test_records_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in RECORDS.glob("[0-9]*.md"))

    assert numbers == list(range(1, len(numbers) + 1))


def test_every_record_is_listed_and_says_what_lost() -> None:
    index = (RECORDS / "index.md").read_text(encoding="utf-8")
    for path in RECORDS.glob("[0-9]*.md"):
        text = path.read_text(encoding="utf-8")

        assert f"({path.name})" in index
        assert re.search(r"^## Options that lost$", text, re.MULTILINE), path.name
