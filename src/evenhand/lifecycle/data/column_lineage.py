"""Which columns a column is made from: as code declares it, held against what was seen when columns were disturbed."""

from collections.abc import Collection, Mapping, Sequence

from evenhand.errors.dataset import TransformFailed
from evenhand.kernel.canonical import Json


def settled_lineage(
    columns: Sequence[str], *, before: Collection[str], declared: Mapping[str, Sequence[str]],
    seen: Mapping[str, Collection[str]],
) -> dict[str, Json]:  # fmt: skip
    """Each new column with all that it is made from.

    Where the code declares nothing, what was seen is taken. Where it declares, the declaration is taken, because a
    disturbance of few rows does not show everything; but what was seen and not declared is refused.

    Args:
        columns: of the table that was made.
        before: columns of the table that it was made from.
        declared: new column to its columns, as the code says.
        seen: new column to those columns whose disturbance changed it.

    Raises:
        TransformFailed: the code declares a column that is not there, or hides one that was seen.

    Examples:
        >>> settled_lineage(["rate", "age"], before=["debt", "income", "age"], declared={"rate": ["debt", "income"]},
        ...                 seen={"rate": {"debt"}, "age": {"age"}})
        {'rate': ['debt', 'income'], 'age': ['age']}
    """
    for name, origins in declared.items():
        if name not in columns:
            raise TransformFailed(f"LINEAGE names {name!r}, which the transform does not make.")
        if strange := [each for each in origins if each not in before]:
            raise TransformFailed(f"LINEAGE makes {name!r} from {', '.join(strange)}, which the rows do not have.")
    found: dict[str, Json] = {}
    for name in columns:
        disturbed = sorted(seen.get(name, ()))
        if name in declared and (hidden := [each for each in disturbed if each not in declared[name]]):
            raise TransformFailed(
                f"LINEAGE makes {name!r} from {', '.join(declared[name]) or 'nothing'}, but it changes with "
                f"{', '.join(hidden)}.",
                remedy="Declare all columns that it is made from, or leave LINEAGE out.",
            )  # fmt: skip
        found[name] = list(declared[name]) if name in declared else disturbed
    return found
