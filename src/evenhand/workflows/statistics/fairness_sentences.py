"""What the rates of groups mean, in words."""

from collections.abc import Mapping

from evenhand.kernel.measurement import Measurement
from evenhand.kernel.number import counted, kind_of, written
from evenhand.lifecycle.evaluation.table_report import Sentence
from evenhand.workflows.statistics.grouped import COMPARED_FROM
from evenhand.workflows.statistics.withholding import MOST_NAMED, listed, named

_MOST_OF_A_CROSSING = 10

_CLAUSES: Mapping[str, str] = {
    "true_positive_rate": "of those with the favourable label, {one} of {group} and {other} of {reference} get the "
    "favourable prediction",
    "false_positive_rate": "of those with the other label, {one} of {group} and {other} of {reference} get the "
    "favourable prediction",
    "precision": "of those with the favourable prediction, {one} of {group} and {other} of {reference} have the "
    "favourable label",
    "negative_predictive_value": "of those with the other prediction, {one} of {group} and {other} of {reference} have "
    "the other label",
    "accuracy": "the prediction is right for {one} of {group} and for {other} of {reference}",
    "base_rate": "{one} of {group} and {other} of {reference} have the favourable label",
}
_PHRASES: Mapping[str, str] = {
    "true_positive_rate": "how many with the favourable label get the favourable prediction",
    "false_positive_rate": "how many with the other label get the favourable prediction",
    "precision": "how many with the favourable prediction have the favourable label",
    "negative_predictive_value": "how many with the other prediction have the other label",
    "accuracy": "how often the prediction is right",
    "base_rate": "how many have the favourable label",
}


def sentences_of(by: tuple[str, ...], rates: list[Measurement], compared: list[Measurement]) -> list[Sentence]:
    """One sentence for each group's selection, and for each other rate the group that differs most.

    What chance may explain is told together: one sentence of selections, and one of other rates for each number of
    groups that they are compared over.
    """
    by_name, others = _by_name(rates), _by_name(compared)
    ratios = _told(others.get("selection_rate_ratio", []))
    ratios.sort(key=lambda each: (-distance_from(each, 1.0), _nearness(each)))
    sure = [each for each in ratios if distance_from(each, 1.0) > 0]
    told = [_selected(each, by_name) for each in (sure[:_MOST_OF_A_CROSSING] if len(by) > 1 else sure)]
    told += _by_chance(by, ratios[len(sure) :], by_name)
    alike: dict[tuple[str, str], list[str]] = {}
    for name in _CLAUSES:
        mine = _told(others.get(f"{name}_difference", []))
        over = _left_out(by_name["selection_rate"], others.get(f"{name}_difference", []))
        if any(distance_from(each, 0.0) for each in mine):
            told.append(_rate(name, mine, by_name, over))
        elif mine:
            end = max(max(-float(each.lower or 0), float(each.upper or 0)) for each in mine)
            alike.setdefault(over, []).append(f"{_PHRASES[name]} (up to {_points(end, kind_of(mine[0].name))})")
    for (n_groups, left_out), phrases in alike.items():
        what = phrases[0] if len(phrases) == 1 else f"{'; '.join(phrases[:-1])}; and {phrases[-1]}"
        lead = f"By {' and '.join(by)}, "
        if n_groups:
            lead += f"between the {n_groups} that are shown with at least {COMPARED_FROM} rows to compare {left_out}, "
        told.append(Sentence(text=f"{lead}chance may explain the differences in {what}."))
    return told


def _left_out(groups: list[Measurement], compared: list[Measurement]) -> tuple[str, str]:
    """How many groups are compared, and who is left out; nothing where all are compared.

    Args:
        groups: a measurement of every group that may be named.
        compared: of one metric, the reference included.
    """
    judged = [each.groups for each in compared]
    left_out = [each for each in groups if each.groups not in judged]
    if not left_out:
        return "", ""
    return f"{counted(len(judged))} of {counted(len(groups))} groups", f"(left out: {listed(left_out)})"


def _nearness(each: Measurement) -> float:
    """The ratio, or its inverse, whichever is below 1."""
    value = float(each.value or 0)
    return min(value, 1 / value) if value else 0.0


def _by_chance(
    by: tuple[str, ...], ratios: list[Measurement], rates: Mapping[str, list[Measurement]]
) -> list[Sentence]:  # fmt: skip
    """Selections that chance may explain, the farthest apart first."""
    if len(ratios) < 2:
        return [_selected(each, rates) for each in ratios]
    shown = [
        f"{named(each.groups)} {_ratio(each.value)} ({_ratio(each.lower)} to {_ratio(each.upper)})"
        for each in ratios[:MOST_NAMED]
    ]
    more = f" and {counted(len(ratios) - MOST_NAMED)} more" if len(ratios) > MOST_NAMED else ""
    text = (
        f"By {' and '.join(by)}, chance alone may explain how many times as often as {named(_reference(ratios[0]))} "
        f"these groups are selected: {', '.join(shown)}{more}."
    )
    return [Sentence(text=text)]


def _by_name(found: list[Measurement]) -> dict[str, list[Measurement]]:
    sorted_out: dict[str, list[Measurement]] = {}
    for each in found:
        sorted_out.setdefault(each.name, []).append(each)
    return sorted_out


def _told(compared: list[Measurement]) -> list[Measurement]:
    return [each for each in compared if each.value is not None and not each.detail["is_reference"]]


def distance_from(each: Measurement, none: float) -> float:
    """How far the interval stays away from ``none``, the value of no difference; 0 where it holds it.

    For a ratio that is 1 less the ratio, or less its inverse, whichever is below 1.
    """
    lower, upper = float(each.lower or 0), float(each.upper or 0)
    if lower <= none <= upper:
        return 0.0
    if each.unit == "ratio":
        return 1 - upper if upper < 1 else 1 - 1 / lower
    return max(lower - none, none - upper)


def _selected(each: Measurement, rates: Mapping[str, list[Measurement]]) -> Sentence:
    reference = _reference(each)
    ratio, lower, upper = (_ratio(end) for end in (each.value, each.lower, each.upper))
    weight = distance_from(each, 1.0)
    chance = "" if weight else "; chance alone may explain the difference"
    text = (
        f"Group {named(each.groups)}: selected {ratio} times as often as {named(reference)} ({lower} to {upper}): "
        f"{_counts(each, 'selection_rate', rates)}{chance}."
    )
    return Sentence(text=text, groups=dict(each.groups), weight=weight)


def _rate(
    name: str, compared: list[Measurement], rates: Mapping[str, list[Measurement]], over: tuple[str, str]
) -> Sentence:
    widest = max(compared, key=lambda each: distance_from(each, 0.0))
    weight = distance_from(widest, 0.0)
    reference, kind = _reference(widest), kind_of(widest.name)
    value = float(widest.value or 0)
    ends = sorted(abs(float(end or 0)) for end in (widest.lower, widest.upper))
    clause = _CLAUSES[name].format(
        one=_share(widest.detail["group_value"], name), group=named(widest.groups),
        other=_share(widest.detail["reference_value"], name), reference=named(reference),
    )  # fmt: skip
    side = "more" if value > 0 else "fewer"
    text = (
        f"{_capital(clause)}: {_points(abs(value), kind)} {side} ({_bare(ends[0], kind)} to {_bare(ends[1], kind)}), "
        f"{_counts(widest, name, rates)}."
    )
    if over[0]:
        text += f" Compared are {over[0]} {over[1]}."
    # What people are and what they get differ in kind: only the latter is told first.
    return Sentence(text=text, groups=dict(widest.groups), weight=weight if name != "base_rate" else weight / 10)


def _reference(each: Measurement) -> Mapping[str, str]:
    found = each.detail.get("reference")
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def _counts(
    each: Measurement, rate: str, rates: Mapping[str, list[Measurement]]
) -> str:  # fmt: skip
    mine = next(one for one in rates[rate] if one.groups == each.groups)
    told = f"{counted(int(str(mine.detail['count'])))} of {counted(mine.n)}"
    reference = _reference(each)
    other = next((one for one in rates[rate] if one.groups == reference), None)
    if other is None:
        return f"{told} against {_share(each.detail['reference_value'], rate)}"
    return f"{told} against {counted(int(str(other.detail['count'])))} of {counted(other.n)}"


def _ratio(value: float | None) -> str:
    return written(float(value or 0), "ratio")


def _share(value: object, name: str) -> str:
    return written(float(str(value)), kind_of(name))


def _points(value: float, kind: str) -> str:
    return f"{_bare(value, kind)} points"


def _bare(value: float, kind: str) -> str:
    return written(value, kind).removesuffix(" points").lstrip("+")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
