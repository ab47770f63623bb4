"""Actors, the persons behind accounts, and whether duties are separate."""

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.errors.people import AccountUnknown, KeyUnreadable, StatementUnreadable
from evenhand.governance.access.actor import Account, Actor, Person
from evenhand.governance.access.separation import fill_places, persons_behind

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea"
MARIA = {"name": "maria", "person": "maria", "kind": "person", "display": "Maria", "roles": ["legal"], "keys": [KEY]}


def actor(name: str, person: str, kind: str = "person") -> Actor:
    return Actor.from_json({**MARIA, "name": name, "person": person, "kind": kind})


ENROLLED = {
    each.account.name: each
    for each in (
        actor("maria", "maria"), actor("maria-admin", "maria", "second-account"), actor("deputy", "maria", "delegate"),
        actor("night-job", "maria", "service"), actor("jo", "jo"),
    )
}  # fmt: skip


def test_an_actor_is_read_as_it_was_written() -> None:
    assert Actor.from_json(MARIA).as_json() == MARIA
    assert Actor.from_json(MARIA).person == Person(name="maria", display="Maria")


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""}, {"name": "ma\nria"}, {"person": " "}, {"kind": "robot"}, {"display": " "}, {"keys": []},
        {"keys": [KEY, KEY]}, {"roles": "legal"}, {"note": "x"},
    ],
)  # fmt: skip
def test_an_actor_in_a_wrong_state_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(StatementUnreadable):
        Actor.from_json({**MARIA, **change})


def test_an_actor_without_a_real_key_is_refused() -> None:
    with pytest.raises(KeyUnreadable):
        Actor.from_json({**MARIA, "keys": ["ssh-rsa AAAA"]})


def test_an_account_names_its_person() -> None:
    with pytest.raises(StatementUnreadable):
        Account(name="night-job", person="")
    with pytest.raises(StatementUnreadable):
        Person(name="maria", display="")


@pytest.mark.parametrize("account", ["maria", "maria-admin", "deputy", "night-job"])
def test_one_person_acts_through_every_account_of_hers(account: str) -> None:
    assert persons_behind([account], ENROLLED) == {"maria"}


def test_two_persons_are_separate() -> None:
    assert persons_behind(["jo"], ENROLLED) == {"jo"}
    assert persons_behind(["jo", "night-job", "maria"], ENROLLED) == {"jo", "maria"}


def test_an_account_that_nobody_knows_is_never_nobody() -> None:
    with pytest.raises(AccountUnknown, match="stands behind mallory"):
        persons_behind(["jo", "mallory"], ENROLLED)


ROLES = ("legal", "risk", "ethics")
offers = st.dictionaries(st.sampled_from("abcde"), st.sets(st.sampled_from(ROLES)), max_size=5)
asked = st.dictionaries(st.sampled_from(ROLES), st.integers(0, 2), max_size=3)


@given(offers, asked)
def test_places_are_filled_whenever_any_seating_fills_them(
    offered: dict[str, set[str]], places: dict[str, int]
) -> None:
    seats = [role for role, count in places.items() for _ in range(count)]
    can_be = any(
        all(role in offered[person] for role, person in zip(seats, order, strict=True))
        for order in permutations(offered, len(seats))
    )

    assert (fill_places(offered, places) == ()) is can_be


def test_a_place_that_stays_empty_is_named() -> None:
    assert fill_places({"maria": {"legal", "risk"}, "jo": {"risk"}}, {"legal": 1, "risk": 2}) == ("risk",)
    assert fill_places({}, {"legal": 1}) == ("legal",)
