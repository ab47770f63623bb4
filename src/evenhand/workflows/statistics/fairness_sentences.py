"""What the rates of groups mean, in words."""

from collections.abc import Mapping

from evenhand.kernel.measurement import Measurement
from evenhand.kernel.number import counted, kind_of, written
from evenhand.lifecycle.evaluation.table_report import Sentence
from evenhand.workflows.statistics.withholding import named

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
    """One sentence for each group's selection, and for each other rate the group that differs most."""
    by_name, others = _by_name(rates), _by_name(compared)
    ratios = _told(others.get("selection_rate_ratio", []))
    ratios.sort(key=lambda each: -distance_from(each, 1.0))
    if len(by) > 1:
        ratios = [each for each in ratios if distance_from(each, 1.0) > 0][:_MOST_OF_A_CROSSING]
    told = [_selected(each, by_name) for each in ratios]
    alike: list[str] = []
    for name in _CLAUSES:
        mine = _told(others.get(f"{name}_difference", []))
        if any(distance_from(each, 0.0) for each in mine):
            told.append(_rate(name, mine, by_name))
        elif mine:
            end = max(max(-float(each.lower or 0), float(each.upper or 0)) for each in mine)
            alike.append(f"{_PHRASES[name]} (up to {_points(end, kind_of(mine[0].name))})")
    if alike:
        listed = alike[0] if len(alike) == 1 else f"{'; '.join(alike[:-1])}; and {alike[-1]}"
        told.append(Sentence(text=f"By {' and '.join(by)}, chance may explain the differences in {listed}."))
    return told


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
        f"{_capital(named(each.groups))}: selected {ratio} times as often as {named(reference)} ({lower} to {upper}): "
        f"{_counts(each, 'selection_rate', rates)}{chance}."
    )
    return Sentence(text=text, groups=dict(each.groups), weight=weight)


def _rate(
    name: str, compared: list[Measurement], rates: Mapping[str, list[Measurement]]
) -> Sentence:  # fmt: skip
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
