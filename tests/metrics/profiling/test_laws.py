"""A profile is a sum over rows: however the rows are cut, ordered and added up, the same one comes out."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenhand.errors.number import ProfilesUnlike, ProfileUnreadable
from evenhand.metrics.profiling.batch import Codes, Numbers, Values
from evenhand.metrics.profiling.counting import Counting
from evenhand.metrics.profiling.library import use_numpy
from evenhand.metrics.profiling.plan import ColumnPlan, ProfilePlan
from evenhand.metrics.profiling.planning import number_plan, text_plan
from evenhand.metrics.profiling.profile import Profile, merge
from evenhand.metrics.profiling.storage import merged_bytes, plan_bytes, read_table_profile, table_profile_bytes

numbers = (
    st.floats(-1e9, 1e9) | st.integers(-3, 3).map(float) | st.sampled_from([np.nan, np.inf, -np.inf, -0.0, 5e-324])
)
rows = st.lists(st.tuples(numbers, st.booleans(), st.integers(-1, 3)), max_size=60)
PLAN = ProfilePlan(columns=(
    number_plan("x", np.array([-2.0, -1.0, 0.0, 0.5, 1.0, 1e6])), text_plan("c", {"a": 5, "b": 2, "c": 1}),
    ColumnPlan(name="gone", kind="number", cuts=np.array([0.0])), text_plan("empty", {}),
))  # fmt: skip


def profile_of(found: list[tuple[float, bool, int]], *, size: int = 1000, plan: ProfilePlan = PLAN) -> Profile:
    counting = Counting(plan)
    values = np.array([each[0] for each in found], dtype=np.float64)
    bits = np.packbits(np.array([each[1] for each in found], dtype=np.bool_), bitorder="little")
    codes = np.array([each[2] for each in found], dtype=np.int8)
    for start in range(0, len(found), size):
        piece = slice(start, start + size)
        n = len(values[piece])
        batch: dict[str, Values] = {
            "x": Numbers(values=values[piece], validity=bits, offset=start), "c": Codes(cells=codes[piece]),
            "empty": Codes(cells=np.zeros(n, dtype=np.int8)),
        }  # fmt: skip
        counting.add(batch, n_rows=n, added=["new"])
    return counting.profile()


def same(one: Profile, other: Profile, found: list[tuple[float, bool, int]]) -> None:
    assert (one.n_rows, dict(one.added)) == (other.n_rows, dict(other.added))
    assert one.counts.tolist() == other.counts.tolist()
    assert one.gaps.tolist() == other.gaps.tolist()
    assert one.moments[:, :2].tolist() == other.moments[:, :2].tolist()
    scale = sum(abs(value - PLAN.columns[0].centre) for value, is_valid, _ in found if is_valid and np.isfinite(value))
    np.testing.assert_allclose(one.sums, other.sums, rtol=0, atol=1e-12 * scale)
    np.testing.assert_allclose(one.moments[:, 2], other.moments[:, 2], rtol=0, atol=1e-12 * scale)
    np.testing.assert_allclose(one.moments[:, 3], other.moments[:, 3], rtol=1e-11, atol=1e-22 * scale * scale)


@settings(max_examples=60, deadline=None)
@given(found=rows, size=st.integers(1, 20), cuts=st.lists(st.integers(0, 60), max_size=4), seed=st.integers(0, 99))
def test_the_profile_of_all_rows_is_the_merge_of_any_parts(
    found: list[tuple[float, bool, int]], size: int, cuts: list[int], seed: int
) -> None:
    whole = profile_of(found)
    ends = sorted({0, len(found), *(min(cut, len(found)) for cut in cuts)})
    parts = [profile_of(found[start:end], size=size) for start, end in pairwise(ends)] or [Profile.empty(PLAN)]
    np.random.default_rng(seed).shuffle(parts)

    same(whole, merge(parts), found)
    same(whole, merge([Profile.empty(PLAN), *parts]), found)
    same(whole, merged_bytes([table_profile_bytes(part) for part in parts]), found)


@settings(max_examples=60, deadline=None)
@given(one=rows, two=rows, three=rows)
def test_merging_is_associative_and_commutative_and_has_an_identity(
    one: list[tuple[float, bool, int]], two: list[tuple[float, bool, int]], three: list[tuple[float, bool, int]]
) -> None:
    a, b, c = profile_of(one), profile_of(two), profile_of(three)
    everything = [*one, *two, *three]

    same(a.merged(b).merged(c), a.merged(b.merged(c)), everything)
    same(a.merged(b), b.merged(a), everything)
    for joined in (a.merged(Profile.empty(PLAN)), Profile.empty(PLAN).merged(a)):
        assert table_profile_bytes(joined) == table_profile_bytes(a)


@settings(max_examples=60, deadline=None)
@given(found=rows)
def test_both_kernels_make_one_profile(found: list[tuple[float, bool, int]]) -> None:
    compiled = profile_of(found)
    use_numpy(is_forced=True)
    try:
        plain = profile_of(found)
    finally:
        use_numpy(is_forced=False)

    same(compiled, plain, found)


@settings(max_examples=60, deadline=None)
@given(found=rows)
def test_every_row_stands_in_a_cell_or_in_a_gap_of_every_column(found: list[tuple[float, bool, int]]) -> None:
    profile = profile_of(found)

    assert [column.n_rows for column in profile.columns] == [len(found)] * 4
    assert profile.n_counted.tolist() == [column.n for column in profile.columns]


@settings(max_examples=40, deadline=None)
@given(found=rows)
def test_bytes_are_read_back_as_they_were(found: list[tuple[float, bool, int]]) -> None:
    profile = profile_of(found)
    content = table_profile_bytes(profile)

    assert table_profile_bytes(read_table_profile(content)) == content
    again = read_table_profile(content, plan=PLAN, known=plan_bytes(PLAN))
    assert again.plan is PLAN
    assert table_profile_bytes(again) == content


@settings(max_examples=60, deadline=None)
@given(found=rows.filter(len), place=st.floats(0, 1), byte=st.integers(1, 255))
def test_changed_bytes_are_refused_or_read_as_what_they_say(
    found: list[tuple[float, bool, int]], place: float, byte: int
) -> None:
    content = bytearray(table_profile_bytes(profile_of(found)))
    content[int(place * (len(content) - 1))] ^= byte
    try:
        read = read_table_profile(bytes(content))
    except ProfileUnreadable:
        return
    assert table_profile_bytes(read) == bytes(content)


def test_profiles_of_other_plans_do_not_merge() -> None:
    other = ProfilePlan(columns=(*PLAN.columns[:1], text_plan("c", {"a": 1}), *PLAN.columns[2:]))
    with pytest.raises(ProfilesUnlike, match="column 'c'"):
        merge([profile_of([]), Profile.empty(other)])


@pytest.mark.parametrize(
    ("offset", "spread", "tolerance"),
    [
        (0.0, 1.0, 1e-12),
        (1.0, 1e-6, 1e-9),
        (-1e9, 1e3, 1e-9),
        (3e-140, 1e-146, 1e-9),
        (1e6, 1e-6, 1e-6),
        (1e12, 1.0, 1e-6),
    ],
)
def test_moments_hold_a_million_deviations_from_zero(offset: float, spread: float, tolerance: float) -> None:
    values = offset + spread * np.random.default_rng(5).normal(size=20_000)
    plan = ProfilePlan(columns=(number_plan("x", values),))
    parts = []
    for piece in np.array_split(values, 7):
        counting = Counting(plan)
        counting.add({"x": Numbers(values=piece)}, n_rows=len(piece))
        parts.append(counting.profile())
    found = merge(parts).column("x")
    exact = values.astype(np.longdouble)

    assert found.mean == pytest.approx(float(exact.mean()), rel=1e-15)
    assert np.sqrt(found.variance) == pytest.approx(float(exact.std(ddof=1)), rel=tolerance)
    assert found.sums.sum() == pytest.approx(float((exact - found.plan.centre).sum()), abs=1e-12 * 20_000 * spread * 3)


@pytest.mark.parametrize(
    ("values", "mean", "deviation"),
    [
        ([10000001.0, 10000003.0, 10000002.0], 10000002.0, 1.0),
        ([1.2, *[1.1, 1.3] * 500], 1.2, 0.1),
        ([1000000.2, *[1000000.1, 1000000.3] * 500], 1000000.2, 0.1),
        ([10000000.2, *[10000000.1, 10000000.3] * 500], 10000000.2, 0.1),
    ],
    ids=["NumAcc1", "NumAcc2", "NumAcc3", "NumAcc4"],
)
def test_accuracy_on_the_reference_data_of_nist(values: list[float], mean: float, deviation: float) -> None:
    """Certified values of NIST's Statistical Reference Datasets."""
    plan = ProfilePlan(columns=(number_plan("x", np.array(values)),))
    counting = Counting(plan)
    for piece in np.array_split(np.array(values), 2):
        counting.add({"x": Numbers(values=piece)}, n_rows=len(piece))
    found = counting.profile().column("x")

    assert found.mean == pytest.approx(mean, rel=1e-15)
    assert np.sqrt(found.variance) == pytest.approx(deviation, rel=1e-8)
