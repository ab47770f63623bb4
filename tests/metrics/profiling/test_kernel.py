"""The compiled kernel and NumPy give the same integers for any input, and the cells are those of a plain search."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as drawn

from evenhand.metrics.profiling import native, plain
from evenhand.metrics.profiling.batch import Numbers
from evenhand.metrics.profiling.grid import Grid
from evenhand.metrics.profiling.library import kernel_in_use, library, use_numpy
from evenhand.metrics.profiling.plain import BELOW, Running
from evenhand.metrics.profiling.plan import ColumnPlan

KINDS = ("f8", "f4", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8")
needs_kernel = pytest.mark.skipif(library() is None, reason="the kernel is not built: python hatch_build.py")
finite = st.floats(allow_nan=False, allow_infinity=False)
odd = st.sampled_from([0.0, -0.0, 5e-324, -5e-324, 1.7976931348623157e308, -1.7976931348623157e308, 2.0**53, 1e16])
cut_lists = st.lists(finite | odd | st.integers(-9, 9).map(float), max_size=60).map(
    lambda found: np.unique(np.array(found, dtype=np.float64) + 0.0)
)


@st.composite
def batches(draw: st.DrawFn) -> Numbers:
    kind = draw(st.sampled_from(KINDS))
    length = draw(st.integers(0, 200))
    elements = None
    if kind == "f8":
        elements = st.floats() | odd | st.integers(-9, 9).map(float)
    values = draw(drawn.arrays(np.dtype(kind), length, elements=elements))
    if not draw(st.booleans()):
        return Numbers(values=values)
    offset = draw(st.integers(0, 70))
    bits = draw(drawn.arrays(np.uint8, (offset + length + 7) // 8))
    return Numbers(values=values, validity=bits, offset=offset)


def counted(batch: Numbers, cuts: np.ndarray, *, centre: float, times: int, is_plain: bool) -> Running:
    column, n = ColumnPlan(name="x", kind="number", cuts=cuts, centre=centre), len(cuts) + 1
    running = Running(
        counts=np.zeros(n, dtype=np.int64), sums=np.zeros(n), gaps=np.zeros(7, dtype=np.int64),
        moments=np.array([np.inf, -np.inf, 0.0, 0.0]), n=np.zeros(1, dtype=np.int64),
    )  # fmt: skip
    count = plain.count_numbers if is_plain else native.count_numbers
    for _ in range(times):
        count(batch, column, running)
    return running


@needs_kernel
@settings(max_examples=120, deadline=None)
@given(batch=batches(), cuts=cut_lists, centre=st.floats(-1e6, 1e6), times=st.integers(1, 2))
def test_both_kernels_count_the_same(batch: Numbers, cuts: np.ndarray, centre: float, times: int) -> None:
    one, other = (counted(batch, cuts, centre=centre, times=times, is_plain=is_plain) for is_plain in (True, False))

    assert one.counts.tolist() == other.counts.tolist()
    assert one.gaps.tolist() == other.gaps.tolist()
    assert int(one.n[0]) == int(other.n[0]) == one.counts.sum()
    assert one.moments[:2].tolist() == other.moments[:2].tolist()
    with np.errstate(over="ignore", invalid="ignore"):
        kept = batch.values if batch.is_null is None else batch.values[~batch.is_null]
        kept = kept[np.isfinite(kept)].astype(np.float64)
        scale = times * np.abs(kept - centre).sum()
        if np.isfinite(scale):
            np.testing.assert_allclose(one.sums, other.sums, rtol=0, atol=1e-12 * scale)
            np.testing.assert_allclose(one.moments[2], other.moments[2], atol=1e-12 * np.abs(kept).max(initial=0))
        slack = (1e-11 * scale) ** 2
    if np.isfinite(one.moments[3]) and np.isfinite(slack):
        np.testing.assert_allclose(one.moments[3], other.moments[3], rtol=1e-9, atol=slack)


@needs_kernel
@pytest.mark.parametrize("n_cuts", [900, 40_000])
@pytest.mark.parametrize("n_atoms", [0, 1, 40_000])
@pytest.mark.parametrize("n_values", [3_000, 60_000])
def test_long_batches_are_counted_alike_in_every_way_that_the_kernel_has(
    n_cuts: int, n_atoms: int, n_values: int
) -> None:
    rng = np.random.default_rng([n_cuts, n_atoms, n_values])
    values = rng.normal(size=n_values).round(4)
    values[rng.integers(n_values, size=40)] = np.resize([np.nan, np.inf, -np.inf, -0.0, 1e300], 40)
    cuts = np.unique(rng.normal(size=n_cuts).round(4))
    cuts = np.unique(np.concatenate([cuts, np.nextafter(cuts[:n_atoms], np.inf)]))
    bits = rng.integers(256, size=n_values // 8 + 1, dtype=np.uint8)
    batch = Numbers(values=values, validity=bits, offset=3)

    one, other = (counted(batch, cuts, centre=0.1, times=2, is_plain=is_plain) for is_plain in (True, False))

    assert one.counts.tolist() == other.counts.tolist()
    assert one.gaps.tolist() == other.gaps.tolist()
    np.testing.assert_allclose(one.sums, other.sums, rtol=1e-12, atol=1e-9)


@needs_kernel
@settings(max_examples=120, deadline=None)
@given(found=st.lists(batches(), max_size=3))
def test_numbers_rise_alike_with_and_without_the_kernel(found: list[Numbers]) -> None:
    rising = native.rising(found)

    assert rising.tolist() == plain.rising(found).tolist()
    assert not np.signbit(rising[rising == 0]).any()


@settings(max_examples=120, deadline=None)
@given(batch=batches(), cuts=cut_lists)
def test_the_cell_is_the_number_of_cuts_at_or_below(batch: Numbers, cuts: np.ndarray) -> None:
    values = batch.values.astype(np.float64)
    expected = np.searchsorted(cuts, values, side="right").astype(np.int64)
    expected[np.isnan(values)], expected[values == np.inf], expected[values == -np.inf] = -2, -3, -4
    if batch.is_null is not None:
        expected[batch.is_null] = -1
    grid = Grid.of(cuts)

    assert native.cells_of(batch, grid).tolist() == expected.tolist()
    assert plain.cells_of(batch, grid).tolist() == expected.tolist()
    assert np.bincount(expected[expected >= 0], minlength=len(cuts) + 1).tolist() == (
        counted(batch, cuts, centre=0.0, times=1, is_plain=True).counts.tolist()
    )


@pytest.mark.parametrize("is_plain", [True, False])
def test_moments_hold_out_against_any_offset(*, is_plain: bool) -> None:
    """NumAcc4 of NIST: 1,001 numbers near 10 million whose standard deviation is 0.1."""
    values = np.concatenate([[10_000_000.2], np.tile([10_000_000.1, 10_000_000.3], 500)])
    running = counted(Numbers(values=values), np.unique(values), centre=10_000_000.2, times=1, is_plain=is_plain)

    assert running.moments[2] == pytest.approx(10_000_000.2, rel=1e-15)
    assert np.sqrt(running.moments[3] / 1000) == pytest.approx(0.1, rel=1e-8)


@pytest.mark.parametrize("is_plain", [True, False])
def test_the_largest_numbers_leave_no_nan(*, is_plain: bool) -> None:
    top = np.finfo(np.float64).max
    running = counted(
        Numbers(values=np.array([-top, top, top])), np.array([0.0]), centre=0.0, times=3, is_plain=is_plain
    )

    assert running.counts.tolist() == [3, 6]
    assert running.moments[2] == pytest.approx(top / 3)
    assert running.moments[3] == np.inf


@settings(max_examples=60, deadline=None)
@given(data=st.data(), sizes=st.lists(st.integers(1, 9), min_size=1, max_size=4), n=st.integers(0, 300))
def test_crossed_codes_are_counted_alike(data: st.DataObject, sizes: list[int], n: int) -> None:
    columns = [
        data.draw(drawn.arrays(np.dtype(data.draw(st.sampled_from(KINDS[2:]))), n, elements=st.integers(0, size - 1)))
        for size in sizes
    ]
    weights = data.draw(drawn.arrays(np.float64, n, elements=st.integers(-5, 5).map(float)))
    one, other = np.zeros(sizes, dtype=np.int64), np.zeros(sizes, dtype=np.int64)
    mine, theirs = np.zeros(sizes), np.zeros(sizes)
    native.count_crossed(columns, one, weights=weights, sums=mine)
    plain.count_crossed(columns, other, weights=weights, sums=theirs)

    assert one.tolist() == other.tolist()
    assert mine.tolist() == theirs.tolist()
    assert one.sum() == n


@settings(max_examples=60, deadline=None)
@given(batch=batches().filter(lambda batch: batch.values.dtype.kind != "f"), size=st.integers(0, 300))
def test_codes_are_counted_alike_or_refused_alike(batch: Numbers, size: int) -> None:
    def outcome(count: object) -> object:
        try:
            counts, n_null = count(batch, size)  # type: ignore[operator]
        except ValueError:
            return "refused"
        return counts.tolist(), n_null

    assert outcome(native.count_codes) == outcome(plain.count_codes)


def test_a_code_outside_its_axis_is_refused() -> None:
    with pytest.raises(ValueError, match=r"axis|bounds|entry"):
        native.count_crossed([np.array([0, 3])], np.zeros(3, dtype=np.int64))


@pytest.fixture
def without_kernel() -> Iterator[None]:
    use_numpy(is_forced=True)
    yield
    use_numpy(is_forced=False)


@pytest.mark.usefixtures("without_kernel")
def test_numpy_counts_where_it_is_asked_for() -> None:
    assert kernel_in_use() == "numpy"
    batch = Numbers(values=np.array([1.0, -np.inf]))
    running = counted(batch, np.array([0.0]), centre=0.0, times=1, is_plain=False)

    assert (running.counts.tolist(), running.gaps[BELOW]) == ([0, 1], 1)
