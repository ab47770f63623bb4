"""A use case refuses to contradict itself, and survives being stored."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.errors.table import UseCaseInvalid
from evenhand.kernel.canonical import Json, canonical_bytes, from_canonical
from evenhand.lifecycle.problem.practice import OPERATORS, Practice, PracticeColumn, PracticeRule
from evenhand.lifecycle.problem.scalar import Scalar
from evenhand.lifecycle.problem.use_case import CLASSES, UseCase
from evenhand.lifecycle.problem.use_case_document import use_case_from_form, use_case_from_json

LOAN = UseCase(
    name="loan", purpose="Decide who gets a loan.", ai_act_class="high_risk", tier=1, label="repaid", favourable="yes",
    protected=("sex", "race"), judged_by=("age",), bands={"age": (25, 65)},
    hierarchy={"race": {"a": "other", "b": "other"}}, meanings={"sex": {"1": "men"}},
)  # fmt: skip

scalars = st.one_of(
    st.booleans(), st.integers(-(2**53) + 1, 2**53 - 1), st.text(), st.floats(allow_nan=False, allow_infinity=False)
)
numbers = st.one_of(st.integers(-(2**53) + 1, 2**53 - 1), st.floats(allow_nan=False, allow_infinity=False))
names = st.text(min_size=1).filter(lambda text: text.strip() != "")
cuts = st.lists(numbers, min_size=1, max_size=4, unique=True).map(sorted).map(tuple)
practices = st.one_of(
    st.none(),
    st.builds(PracticeColumn, column=names, favourable=scalars),
    st.builds(PracticeRule, column=names, operator=st.sampled_from(OPERATORS), value=numbers),
)


@given(
    favourable=scalars, practice=practices, bands=cuts, tier=st.integers(1, 4), kind=st.sampled_from(CLASSES),
    policy=st.none() | st.just("credit-high-risk"),
)  # fmt: skip
def test_a_use_case_is_read_back_as_it_was(
    favourable: Scalar, practice: Practice, bands: tuple[float, ...], tier: int, kind: str, policy: str | None
) -> None:
    stated = replace(
        LOAN, favourable=favourable, current_practice=practice, bands={"age": bands}, tier=tier, ai_act_class=kind,
        policy=policy,
    )  # fmt: skip

    again = use_case_from_json(from_canonical(canonical_bytes(stated.as_json())))

    assert again == stated
    assert type(again.favourable) is type(stated.favourable) or float(again.favourable) == favourable
    assert again.as_json() == stated.as_json()


def test_the_model_is_called_like_the_use_case_unless_named() -> None:
    assert LOAN.model == "loan"
    assert replace(LOAN, model="loan-forest").model == "loan-forest"


def test_protected_attributes_come_first() -> None:
    assert LOAN.attributes == ("sex", "race", "age")


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"name": "Loan 1"}, "name"),
        ({"name": "../loan"}, "name"),
        ({"policy": "../x"}, "policy"),
        ({"purpose": " "}, "purpose"),
        ({"ai_act_class": "high-risk"}, "class"),
        ({"tier": 0}, "tier"),
        ({"tier": 5}, "tier"),
        ({"tier": True}, "tier"),
        ({"label": ""}, "label"),
        ({"favourable": float("nan")}, "favourable"),
        ({"favourable": 2**60}, "favourable"),
        ({"favourable": None}, "favourable"),
        ({"unfavourable": ("no", "no")}, "unfavourable[1]"),
        ({"unfavourable": ("yes",)}, "unfavourable[0]"),
        ({"unfavourable": (0,)}, "unfavourable[0]"),
        ({"protected": ("sex", "sex")}, "protected[0]"),
        ({"judged_by": ("sex",)}, "protected[0]"),
        ({"protected": ("repaid",), "hierarchy": {}}, "protected[0]"),
        ({"protected": (" ",), "hierarchy": {}}, "protected[0]"),
        ({"bands": {"income": (1,)}}, "bands.income"),
        ({"bands": {"age": ()}}, "bands.age"),
        ({"bands": {"age": (25, 25)}}, "bands.age[1]"),
        ({"bands": {"age": (25, 18)}}, "bands.age[1]"),
        ({"bands": {"age": (float("inf"),)}}, "bands.age[0]"),
        ({"bands": {"age": (10**400,)}}, "bands.age[0]"),
        ({"bands": {"age": (True,)}}, "bands.age[0]"),
        ({"bands": {"age": ("18",)}}, "bands.age[0]"),
        ({"hierarchy": {"age2": {}}}, "hierarchy.age2"),
        ({"hierarchy": {"race": {"a": "b", "b": "c", "c": "a"}}}, "hierarchy.race.a"),
        ({"hierarchy": {"race": {"a": "a"}}}, "hierarchy.race.a"),
    ],
)
def test_a_contradiction_is_refused_with_its_path(change: dict[str, Any], path: str) -> None:
    with pytest.raises(UseCaseInvalid) as refused:
        replace(LOAN, **change)

    assert refused.value.facts["path"] == path


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"tiers": 1}, r"tiers is unknown \(did you mean tier\?\)"),
        ({"tier": "1"}, "tier is '1', no whole number"),
        ({"tier": None}, "tier is empty, no whole number"),
        ({"protected": "sex"}, "protected is 'sex', no list"),
        ({"protected": [1]}, r"protected\[0\] is 1, no text"),
        ({"bands": {"sex": ["18"]}}, r"bands.sex\[0\] is '18', no number"),
        ({"bands": [18]}, "bands is a list, no map"),
        ({"favourable": [1]}, "favourable is no single value"),
        ({"favourable": None}, "favourable is no single value"),
        ({"current_practice": "not known"}, "current_practice is neither"),
        ({"current_practice": {"column": "a"}}, "current_practice is neither"),
        ({"current_practice": {"column": "a", "favourable": []}}, "current_practice"),
        ({"current_practice": {"rule": {"column": "a", "operator": "<", "value": "b"}}}, "no number to order by"),
        ({"current_practice": {"rule": {"column": "a", "operator": "=", "value": 1}}}, "none of"),
        ({"current_practice": {"rule": {"column": 1, "operator": "<", "value": 1}}}, "1 is no text"),
        ({"current_practice": {"column": " ", "favourable": 1}}, "names no column"),
        ({"current_practice": {"rule": {"column": "a", "operator": "==", "value": float("nan")}}}, "no single value"),
    ],
)
def test_a_wrong_part_of_the_form_is_refused_in_words(change: dict[str, Any], words: str) -> None:
    form = {
        "name": "loan", "purpose": "Who gets a loan.", "class": "high_risk", "tier": 1, "label": "repaid",
        "favourable": "yes", "protected": ["sex"],
    }  # fmt: skip
    assert use_case_from_form(form).favourable == "yes"

    with pytest.raises(UseCaseInvalid, match=words):
        use_case_from_form({**form, **change})


@pytest.mark.parametrize("part", ["name", "purpose", "class", "tier", "label", "favourable"])
def test_a_missing_part_of_the_form_is_named(part: str) -> None:
    form = {"name": "a", "purpose": "b", "class": "minimal", "tier": 4, "label": "c", "favourable": 1}
    del form[part]

    with pytest.raises(UseCaseInvalid, match=f"{part} is missing"):
        use_case_from_form(form)


@pytest.mark.parametrize("document", [None, [], "loan", 1, {}, {"schema": "evenhand/use-case/v2"}])
def test_what_is_no_use_case_is_not_read_as_one(document: Json) -> None:
    with pytest.raises(UseCaseInvalid):
        use_case_from_json(document)
    with pytest.raises(UseCaseInvalid):
        use_case_from_form(document)


def test_a_document_of_another_schema_is_refused() -> None:
    with pytest.raises(UseCaseInvalid, match="not evenhand/use-case/v1"):
        use_case_from_json({**LOAN.as_json(), "schema": "evenhand/use-case/v2"})
