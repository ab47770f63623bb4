"""A measurement has a value with its interval and count, or says why it has none."""

from dataclasses import FrozenInstanceError
from math import inf, nan
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.kernel.canonical import canonical_bytes
from evenhand.kernel.measurement import Measurement

FACTS: dict[str, Any] = {
    "name": "selection_rate",
    "value": 0.3,
    "lower": 0.2,
    "upper": 0.4,
    "confidence": 0.95,
    "n": 100,
    "unit": "share",
    "method": "wilson",
}
GAP: dict[str, Any] = FACTS | {"value": None, "lower": None, "upper": None, "n": 0, "undefined": "no records"}
finite = st.floats(allow_nan=False, allow_infinity=False)


@given(st.lists(finite, min_size=3, max_size=3).map(sorted), st.integers(0, 2**53 - 1))
def test_every_measurement_can_be_written_down(numbers: list[float], n: int) -> None:
    lower, value, upper = numbers

    assert canonical_bytes(Measurement(**FACTS | {"value": value, "lower": lower, "upper": upper, "n": n}).as_json())


def test_its_document_holds_what_is_known_and_no_more() -> None:
    assert Measurement(**FACTS).as_json() == FACTS | {"column": None, "groups": {}}
    assert Measurement(**GAP).as_json()["undefined"] == "no records"
    full = Measurement(**FACTS, column="age", groups={"sex": "1"}, input="sha256:x", detail={"against": "overall"})
    assert full.as_json()["groups"] == {"sex": "1"}
    assert (full.as_json()["input"], full.as_json()["detail"]) == ("sha256:x", {"against": "overall"})


@pytest.mark.parametrize("confidence", [0, 1, -0.5, 95, nan, inf])
def test_a_confidence_is_a_share(confidence: float) -> None:
    with pytest.raises(ValueError, match="confidence"):
        Measurement(**FACTS | {"confidence": confidence})


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="-1 rows"):
        Measurement(**FACTS | {"n": -1})


@pytest.mark.parametrize("part", ["value", "lower", "upper"])
@pytest.mark.parametrize("number", [nan, inf, -inf])
def test_a_number_that_is_none_is_refused(part: str, number: float) -> None:
    with pytest.raises(ValueError, match="not finite"):
        Measurement(**FACTS | {part: number})


@pytest.mark.parametrize("part", ["value", "lower", "upper"])
def test_half_an_interval_is_refused(part: str) -> None:
    with pytest.raises(ValueError, match="neither a value"):
        Measurement(**FACTS | {part: None, "undefined": "why"})


@pytest.mark.parametrize("reason", [None, ""])
def test_a_gap_without_its_reason_is_refused(reason: str | None) -> None:
    with pytest.raises(ValueError, match="neither a value"):
        Measurement(**GAP | {"undefined": reason})


def test_an_interval_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="contradicts itself"):
        Measurement(**FACTS | {"lower": 0.4, "upper": 0.2})


def test_a_value_with_a_reason_to_be_undefined_is_refused() -> None:
    with pytest.raises(ValueError, match="contradicts itself"):
        Measurement(**FACTS | {"undefined": "why"})


def test_it_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Measurement(**FACTS).value = 1.0  # type: ignore[misc]
