"""Parquet in parts: any number of threads, row groups and files gives one profile; what is broken is named."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from evenhand.adapters.tables.scan import gathered, row_groups, setting
from evenhand.adapters.tables.scan.part import batches_of, parts_of
from evenhand.adapters.tables.scan.planned import plan_of
from evenhand.adapters.tables.scan.profiled import profile_of
from evenhand.adapters.tables.scan.recognised import source_of
from evenhand.adapters.tables.scan.threads import in_threads
from evenhand.errors.table import TableChanged, TableUnreadable
from evenhand.metrics.profiling.library import use_numpy
from evenhand.metrics.profiling.profile import Profile
from evenhand.metrics.profiling.storage import table_profile_bytes
from evenhand.wiring.scan import TableScanner

N = 5_000


def table(seed: int = 1, n: int = N) -> pa.Table:
    rng = np.random.default_rng(seed)
    return pa.table({
        "x": pa.array(rng.normal(size=n), mask=rng.random(n) < 0.2),
        "count": pa.array(rng.poisson(3, n).astype(np.int16)),
        "odd": pa.array(rng.choice([np.nan, np.inf, -np.inf, -0.0, 1.0], n).astype(np.float32)),
        "text": pa.array(rng.choice(["a", "b", "c"], n), mask=rng.random(n) < 0.1),
        "is_true": pa.array(rng.random(n) < 0.5, mask=rng.random(n) < 0.1),
        "at": pa.array(1_750_000_000_000 + rng.integers(0, 10**9, n), pa.timestamp("ms", tz="UTC")),
        "day": pa.array(rng.integers(0, 20_000, n).astype(np.int32), pa.date32()),
        "money": pa.array([f"{value:.2f}" for value in rng.normal(size=n)]).cast(pa.decimal128(9, 2)),
    })  # fmt: skip


def same(one: Profile, other: Profile) -> None:
    assert one.counts.tolist() == other.counts.tolist()
    assert one.gaps.tolist() == other.gaps.tolist()
    assert (one.n_rows, dict(one.added)) == (other.n_rows, dict(other.added))
    np.testing.assert_allclose(one.sums, other.sums, rtol=0, atol=1e-12 * np.abs(one.sums).sum())
    np.testing.assert_allclose(one.moments, other.moments, rtol=1e-12)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    pq.write_table(table(), tmp_path / "t.parquet", row_group_size=700)
    return tmp_path / "t.parquet"


@pytest.fixture(params=["c", "numpy"])
def kernel(request: pytest.FixtureRequest) -> Iterator[None]:
    use_numpy(is_forced=request.param == "numpy")
    yield
    use_numpy(is_forced=False)


@pytest.mark.usefixtures("kernel")
def test_memory_file_folder_and_long_row_groups_give_one_profile(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = source_of(table())
    plan = plan_of(whole)
    expected = profile_of(whole, plan)
    folder = tmp_path / "parts"
    folder.mkdir()
    for index, start in enumerate((0, 1234, 4000)):
        piece = table().slice(start, (1234, 2766, 1000)[index])
        pq.write_table(piece, folder / f"{index}.parquet", row_group_size=300, compression="zstd")

    same(profile_of(source_of(path), plan), expected)
    same(profile_of(source_of(folder), plan), expected)
    monkeypatch.setattr(row_groups, "WHOLE", 100)
    monkeypatch.setattr(row_groups, "ROWS", 333)
    same(profile_of(source_of(path), plan), expected)


def test_any_number_of_threads_gives_the_same_bytes(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, found = source_of(path), set()
    for threads in ("1", "2", "5"):
        monkeypatch.setenv(setting.THREADS, threads)
        assert setting.n_threads() == int(threads)
        found.add(table_profile_bytes(profile_of(source, plan_of(source))))

    assert len(found) == 1


def test_a_large_reference_is_planned_from_a_fair_sample(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, memory = source_of(path), source_of(table())
    all_rows = plan_of(source)
    monkeypatch.setattr(gathered, "SAMPLE", 1000)
    sampled = plan_of(source)

    sampled.require_same(plan_of(memory))  # the same rows are chosen, however the table is read
    chosen = gathered.chosen_rows(N)
    assert chosen is not None
    assert len(chosen) == 1000
    assert 300 < len(sampled.columns[0].cuts) < len(all_rows.columns[0].cuts)
    assert sampled.columns[3].values == all_rows.columns[3].values
    for exact in (plan_of(source, is_exact=True), plan_of(memory, is_exact=True)):
        assert all(column.is_exact for column in exact.columns if column.is_ordered)
        assert exact.columns[0].cuts.tolist() == plan_of_all(table())


def plan_of_all(whole: pa.Table) -> list[float]:
    values = np.unique(whole["x"].drop_null().to_numpy())
    return [float(cut) for cut in np.unique(np.concatenate([values, np.nextafter(values, np.inf)]))]


def test_more_texts_than_are_told_apart_make_an_incomplete_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathered, "MOST_TEXTS", 2)
    plan = plan_of(source_of({"text": ["a", "b", "c", "a"]}))

    assert (plan.columns[0].values, plan.columns[0].is_complete) == (("a", "b"), False)
    assert profile_of(source_of({"text": ["a", "z"]}), plan).counts.tolist() == [1, 0, 1]


def test_progress_is_told_up_to_the_last_row(path: Path) -> None:
    told: list[tuple[str, int, int | None]] = []
    scanner = TableScanner(progress=lambda *news: told.append(news))
    scanner.profile(path, plan_of(source_of(path)))

    assert told[-1] == ("t.parquet", N, N)
    assert [rows for _, rows, _ in told] == sorted(rows for _, rows, _ in told)


def test_a_broken_column_is_named_with_its_row_group(path: Path) -> None:
    place = pq.read_metadata(path).row_group(3).column(1)
    plan = plan_of(source_of(path))
    with path.open("r+b") as file:
        file.seek(place.dictionary_page_offset or place.data_page_offset)
        file.write(b"\xff" * 20)

    with pytest.raises(TableUnreadable, match=r"Row group 3 of t\.parquet, column 'count', cannot be read"):
        profile_of(source_of(path), plan)


@pytest.mark.parametrize("change", ["longer", "replaced", "cut short"])
def test_a_file_that_changes_while_it_is_read_is_refused(path: Path, change: str) -> None:
    source = source_of(path)
    first, *rest = parts_of(source)
    assert dict(first.arrays(["x"]))["x"].null_count > 0
    if change == "longer":
        with path.open("ab") as file:
            file.write(b"x")
    elif change == "replaced":
        shutil.copy(path, path.with_suffix(".other"))
        path.with_suffix(".other").replace(path)
    else:
        os.truncate(path, 1000)

    with pytest.raises(TableChanged, match=r"t\.parquet"):
        list(rest[0].arrays(["x"]))
    with pytest.raises(TableChanged, match=r"t\.parquet"):
        list(source.batches(["x"]))


def test_an_interrupt_ends_all_threads_before_their_next_part(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(setting.THREADS, "2")
    begun: list[int] = []

    def work(parts: Iterator[row_groups.RowGroup]) -> int:
        for part in parts:
            begun.append(part.index)
            if part.index == 2:
                raise KeyboardInterrupt
        return 1

    with pytest.raises(KeyboardInterrupt):
        list(in_threads(parts_of(source_of(path)), work))
    assert len(begun) < len(parts_of(source_of(path)))


def test_parts_of_several_files_give_all_rows_in_their_order(tmp_path: Path) -> None:
    for index, start in enumerate((0, 2000)):
        pq.write_table(table().slice(start, 2000 + index * 1000), tmp_path / f"{index}.parquet", row_group_size=700)
    parts = parts_of(source_of(tmp_path))
    read = pa.Table.from_batches(list(batches_of(parts, ["count"])))

    assert read["count"].to_pylist() == table()["count"].to_pylist()


def test_a_file_that_changes_while_its_parts_are_read_is_refused(path: Path) -> None:
    batches = batches_of(parts_of(source_of(path)), ["count"])
    next(batches)
    os.utime(path, ns=(1, 1))

    with pytest.raises(TableChanged, match=r"t\.parquet"):
        list(batches)
