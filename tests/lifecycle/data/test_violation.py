"""Every rule of a contract is counted when rows break it, and none is when they keep it."""

from typing import Any

import pytest

from evenhand.lifecycle.data.contract import Column, Contract
from evenhand.lifecycle.data.violation import Seen, Violation, column_violations, shape_violations

AGE = Column(name="age", kind="integer", minimum=18, maximum=99)


@pytest.mark.parametrize(
    ("counts", "rules"),
    [
        ({}, []),
        ({"n_null": 1}, [("null", 1)]),
        ({"n_nan": 2}, [("nan", 2)]),
        ({"n_infinite": 1}, [("infinite", 1)]),
        ({"n_misfit": 3}, [("wrong-kind", 3)]),
        ({"n_below": 1, "n_above": 2}, [("below-minimum", 1), ("above-maximum", 2)]),
        ({"n_unknown": 4, "unknown": ("x",)}, [("unknown-category", 4)]),
        ({"kind": "text"}, [("wrong-kind", 9)]),
        ({"kind": "text", "n_null": 9}, [("null", 9)]),
    ],
)
def test_each_rule_is_counted(counts: dict[str, Any], rules: list[tuple[str, int]]) -> None:
    found = column_violations(AGE, Seen(**{"kind": "integer", "n": 9, **counts}))

    assert [(violation.rule, violation.n) for violation in found] == rules
    assert all(violation.n_rows == 9 for violation in found)


def test_a_nullable_column_may_lack_values_but_not_be_infinite() -> None:
    column = Column(name="a", kind="number", nullable=True)

    found = column_violations(column, Seen(kind="number", n=9, n_null=1, n_nan=1, n_infinite=1))

    assert [violation.rule for violation in found] == ["infinite"]


@pytest.mark.parametrize(
    ("found", "stated", "agrees"),
    [
        ("integer", "number", True), ("number", "integer", True), ("integer", "boolean", True),
        ("boolean", "integer", False), ("text", "integer", False), ("integer", "text", False),
        ("instant", "text", False), ("text", "instant", False), ("number", "boolean", False),
    ],
)  # fmt: skip
def test_kinds_that_may_agree(found: str, stated: str, *, agrees: bool) -> None:
    violations = column_violations(Column(name="a", kind=stated), Seen(kind=found, n=2))

    assert (violations == ()) is agrees


def test_unknown_values_of_a_key_are_not_shown() -> None:
    key = Column(name="id", kind="text", role="key", categories=("a",))

    (found,) = column_violations(key, Seen(kind="text", n=2, unknown=("Jane Roe",), n_unknown=1))

    assert "Jane" not in found.text


def test_missing_and_extra_columns_concern_every_row() -> None:
    found = shape_violations(Contract(columns=(AGE,)), ["Age"], n_rows=5)

    assert [(violation.rule, violation.column, violation.n) for violation in found] == [
        ("missing-column", "age", 5), ("extra-column", "Age", 5),
    ]  # fmt: skip


def test_a_violation_of_no_row_or_of_no_rule_cannot_exist() -> None:
    for rule, n in (("null", 0), ("null", 6), ("odd", 1)):
        with pytest.raises(ValueError, match="break"):
            Violation(column="a", rule=rule, n=n, n_rows=5, text="")
