"""What numbers, groups and looks are called on a page."""

from collections.abc import Mapping
from types import MappingProxyType

from evenhand.kernel.measurement import Measurement
from evenhand.kernel.number import kind_of, spread, written

_TITLES: Mapping[str, str] = MappingProxyType({
    "population_stability_index": "Stability index (PSI)",
    "population_stability_index_raw": "Stability index (PSI), chance included",
    "kolmogorov_smirnov": "Largest gap (KS)",
    "total_variation_distance": "Share that moved",
    "kolmogorov_smirnov_separation": "Largest gap of the labels (KS)",
    "jensen_shannon_distance": "Jensen-Shannon distance", "cramers_v": "Cramer's V",
    "null_rate": "Share without a value", "most_frequent_rate": "Share of the most frequent value",
    "number_text_rate": "Share of texts that read as numbers", "blank_text_rate": "Share of blank texts",
    "time_text_rate": "Share of texts that read as days or times",
    "f1": "F1 score", "f2": "F2 score", "f0_5": "F0.5 score",
})  # fmt: skip
_ENDINGS: Mapping[str, str] = MappingProxyType({
    "_group_min": "Lowest {} of a group", "_group_max": "Highest {} of a group",
    "_group_difference": "Largest difference of {}", "_group_ratio": "Smallest ratio of {}",
})  # fmt: skip
_PEOPLE = ("Benjamini", "Brier", "Cramer", "Hellinger", "Jensen", "Theil", "Wasserstein")
"""A metric that begins with one of them keeps its capital within a sentence."""
_METHODS: Mapping[str, str] = MappingProxyType({
    "wilson": "Wilson", "mover": "MOVER", "delong": "DeLong", "newcombe": "Newcombe",
    "smirnov": "Smirnov", "student": "Student", "agresti": "Agresti", "hall": "Hall", "sidak": "Sidak", "wald": "Wald",
    "clopper": "Clopper", "pearson": "Pearson", "benjamini": "Benjamini", "hochberg": "and Hochberg",
    "yekutieli": "and Yekutieli", "r": "R",
})  # fmt: skip
_ACRONYMS: Mapping[str, str] = MappingProxyType({"roc": "ROC", "auc": "AUC", "nan": "NaN", "brier": "Brier"})


def metric_title(name: str) -> str:
    """A metric in words.

    Examples:
        >>> metric_title("roc_auc"), metric_title("true_positive_rate"), metric_title("kolmogorov_smirnov")
        ('ROC AUC', 'True positive rate', 'Largest gap (KS)')
    """
    if name in _TITLES:
        return _TITLES[name]
    ending = next((each for each in _ENDINGS if name.endswith(each)), None)
    if ending is not None:
        return _ENDINGS[ending].format(name.removesuffix(ending).replace("_", " "))
    words = [_ACRONYMS.get(word, word) for word in name.split("_")]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])


def metric_phrase(name: str) -> str:
    """A metric in words within a sentence.

    Examples:
        >>> metric_phrase("roc_auc"), metric_phrase("true_positive_rate"), metric_phrase("brier_score")
        ('ROC AUC', 'true positive rate', 'Brier score')
    """
    title = metric_title(name)
    is_plain = title[1:2].islower() and not title.startswith(_PEOPLE)
    return title[:1].lower() + title[1:] if is_plain else title


def method_title(name: str) -> str:
    """How an interval or an adjustment was made, as people say it.

    Examples:
        >>> method_title("simultaneous-mover-r-wilson"), method_title("benjamini-hochberg"), method_title("exact")
        ('simultaneous MOVER R Wilson', 'Benjamini and Hochberg', 'exact')
    """
    return " ".join(_METHODS.get(word, word) for word in name.split("-"))


def group_title(groups: Mapping[str, str]) -> str:
    """A group by its values.

    Examples:
        >>> group_title({"sex": "f", "age": "18-25"}), group_title({})
        ('f, 18-25', 'everybody')
    """
    return ", ".join(value or "(empty text)" for value in groups.values()) or "everybody"


def measured(measurement: Measurement) -> str:
    """The value with its interval; that there is none, or that it is hidden; or that a comparison is with itself.

    Examples:
        >>> measured(Measurement(name="accuracy", value=0.8, lower=0.75, upper=0.85, confidence=0.95, n=9, unit="share",
        ...                      method="wilson"))
        '80.0% [75.0%, 85.0%]'
    """
    ends = ends_of(measurement)
    if measurement.detail.get("is_withheld") is True:
        return f"hidden ({measurement.detail['hidden']})"
    if measurement.detail.get("is_reference") is True:
        return "reference"
    if "instant" in measurement.detail:
        return str(measurement.detail["instant"])
    kind = kind_of(measurement.name, measurement.unit)
    if ends is not None and measurement.detail.get("is_exact") is False:
        return f"at least {written(ends[0], kind)}"
    if ends is not None and measurement.method == "exact" and ends[1] == ends[2]:
        return written(ends[0], kind)
    return "undefined" if ends is None else spread(ends, kind)


def ends_of(measurement: Measurement) -> tuple[float, float, float] | None:
    """Value, lower and upper end; ``None`` where the number is undefined."""
    value, lower, upper = measurement.value, measurement.lower, measurement.upper
    return None if value is None or lower is None or upper is None else (value, lower, upper)
