"""A column whose values Arrow cannot hold, such as objects of several kinds: it keeps its name, and no value."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


def unreadable(n_rows: int, why: str) -> "pa.Array":
    """As many gaps as the column has rows, of a type that is of no kind and says why.

    Examples:
        >>> str(unreadable(2, "mixed").type), len(unreadable(2, "mixed"))
        ('object (mixed)', 2)
    """
    import pyarrow as pa

    return pa.ExtensionArray.from_storage(_kind()(why), pa.nulls(n_rows))


@cache
def _kind() -> "type[pa.ExtensionType]":
    import pyarrow as pa

    class Unreadable(pa.ExtensionType):  # type: ignore[misc] # pyarrow has no types
        def __init__(self, why: str) -> None:
            self._why = why
            super().__init__(pa.null(), "evenhand.unreadable")

        def __arrow_ext_serialize__(self) -> bytes:
            return self._why.encode()

        @classmethod
        def __arrow_ext_deserialize__(cls, storage_type: "pa.DataType", serialized: bytes) -> "Unreadable":
            return cls(serialized.decode())

        def __hash__(self) -> int:
            return hash(self._why)

        def __str__(self) -> str:
            return f"object ({self._why})"

    return Unreadable
