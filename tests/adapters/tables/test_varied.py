from datetime import UTC, datetime

import numpy as np
import pyarrow as pa

from evenhand.adapters.tables.table import Table
from evenhand.adapters.tables.varied import composed, overlaid

TABLE = Table.of(
    pa.table(
        {
            "n": [1, 2, None],
            "t": pa.array(["x", "y", "x"]).dictionary_encode(),
            "at": [datetime(2020, 1, 1, tzinfo=UTC)] * 3,
        }
    )
)


def test_columns_take_values_from_rows_of_their_own() -> None:
    made = composed(TABLE, {"n": np.array([2, 0, -1]), "t": np.array([1, -1, 0])})

    assert made.to_pydict() == {"n": [None, 1, None], "t": ["y", None, "x"]}


def test_a_case_is_laid_over_and_takes_the_kind_of_the_column() -> None:
    case = Table.of(pa.table({"n": [7.0], "t": ["new"], "at": [datetime(2021, 1, 1, tzinfo=UTC)]}))
    taken = {"n": np.array([True, False]), "t": np.array([False, True]), "at": np.array([True, False])}
    made = overlaid(TABLE, case, np.array([0, 1]), taken)

    assert made.column("n").to_pylist() == [7, 2]
    assert made.column("t").to_pylist() == ["x", "new"]
    assert [each.year for each in made.column("at").to_pylist()] == [2021, 2020]
    assert made.schema.field("n").type == pa.int64()


def test_a_gap_of_the_case_stays_a_gap() -> None:
    case = Table.of(pa.table({"n": pa.array([None], pa.int64())}))

    assert overlaid(TABLE, case, np.array([0]), {"n": np.array([True])}).column("n").to_pylist() == [None]
