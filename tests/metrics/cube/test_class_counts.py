import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import confusion_matrix

from evenhand.errors.number import AttributeUnknown, ProfilesUnlike
from evenhand.metrics.cube.batch import Grouped
from evenhand.metrics.cube.class_counts import ClassCounts

NAMES = ("cow", "cat", "dog")
Row = tuple[int, int, int]
ROWS = st.lists(st.tuples(st.integers(-1, 2), st.integers(-1, 2), st.integers(0, 1)), max_size=30)


def _counted(rows: list[Row]) -> ClassCounts:
    label, guess, sex = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    return ClassCounts.counted(
        ("sex",), label=Grouped(values=NAMES, codes=label), prediction=Grouped(values=NAMES, codes=guess),
        groups=(Grouped(values=("m", "f"), codes=sex),),
    )  # fmt: skip


def _facts(counts: ClassCounts) -> tuple[object, ...]:
    tallies = [(tally.keys.tolist(), tally.counts.tolist()) for tally in (counts.cells, counts.unusable)]
    return counts.values, counts.classes, tallies


@settings(max_examples=40)
@given(ROWS, ROWS, ROWS)
def test_merging_is_counting_both_tables(one: list[Row], two: list[Row], three: list[Row]) -> None:
    a, b, c = _counted(one), _counted(two), _counted(three)

    assert _facts(a.merged(b)) == _facts(b.merged(a)) == _facts(_counted(one + two))
    assert _facts(a.merged(b).merged(c)) == _facts(a.merged(b.merged(c)))
    assert _facts(a.merged(ClassCounts.empty(("sex",)))) == _facts(a)


def test_the_matrix_is_that_of_scikit_learn_per_group() -> None:
    rng = np.random.default_rng(0)
    rows = [tuple(row) for row in np.stack([*rng.integers(0, 3, (2, 400)), rng.integers(0, 2, 400)], axis=1).tolist()]
    found = _counted(rows).confusions(("sex",))
    whole = np.array(rows)
    names = np.array(NAMES)

    assert found.names == ({"sex": "f"}, {"sex": "m"})
    for place, code in enumerate((1, 0)):
        mine = whole[whole[:, 2] == code]
        wanted = confusion_matrix(names[mine[:, 0]], names[mine[:, 1]], labels=found.classes)
        assert found.counts[place].tolist() == wanted.tolist()


def test_rows_without_a_class_are_counted_apart() -> None:
    counts = _counted([(-1, 0, 0), (0, -1, 0), (0, 0, 1)])

    assert counts.n_unusable == {"label is null": 1, "prediction is null": 1}
    assert counts.confusions(("sex",)).unusable.tolist() == [0, 2]
    assert (counts.n_rows, counts.confusions().rows.tolist()) == (3, [1])


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ProfilesUnlike):
        _counted([]).merged(ClassCounts.empty(("age",)))
    with pytest.raises(AttributeUnknown):
        _counted([]).confusions(("age",))
