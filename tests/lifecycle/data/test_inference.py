"""What counting suggests, and what it must not."""

import pytest

from evenhand.errors.table import ColumnMissing, ContractInvalid
from evenhand.lifecycle.data.facts import ColumnFacts, TableFacts
from evenhand.lifecycle.data.inference import Parts, inferred_contract
from evenhand.lifecycle.data.remark import remarks


def _table(*columns: ColumnFacts) -> TableFacts:
    return TableFacts(digest="", n_rows=columns[0].n, n_repeated=0, n_repeated_keys=None, columns=columns)


def _texts(n: int, n_distinct: int, **counts: int) -> ColumnFacts:
    values = tuple((f"v{index}", n // n_distinct) for index in range(n_distinct)) if n_distinct <= 50 else ()
    return ColumnFacts(name="a", kind="text", n=n, n_distinct=n_distinct, values=values, **counts)


def test_few_texts_become_categories_in_order() -> None:
    (column,) = inferred_contract(_table(_texts(100, 3)), Parts()).columns

    assert column.categories == ("v0", "v1", "v2")


@pytest.mark.parametrize(("n", "n_distinct"), [(3, 3), (1_000_000, 1_000_000), (1000, 51), (7, 4)])
def test_many_texts_or_texts_that_stand_once_become_none(n: int, n_distinct: int) -> None:
    (column,) = inferred_contract(_table(_texts(n, n_distinct)), Parts()).columns

    assert column.categories is None


def test_numbers_get_the_range_that_was_seen() -> None:
    age = ColumnFacts(name="a", kind="integer", n=9, n_distinct=3, minimum=18, maximum=70, values=((18, 3),))

    (column,) = inferred_contract(_table(age), Parts()).columns

    assert (column.minimum, column.maximum, column.categories, column.nullable) == (18, 70, None, False)


@pytest.mark.parametrize("parts", [Parts(label="a"), Parts(categorical=("a",))])
def test_integers_become_categories_as_label_or_when_named(parts: Parts) -> None:
    coded = ColumnFacts(name="a", kind="integer", n=9, n_distinct=2, minimum=0, maximum=1, values=((1, 6), (0, 3)))

    (column,) = inferred_contract(_table(coded), parts).columns

    assert column.categories == (0, 1)
    assert column.minimum is None


@pytest.mark.parametrize("counts", [{"n_null": 1}, {"n_nan": 1}])
def test_a_gap_makes_the_column_nullable(counts: dict[str, int]) -> None:
    (column,) = inferred_contract(_table(ColumnFacts(name="a", kind="number", n=2, **counts)), Parts()).columns

    assert column.nullable


def test_a_column_without_any_value_promises_nothing() -> None:
    (column,) = inferred_contract(_table(ColumnFacts(name="a", kind="text", n=5, n_null=5)), Parts()).columns

    assert (column.nullable, column.categories, column.minimum) == (True, None, None)


@pytest.mark.parametrize("parts", [Parts(key=("a",)), Parts(time="a")])
def test_keys_and_times_promise_no_values(parts: Parts) -> None:
    years = ColumnFacts(name="a", kind="integer", n=4, n_distinct=2, minimum=2015, maximum=2016)

    (column,) = inferred_contract(_table(years), parts).columns

    assert (column.minimum, column.categories) == (None, None)


def test_a_part_for_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(ColumnMissing, match=r"'aa' \(did you mean aaa\?\)|'aa'"):
        inferred_contract(_table(_texts(4, 2)), Parts(label="aa"))
    with pytest.raises(ColumnMissing):
        inferred_contract(_table(_texts(4, 2)), Parts(categorical=("b",)))


def test_two_parts_for_one_column_are_refused() -> None:
    with pytest.raises(ContractInvalid, match="a is named as label and as protected"):
        inferred_contract(_table(_texts(4, 2)), Parts(label="a", protected=("a",)))


@pytest.mark.parametrize(
    ("column", "codes"),
    [
        (ColumnFacts(name="a", kind="text", n=2, n_null=2), ["empty"]),
        (ColumnFacts(name="a", kind="integer", n=2, n_distinct=1), ["constant"]),
        (ColumnFacts(name="a", kind="number", n=3, n_infinite=1, n_distinct=2), ["infinite"]),
        (ColumnFacts(name="a", kind="number", n=4, n_null=1, n_nan=1, n_distinct=2), ["nan-beside-null"]),
        (_texts(8, 2, n_number_text=8), ["numbers-as-text"]),
        (_texts(8, 2, n_number_text=1), ["numbers-as-text"]),
        (_texts(8, 2, n_blank=1, n_padded=1), ["blank-text", "padded-text"]),
        (_texts(8, 8), ["one-value-per-row"]),
        (_texts(1_000_000, 1_000_000), ["one-value-per-row"]),
        (_texts(1000, 60), ["many-categories"]),
        (_texts(8, 2), []),
        (ColumnFacts(name="a", kind="number", n=4, n_distinct=4), []),
    ],
)
def test_oddities_are_remarked_on(column: ColumnFacts, codes: list[str]) -> None:
    assert [remark.code for remark in remarks(_table(column))] == codes


def test_counts_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="contradict"):
        ColumnFacts(name="a", kind="number", n=2, n_null=3)
    with pytest.raises(ValueError, match="contradict"):
        ColumnFacts(name="a", kind="number", n=2, n_null=1, n_distinct=2)


def test_a_hidden_column_shows_no_value() -> None:
    with pytest.raises(ValueError, match="hidden"):
        ColumnFacts(name="a", kind="integer", n=2, n_distinct=2, minimum=1, is_hidden=True)
