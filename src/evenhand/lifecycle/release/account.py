"""How each group fares: people, favourable decisions, who gains and who loses against current practice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.problem.band import BLANK, MISSING, band_names
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.lifecycle.release.estimate import Count, Estimate, estimate, people

RATES = (
    "selection_rate", "true_positive_rate", "false_positive_rate", "precision", "accuracy", "gains", "losses",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupAccount:
    """One group of one attribute.

    Attributes:
        group: its code in the table, or its band.
        meaning: what the use case says that the code means; empty when it says nothing.
        people: whose decisions were counted.
        unusable: people of the group who stand in no number.
        rates: name of a metric to the estimate; ``selection_rate`` counts those who get the favourable decision.
    """

    group: str
    meaning: str
    people: Count
    unusable: Count
    rates: Mapping[str, Estimate]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeAccount:
    """All groups of one attribute.

    Attributes:
        attribute: name of the column.
        is_protected: or only judged by.
        groups: in the order of the bands, else of the codes; those who do not state it last.
    """

    attribute: str
    is_protected: bool
    groups: Sequence[GroupAccount]


def accounts(measured: Iterable[Measurement], use_case: UseCase) -> tuple[AttributeAccount, ...]:
    """One account for each attribute of the use case that was measured.

    Args:
        measured: of the fairness report: ``groups`` names one attribute each, ``detail["unusable"]`` is a count.
        use_case: names attributes, bands and meanings.
    """
    found: dict[str, dict[str, dict[str, Measurement]]] = {}
    for each in measured:
        if len(each.groups) == 1 and each.name in RATES:
            ((attribute, group),) = each.groups.items()
            found.setdefault(attribute, {}).setdefault(group, {})[each.name] = each
    return tuple(
        AttributeAccount(
            attribute=name, is_protected=name in use_case.protected,
            groups=tuple(
                _account(use_case, name, group, found[name][group]) for group in _ordered(use_case, name, found[name])
            ),
        )
        for name in use_case.attributes
        if name in found
    )  # fmt: skip


def meaning_of(use_case: UseCase, attribute: str, value: str) -> str:
    """What a code means, or nothing.

    Examples:
        >>> case = UseCase(name="loan", purpose="Lend.", ai_act_class="minimal", tier=4, label="paid", favourable=1,
        ...                protected=("sex",), meanings={"sex": {"2": "women"}})
        >>> meaning_of(case, "sex", "2"), meaning_of(case, "sex", "1")
        ('women', '')
    """
    return use_case.meanings.get(attribute, {}).get(value, "")


def _account(use_case: UseCase, attribute: str, group: str, measured: Mapping[str, Measurement]) -> GroupAccount:
    first = measured.get("selection_rate") or next(iter(measured.values()))
    rows, unusable = first.detail.get("rows"), first.detail.get("unusable")
    return GroupAccount(
        group=group, meaning=meaning_of(use_case, attribute, group),
        people=people(rows if isinstance(rows, int) else first.n),
        unusable=people(unusable) if isinstance(unusable, int) else None,
        rates={name: estimate(measured[name]) for name in RATES if name in measured},
    )  # fmt: skip


def _ordered(use_case: UseCase, attribute: str, groups: Iterable[str]) -> list[str]:
    bands = band_names(use_case.bands[attribute]) if attribute in use_case.bands else ()
    place = {band: at for at, band in enumerate(bands)}
    return sorted(groups, key=lambda group: (group in (MISSING, BLANK), place.get(group, -1), _natural(group)))


def _natural(group: str) -> tuple[bool, int, str]:
    """Whole numbers by size, then all else by text."""
    is_whole = group.isascii() and group.isdigit() and len(group) <= 15
    return not is_whole, int(group) if is_whole else 0, group
