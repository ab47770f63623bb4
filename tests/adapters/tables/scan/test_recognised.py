"""Whatever holds the same rows is the same source, as often as it is read."""

import os
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import duckdb
import fsspec
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from pyarrow import csv, feather, parquet

from evenhand.adapters.tables.scan.recognised import source_of
from evenhand.adapters.tables.scan.source import Source
from evenhand.errors.base import EvenhandError
from evenhand.errors.table import (
    ColumnUnsupported,
    TableChanged,
    TableColumnNames,
    TableEmpty,
    TableFolderEmpty,
    TableFormatUnknown,
    TableNotAFile,
    TableSchemasUnlike,
    TableUnreadable,
)

ROWS = {"age": [30, None, 41], "sex": ["f", "m", None], "score": [0.5, 0.25, 1.0]}
ARROW = pa.table(ROWS)


def _read(source: Source, columns: list[str] | None = None) -> dict[str, list[object]]:
    batches = list(source.batches(columns))
    names = batches[0].schema.names
    return {name: [value for batch in batches for value in batch.column(name).to_pylist()] for name in names}


def _parquet(folder: Path) -> object:
    parquet.write_table(ARROW, folder / "t.parquet", row_group_size=2)
    return folder / "t.parquet"


def _csv(folder: Path) -> object:
    csv.write_csv(ARROW, folder / "t.csv")
    return str(folder / "t.csv")


def _arrow(folder: Path) -> object:
    feather.write_feather(ARROW, folder / "t.feather")
    return folder / "t.feather"


def _folder(folder: Path) -> object:
    (folder / "t" / "b" / "c").mkdir(parents=True)
    (folder / "t" / "_delta_log").mkdir()
    (folder / "t" / "_SUCCESS").touch()
    (folder / "t" / "_delta_log" / "0.parquet").write_bytes(b"not read")
    (folder / "t" / "notes.md").write_text("not read either")
    parquet.write_table(ARROW.slice(0, 1), folder / "t" / "a.parquet")
    parquet.write_table(ARROW.slice(1, 1), folder / "t" / "b" / "c" / "z.parquet")
    parquet.write_table(ARROW.slice(2, 1), folder / "t" / "b" / "d.parquet")
    return folder / "t"


def _memory_address(folder: Path) -> object:
    with fsspec.open(f"memory://{folder.name}/t.parquet", "wb") as file:
        parquet.write_table(ARROW, file)
    return f"memory://{folder.name}/t.parquet"


def _file_address(folder: Path) -> object:
    return f"file://{_parquet(folder)}"


def _relation(folder: Path) -> object:
    return duckdb.sql(f"select * from '{_parquet(folder)}'")


MAKERS: dict[str, Callable[[Path], object]] = {
    "Parquet": _parquet, "CSV": _csv, "Arrow file": _arrow, "folder": _folder, "memory address": _memory_address,
    "file address": _file_address, "DuckDB": _relation, "Arrow": lambda _: ARROW,
    "pandas": lambda _: pd.DataFrame({**ROWS, "age": pd.array(ROWS["age"], dtype="Int64")}),
    "Polars": lambda _: pl.DataFrame(ROWS), "LazyFrame": lambda _: pl.LazyFrame(ROWS), "dict": lambda _: ROWS,
}  # fmt: skip


@pytest.mark.parametrize("kind", MAKERS)
def test_every_source_gives_the_same_rows_again_and_again(kind: str, tmp_path: Path) -> None:
    source = source_of(MAKERS[kind](tmp_path))

    assert source.n_rows == 3
    assert source.schema.names == ["age", "sex", "score"]
    for _ in range(2):
        assert _read(source) == ROWS
    assert _read(source, ["score", "age"]) == {"score": ROWS["score"], "age": ROWS["age"]}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    handler = partial(_Quiet, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.parametrize("kind", ["Parquet", "CSV"])
def test_an_address_of_the_web_is_read(kind: str, tmp_path: Path, site: str) -> None:
    path = Path(str(MAKERS[kind](tmp_path)))

    assert _read(source_of(f"{site}/{path.name}")) == ROWS


def test_an_address_where_nothing_is_is_refused(tmp_path: Path, site: str) -> None:
    with pytest.raises(TableUnreadable, match=r"nothing\.parquet cannot be read"):
        source_of(f"{site}/nothing.parquet")
    with pytest.raises(TableUnreadable, match="memory://"):
        source_of(f"memory://{tmp_path.name}/nothing.parquet")
    with pytest.raises(EvenhandError, match="nosuch://"):
        source_of("nosuch://a/b.parquet")


def test_an_empty_file_at_an_address_is_empty(tmp_path: Path) -> None:
    with fsspec.open(f"memory://{tmp_path.name}/t.csv", "wb"):
        pass

    with pytest.raises(TableEmpty, match="holds no byte"):
        source_of(f"memory://{tmp_path.name}/t.csv")


@pytest.mark.parametrize(
    ("name", "content", "failure", "said"),
    [
        ("t.csv", b"", TableEmpty, "holds no byte"),
        ("t.csv", b"a,b\n", TableEmpty, "no rows below its column names"),
        ("t.csv", b"a,a\n1,2\n", TableColumnNames, "more than one column 'a'"),
        ("t.csv", b"a,\n1,2\n", TableColumnNames, "Column 2 of t.csv has no name"),
        ("t.csv", b"a,b\n1,2\n3\n", EvenhandError, "Line 3"),
        ("t.csv", b"a,b\n1,\xff\n", EvenhandError, "Line 2 of t.csv holds the byte 0xff"),
        ("t.csv", b'a,b\n1,"x\n', EvenhandError, "never closed"),
        ("t.parquet", b"a,b\n1,2\n", TableUnreadable, "does not begin as a Parquet file"),
        ("t.feather", b"FEA1....", TableUnreadable, "does not begin as an Arrow file"),
        ("t.parquet", b"PAR1 and no more", TableUnreadable, "cannot be read as Parquet"),
        ("t.arrow", b"ARROW1 and no more", TableUnreadable, "cannot be read as Arrow"),
        ("t.xlsx", b"PK", TableFormatUnknown, "neither Parquet nor Arrow"),
    ],
)
def test_what_is_no_table_is_refused(
    name: str, content: bytes, failure: type[EvenhandError], said: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)

    with pytest.raises(failure, match=said):
        source_of(tmp_path / name)


def test_what_is_not_there_or_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")

    with pytest.raises(TableUnreadable, match="No such file"):
        source_of(tmp_path / "absent.csv")
    with pytest.raises(TableNotAFile, match="a pipe"):
        source_of(tmp_path / "pipe.csv")
    with pytest.raises(TableFolderEmpty, match="holds no table"):
        source_of(_made(tmp_path / "empty"))


def _made(path: Path) -> Path:
    path.mkdir()
    return path


@pytest.mark.parametrize(
    ("source", "failure"),
    [
        (pa.table({}), TableEmpty), (pa.table({"a": pa.array([], pa.int64())}), TableEmpty), ({}, TableEmpty),
        (pd.DataFrame({"a": []}), TableEmpty), (pl.LazyFrame({"a": []}), TableEmpty), (3, TableFormatUnknown),
        (pa.table([[1], [2]], names=["a", "a"]), TableColumnNames), ({"a": [1, 2], "b": [1]}, ColumnUnsupported),
        ({" ": [1]}, TableColumnNames), (pd.DataFrame([[1, 2]], columns=["a", "a"]), TableColumnNames),
    ],
)  # fmt: skip
def test_what_is_no_table_in_memory_is_refused(source: object, failure: type[EvenhandError]) -> None:
    with pytest.raises(failure):
        source_of(source)


def test_an_empty_relation_or_a_broken_one_is_refused() -> None:
    with pytest.raises(TableEmpty):
        source_of(duckdb.sql("select 1 as a where false"))
    with pytest.raises(TableUnreadable, match="cannot be collected"):
        source_of(pl.LazyFrame({"a": ["x"]}).select(pl.col("a").cast(pl.Int64)))


def test_a_file_that_changes_between_passes_is_refused(tmp_path: Path) -> None:
    for kind in ("Parquet", "CSV", "Arrow file"):
        path = Path(str(MAKERS[kind](tmp_path)))
        source = source_of(path)
        with path.open("ab") as file:
            file.write(b"4,f,0.5\n")

        with pytest.raises(TableChanged, match="changed since it was first read"):
            _read(source)


def test_a_file_that_changes_during_a_pass_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    parquet.write_table(pa.table({"a": list(range(1000))}), path, row_group_size=10)
    passing = source_of(path).batches()
    next(passing)
    with path.open("ab") as file:
        file.write(b"more")

    with pytest.raises(TableChanged):
        list(passing)


def test_a_file_at_an_address_that_changes_is_refused(tmp_path: Path) -> None:
    address = str(_memory_address(tmp_path))
    source = source_of(address)
    with fsspec.open(address, "wb") as file:
        parquet.write_table(ARROW.slice(1), file)

    with pytest.raises(TableChanged):
        _read(source)


def test_a_broken_row_group_is_named(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    parquet.write_table(pa.table({"a": list(range(1000))}), path, row_group_size=250, compression="zstd")
    place = parquet.ParquetFile(path).metadata.row_group(2).column(0)
    content = bytearray(path.read_bytes())
    start = place.dictionary_page_offset or place.data_page_offset
    content[start : start + place.total_compressed_size] = b"\xff" * place.total_compressed_size
    path.write_bytes(content)

    with pytest.raises(TableUnreadable, match=r"Row group 2 of t\.parquet"):
        _read(source_of(path))


def test_files_of_a_folder_that_differ_are_named(tmp_path: Path) -> None:
    folder = _made(tmp_path / "days")
    parquet.write_table(pa.table({"age": [1], "sex": ["f"]}), folder / "1.parquet")
    parquet.write_table(pa.table({"age": [1]}), folder / "2.parquet")
    with pytest.raises(TableSchemasUnlike, match=r"days/2\.parquet lacks the column 'sex', which days/1\.parquet has"):
        source_of(folder)

    parquet.write_table(pa.table({"sex": ["f"], "age": [True]}), folder / "2.parquet")
    with pytest.raises(TableSchemasUnlike, match=r"int64 in days/1\.parquet and bool in days/2\.parquet"):
        source_of(folder)

    parquet.write_table(pa.table({"sex": ["m"], "age": [2.5]}), folder / "2.parquet")
    assert _read(source_of(folder)) == {"age": [1, 2.5], "sex": ["f", "m"]}


def test_a_column_that_is_text_in_one_csv_of_a_folder_is_text_in_all(tmp_path: Path) -> None:
    folder = _made(tmp_path / "days")
    (folder / "1.csv").write_text("code,n\n1,1\n")
    (folder / "2.csv").write_text("code,n\nA1,2\n")

    assert _read(source_of(folder)) == {"code": ["1", "A1"], "n": [1, 2]}


def test_a_file_within_a_folder_is_named_with_its_way(tmp_path: Path) -> None:
    folder = Path(str(_folder(tmp_path)))
    (folder / "b" / "d.parquet").write_bytes(b"PAR1")

    with pytest.raises(TableUnreadable, match=r"t/b/d\.parquet cannot be read as Parquet"):
        source_of(folder)


def test_a_large_csv_is_read_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evenhand.adapters.tables.scan.delimited._BLOCK", 1 << 10)
    path = tmp_path / "t.csv"
    path.write_text("n,s\n" + "".join(f"{i},x\n" for i in range(2000)) + "0.5,y\n")
    source = source_of(path)

    assert len(list(source.batches())) > 10
    assert str(source.schema.field("n").type) == "double"
    assert _read(source)["n"][-2:] == [1999.0, 0.5]


def test_csv_columns_named_as_text_stay_text(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("zone,n\n1,1\n2,2\n")

    assert _read(source_of(tmp_path / "t.csv", text=["zone", "absent"])) == {"zone": ["1", "2"], "n": [1, 2]}


def test_a_stream_that_can_be_read_once_is_taken_whole() -> None:
    reader = pa.RecordBatchReader.from_batches(ARROW.schema, ARROW.to_batches())
    source = source_of(reader)

    assert [_read(source), _read(source)] == [ROWS, ROWS]
