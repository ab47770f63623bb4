"""Find which columns of a new table change when one column of the old table is disturbed."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from evenhand.errors.dataset import TransformFailed

if TYPE_CHECKING:
    import pyarrow as pa

SAMPLE = 500
"""Rows that are disturbed."""


def drawn(table: "pa.Table", *, seed: int = 0) -> "pa.Table":
    """At most ``SAMPLE`` rows from everywhere in the table, in their order."""
    import numpy as np
    import pyarrow as pa

    if table.num_rows <= SAMPLE:
        return table
    places = np.sort(np.random.default_rng(seed).choice(table.num_rows, size=SAMPLE, replace=False))
    return table.take(pa.array(places))


def disturbed_columns(
    sample: "pa.Table", apply: "Callable[[pa.Table], pa.Table]", *, seed: int = 0
) -> tuple[dict[str, set[str]], list[str]]:
    """New column to the old columns whose permutation among the rows changes it.

    Args:
        sample: some rows.
        apply: makes the new table.
        seed: of the permutations.

    Returns:
        What changed, and the columns that hold one value only, which no permutation disturbs; of these it is told only
        that they went through as they were.

    Raises:
        TransformFailed: the same rows give another table the second time, so that nothing can be told.

    Examples:
        >>> import pyarrow as pa, pyarrow.compute as pc
        >>> table = pa.table({"debt": [1.0, 2.0, 3.0], "income": [2.0, 3.0, 5.0], "land": ["x", "x", "x"]})
        >>> def rate(rows):
        ...     return pa.table({"rate": pc.divide(rows["debt"], rows["income"])})
        >>> found, silent = disturbed_columns(table, rate)
        >>> sorted(found["rate"]), silent
        (['debt', 'income'], ['land'])
    """
    import numpy as np
    import pyarrow as pa

    first, again = _plain(apply(sample)), _plain(apply(sample))
    if unstable := [name for name, values in first.items() if again.get(name) != values]:
        raise TransformFailed(
            f"The same rows give another {', '.join(unstable)} the second time.",
            remedy="Give every draw by chance a seed of its own.",
        )  # fmt: skip
    draw, found, silent = np.random.default_rng(seed), {name: set[str]() for name in first}, list[str]()
    for place, field in enumerate(sample.schema):
        column = sample.column(place).combine_chunks()
        moved = column.take(pa.array(draw.permutation(len(column))))
        if moved.equals(column):
            moved = column.take(pa.array(np.roll(np.arange(len(column)), 1)))
        if moved.equals(column):
            silent.append(field.name)
            if first.get(field.name) == list(map(repr, column.to_pylist())):
                found[field.name].add(field.name)  # it went through as it was
            continue
        changed = _plain(apply(sample.set_column(place, field, moved)))
        for name, values in first.items():
            if changed.get(name) != values:
                found[name].add(field.name)
    return found, silent


def _plain(table: "pa.Table") -> dict[str, list[str]]:
    """Values as text, so that NaN equals NaN."""
    return {name: list(map(repr, table.column(name).to_pylist())) for name in table.column_names}
