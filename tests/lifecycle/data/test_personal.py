"""Columns with personal data are proposed by name or by form, and ordinary ones are left alone."""

import random

import pytest

from evenhand.lifecycle.data.facts import ColumnFacts
from evenhand.lifecycle.data.personal import proposals


def _signs(name: str, values: list[str], kind: str = "text") -> list[tuple[str, float | None]]:
    found = proposals(ColumnFacts(name=name, kind=kind, n=max(1, len(values))), values)
    return [(proposal.sign, proposal.share) for proposal in found]


@pytest.mark.parametrize(
    ("values", "sign"),
    [
        (["jane@example.org", "j.r+x@mail.example.co.uk"], "e-mail address"),
        (["DE89 3704 0044 0532 0130 00", "GB82WEST12345698765432"], "bank account"),
        (["4111 1111 1111 1111", "5500-0000-0000-0004"], "payment card"),
        (["192.0.2.1", "255.255.255.255"], "network address"),
        (["+49 30 901820", "0041 44 668 18 00"], "phone number"),
        (["123-45-6789", "AB123456C"], "official number"),
        (["12345678Z", "X1234567L", "RSSMRA85T10A562S"], "official number"),
        (["86095742719", "44051401359", "111222333", "255081416802538"], "official number"),
    ],
)
def test_forms_with_a_check_are_recognised(values: list[str], sign: str) -> None:
    assert _signs("x", values) == [(sign, 1.0)]


@pytest.mark.parametrize(
    "values",
    [
        [], ["", " "], ["DE89370400440532013001"], ["4111111111111112"], ["256.1.1.1", "1.2.3", "1.2.3.4.5"],
        ["a@b", "@x.org"], ["1732345678", "1732345679"], ["000-45-6789", "666-12-1234"], ["٤١١١١١١١١١١١١١١١"],
        ["²²²²²²²²²²²²²²²"], ["A11", "A12"],
    ],
)  # fmt: skip
def test_what_only_resembles_a_form_is_not_proposed(values: list[str]) -> None:
    assert _signs("x", values) == []


def test_random_account_numbers_are_no_payment_cards() -> None:
    draw = random.Random(0)

    assert _signs("x", [str(draw.randrange(4 * 10**15, 5 * 10**15)) for _ in range(1000)]) == []


def test_one_value_in_ten_may_be_odd() -> None:
    values = [f"p{row}@example.org" for row in range(9)]

    assert _signs("x", [*values, "none"]) == [("e-mail address", 0.9)]
    assert _signs("x", [*values, "none", "unknown"]) == []


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("surname", "name of a person"), ("LastName", "name of a person"), ("full_name", "name of a person"),
        ("dob", "date of birth"), ("date_of_birth", "date of birth"), ("birthDate", "date of birth"),
        ("ZIP", "postal address"), ("home-address", "postal address"), ("mobile_2", "phone number"),
        ("customer.email", "e-mail address"), ("SSN", "official number"),
    ],
)  # fmt: skip
def test_names_of_columns_give_a_hint(name: str, sign: str) -> None:
    assert _signs(name, []) == [(sign, None)]


@pytest.mark.parametrize("name", ["age", "zipper", "rename", "shipping", "mailbox_size", "income", "NATIVITY", "x"])
def test_names_that_only_contain_such_a_word_give_none(name: str) -> None:
    assert _signs(name, []) == []


def test_a_yes_or_no_holds_no_address() -> None:
    assert _signs("has_email", [], kind="boolean") == []
