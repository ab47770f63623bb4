"""The long ledger of the benchmarks is what the sequencer would have written, and a long ledger verifies."""

import importlib.util
import sqlite3
from contextlib import closing
from pathlib import Path
from types import ModuleType

from evenhand.adapters.files.high_water import FileHighWater
from evenhand.adapters.sql.examining import LedgerFile
from evenhand.adapters.sql.ledger import Ledger
from evenhand.ports.ledger import Draft


def generated() -> ModuleType:
    path = Path(__file__).parents[2] / "benchmarks" / "ledger" / "generated.py"
    specification = importlib.util.spec_from_file_location("generated", path)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_the_generated_ledger_is_byte_for_byte_the_appended_one(tmp_path: Path) -> None:
    module = generated()
    vars(module)["SUBJECTS"], payload_of = 100, module.payload_of
    module.generate(tmp_path / "generated.db", 1_000)
    marks = FileHighWater(tmp_path / "state")
    with Ledger.create(
        tmp_path / "appended.db", log_id=module.LOG, projector=module.project, clock=lambda: str(module.AT),
        high_water=marks,
    ) as ledger:  # fmt: skip
        for start in range(0, 1_000, 100):
            ledger.append_together([
                Draft(actor="somebody", action="thing.changed", about=f"thing:{at % 100}", payload=payload_of(at))
                for at in range(start, start + 100)
            ])  # fmt: skip

    assert said(tmp_path / "generated.db") == said(tmp_path / "appended.db")


def test_a_long_ledger_is_whole(tmp_path: Path) -> None:
    module = generated()
    root = module.generate(tmp_path / "generated.db", 150_000)
    found = LedgerFile(
        tmp_path / "generated.db", projector=module.project, high_water=FileHighWater(tmp_path / "state")
    ).examine()

    assert (found.damage, found.size, found.root) == ((), 150_000, root)


def said(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as reading:
        return sorted(reading.iterdump())
