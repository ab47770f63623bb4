"""How large a table may be before it is read."""

from dataclasses import dataclass

from evenhand.errors.table import TableTooLarge


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """The largest table that is read.

    Attributes:
        rows: at most so many.
        size: at most so many bytes in memory, as estimated before reading.
    """

    rows: int = 50_000_000
    size: int = 8 * 2**30

    def allow(self, *, origin: str, rows: int | None = None, size: int | None = None) -> None:
        """Do nothing, or refuse.

        Raises:
            TableTooLarge: ``rows`` or ``size`` is above the limit.
        """
        if rows is not None and rows > self.rows:
            raise TableTooLarge(
                f"{origin} has {rows:,} rows; at most {self.rows:,} are read.", rows=rows, origin=origin
            )
        if size is not None and size > self.size:
            fact = f"{origin} needs about {size:,} bytes of memory; at most {self.size:,} are allowed."
            raise TableTooLarge(fact, size=size, origin=origin)
