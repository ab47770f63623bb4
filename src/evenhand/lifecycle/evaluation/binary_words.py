"""What numbers about decisions and scores mean, in plain words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.evaluation.calibration_words import Parts, calibration_words, off_by
from evenhand.lifecycle.evaluation.hundred import hundredfold, of_hundred, plain
from evenhand.lifecycle.evaluation.table_report import Sentence

Found = Mapping[str, Measurement]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The favourable outcome as the table writes it.

    Attributes:
        label: name of the column.
        positive: the favourable value.
    """

    label: str
    positive: str

    @property
    def held(self) -> str:
        """Those whom it befell."""
        return f"cases whose {self.label} is {self.positive}"


def binary_words(found: Found, outcome: Outcome, parts: Parts = ()) -> Iterator[Sentence]:
    """Sentences about the whole table; what has no value is left out.

    Args:
        found: measurements of the whole table by name.
        outcome: the favourable one.
        parts: of the rows in the order of their scores, where scores are probabilities.
    """
    sure = {name: each for name, each in found.items() if each.value is not None}
    yield from _decided(sure, outcome)
    yield from _right(sure)
    yield from _ordered(sure, outcome)
    yield from calibration_words(sure, parts)


def group_words(found: Sequence[Measurement], outcome: Outcome) -> Iterator[Sentence]:
    """For each grouping and rate the two groups that are surely farthest apart; nothing where none surely are.

    Args:
        found: measurements of groups, of any names.
        outcome: the favourable one.
    """
    kinds = dict.fromkeys((each.name, tuple(each.groups)) for each in found)
    for name, by in kinds:
        same = [each for each in found if each.name == name and tuple(each.groups) == by and each.value is not None]
        pair = _apart(same)
        if pair is not None and name in _TOLD:
            low, high, gap = pair
            start, end = _TOLD[name]
            text = f"{start.format(held=outcome.held, positive=outcome.positive)}{_said(low)}{_where(low)}, and "
            text += f"{_said(high)}{_where(high)}{end}."
            yield Sentence(text=text, groups=low.groups, weight=1 + gap)


_TOLD = {
    "true_positive_rate": ("Of 100 {held}, the model finds ", ""),
    "false_positive_rate": ("Of 100 other cases, the model wrongly gives {positive} to ", ""),
    "precision": ("Of 100 cases that the model gives {positive}, it is right about ", ""),
    "accuracy": ("Of 100 cases, the model is right about ", ""),
    "roc_auc": ("The share of pairs that the score orders rightly is ", ""),
    "calibration_in_the_large": ("The mean score is ", ""),
}  # fmt: skip


def _decided(sure: Found, outcome: Outcome) -> Iterator[Sentence]:
    if "true_positive_rate" in sure:
        rate = sure["true_positive_rate"]
        text = f"Of 100 {outcome.held}, the model finds {of_hundred(rate)}."
        yield Sentence(text=text, weight=1 - _value(rate))
    if "precision" in sure:
        rate = sure["precision"]
        text = f"Of 100 cases that the model gives {outcome.positive}, it is right about {of_hundred(rate)}."
        yield Sentence(text=text, weight=1 - _value(rate))
    if "false_positive_rate" in sure:
        rate = sure["false_positive_rate"]
        text = f"Of 100 other cases, the model wrongly gives {outcome.positive} to {of_hundred(rate)}."
        yield Sentence(text=text, weight=_value(rate))


def _right(sure: Found) -> Iterator[Sentence]:
    if "accuracy" not in sure or "base_rate" not in sure:
        return
    rate, base = sure["accuracy"], _value(sure["base_rate"])
    common = max(base, 1 - base)
    text = f"Of 100 cases, the model is right about {of_hundred(rate)}; the commoner answer for all would be right"
    text += f" about {hundredfold(common)}"
    if (rate.lower or 0) > common:
        yield Sentence(text=f"{text}.", weight=0.3)
    elif (rate.upper or 0) < common:
        yield Sentence(text=f"{text}, so the decisions are surely worse than that.", weight=2.5)
    else:
        yield Sentence(text=f"{text}, so the decisions are not surely better than that.", weight=1.5)


def _ordered(sure: Found, outcome: Outcome) -> Iterator[Sentence]:
    if "roc_auc" in sure:
        area = sure["roc_auc"]
        text = f"The score orders a favourable case above another in {plain(area)} of pairs"
        lower, upper = area.lower or 0.0, area.upper or 0.0
        if upper < 0.5:
            yield Sentence(text=f"{text}, which is worse than by lot: it may be upside down.", weight=3)
        elif lower <= 0.5:
            yield Sentence(text=f"{text}, which is not surely better than by lot.", weight=2)
        else:
            yield Sentence(text=f"{text}; by lot it would be 0.5.", weight=1 - _value(area))
    if "cumulative_gain" in sure:
        gain = sure["cumulative_gain"]
        text = f"The tenth of the cases with the highest scores holds, of 100 {outcome.held}, {of_hundred(gain)}; "
        yield Sentence(text=f"{text}by lot it would hold 10.", weight=0.2)


def _apart(same: Sequence[Measurement]) -> tuple[Measurement, Measurement, float] | None:
    """The two groups whose intervals lie farthest apart, the lower first, and how far; none where all overlap."""
    if not same:
        return None
    low, high = min(same, key=lambda each: each.upper or 0.0), max(same, key=lambda each: each.lower or 0.0)
    gap = (high.lower or 0.0) - (low.upper or 0.0)
    return (low, high, gap) if gap > 0 else None


def _said(found: Measurement) -> str:
    if found.name == "roc_auc":
        return plain(found)
    if found.name == "calibration_in_the_large":
        return off_by(found)
    return of_hundred(found)


def _where(found: Measurement) -> str:
    return " where " + " and ".join(f"{name} is {value}" for name, value in found.groups.items())


def _value(found: Measurement) -> float:
    return 0.0 if found.value is None else found.value
