"""Rows of a PostgreSQL database: one query in one read-only transaction, so that all rows are of one instant."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from evenhand.adapters.dataset.fetched import AT_ONCE, Columns, Fetched, require_reading
from evenhand.errors.dataset import DatabaseUnreachable, QueryRefused
from evenhand.errors.workspace import ExtraMissing

if TYPE_CHECKING:
    import psycopg
    import pyarrow as pa

_SECONDS_TO_CONNECT = 10
_TEXTS = frozenset({"text", "varchar", "bpchar", "name", "char", "uuid"})


def query_postgres(address: str, query: str) -> Fetched:
    """What ``query`` reads in the database at ``address`` (``postgresql://USER@HOST/NAME``).

    The account, and the password that stands in the address or in the environment as PostgreSQL's own clients take it,
    are used and never kept.

    Raises:
        DatabaseUnreachable: no connection came about, or it broke.
        QueryRefused: the query does not run, writes, or is more than one.
        TableEmpty, TableTooLarge, ColumnUnsupported: as for every table.
        ExtraMissing: psycopg is not installed.
    """
    require_reading(query)
    try:
        import psycopg
    except ImportError as mistake:
        remedy = "Install it with: pip install 'evenhand-core[postgres]'."
        raise ExtraMissing("PostgreSQL needs psycopg, which is not installed.", remedy=remedy) from mistake
    place = place_of(address)
    try:
        with psycopg.connect(address, connect_timeout=_SECONDS_TO_CONNECT) as connection:
            connection.read_only = True
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            engine = f"PostgreSQL {connection.info.server_version // 10000}"
            try:
                columns, kinds = _fetched(connection, query, place)
            except (psycopg.errors.DataError, psycopg.ProgrammingError, psycopg.NotSupportedError) as mistake:
                raise QueryRefused(f"{place} ran no query: {_first_line(mistake)}.") from mistake
            except psycopg.errors.InternalError as mistake:  # a read-only transaction was asked to write
                raise QueryRefused(f"The query does more than read: {_first_line(mistake)}.") from mistake
            connection.rollback()
    except psycopg.Error as mistake:
        raise DatabaseUnreachable(f"{place}: {_first_line(mistake)}.", place=place) from mistake
    return Fetched(table=columns.table(kinds), place=place, engine=engine)


def place_of(address: str) -> str:
    """The address without account, password and options, for records and messages.

    Examples:
        >>> place_of("postgresql://ada:secret@db.example:5433/loans?sslmode=require")
        'postgresql://db.example:5433/loans'
    """
    parts = urlsplit(address)
    where = parts.netloc.rpartition("@")[2]
    return f"postgresql://{where}{parts.path}"


def _fetched(
    connection: "psycopg.Connection[Any]", query: str, place: str
) -> "tuple[Columns, Mapping[str, pa.DataType]]":
    """A cursor on the server takes one query that reads and nothing else."""
    with connection.cursor("evenhand") as cursor:
        cursor.itersize = AT_ONCE
        cursor.execute(query.strip().removesuffix(";").encode())
        described = cursor.description or []
        columns = Columns([column.name for column in described], origin=place)
        while rows := cursor.fetchmany(AT_ONCE):
            columns.add([tuple(map(_plain, row)) for row in rows])
        return columns, _kinds(described)


def _kinds(described: Any) -> "Mapping[str, pa.DataType]":  # noqa: ANN401 - psycopg's columns
    """Kinds that the database itself states, so that a column without any value keeps its own."""
    import pyarrow as pa

    kinds: dict[str, pa.DataType] = {
        "int2": pa.int64(), "int4": pa.int64(), "int8": pa.int64(), "float4": pa.float64(), "float8": pa.float64(),
        "bool": pa.bool_(), "date": pa.date32(), "timestamp": pa.timestamp("us"),
        "timestamptz": pa.timestamp("us", tz="UTC"), **dict.fromkeys(_TEXTS, pa.large_string()),
    }  # fmt: skip
    found = {column.name: kinds.get(_type_name(column)) for column in described}
    return {name: kind for name, kind in found.items() if kind is not None}


def _type_name(column: Any) -> str:  # noqa: ANN401 - psycopg's column
    import psycopg

    known = psycopg.adapters.types.get(column.type_code)
    return known.name if known is not None else ""


def _plain(value: object) -> object:
    return str(value) if type(value).__name__ == "UUID" else value


def _first_line(mistake: BaseException) -> str:
    lines = str(mistake).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(mistake).__name__
