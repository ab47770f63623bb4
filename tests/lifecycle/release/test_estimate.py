"""What a reviewer may see of a number."""

from hypothesis import given
from hypothesis import strategies as st

from evenhand.kernel.canonical import Json, canonical_bytes, from_canonical
from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.release.estimate import ALL_BUT_FEW, FEW, estimate, is_of_few, measurements_of, people


def share(count: int, n: int, *, rows: int | None = None, is_group: bool = True) -> Measurement:
    """A share as the fairness report holds it."""
    value = count / n if n else None
    return Measurement(
        name="selection_rate", value=value, lower=value, upper=value, confidence=0.95, n=n, unit="share",
        method="wilson", groups={"sex": "f"} if is_group else {}, undefined=None if n else "Nobody is there.",
        detail={"rows": n if rows is None else rows},
    )  # fmt: skip


counts = st.integers(0, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_a_share_of_a_large_group_is_shown_with_its_count() -> None:
    shown = estimate(share(30, 100))

    assert (shown.count, shown.n, shown.value) == (30, 100, 0.3)


def test_a_share_that_would_tell_a_small_count_is_withheld() -> None:
    shown = estimate(share(3, 100))

    assert (shown.count, shown.n, shown.ends) == (FEW, 100, None)


def test_the_few_who_are_left_out_are_not_told_either() -> None:
    assert estimate(share(97, 100)).count == ALL_BUT_FEW


def test_nobody_and_everybody_point_at_no_one() -> None:
    assert [estimate(share(count, 100)).count for count in (0, 100)] == [0, 100]


def test_a_number_of_the_whole_table_is_shown_as_it_is() -> None:
    assert estimate(share(3, 100, is_group=False)).count == 3


def test_of_a_tiny_group_not_even_the_reason_of_a_gap_is_told() -> None:
    shown = estimate(share(0, 0, rows=2))

    assert (shown.undefined, shown.n, shown.count) == (None, FEW, FEW)


def test_a_gap_of_a_large_group_says_why() -> None:
    assert estimate(share(0, 0, rows=50)).undefined == "Nobody is there."


@given(counts)
def test_no_count_from_one_to_four_can_be_read_or_computed(case: tuple[int, int]) -> None:
    count, n = case
    shown = estimate(share(count, n))

    assert not (isinstance(shown.n, int) and 0 < shown.n < 5)
    if shown.value is not None and isinstance(shown.n, int):
        told = round(shown.value * shown.n)
        assert told == count
        assert not 0 < told < 5
        assert not 0 < shown.n - told < 5


@given(st.integers(0, 10**6))
def test_people_are_counted_from_five_on(n: int) -> None:
    assert people(n) == (FEW if 0 < n < 5 else n)


def test_other_numbers_of_groups_are_withheld_for_few_rows_only() -> None:
    auc = Measurement(
        name="roc_auc", value=0.7, lower=0.6, upper=0.8, confidence=0.95, n=4, unit="score", method="delong",
        groups={"sex": "f"},
    )  # fmt: skip

    assert is_of_few(auc)
    assert estimate(auc).ends is None
    assert estimate(auc).count is None


@given(st.integers(5, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_what_was_filed_reads_back_as_it_was(case: tuple[int, int]) -> None:
    filed = from_canonical(canonical_bytes({"measurements": [share(*case).as_json()]}))

    assert isinstance(filed, dict)
    assert measurements_of(filed) == ((share(*case),), 0)


def test_numbers_that_cannot_be_read_are_counted() -> None:
    good = share(30, 100).as_json()
    spoilt: list[dict[str, Json]] = [{"value": "nan"}, {"n": True}, {"groups": []}, {"lower": None}]
    bad: list[Json] = ["text", {}, *({**good, **change} for change in spoilt)]

    found, n_unreadable = measurements_of({"measurements": [good, *bad]})

    assert (len(found), n_unreadable) == (1, 6)


def test_a_report_without_a_list_of_measurements_has_none() -> None:
    assert [measurements_of(body) for body in ({}, {"measurements": "text"}, {"measurements": None})] == [((), 0)] * 3
