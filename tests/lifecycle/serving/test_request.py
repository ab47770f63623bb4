import pytest
from hypothesis import given
from hypothesis import strategies as some

from evenhand.errors.serving import RequestInvalid
from evenhand.lifecycle.data.contract import Column, Contract
from evenhand.lifecycle.serving.request import Wanted, check_rows, strange_values
from evenhand.lifecycle.serving.typical import typical_values

CONTRACT = Contract(
    columns=(
        Column(name="age", kind="integer", minimum=18, maximum=80),
        Column(name="income", kind="number", nullable=True),
        Column(name="town", kind="text", categories=("Lynn", "Salem")),
        Column(name="owns", kind="boolean"),
        Column(name="since", kind="instant", nullable=True),
        Column(name="sex", kind="text", role="protected"),
        Column(name="nr", kind="text", role="key"),
    )
)
INPUTS = ("age", "income", "town", "owns", "since")
WANTED = Wanted(contract=CONTRACT, inputs=INPUTS, context=["sex"])
ROW = {"age": 30, "income": None, "town": "Lynn", "owns": True, "since": "2020-01-01T00:00:00Z"}


def test_a_row_is_taken_apart_by_the_roles_of_its_columns() -> None:
    [row] = check_rows([{**ROW, "sex": "f", "nr": 7}], WANTED)

    assert (row.case, row.context) == ("7", {"sex": "f"})
    assert row.features == {**ROW, "since": "2020-01-01T00:00:00.000000Z"}
    assert tuple(row.features) == INPUTS


def test_a_key_is_taken_under_case_too_and_two_keys_are_refused() -> None:
    [row] = check_rows([{**ROW, "case": "c-1"}], WANTED)

    assert row.case == "c-1"
    with pytest.raises(RequestInvalid, match=r"rows\[0\]\.case: another key than nr"):
        check_rows([{**ROW, "case": "c-1", "nr": "7"}], WANTED)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("age", 30.5, "no whole number"),
        ("age", 2**70, "no number of 64 bits"),
        ("income", 10**400, "no number of 64 bits"),
        ("age", 1e300, "no whole number"),
        ("age", None, "may lack no value"),
        ("age", "30", "is no integer"),
        ("income", float("inf"), "no finite number"),
        ("income", float("nan"), "no finite number"),
        ("income", True, "is no number"),
        ("town", 3, "is no text"),
        ("owns", 1, "is no boolean"),
        ("since", "2020-01-01", "no instant in UTC"),
        ("sex", {}, "no single value"),
        ("nr", 1.5, "no text"),
        ("color", "red", "no such column"),
        ("age", float("inf"), "no finite number"),
    ],
)
def test_a_value_of_another_kind_is_refused_with_its_place(name: str, value: object, words: str) -> None:
    with pytest.raises(RequestInvalid, match=words) as refused:
        check_rows([ROW, {**ROW, name: value}], WANTED)

    assert refused.value.facts["path"] == f"rows[1].{name}"


def test_what_the_contract_does_not_state_is_named_and_not_refused() -> None:
    rows = check_rows([ROW, {**ROW, "age": 17, "town": "Boston"}], WANTED)

    assert strange_values(rows, WANTED) == (
        "rows[1].age: 17 is outside of what the contract states.",
        "rows[1].town: 'Boston' is outside of what the contract states.",
    )


def test_typical_values_keep_the_contract() -> None:
    typical = typical_values(CONTRACT, INPUTS)

    assert typical == {"age": 49, "income": 0.0, "town": "Salem", "owns": False, "since": None}
    rows = check_rows([{name: value for name, value in typical.items() if value is not None} | {"since": None}], WANTED)
    assert strange_values(rows, WANTED) == ()


anything = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=5),
    lambda part: some.lists(part, max_size=3) | some.dictionaries(some.text(max_size=3), part, max_size=3),
    max_leaves=5,
)


@given(some.dictionaries(some.sampled_from([*INPUTS, "sex", "nr", "x"]), anything, max_size=8))
def test_whatever_is_sent_is_taken_or_refused_by_name(row: dict[str, object]) -> None:
    try:
        [checked] = check_rows([row], WANTED)
    except RequestInvalid:
        return
    assert tuple(checked.features) == INPUTS
