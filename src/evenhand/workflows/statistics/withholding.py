"""What a report says of groups that it hides."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from evenhand.kernel.measurement import Measurement
from evenhand.kernel.number import counted
from evenhand.metrics.disparity.suppression import Suppression

MOST_NAMED = 5
"""Groups that one sentence names."""


def named(groups: Mapping[str, str]) -> str:
    """A group in words: ``sex f and race b``; everybody together where there is no attribute."""
    return " and ".join(f"{name} {value}" for name, value in groups.items()) or "everybody together"


def listed(groups: Sequence[Measurement], *, has_rows: bool = False) -> str:
    """The first groups in words, with their rows where asked, and how many more there are."""
    names = [named(each.groups) + (f" ({counted(each.n)})" if has_rows else "") for each in groups[:MOST_NAMED]]
    more = f" and {counted(len(groups) - MOST_NAMED)} more" if len(groups) > MOST_NAMED else ""
    return ", ".join(names) + more


def is_withheld(each: Measurement) -> bool:
    """Whether the number is hidden."""
    return each.detail.get("is_withheld") is True


def withheld(each: Measurement, suppression: Suppression, min_count: int, *, of: str = "rows") -> Measurement:
    """The same without a number; ``detail["hidden"]`` says in few words why, ``of`` what there are too few of."""
    told, why = f"Hidden: the group holds fewer than {min_count} {of}.", f"fewer than {min_count} {of}"
    if frozenset(each.groups.items()) in suppression.beside:
        told, why = "Hidden: a smaller group could be worked out from it.", "beside a small group"
    return replace(
        each, value=None, lower=None, upper=None, n=0, method="withheld", undefined=told,
        detail={"is_withheld": True, "hidden": why},
    )  # fmt: skip


def hiding(found: Iterable[Measurement], suppression: Suppression, min_count: int) -> list[Measurement]:
    """Every number, without its value where its group is hidden."""
    return [withheld(each, suppression, min_count) if suppression.hides(each.groups) else each for each in found]


def hidden_words(
    found: Iterable[Measurement], suppression: Suppression, min_count: int, *, of: str = "rows"
) -> list[str]:  # fmt: skip
    """Problems that name the hidden groups, each group once; ``of`` says what there are too few of."""
    hidden = {frozenset(each.groups.items()): each for each in found if is_withheld(each)}
    small = [each for key, each in hidden.items() if key in suppression.small]
    beside = [each for key, each in hidden.items() if key not in suppression.small]
    told = []
    if small:
        told.append(f"Hidden, because of fewer than {min_count} {of}: {listed(small)}.")
    if beside:
        told.append(f"Hidden, because a smaller group could be worked out from it: {listed(beside)}.")
    if suppression.is_coarse and len(beside) > MOST_NAMED:
        told.append(
            f"There are too many groups to choose which may be shown beside those of fewer than {min_count} {of}, so "
            "more are hidden than need be. Name fewer attributes, or such with fewer values, to see more."
        )
    return told
