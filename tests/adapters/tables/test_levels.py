import pyarrow as pa

from evenhand.adapters.tables.levels import levels_of
from evenhand.adapters.tables.table import Table
from evenhand.lifecycle.data.contract import Column

TABLE = Table.of(pa.table({"age": [30, 20, None, 30], "work": ["a", "b", "zz", "a"], "code": [1, 2, 3, 1]}))


def test_a_number_has_its_value_a_row_that_holds_it_and_a_range() -> None:
    found = levels_of(TABLE, Column(name="age", kind="integer", minimum=0, maximum=25))

    assert found.codes.tolist() == [0, 1, -1, 0]
    assert found.places.tolist() == [0, 1]
    assert found.is_allowed.tolist() == [False, True]


def test_listed_categories_are_no_numbers_and_unknown_ones_are_not_allowed() -> None:
    code = levels_of(TABLE, Column(name="code", kind="integer", categories=(1, 2)))
    work = levels_of(TABLE, Column(name="work", kind="text", categories=("a", "b")))

    assert code.numbers is None
    assert code.is_allowed.tolist() == work.is_allowed.tolist() == [True, True, False]
