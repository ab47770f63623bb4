"""Read a Parquet file, its size judged from its footer first."""

from typing import TYPE_CHECKING, BinaryIO

from evenhand.adapters.tables.limit import Limit
from evenhand.errors.table import TableEmpty, TableUnreadable

if TYPE_CHECKING:
    import pyarrow as pa

MAGIC = b"PAR1"
_WIDTH_OF_TEXT = 16


def read_parquet(file: BinaryIO, *, origin: str, limit: Limit) -> "pa.Table":
    """All columns of the file.

    Raises:
        TableUnreadable: it is no complete Parquet file, or one that is encrypted.
        TableEmpty: it states no row.
        TableTooLarge: its footer states more rows or bytes than allowed.
    """
    import pyarrow as pa
    from pyarrow import parquet

    try:
        content = parquet.ParquetFile(file, page_checksum_verification=True)
        footer = content.metadata
        if not footer.num_rows:
            raise TableEmpty(f"{origin} has no rows.", origin=origin)
        stored = sum(footer.row_group(index).total_byte_size for index in range(footer.num_row_groups))
        widths = sum(_width(field.type) for field in content.schema_arrow)
        limit.allow(origin=origin, rows=footer.num_rows, size=max(stored, footer.num_rows * widths))
        return content.read()
    except (pa.ArrowException, OSError, ValueError) as mistake:
        raise TableUnreadable(
            f"{origin} cannot be read as Parquet: {_first_line(mistake)}.", origin=origin
        ) from mistake


def _width(arrow_type: "pa.DataType") -> int:
    try:
        return max(1, int(arrow_type.bit_width) // 8)
    except (ValueError, AttributeError):
        return _WIDTH_OF_TEXT


def _first_line(mistake: BaseException) -> str:
    lines = str(mistake).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(mistake).__name__
