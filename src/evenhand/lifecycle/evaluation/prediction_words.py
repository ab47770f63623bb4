"""What numbers about predicted classes and predicted numbers mean, in plain words."""

from collections.abc import Iterator, Mapping, Sequence

from evenhand.kernel.measurement import Measurement
from evenhand.kernel.number import written
from evenhand.lifecycle.evaluation.hundred import hundredfold, of_hundred, plain
from evenhand.lifecycle.evaluation.table_report import Sentence

Found = Mapping[str, Measurement]


def class_words(found: Sequence[Measurement], commonest: float) -> Iterator[Sentence]:
    """Sentences about predictions of one among several classes.

    Args:
        found: of the whole table and of single classes (group ``class``).
        commonest: share of the commonest class among the labels.
    """
    whole = {each.name: each for each in found if not each.groups and each.value is not None}
    if "accuracy" in whole:
        rate = whole["accuracy"]
        text = f"Of 100 cases, the model tells {of_hundred(rate)} rightly; the commonest class for all would be right"
        text += f" about {hundredfold(commonest)}"
        if (rate.lower or 0) > commonest:
            yield Sentence(text=f"{text}.", weight=0.5)
        elif (rate.upper or 0) < commonest:
            yield Sentence(text=f"{text}, so the predictions are surely worse than that.", weight=2.5)
        else:
            yield Sentence(text=f"{text}, so the predictions are not surely better than that.", weight=2.0)
    if "f1_macro" in whole:
        yield Sentence(text=f"Averaged over classes, F1 is {plain(whole['f1_macro'])}.", weight=0.2)
    told = {"true_positive_rate": "Of 100 cases of class {}, the model finds {}.",
            "precision": "Of 100 cases that the model calls {}, it is right about {}."}  # fmt: skip
    for name, text in told.items():
        of = [
            each for each in found if each.name == name and tuple(each.groups) == ("class",) and each.value is not None
        ]
        for worst in sorted(of, key=lambda each: each.value or 0.0)[:2]:
            said = text.format(worst.groups["class"], of_hundred(worst))
            yield Sentence(text=said, groups=worst.groups, weight=1 - (worst.value or 0.0))


def number_words(found: Found, label: str) -> Iterator[Sentence]:
    """Sentences about predicted numbers.

    Args:
        found: measurements of the whole table by name.
        label: name of what was predicted.
    """
    sure = {name: each for name, each in found.items() if each.value is not None}
    if "mean_absolute_error" in sure:
        text = f"Predictions of {label} miss by {_spanned(sure['mean_absolute_error'])} on average."
        yield Sentence(text=text, weight=0.5)
    if "r2" in sure:
        share = sure["r2"]
        if (share.lower or 0) > 0:
            text = f"Of 100 parts of the variance of {label}, the predictions explain {of_hundred(share)}."
            yield Sentence(text=text, weight=1 - (share.value or 0.0))
        else:
            text = f"The predictions of {label} are not surely better than its mean for all (r2 {plain(share)})."
            yield Sentence(text=text, weight=2.0)
    if "mean_error" in sure:
        yield _bias(sure["mean_error"], label)


def tenth_words(tenths: Sequence[Measurement]) -> Iterator[Sentence]:
    """The tenths of the predictions that are surely off, the farthest first, two at most."""
    sure = [each for each in tenths if each.value is not None and (each.lower or 0) * (each.upper or 0) > 0]
    for worst in sorted(sure, key=lambda each: -abs(each.value or 0.0))[:2]:
        way = "high" if (worst.value or 0) > 0 else "low"
        (where,) = worst.groups.values()
        yield Sentence(
            text=f"In tenth {where} of the predictions they are too {way} by {_spanned(worst)} on average.",
            groups=worst.groups, weight=0.4,
        )  # fmt: skip


def _bias(bias: Measurement, label: str) -> Sentence:
    lower, upper = bias.lower or 0.0, bias.upper or 0.0
    if lower <= 0 <= upper:
        most = written(max(-lower, upper), "column")
        text = f"Predictions of {label} are right on average, as far as this table can tell: to within {most}."
        return Sentence(text=text, weight=0.1)
    way = "high" if lower > 0 else "low"
    return Sentence(text=f"Predictions of {label} are too {way} by {_spanned(bias)} on average.", weight=0.8)


def _spanned(found: Measurement) -> str:
    """The size of a value and of its ends, which must not lie on both sides of 0."""
    low, high = sorted(abs(end or 0.0) for end in (found.lower, found.upper))
    value, *ends = (written(end, "column") for end in (abs(found.value or 0.0), low, high))
    return f"{value} ({' to '.join(ends)})"
