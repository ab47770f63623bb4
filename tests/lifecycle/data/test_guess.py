"""Guesses about columns: what names and counts give away, and where nothing may be guessed."""

import pytest

from evenhand.lifecycle.data.facts import ColumnFacts, TableFacts
from evenhand.lifecycle.data.guess import bands_of, favourable_of, guessed, is_protected


def column(name: str, kind: str = "text", n_distinct: int = 5, values: tuple = (), **more: object) -> ColumnFacts:
    return ColumnFacts(name=name, kind=kind, n=1_000, n_distinct=n_distinct, values=values, **more)


def two(name: str, one: object, other: object) -> ColumnFacts:
    kind = "text" if isinstance(one, str) else "integer"
    return column(name, kind, 2, ((one, 600), (other, 400)))


def table(*columns: ColumnFacts) -> TableFacts:
    return TableFacts(digest="", n_rows=1_000, n_repeated=0, n_repeated_keys=None, columns=columns)


def test_a_table_of_people_is_taken_apart() -> None:
    found = guessed(
        table(
            column("person_id", "integer", 1_000), column("email", "text", 990), column("Sex"),
            column("AGEP", "integer", 60),
            column("income", "number", 900), column("remarks", "text", 800), column("opened_at", "instant", 900),
            two("married", "yes", "no"), two("repaid", 1, 0),
        ),
        {"email"},
    )  # fmt: skip

    assert (found.label, found.candidates) == ("repaid", ("married", "repaid"))
    assert (found.protected, found.key, found.time) == (("Sex", "AGEP"), ("person_id",), "opened_at")
    assert found.context == ("email", "remarks")


def test_a_number_that_counts_persons_is_a_key_and_what_is_told_of_a_person_is_none() -> None:
    found = guessed(table(column("person", "integer", 1_000), column("person_height", "integer", 900)))

    assert found.key == ("person",)


def test_a_protected_attribute_of_two_values_is_no_label_and_two_instants_order_nothing() -> None:
    found = guessed(table(two("owns_car", 1, 0), two("sex", "f", "m"), column("a", "instant"), column("b", "instant")))

    assert found.label is None
    assert (found.time, found.context) == (None, ("a", "b"))


def test_a_label_with_gaps_is_no_candidate() -> None:
    assert guessed(table(column("label", "integer", 2, ((1, 5), (0, 5)), n_null=990))).candidates == ()


@pytest.mark.parametrize(
    ("label", "favourable"),
    [
        (two("repaid", 1, 0), 1),
        (two("default", 0, 1), 0),
        (two("fraud", "no", "yes"), "no"),
        (two("approved", "N", "Y"), "Y"),
        (two("income", "<=50K", ">50K"), ">50K"),
        (two("quality", "bad", "good"), "good"),
        (two("credit_risk", 1, 2), None),
        (two("group", "a", "b"), None),
    ],
)
def test_the_good_value_is_guessed_where_something_tells(label: ColumnFacts, favourable: object) -> None:
    assert favourable_of(label) == favourable


def test_bands_lie_inside_what_was_seen() -> None:
    assert bands_of(column("age", "integer", 40, minimum=30, maximum=70)) == (45, 65)
    assert bands_of(column("months", "number", 90, minimum=0.0, maximum=90.0)) == (30, 60)
    assert bands_of(column("children", "integer", 4, minimum=0, maximum=3)) == ()


@pytest.mark.parametrize("name", ["sex", "RAC1P", "native_country", "isForeign", "personal_status_sex"])
def test_names_of_protected_attributes_are_known(name: str) -> None:
    assert is_protected(name)


@pytest.mark.parametrize("name", ["usage", "average", "page", "message", "sextant", "trace"])
def test_words_inside_words_are_none(name: str) -> None:
    assert not is_protected(name)
