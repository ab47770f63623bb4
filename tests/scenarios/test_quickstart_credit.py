"""The quickstart on a thousand credits: what is undecided is said to be undecided, with what would settle it."""

import io
import json
from contextlib import redirect_stdout
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.architecture.source import PACKAGE

from evenhand.surfaces.cli import main


def test_a_thousand_credits_leave_checks_undecided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EVENHAND_CONFIG_HOME")
    with redirect_stdout(io.StringIO()) as printed, pytest.raises(SystemExit) as end:
        main(["quickstart", "--template", "credit", "--dir", str(tmp_path / "look"), "--json"])

    record = json.loads(printed.getvalue())
    undecided = {step["check"]["id"]: step for step in record["steps"] if step["label"] == "undecided"}
    assert (end.value.code, record["exit_code"], record["released"]) == (3, 3, False)
    assert {"roc_auc", "age", "foreign"} <= set(undecided)
    assert undecided["roc_auc"]["rows_to_settle"] > 400
    assert "more) would settle it" in undecided["age"]["text"]
    [tier] = [step for step in record["steps"] if step["label"] == "tier"]
    assert (tier["tiering"]["class"], tier["tiering"]["materiality"]["tier"]) == ("high_risk", 2)
    [dataset] = [step for step in record["steps"] if step["label"] == "dataset"]
    assert (dataset["training"], dataset["holdout"]) == (600, 400)
    assert record["steps"][-1]["label"] == "ledger"


def test_the_shipped_table_is_that_of_its_source() -> None:
    table = pq.read_table(PACKAGE / "resources" / "credit" / "german_credit.parquet")

    assert table.num_rows == 1000
    assert sorted(table["credit_risk"].to_pylist()) == [1] * 700 + [2] * 300
