"""Raw columns from a stranger: what does not add up is refused before anything is made of it."""

from typing import Any

import pyarrow as pa
import pytest

from evenhand.adapters.runner.raw_table import decoded, encoded
from evenhand.errors.dataset import TransformFailed

TABLE = pa.table({
    "whole": [1, None, -3], "number": [0.5, None, 2.0], "text": ["é", None, ""], "truth": [True, None, False],
    "at": pa.array([0, None, 2], pa.timestamp("us", tz="UTC")),
})  # fmt: skip


def test_every_kind_comes_back_with_its_nulls() -> None:
    columns, content = encoded(TABLE)

    found = decoded(columns, content, n_rows=3)

    assert found.to_pydict() == TABLE.to_pydict()


def _with(**change: Any) -> tuple[list[dict[str, Any]], bytes]:
    columns, content = encoded(TABLE.select(["text"]))
    return [{**columns[0], **change}], content


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""}, {"name": 7}, {"name": "a\x1b[2J"}, {"kind": "picture"}, {"kind": "integer"}, {"sizes": []},
        {"sizes": [3, 24, 1]}, {"sizes": [3, 24, 10**9]}, {"sizes": [3, 24, -2]}, {"sizes": ["3"]}, {"sizes": None},
    ],
)  # fmt: skip
def test_what_is_said_wrongly_of_a_column_is_refused(change: dict[str, Any]) -> None:
    columns, content = _with(**change)

    with pytest.raises(TransformFailed):
        decoded(columns, content, n_rows=3)


def test_lengths_that_lie_and_bytes_that_are_no_text_are_refused() -> None:
    columns, content = _with()
    long, strange = bytearray(content), bytearray(content)
    long[3:11] = (2**62).to_bytes(8, "little")
    strange[-2:] = b"\xff\xfe"

    for lie in (long, strange):
        with pytest.raises(TransformFailed):
            decoded(columns, bytes(lie), n_rows=3)
    with pytest.raises(TransformFailed):
        decoded(columns, content, n_rows=2)
    with pytest.raises(TransformFailed):
        decoded([], b"", n_rows=0)
