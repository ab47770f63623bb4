from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.adapters.tables.golden_table import golden_table
from evenhand.errors.model import GoldenRowsDiffer, GoldenRowsUnreadable
from evenhand.errors.table import ColumnMissing
from evenhand.kernel.canonical import canonical_bytes, from_canonical
from evenhand.lifecycle.data.contract import Column, Contract
from evenhand.lifecycle.training.golden import Golden, GoldenColumn, golden_rows

whole = st.integers(-(10**6), 10**6)


@st.composite
def drawn_columns(draw: st.DrawFn, name: str) -> Column:
    kind = draw(st.sampled_from(["integer", "number", "boolean", "text", "instant"]))
    bounds = sorted(draw(st.tuples(whole, whole)))
    low, high = (draw(st.sampled_from([None, bound])) for bound in bounds)
    categories: tuple[int | str, ...] | None = None
    if kind in ("text", "integer") and draw(st.booleans()):
        values: st.SearchStrategy[Any] = st.text(min_size=1, max_size=5) if kind == "text" else whole
        categories = tuple(draw(st.lists(values, min_size=1, max_size=5, unique=True)))
    is_bounded = kind in ("integer", "number") and categories is None
    return Column(
        name=name, kind=kind, nullable=draw(st.booleans()), minimum=low if is_bounded else None,
        maximum=high if is_bounded else None, categories=categories,
    )  # fmt: skip


contracts = st.tuples(*(drawn_columns(name) for name in ("a", "b", "c"))).map(lambda made: Contract(columns=made))


@given(contracts, st.integers(1, 40), st.integers(0, 9))
def test_every_made_up_value_keeps_the_contract(contract: Contract, n: int, seed: int) -> None:
    rows = golden_rows(contract, inputs=contract.names, n=n, seed=seed)

    assert rows == golden_rows(contract, inputs=contract.names, n=n, seed=seed)
    for column, made in zip(contract.columns, rows, strict=True):
        present: list[Any] = [value for value in made.values if value is not None]
        assert len(made.values) == n
        assert column.nullable == (len(present) < n)
        if column.categories is not None:
            assert set(present) <= set(column.categories)
            assert column.nullable or len(set(present)) == min(n, len(column.categories))
        elif column.kind in ("integer", "number"):
            assert all(column.minimum is None or value >= column.minimum for value in present)
            assert all(column.maximum is None or value <= column.maximum for value in present)
    assert golden_table(rows).num_rows == n


@given(contracts, st.data())
def test_golden_rows_come_back_from_canonical_bytes(contract: Contract, data: st.DataObject) -> None:
    rows = golden_rows(contract, inputs=contract.names, n=5, seed=1)
    scores = data.draw(st.lists(st.floats(0, 1), min_size=5, max_size=5))
    golden = Golden(columns=rows, scores=tuple(scores))

    stored = from_canonical(canonical_bytes(golden.as_json()))

    assert isinstance(stored, dict)
    assert Golden.from_json(stored) == golden


def test_a_column_draws_the_same_whatever_stands_beside_it() -> None:
    age, job = Column(name="age", kind="number"), Column(name="job", kind="text")
    alone = golden_rows(Contract(columns=(age,)), inputs=["age"], n=9, seed=3)
    beside = golden_rows(Contract(columns=(job, age)), inputs=["job", "age"], n=9, seed=3)

    assert alone[0] == beside[1]


def test_the_bounds_themselves_are_among_the_rows() -> None:
    contract = Contract(columns=(Column(name="age", kind="integer", minimum=18, maximum=99),))

    [column] = golden_rows(contract, inputs=["age"], n=3, seed=0)

    assert column.values[:2] == (18, 99)


def test_an_input_that_the_contract_lacks_is_named() -> None:
    contract = Contract(columns=(Column(name="age", kind="integer"),))

    with pytest.raises(ColumnMissing, match="'wage'"):
        golden_rows(contract, inputs=["wage"], n=3, seed=0)


def golden(*scores: float) -> Golden:
    return Golden(columns=(GoldenColumn(name="a", kind="integer", values=tuple(range(len(scores)))),), scores=scores)


def test_room_for_rounding_and_for_nothing_more() -> None:
    assert golden(0.5, 0.25).compare([0.5 + 1e-7, 0.25]) == pytest.approx(1e-7)
    with pytest.raises(GoldenRowsDiffer, match=r"1 of 2 golden rows differ; row 0 gave 0\.50001 and should give 0\.5"):
        golden(0.5, 0.25).compare([0.50001, 0.25])


@pytest.mark.parametrize("scores", [[], [0.5], [0.5, 0.25, 0.1], [float("nan"), 0.25], [float("inf"), 0.25]])
def test_scores_that_are_missing_or_no_numbers_differ(scores: list[float]) -> None:
    with pytest.raises(GoldenRowsDiffer):
        golden(0.5, 0.25).compare(scores)


@pytest.mark.parametrize(
    "change",
    [
        {"schema": "other"},
        {"scores": [0.5]},
        {"scores": [0.5, 2.0]},
        {"scores": [0.5, "x"]},
        {"scores": [0.5, "nan"]},
        {"scores": "0.5"},
        {"tolerance": 1.0},
        {"tolerance": "nan"},
        {"tolerance": None},
        {"columns": [{"name": "a", "kind": "integer", "values": [0, "1"]}]},
        {"columns": [{"name": "a", "kind": "integer", "values": [0, True]}]},
        {"columns": [{"name": "a", "kind": "shape", "values": [0, 1]}]},
        {"columns": [{"name": "a", "kind": "integer", "values": [0]}]},
        {"columns": ["a"]},
        {"columns": [{}]},
    ],
)
def test_a_document_that_contradicts_itself_is_unreadable(change: dict[str, object]) -> None:
    stored = {**golden(0.5, 0.25).as_json(), **change}

    with pytest.raises(GoldenRowsUnreadable):
        Golden.from_json(stored)  # type: ignore[arg-type]
