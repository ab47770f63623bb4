"""Profiles that are made, kept, merged and read."""

import numpy as np
import pyarrow as pa
import pytest

from evenhand.errors.number import ProfilesUnlike, ProfileUnreadable
from evenhand.lifecycle.evaluation.profile_report import profile_report
from evenhand.metrics.profiling.storage import table_profile_bytes
from evenhand.wiring.scan import TableScanner
from evenhand.workflows.statistics.merge_profiles import merge_profiles
from evenhand.workflows.statistics.profile_table import profile_table

RNG = np.random.default_rng(12)
WHOLE = pa.table({
    "x": RNG.normal(size=3000), "s": RNG.choice(["a", "b", None], 3000), "at": pa.array(range(3000), pa.timestamp("s")),
})  # fmt: skip


def test_parts_like_the_first_add_up_to_the_whole() -> None:
    first = profile_table(TableScanner(), WHOLE)
    parts = [profile_table(TableScanner(), WHOLE.slice(start, 1000), like=first) for start in (0, 1000, 2000)]

    for merged in (merge_profiles(parts), merge_profiles([table_profile_bytes(part) for part in parts])):
        assert merged.n_rows == 3000
        assert np.array_equal(merged.counts, first.counts)
        assert np.array_equal(merged.gaps, first.gaps)
        assert np.allclose(merged.sums, first.sums, rtol=0, atol=1e-9)


def test_parts_on_their_own_cells_do_not_merge() -> None:
    parts = [profile_table(TableScanner(), WHOLE.slice(start, 1000)) for start in (0, 1000)]

    with pytest.raises(ProfilesUnlike, match="counted on other cells"):
        merge_profiles(parts)
    with pytest.raises(ProfilesUnlike, match="no profile"):
        merge_profiles([])
    with pytest.raises(ProfileUnreadable):
        merge_profiles([b"evenhand/profile/v1\nand no more"])


def test_the_exact_mode_gives_every_number_a_cell() -> None:
    exact = profile_table(TableScanner(), WHOLE, is_exact=True).column("x")

    assert exact.plan.is_exact
    assert set(exact.counts[exact.plan.atoms].tolist()) == {1}


def test_a_profile_is_told_in_figures_that_numpy_finds() -> None:
    report = profile_report(profile_table(TableScanner(), WHOLE), origin="whole")
    figures = {(each.column, each.name): each for each in report.measurements if each.name != "category_rate"}
    x = np.asarray(WHOLE["x"])

    assert figures["x", "mean"].value == pytest.approx(x.mean(), abs=1e-12)
    assert figures["x", "standard_deviation"].value == pytest.approx(x.std(ddof=1), abs=1e-12)
    assert (figures["x", "minimum"].value, figures["x", "maximum"].value) == (x.min(), x.max())
    for name, at in (("quantile_05", 0.05), ("median", 0.5), ("quantile_95", 0.95)):
        found = figures["x", name]
        assert found.lower < np.quantile(x, at, method="inverted_cdf") < found.upper
        assert found.value == pytest.approx(np.quantile(x, at, method="inverted_cdf"), abs=0.02)
    assert report.sentences[2].text.startswith("Column 'at' (time) has a value in all 3,000 rows, from ")
    shares = {each.detail["value"]: each.value for each in report.measurements if each.name == "category_rate"}
    assert shares == {"a": pytest.approx(0.5, abs=0.05), "b": pytest.approx(0.5, abs=0.05)}
