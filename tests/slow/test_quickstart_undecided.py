"""The quickstart when the data do not give what the story hopes for: it says so, and nothing is released."""

import io
import json
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from evenhand.surfaces.cli import main
from evenhand.surfaces.quickstart.chapter import candidate


def test_what_is_undecided_is_not_released(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EVENHAND_CONFIG_HOME")
    monkeypatch.setattr(candidate, "LOWER_CUT_OFF", candidate.FIRST_CUT_OFF)

    with redirect_stdout(io.StringIO()) as printed, pytest.raises(SystemExit) as end:
        main(["quickstart", "--dir", str(tmp_path / "look"), "--json"])

    record = json.loads(printed.getvalue())
    gate = [step for step in record["steps"] if step["label"] == "gate"][-1]
    assert (end.value.code, record["exit_code"], record["released"]) == (3, 3, False)
    assert gate["text"] == "training-validation stays closed: groups insufficient, age waived."
    assert {step["title"] for step in record["steps"]}.isdisjoint({"Release and serve"})
    assert record["steps"][-1]["label"] == "ledger"
    assert not list((tmp_path / "look").glob("*.pack.zip"))
