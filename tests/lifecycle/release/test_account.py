"""How each group fares."""

from tests.lifecycle.release.case import LOAN, by_sex, measured

from evenhand.lifecycle.release.account import accounts
from evenhand.lifecycle.release.estimate import FEW


def test_each_group_has_its_people_its_decisions_and_its_meaning() -> None:
    [sex] = accounts(by_sex(), LOAN)
    men, women = sex.groups

    assert (sex.attribute, sex.is_protected) == ("sex", True)
    assert (men.group, men.meaning, men.people, men.rates["selection_rate"].count) == ("1", "", 480, 280)
    assert (women.meaning, women.rates["gains"].count, women.rates["losses"].count) == ("women", 40, FEW)


def test_what_was_not_measured_is_absent_and_not_nought() -> None:
    [sex] = accounts(by_sex(), LOAN)

    assert "gains" not in sex.groups[0].rates


def test_bands_stand_in_the_order_of_age_and_those_who_do_not_state_it_last() -> None:
    bands = [">=25", "(missing)", "18-24", "<18"]

    [age] = accounts([measured("selection_rate", "age", band, count=10, n=50) for band in bands], LOAN)

    assert [group.group for group in age.groups] == ["<18", "18-24", ">=25", "(missing)"]
    assert not age.is_protected


def test_codes_stand_in_the_order_of_numbers() -> None:
    codes = ["10", "2", "1", "x"]

    [sex] = accounts([measured("selection_rate", "sex", code, count=10, n=50) for code in codes], LOAN)

    assert [group.group for group in sex.groups] == ["1", "2", "10", "x"]


def test_a_group_of_few_tells_nothing_but_that_it_is_there() -> None:
    [sex] = accounts([measured("selection_rate", "sex", "3", count=2, n=3)], LOAN)

    assert (sex.groups[0].people, sex.groups[0].rates["selection_rate"].count) == (FEW, FEW)


def test_attributes_of_no_use_case_and_crossings_are_left_out() -> None:
    stranger = measured("selection_rate", "shoe size", "44", count=10, n=50)

    assert accounts([stranger], LOAN) == ()
