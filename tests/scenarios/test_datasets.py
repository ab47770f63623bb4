"""Datasets from registration to the last reading, and what is refused on the way."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.scenarios.stage import Stage, table
from tests.scenarios.terminal import entries, refused, typed

import evenhand
from evenhand.adapters.files.artifacts import FileArtifacts
from evenhand.errors.ledger import ArtifactDamaged, ArtifactMissing

BANK = ("--database", "sqlite:bank.db")
TWICE = ("--part", "training=rows.parquet", "--part", "holdout=rows.parquet")


def people(n: int = 600) -> pa.Table:
    """Rows of 200 people, three each."""
    rows = table(n)
    return rows.append_column("person", pa.array(np.arange(n) % 200)).append_column("day", pa.array(np.arange(n)))


def test_a_table_becomes_a_version_whose_parts_share_no_key(stage: Stage) -> None:
    pq.write_table(people(), stage.root / "people.parquet")

    told = typed(
        stage, "ada", "dataset", "register", "people", stage.root / "people.parquet", "--by", "person", "--json"
    )

    shown = json.loads(told.out)
    assert told.exit == 0
    assert shown["dataset"] == "people@1"
    assert [pair["n"] for pair in shown["document"]["leakage"]["shared_keys"]] == [0, 0, 0]
    assert {name: part["n_rows"] for name, part in shown["document"]["parts"].items()} == {
        "training": 360, "validation": 120, "holdout": 120,
    }  # fmt: skip
    assert entries(stage) > 0  # every table is what the entries say


def test_what_is_read_is_what_was_registered_and_who_read_it_is_recorded(stage: Stage) -> None:
    with stage.acting("ada"):
        version = evenhand.register_dataset("people", people(), by=["person"], workspace=stage.workspace)
    with stage.acting("bo"):
        rows = evenhand.read_dataset(version, "training", purpose="a look at the ages", workspace=stage.workspace)

    assert rows.num_rows == 360
    told = typed(stage, "cy", "dataset", "reads", "people@1")
    assert told.out.split()[1:] == ["bo", "training", "a", "look", "at", "the", "ages"]


def test_the_same_rows_by_the_same_seed_are_the_same_parts_and_versions_are_counted(stage: Stage) -> None:
    with stage.acting("ada"):
        first, second = (
            evenhand.register_dataset("people", people(), by=["person"], workspace=stage.workspace) for _ in range(2)
        )
        shown = [evenhand.show_dataset(each, workspace=stage.workspace).document for each in (first, second)]

    assert (str(first), str(second)) == ("people@1", "people@2")
    assert shown[0]["parts"] == shown[1]["parts"]


@pytest.mark.parametrize(
    ("damage", "failure"),
    [(lambda path: path.unlink(), ArtifactMissing), (lambda path: path.write_bytes(b"PAR1"), ArtifactDamaged)],
)
def test_a_part_that_was_changed_on_the_disk_is_not_given(
    stage: Stage, damage: Callable[[Path], object], failure: type[Exception]
) -> None:
    with stage.acting("ada"):
        version = evenhand.register_dataset("people", people(), workspace=stage.workspace)
        shown = evenhand.show_dataset(version, workspace=stage.workspace)
        path = FileArtifacts(stage.workspace / ".evenhand" / "artifacts").place(
            shown.record.body["parts"]["training"]["file"]
        )
        path.chmod(0o644)
        damage(path)

        with pytest.raises(failure):
            evenhand.read_dataset(version, "training", purpose="train", workspace=stage.workspace)


def test_a_query_of_sqlite_becomes_a_version_with_the_query_on_record(stage: Stage) -> None:
    with sqlite3.connect(stage.root / "bank.db") as bank:
        bank.execute("create table loan (id integer, sex text, repaid integer, amount real)")
        bank.executemany(
            "insert into loan values (?, ?, ?, ?)", [(n, "fm"[n % 2], n % 3 // 2, n / 2) for n in range(50)]
        )
    query = "SELECT * FROM loan ORDER BY id"

    told = typed(
        stage, "ada", "dataset", "register", "loans", "--query", query, "--database",
        f"sqlite:{stage.root / 'bank.db'}", "--by", "id", "--json",
    )  # fmt: skip

    source = json.loads(told.out)["document"]["source"]
    assert (source["kind"], source["place"], source["query"]) == ("sql", "sqlite:bank.db", query)


def test_a_reference_pins_rows_and_keeps_none(stage: Stage) -> None:
    pinned = f"sha256:{'ab' * 32}"

    told = typed(stage, "ada", "dataset", "register", "lake", "--reference", "snap-42", "--rows-digest", pinned)

    assert told.exit == 0
    assert "rows lie elsewhere" in told.out
    out = stage.root / "x.parquet"
    read = typed(stage, "ada", "dataset", "read", "lake@1", "all", "--purpose", "train", "--out", out)
    refused(read, "DATASET-BY-REFERENCE", 1, "lie elsewhere")


@pytest.mark.parametrize(
    ("words", "code", "exit_code", "said"),
    [
        (["x"], "SOURCE-UNCLEAR", 2, "nothing"),
        (["x", "rows.parquet", "--query", "select 1", "--database", "sqlite:x"], "SOURCE-UNCLEAR", 2, "and a query"),
        (["x", "--query", "select 1"], "SOURCE-UNCLEAR", 2, "needs a database"),
        (["x", "rows.parquet", "--split", "training=0.5"], "SPLIT-INVALID", 2, "add up to 0.5"),
        (["x", "rows.parquet", "--split", "training=1.5,holdout=-0.5"], "SPLIT-INVALID", 2, "above 0"),
        (["x", "rows.parquet", "--split", "training=nan"], "SPLIT-INVALID", 2, "nan"),
        (["x", "rows.parquet", "--split", "training"], "SPLIT-INVALID", 2, "states no share"),
        (["x", "rows.parquet", "--by", "nobody"], "COLUMN-MISSING", 2, "nobody"),
        (["x", "rows.parquet", "--by", "hole"], "SPLIT-UNUSABLE", 1, "1 rows .* have no hole"),
        (["x", "rows.parquet", "--by", "nan"], "SPLIT-UNUSABLE", 1, "1 rows .* have no nan"),
        (["x", "rows.parquet", "--time", "sex"], "COLUMN-UNUSABLE", 2, "kind text"),
        (["x", "rows.parquet", "--time", "words"], "COLUMN-UNUSABLE", 2, "kind text"),
        (["x", "rows.parquet", "--time", "same"], "SPLIT-UNUSABLE", 1, "training .* would hold no row"),
        (["X!", "rows.parquet"], "REFERENCE-UNREADABLE", 2, "no name"),
        (["x", "none.parquet"], "TABLE-UNREADABLE", 2, "none.parquet"),
        (["x", "torn.parquet"], "TABLE-UNREADABLE", 2, "torn.parquet"),
        (["x", "empty.csv"], "TABLE-EMPTY", 2, "no byte"),
        (["x", "--reference", "snap"], "SOURCE-UNCLEAR", 2, "no digest"),
        (["x", *TWICE, "--by", "id"], "PARTS-LEAK", 1, "8 keys"),
        (["x", "--query", "select 1", "--database", "oracle:x"], "SOURCE-UNCLEAR", 2, "oracle"),
        (["x", "--query", "delete from loan", *BANK], "QUERY-REFUSED", 2, "begins with"),
        (["x", "--query", "select 1; drop table loan", *BANK], "QUERY-REFUSED", 2, "one statement"),
        (["x", "--query", "with a as (select 1) insert into loan select 1 from a", *BANK],
         "QUERY-REFUSED", 2, "does more than read"),
        (["x", "--query", "select load_extension('x')", *BANK], "QUERY-REFUSED", 2, "not auth"),
        (["x", "--query", "select * from loan", *BANK], "TABLE-EMPTY", 2, "no row"),
        (["x", "--query", "select * from nowhere", *BANK], "QUERY-REFUSED", 2, "no such table"),
        (["x", "--query", "select 1", "--database", "sqlite:torn.parquet"], "DATABASE-UNREACHABLE", 4, "database"),
        (["x", "--query", "select 1", "--database", "sqlite:none.db"], "DATABASE-UNREACHABLE", 4, "no file"),
    ],
)  # fmt: skip
def test_what_cannot_become_a_version_is_refused(
    stage: Stage, words: list[str], code: str, exit_code: int, said: str
) -> None:  # fmt: skip
    told = typed(stage, "ada", "dataset", "register", *words, at=_bad_places(stage.workspace / "files"))

    refused(told, code, exit_code, said)
    assert typed(stage, "ada", "dataset", "list").out.strip() == "No dataset is registered."


def _bad_places(folder: Path) -> Path:
    folder.mkdir()
    rows = {
        "id": list(range(8)), "sex": list("fmfmfmfm"), "repaid": [0, 1] * 4, "same": [7] * 8, "words": list("abcdefgh"),
        "hole": [None, *range(7)], "nan": [float("nan"), *map(float, range(7))],
    }  # fmt: skip
    pq.write_table(pa.table(rows), folder / "rows.parquet")
    content = (folder / "rows.parquet").read_bytes()
    (folder / "torn.parquet").write_bytes(content[: len(content) // 2])
    (folder / "empty.csv").write_bytes(b"")
    with sqlite3.connect(folder / "bank.db") as bank:
        bank.execute("create table if not exists loan (id integer)")
    return folder
