"""A contract refuses to contradict itself, and survives being stored."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenhand.errors.table import ColumnMissing, ContractInvalid
from evenhand.kernel.canonical import Json, canonical_bytes, from_canonical
from evenhand.lifecycle.data.contract import ROLES, Column, Contract, with_roles

SAFE = 2**53 - 1
names = st.text(min_size=1, max_size=12).filter(lambda text: text.strip() != "")
whole = st.integers(-SAFE, SAFE)
number = st.one_of(whole, st.floats(allow_nan=False, allow_infinity=False))


@st.composite
def columns(draw: st.DrawFn, name: str) -> Column:
    kind = draw(st.sampled_from(["integer", "number", "boolean", "text", "instant"]))
    role = draw(st.sampled_from([role for role in ROLES if role not in ("label", "time", "weight")]))
    limits: dict[str, Any] = {}
    if kind in ("integer", "number"):
        low, high = sorted(draw(st.tuples(whole, whole) if kind == "integer" else st.tuples(number, number)))
        limits = draw(st.sampled_from([{}, {"minimum": low}, {"maximum": high}, {"minimum": low, "maximum": high}]))
    if kind in ("integer", "text"):
        values = st.lists(whole if kind == "integer" else st.text(), min_size=1, max_size=4, unique=True).map(tuple)
        limits["categories"] = draw(st.none() | values)
    return Column(name=name, kind=kind, role=role, nullable=draw(st.booleans()), **limits)


@st.composite
def contracts(draw: st.DrawFn) -> Contract:
    chosen = draw(st.lists(names, min_size=1, max_size=5, unique=True))
    return Contract(columns=tuple(draw(columns(name)) for name in chosen))


@settings(max_examples=50)
@given(contracts())
def test_a_contract_is_read_back_as_it_was(contract: Contract) -> None:
    assert Contract.from_json(from_canonical(canonical_bytes(contract.as_json()))) == contract
    assert Contract.from_json(contract.as_json()) == contract


def test_columns_are_found_by_name_and_by_role() -> None:
    contract = Contract(columns=(Column(name="age", kind="integer"), Column(name="sex", kind="text", role="protected")))

    assert contract.column("sex").kind == "text"
    assert contract.by_role("protected") == ("sex",)
    assert contract.of_kind("integer") == ("age",)
    assert contract.by_role("label") == ()


def test_a_column_that_is_not_there_is_missed_with_the_closest_name() -> None:
    contract = Contract(columns=(Column(name="income", kind="integer"),))

    with pytest.raises(ColumnMissing, match=r"no column 'incme' \(did you mean income\?\)"):
        contract.column("incme")


def test_roles_can_be_given_afterwards() -> None:
    contract = Contract(columns=(Column(name="age", kind="integer"), Column(name="paid", kind="text")))

    assert with_roles(contract, [("paid", "label")]).by_role("label") == ("paid",)
    with pytest.raises(ContractInvalid, match="both have the role label"):
        with_roles(contract, [("paid", "label"), ("age", "label")])
    with pytest.raises(ColumnMissing):
        with_roles(contract, [("pay", "label")])


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ({"name": " "}, "has no name"),
        ({"kind": "int"}, r"a.kind is 'int', none of integer.*"),
        ({"kind": "integr"}, r"did you mean integer"),
        ({"role": "labels"}, r"did you mean label"),
        ({"kind": "text", "minimum": 1}, "stated for a column of kind text"),
        ({"minimum": 2, "maximum": 1}, "a.minimum is 2, above the maximum 1"),
        ({"minimum": 0.5}, "no whole number"),
        ({"minimum": 2**53}, "no whole number"),
        ({"minimum": 10**400}, "no whole number"),
        ({"minimum": True}, "no whole number"),
        ({"kind": "number", "maximum": float("nan")}, "no finite number"),
        ({"kind": "number", "maximum": float("inf")}, "no finite number"),
        ({"kind": "number", "maximum": 10**400}, "no finite number"),
        ({"kind": "boolean", "categories": ("true",)}, "stated for a column of kind boolean"),
        ({"categories": ()}, "is empty"),
        ({"categories": (1, "1")}, r"a.categories\[1\] is '1', no integer"),
        ({"categories": (True,)}, "no integer"),
        ({"categories": (1, 1)}, "names 1 again"),
        ({"categories": (2**60,)}, "beyond"),
        ({"kind": "text", "categories": (1,)}, "is 1, no text"),
    ],
)
def test_a_column_that_contradicts_itself_is_refused(column: dict[str, Any], words: str) -> None:
    with pytest.raises(ContractInvalid, match=words):
        Column(**{"name": "a", "kind": "integer", **column})


def test_a_contract_without_columns_or_with_one_twice_is_refused() -> None:
    with pytest.raises(ContractInvalid, match="columns is empty"):
        Contract(columns=())
    with pytest.raises(ContractInvalid, match="'a' more than once"):
        Contract(columns=(Column(name="a", kind="text"), Column(name="a", kind="integer")))


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (None, "The document is empty, no map"),
        ([], "The document is a list, no map"),
        ({"schema": "evenhand/contract/v1"}, "columns is missing"),
        ({"schema": "evenhand/contract/v2", "columns": []}, "not evenhand/contract/v1"),
        ({"schema": "evenhand/contract/v1", "columns": {}}, "columns is a map, no list"),
        ({"schema": "evenhand/contract/v1", "columns": []}, "columns is empty"),
        ({"schema": "evenhand/contract/v1", "columns": [{"name": "a"}]}, r"columns\[0\].kind is missing"),
        (
            {"schema": "evenhand/contract/v1", "columns": [{"name": "a", "kind": "text", "min": 1}]},
            r"columns\[0\].min is unknown",
        ),
        (
            {"schema": "evenhand/contract/v1", "columns": [{"name": "a", "kind": "text", "nullable": "no"}]},
            r"columns\[0\].nullable is 'no', neither true nor false",
        ),
        (
            {"schema": "evenhand/contract/v1", "columns": [{"name": "a", "kind": "text", "categories": "no"}]},
            r"columns\[0\].categories is 'no', no list",
        ),
        (
            {"schema": "evenhand/contract/v1", "columns": [{"name": "a", "kind": "text", "categories": [None]}]},
            r"columns\[0\].categories\[0\] is empty, no text",
        ),
        (
            {"schema": "evenhand/contract/v1", "columns": [{"name": "a", "kind": "number", "minimum": "low"}]},
            r"columns\[0\].minimum is 'low', no number",
        ),
    ],
)
def test_a_document_that_is_no_contract_is_refused_with_the_path(document: Json, words: str) -> None:
    with pytest.raises(ContractInvalid, match=words):
        Contract.from_json(document)


def test_a_column_that_nobody_can_change_is_read_back_and_written_only_then() -> None:
    contract = Contract(columns=(Column(name="born", kind="integer", is_immutable=True), Column(name="x", kind="text")))
    stored = contract.as_json()

    assert Contract.from_json(stored) == contract
    assert [column.get("immutable") for column in stored["columns"]] == [True, None]
