import numpy as np
import pyarrow as pa
import pytest

from evenhand.errors.number import RowsNeeded
from evenhand.errors.table import ColumnMissing
from evenhand.metrics.profiling.storage import table_profile_bytes
from evenhand.wiring.scan import TableScanner
from evenhand.workflows.statistics.tell_apart import tell_apart

RNG = np.random.default_rng(90)


def table(n: int, *, sign: float) -> pa.Table:
    income, sex = RNG.normal(50, 10, n), RNG.choice(["f", "m"], n)
    spent = sign * (income - 50) + RNG.normal(0, 5, n)
    return pa.table({
        "income": income, "spent": spent, "sex": pa.array(sex).dictionary_encode(), "member": RNG.random(n) < 0.5,
        "age": pa.array(np.where(RNG.random(n) < 0.1, None, RNG.integers(20, 80, n)), pa.int64()),
    })  # fmt: skip


def test_what_no_column_shows_is_told_with_its_sample() -> None:
    before, now = table(6000, sign=1), table(6000, sign=-1)
    report = tell_apart(TableScanner(), before, now, n_rows=2000)
    whole = report.measurements[0]

    assert whole.name == "domain_classifier_auc"
    assert whole.lower is not None
    assert whole.lower > 0.6
    assert report.measurements[1].column == "income and spent"
    assert [each.n_rows for each in report.tables] == [2000, 2000]
    assert "on 2,000 and 2,000 rows, drawn with seed" in report.sentences[0].text
    assert "income and spent go together " in report.sentences[1].text
    assert " than in the reference (association 0." in report.sentences[1].text
    assert report.choices["rows"] == 2000


def test_like_tables_cannot_be_told_apart() -> None:
    report = tell_apart(TableScanner(), table(3000, sign=1), table(3000, sign=1))

    assert "cannot be told apart beyond chance" in report.sentences[0].text
    assert "No pair of 5 columns" in report.sentences[1].text


def test_the_same_rows_are_drawn_again() -> None:
    scanner, rows = TableScanner(), table(70_000, sign=1)
    plan = scanner.plan(rows)
    one, other = (scanner.row_cells(rows, plan, n_rows=500, seed=7) for _ in range(2))

    assert one.shape == (500, 5)
    assert (one == other).all()


def test_all_rows_of_a_small_table_are_drawn_in_their_order() -> None:
    scanner, rows = TableScanner(), table(400, sign=1)
    plan = scanner.plan(rows)
    cells = scanner.row_cells(rows, plan, n_rows=1000, seed=7)
    profile = scanner.profile(rows, plan)

    for place, column in enumerate(profile.columns):
        counted = np.bincount(cells[:, place], minlength=column.plan.n_cells + 2)
        assert (counted[: column.plan.n_cells] == column.counts).all()
        assert counted[-1] == column.gaps["null"]


def test_a_profile_has_no_rows() -> None:
    scanner, rows = TableScanner(), table(400, sign=1)
    written = scanner.profile(rows, scanner.plan(rows))
    with pytest.raises(RowsNeeded):
        tell_apart(TableScanner(), rows, written)
    assert table_profile_bytes(written)


def test_few_rows_are_a_problem_that_is_named() -> None:
    assert "too few to learn from" in tell_apart(TableScanner(), table(30, sign=1), table(30, sign=1)).problems[0]


def test_columns_that_tell_the_tables_apart_are_named_with_what_is_left_without_them() -> None:
    before, now = (
        table(1500, sign=1).append_column("year", pa.array([year] * 1500)) for year in (2015, 2018)
    )  # fmt: skip
    text = tell_apart(TableScanner(), before, now).sentences[0].text

    assert "The columns that tell the rows apart most: 'year' (50" in text
    assert text.endswith(
        "'year' alone tells nearly all: leave it out, by naming the others with --column, to see the rest."
    )


def test_a_column_of_one_table_alone_has_no_part_and_is_named() -> None:
    before, now = table(900, sign=1), table(900, sign=1).append_column("more", pa.array([1] * 900))
    report = tell_apart(TableScanner(), before, now.rename_columns([*now.column_names[:-2], "old", "more"]))

    assert "cannot be told apart" in report.sentences[0].text
    assert report.problems == (
        "Only the Arrow table has 'age', which has no part here.",
        "Only the Arrow table has 'old' and 'more', which have no part here.",
    )
    with pytest.raises(ColumnMissing, match="no column 'age'"):
        tell_apart(TableScanner(), before, now.drop_columns("age"), columns=["age"])
    with pytest.raises(ColumnMissing, match="share no column"):
        tell_apart(TableScanner(), before.select(["age"]), now.select(["more"]))


def test_tables_of_the_same_rows_read_as_not_told_apart() -> None:
    rows = pa.table({f"c{place}": RNG.integers(0, 6, 1200) for place in range(8)})
    report = tell_apart(TableScanner(), rows, rows)
    whole = report.measurements[0]

    assert whole.value is not None
    assert whole.value < 0.5 == whole.upper
    assert "cannot be told apart beyond chance" in report.sentences[0].text
    assert "stand in both tables" in report.problems[0]
