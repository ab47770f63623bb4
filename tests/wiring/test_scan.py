"""A scanner opens what it is given once, and a written profile stands in for its table."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from evenhand.errors.number import ProfilesUnlike, ProfileUnreadable
from evenhand.errors.table import ColumnMissing, TableChanged
from evenhand.metrics.profiling.storage import table_profile_bytes
from evenhand.wiring.scan import TableScanner

TABLE = pa.table({"age": [30.0, 41.0, None], "sex": ["f", "m", "f"], "tags": [["a"], [], None]})


def test_progress_is_told_pass_by_pass(tmp_path: Path) -> None:
    parquet.write_table(TABLE, tmp_path / "t.parquet", row_group_size=2)
    told: list[tuple[str, int, int | None]] = []
    scanner = TableScanner(progress=lambda *each: told.append(each))

    scanner.profile(str(tmp_path / "t.parquet"), scanner.plan(str(tmp_path / "t.parquet")))

    assert told[-1] == ("t.parquet", 3, 3)


def test_nested_columns_are_left_out_and_named() -> None:
    scanner = TableScanner()

    assert list(scanner.plan(TABLE).place) == ["age", "sex"]
    assert list(scanner.left_out(TABLE)) == ["tags"]
    assert scanner.left_out(TABLE)["tags"] == "nested values"


def test_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(ColumnMissing, match=r"no column 'agee' .did you mean age"):
        TableScanner().plan(TABLE, columns=["agee"])


def test_a_table_that_changes_between_plan_and_profile_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("age\n30\n41\n")
    scanner = TableScanner()
    plan = scanner.plan(path)
    path.write_text("age\n30\n41\n99\n")

    with pytest.raises(TableChanged):
        scanner.profile(path, plan)


def test_codes_in_a_csv_are_counted_as_the_texts_of_the_plan(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("zone\n1\n2\n2\n")
    scanner = TableScanner()
    plan = scanner.plan({"zone": ["1", "2", "3"]})

    assert scanner.profile(tmp_path / "t.csv", plan).column("zone").counts.tolist() == [1, 2, 0]


def test_a_written_profile_stands_in_for_its_table(tmp_path: Path) -> None:
    scanner = TableScanner()
    profile = scanner.profile(TABLE, scanner.plan(TABLE))
    path = tmp_path / "reference.profile"
    path.write_bytes(table_profile_bytes(profile))

    plan = scanner.plan(path)
    again = scanner.profile(path, plan)

    assert scanner.origin(path) == "reference.profile"
    assert table_profile_bytes(again) == table_profile_bytes(profile)
    assert scanner.profile(TABLE, plan).counts.tolist() == profile.counts.tolist()
    assert scanner.left_out(path) == {}
    assert list(scanner.plan(path, columns=["sex"]).place) == ["sex"]
    assert scanner.profile(path, scanner.plan(path, columns=["sex"])).counts.tolist() == [2, 1]
    assert np.array_equal(scanner.profile(profile, plan).counts, profile.counts)


def test_a_written_profile_of_another_plan_is_refused(tmp_path: Path) -> None:
    scanner = TableScanner()
    path = tmp_path / "reference.profile"
    path.write_bytes(table_profile_bytes(scanner.profile(TABLE, scanner.plan(TABLE))))

    with pytest.raises(ProfilesUnlike, match=r"reference\.profile: .*'age' is counted on other cells"):
        scanner.profile(path, scanner.plan({"age": [1.0], "sex": ["f"]}))
    with pytest.raises(ProfilesUnlike, match="exact mode"):
        TableScanner().plan(path, is_exact=True)
    with pytest.raises(ColumnMissing, match=r"reference\.profile has no column"):
        scanner.plan(path, columns=["agee"])


def test_what_is_named_a_profile_and_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "reference.profile"
    path.write_bytes(b"evenhand/profile/v9\n")
    with pytest.raises(ProfileUnreadable, match=r"reference\.profile: The bytes do not begin"):
        TableScanner().plan(path)

    whole = table_profile_bytes(TableScanner().profile(TABLE, TableScanner().plan(TABLE)))
    path.write_bytes(whole[:-3])
    with pytest.raises(ProfileUnreadable, match=r"reference\.profile"):
        TableScanner().plan(path)


def test_a_file_of_other_columns_alone_keeps_its_rows(tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("size\n1\n2\n")
    scanner = TableScanner()

    found = scanner.profile(tmp_path / "other.csv", scanner.plan(TABLE))

    assert found.n_rows == 2
    assert list(found.added) == ["size"]
