"""The rows of one part as a Parquet file that is named by its content, and back."""

from collections.abc import Mapping
from io import BytesIO
from typing import BinaryIO

from evenhand.adapters.tables.limit import Limit
from evenhand.adapters.tables.parquet_file import read_parquet
from evenhand.adapters.tables.table import Table
from evenhand.errors.dataset import RowsDiffer
from evenhand.errors.table import ColumnUnsupported
from evenhand.kernel.digest import Digest, short


def part_bytes(table: Table) -> bytes:
    """The file's content, read back once to see that it says what the table says.

    Raises:
        RowsDiffer: it does not.

    Examples:
        >>> table = Table.of(__import__("pyarrow").table({"age": [30, None]}))
        >>> read_part(BytesIO(part_bytes(table)), origin="training", digest=table.digest).n_rows
        2
    """
    import pyarrow as pa
    from pyarrow import parquet

    sink = pa.BufferOutputStream()
    parquet.write_table(pa.table({name: table.column(name) for name in table.columns}), sink, compression="zstd")
    content: bytes = sink.getvalue().to_pybytes()
    read_part(BytesIO(content), origin=table.origin, digest=table.digest)
    return content


def read_part(file: BinaryIO, *, origin: str, digest: Digest) -> Table:
    """The rows, once they are those that ``digest`` names.

    Raises:
        RowsDiffer: they are others.
        TableUnreadable: the file is no Parquet file.
    """
    table = Table.of(read_parquet(file, origin=origin, limit=Limit()), origin=origin)
    if table.digest != digest:
        raise RowsDiffer(
            f"The rows of {origin} are {short(table.digest)}, not {short(digest)}.", found=table.digest, expected=digest
        )
    return table


def joined(parts: Mapping[str, Table]) -> Table:
    """The rows of all parts, one part after the other.

    Raises:
        ColumnUnsupported: the parts have different columns, or a column is of different kinds.

    Examples:
        >>> one = Table.of(__import__("pyarrow").table({"age": [30]}))
        >>> joined({"training": one, "holdout": one}).n_rows
        2
    """
    import pyarrow as pa

    (first, model), *others = parts.items()
    for name, part in others:
        odd = sorted({*part.kinds.items()} ^ {*model.kinds.items()})
        if odd:
            raise ColumnUnsupported(
                f"The parts {first} and {name} differ in {', '.join(dict(odd))}.", parts=[first, name]
            )
    tables = [pa.table({name: part.column(name) for name in model.columns}) for part in parts.values()]
    return Table.of(pa.concat_tables(tables, promote_options="permissive"), origin=" and ".join(parts))
