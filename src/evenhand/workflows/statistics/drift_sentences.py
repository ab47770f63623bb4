"""What measures of drift mean, in plain words: what moved, what did not, and what so few rows cannot tell."""

from collections.abc import Mapping, Sequence

from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.evaluation.table_report import Sentence
from evenhand.workflows.statistics.column_sentences import few_of, listed, new_of

_WORDS = {"null_rate_change": "null", "nan_rate_change": "not a number (NaN)", "infinity_rate_change": "infinite"}
_MOST_NAMED = 5


def sentences_of(
    columns: Mapping[str, Sequence[Measurement]], *, sizes: tuple[int, int], confidence: float,
    new: Sequence[str] = (),
) -> tuple[Sentence, ...]:  # fmt: skip
    """One sentence or more a column that moved, and one about all that did not.

    Args:
        columns: column to its measurements, ``rows_elsewhere`` first, with ``p_adjusted`` in its detail.
        sizes: rows of the reference and of the current table.
        confidence: one less the share of false alarms that is allowed among the columns said to have moved.
        new: columns that the reference lacks.
    """
    told, still = [], []
    for name, found in columns.items():
        first = found[0]
        if first.value is None:
            continue
        if float(str(first.detail["p_adjusted"])) > 1 - confidence:
            still.append(first)
            continue
        told.append(_moved(name, first))
        told += [sentence for each in found[1:] if (sentence := _gap(name, each, 1 - confidence))]
    told.sort(key=lambda sentence: -sentence.weight)
    few = few_of(sizes) if columns and not told and not still else ()
    return (*few, *told, *new_of(new), *_still(still, sizes))


def from_to(before: float, now: float) -> str:
    """Two shares in per cent, with as many decimals as it takes to tell them apart.

    Examples:
        >>> from_to(0.831, 0.834), from_to(0.5, 0.7)
        ('from 83.1 % to 83.4 %', 'from 50 % to 70 %')
    """
    one, other = share(before), share(now)
    for digits in range(1, 5):
        if one != other or before == now:
            break
        one, other = (f"{100 * value:.{digits}f} %" for value in (before, now))
    return f"from {one} to {other}"


def share(value: float) -> str:
    """A share in per cent, never rounded to none or to all.

    Examples:
        >>> share(0.1234), share(0.09999), share(0.012), share(0.00001), share(0.99999), share(0.0)
        ('12 %', '10 %', '1.2 %', 'under 0.1 %', 'over 99.9 %', '0 %')
    """
    percent = 100 * value
    if percent in {0.0, 100.0}:
        return f"{percent:.0f} %"
    if percent < 0.1:
        return "under 0.1 %"
    if percent > 99.9:
        return "over 99.9 %"
    return f"{percent:.0f} %" if 9.95 <= percent < 99.5 else f"{percent:.1f} %"


def _moved(name: str, first: Measurement) -> Sentence:
    lower, value = first.lower or 0.0, first.value or 0.0
    elsewhere = f"{share(value)} of rows lie elsewhere than in the reference"
    text = f"{name} moved: {elsewhere}, {share(lower)} at least"
    if not lower > 0:
        most = share(first.upper or 0.0)
        text = f"{name} changed beyond chance, how far is open: {elsewhere}, from 0 % to {most} allowing for chance"
    moved = first.detail.get("most_moved")
    if isinstance(moved, Mapping):
        before, now = float(str(moved["reference"])), float(str(moved["current"]))
        text += f"; most moved: {moved['values']}, {from_to(before, now)}"
    return Sentence(text=f"{text}.", column=name, weight=max(lower, value / 100))


def _gap(name: str, each: Measurement, level: float) -> Sentence | None:
    """What is told about rows without a value, or with a new one."""
    if each.value is None or float(str(each.detail.get("p_value", 1.0))) > level:
        return None
    weight = max(0.0, abs(each.value) / 2)
    if each.name in _WORDS:
        before, now = float(str(each.detail["reference"])), float(str(each.detail["current"]))
        verb = "rose" if now > before else "fell"
        text = f"{name}: the share that is {_WORDS[each.name]} {verb} {from_to(before, now)}."
        return Sentence(text=text, column=name, weight=weight)
    if each.name == "new_category_rate":
        chance = float(str(each.detail["by_chance"]))
        text = f"{name}: {share(each.value)} of values are new; without drift {share(chance)} would be expected."
        return Sentence(text=text, column=name, weight=weight)
    return None


def _still(still: Sequence[Measurement], sizes: tuple[int, int]) -> list[Sentence]:
    if not still:
        return []
    named = listed([str(each.column) for each in still])
    most = max(float(each.upper or 0) for each in still)
    alone = [str(each.column) for each in still if (each.lower or 0) > 0]
    which = "this column" if len(still) == 1 else "each of these columns"
    text = (
        f"No change beyond chance is seen in {named}. With {sizes[0]:,} and {sizes[1]:,} rows this cannot rule out a "
        f"small one: up to {share(most)} of rows may lie elsewhere in {which}."
    )
    if alone:
        text += (
            f" The interval of {', '.join(alone[:_MOST_NAMED])} by itself begins above 0; among as many columns as "
            "were compared that is no proof."
        )
    return [Sentence(text=text)]
