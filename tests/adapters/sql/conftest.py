"""A ledger to be attacked, made once and copied for each test."""

import tempfile
from functools import cache
from pathlib import Path

import pytest
from tests.adapters.sql.hostile import SIZE
from tests.adapters.sql.ledgers import KEY, draft, fill, make

from evenhand.ports.ledger import Draft


@cache
def _content() -> tuple[bytes, bytes]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with make(folder) as ledger:
            fill(ledger, 200)
            ledger.publish(KEY)
            sealed = {"scheme": "A256GCM", "text": "c2VjcmV0"}
            ledger.append(Draft(actor="ada", action="a.b", about="case:1", payload={}, sealed=sealed))
            ledger.append(draft("thing:3", delete=True))
            fill(ledger, SIZE - 202)
            ledger.publish(KEY)
        return (folder / "evenhand.db").read_bytes(), (folder / "state" / "w-1.mark").read_bytes()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A ledger of 300 entries with two checkpoints, its mark beside it."""
    (tmp_path / "state").mkdir()
    for path, content in zip((tmp_path / "evenhand.db", tmp_path / "state" / "w-1.mark"), _content(), strict=True):
        path.write_bytes(content)
    return tmp_path
