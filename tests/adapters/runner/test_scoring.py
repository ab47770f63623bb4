import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.adapters.runner.facts import Label, ModelFacts, facts_of
from evenhand.adapters.runner.scoring import Scoring, classes_for, columns_for, favourable_scores, outputs_of
from evenhand.errors.model import ModelAnswerInvalid, ModelClassUnknown, ModelInputsDiffer


def facts(**known: object) -> ModelFacts:
    said: dict[str, object] = {
        "framework": "x",
        "versions": {},
        "features": None,
        "n_features": None,
        "classes": None,
        "n_outputs": None,
    }
    return facts_of(said | {"output": "score"} | known)


def test_the_models_own_order_of_columns_rules() -> None:
    assert columns_for(facts(features=["b", "a"]), ("a", "b")) == ["b", "a"]
    assert columns_for(facts(features=["b", "a"]), None) == ["b", "a"]
    assert columns_for(facts(n_features=2), ("a", "b")) == ["a", "b"]


def test_blanks_that_lightgbm_wrote_as_underscores_are_found_again() -> None:
    assert columns_for(facts(features=["hours_per_week", "age"]), ("age", "hours per week")) == [
        "hours per week",
        "age",
    ]


@pytest.mark.parametrize(
    ("known", "inputs"),
    [
        ({"features": ["a"]}, ("a", "b")),
        ({"features": ["a", "b"]}, ("a",)),
        ({"features": ["a", "b"]}, ("a", "c")),
        ({"features": ["a_b"]}, ("a b", "a_b")),
        ({"n_features": 3}, ("a",)),
        ({}, None),
    ],
)
def test_columns_that_differ_are_refused(known: dict[str, object], inputs: tuple[str, ...] | None) -> None:
    with pytest.raises(ModelInputsDiffer):
        columns_for(facts(**known), inputs)


@pytest.mark.parametrize(
    ("known", "stated", "favourable"),
    [
        ({}, None, 1),
        ({"classes": [0, 1]}, None, 2),
        ({"classes": [0, 1]}, None, "1"),
        ({"classes": ["no", "yes"]}, ("yes", "no"), "yes"),
        ({"classes": ["only"]}, None, "only"),
        ({"classes": [0, 1, 2], "n_outputs": 1}, None, 1),
        ({"n_outputs": 3}, (0, 1), 1),
        ({}, (0, 0), 0),
    ],
)
def test_an_output_that_nobody_can_name_is_refused(
    known: dict[str, object], stated: tuple[Label, ...] | None, favourable: Label
) -> None:
    with pytest.raises(ModelClassUnknown):
        classes_for(facts(**known), Scoring(favourable=favourable, classes=stated))


def test_the_refusal_lists_the_classes() -> None:
    with pytest.raises(ModelClassUnknown, match="'granted' is none of the classes 'no', 'yes'"):
        classes_for(facts(classes=["no", "yes"]), Scoring(favourable="granted"))


@given(
    st.lists(st.floats(0, 1), min_size=1, max_size=20),
    st.sampled_from([0, 1]),
)
def test_the_two_sides_of_one_output_add_up_to_one(shares: list[float], at: int) -> None:
    numbers = np.array(shares).reshape(-1, 1)
    classes = ("no", "yes")

    scores = favourable_scores(numbers, classes, classes[at])

    assert np.allclose(scores + favourable_scores(numbers, classes, classes[1 - at]), 1)
    assert np.array_equal(favourable_scores(numbers, classes, "yes"), numbers[:, 0])


@given(st.integers(2, 6), st.integers(1, 9))
def test_each_class_finds_its_own_column(n_classes: int, n_rows: int) -> None:
    numbers = np.arange(n_classes * n_rows).reshape(n_rows, n_classes) / (n_classes * n_rows)
    classes = tuple(f"class {at}" for at in range(n_classes))

    for at, name in enumerate(classes):
        assert np.array_equal(favourable_scores(numbers, classes, name), numbers[:, at])


@given(st.integers(0, 5), st.integers(-2, 5), st.binary(max_size=200), st.integers(1, 5))
def test_any_bytes_become_numbers_of_the_right_shape_or_a_refusal(
    rows: int, outputs: int, body: bytes, n_rows: int
) -> None:
    try:
        numbers = outputs_of({"rows": rows, "outputs": outputs}, bytearray(body), n_rows)
    except ModelAnswerInvalid:
        return
    assert numbers.shape == (n_rows, outputs)
    assert np.isfinite(numbers).all()


@pytest.mark.parametrize(
    "header",
    [{}, {"rows": 1}, {"rows": "1", "outputs": 1}, {"rows": 1, "outputs": 1.0}, {"rows": 1, "outputs": None},
     {"rows": 1, "outputs": 10**30}],
)  # fmt: skip
def test_a_header_of_another_shape_is_refused(header: dict[str, object]) -> None:
    with pytest.raises(ModelAnswerInvalid):
        outputs_of(header, bytearray(8), 1)


@pytest.mark.parametrize("key", ["features", "classes"])
@pytest.mark.parametrize("names", [["a", "\x1b[2J"], ["a\n"], ["a", "a"], [], "ab", [["a"]], [None]])
def test_names_that_cannot_be_shown_or_told_apart_are_refused(key: str, names: object) -> None:
    with pytest.raises(ModelAnswerInvalid):
        facts(**{key: names})


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)
keys = st.sampled_from(["framework", "versions", "features", "n_features", "classes", "n_outputs", "output"])


@given(st.dictionaries(keys, json) | json)
def test_whatever_a_child_says_about_itself_is_facts_or_a_refusal(said: object) -> None:
    known: dict[str, object] = {"framework": "x", "versions": {}, "features": None, "n_features": None, "classes": None,
             "n_outputs": None, "output": "score"}  # fmt: skip
    for claim in (said, known | said if isinstance(said, dict) else said):
        try:
            assert isinstance(facts_of(claim), ModelFacts)
        except ModelAnswerInvalid:
            continue
