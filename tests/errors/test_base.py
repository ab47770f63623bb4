"""A failure says its code, the fact and the way out, to people and to programs."""

import pytest

from evenhand.errors import EvenhandError, Refusal, Undecided, Usage
from evenhand.errors.number import ReferenceUnreadable


class Gone(Refusal):
    """What was asked for is not here."""

    code = "GONE"
    remedy = "Look elsewhere."


def test_it_reads_as_code_fact_remedy() -> None:
    assert str(Gone("It is not here.", path="x")) == "[GONE] It is not here. Look elsewhere."


def test_an_instance_may_know_a_better_remedy_and_leaves_the_others_theirs() -> None:
    sharper = Gone("It is not here.", remedy="Look in the attic.")

    assert str(sharper).endswith("Look in the attic.")
    assert str(Gone("It is not here.")).endswith("Look elsewhere.")


def test_programs_get_the_facts_without_reading_prose() -> None:
    failure = Gone("It is not here.", path="x", n=3)

    assert (failure.fact, failure.facts) == ("It is not here.", {"path": "x", "n": 3})


@pytest.mark.parametrize(("kind", "code"), [(Refusal, 1), (Usage, 2), (Undecided, 3), (EvenhandError, 4)])
def test_the_kind_decides_the_exit_code(kind: type[EvenhandError], code: int) -> None:
    assert kind.exit_code == code


def test_whoever_catches_all_failures_catches_each() -> None:
    with pytest.raises(EvenhandError, match=r"^\[REFERENCE-UNREADABLE\] 'x' is no reference\. Write"):
        raise ReferenceUnreadable("'x' is no reference.")
