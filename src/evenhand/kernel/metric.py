"""The closed table of metric names: what each means, its unit, range, direction and needs.

Policies and measurements may use these names and no others. How a metric is computed is no matter of this module.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from types import MappingProxyType
from typing import Literal

from evenhand.errors.number import MetricUnknown
from evenhand.kernel.drift_metric import DRIFT

Direction = Literal["higher", "lower", "zero", "one", "none"]
"""What is better: a higher value, a lower one, one near 0, one near 1; ``none`` where neither is."""

Extreme = Literal["difference", "ratio", "min", "max"]
"""Which number is made of the values of all groups."""

Needs = Literal["decision", "practice", "score", "elsewhere"]
"""What an evaluation profile must hold; ``elsewhere`` for what is not derived from one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """What a name stands for.

    Attributes:
        name: the field's snake_case name.
        meaning: one line for a reader.
        unit: ``share``, ``ratio``, ``difference``, ``score``, ``count``, ``cost`` or ``column``.
        direction: what is better.
        lowest, highest: of the value; ``None`` where it has no bound.
        needs: what it is derived from.
        compares: the metric whose values of two groups are compared; ``None`` for others.
        spans: the metrics whose values of all groups make one number for the table; empty for others.
        extreme: what of them it is: ``difference`` of the two groups farthest apart, ``ratio`` of the lower over the
            higher, ``min`` or ``max`` of one group; ``None`` for others.
        catalogue: ids of ``metric-thresholds.yaml`` that it answers.
    """

    name: str
    meaning: str
    unit: str
    direction: Direction
    lowest: float | None
    highest: float | None
    needs: Needs
    compares: str | None = None
    spans: tuple[str, ...] = ()
    extreme: Extreme | None = None
    catalogue: tuple[str, ...] = ()

    @property
    def is_comparison(self) -> bool:
        """Whether it compares a group with a reference group, and so needs ``by`` and ``reference_group``."""
        return self.compares is not None

    @property
    def is_between_groups(self) -> bool:
        """Whether it is one number for all groups of a table, and so needs ``by`` and takes no ``reference_group``."""
        return self.extreme is not None


_SHARES: tuple[tuple[str, Direction, Needs, str], ...] = (
    ("selection_rate", "none", "decision", "share that got the favourable decision"),
    ("true_positive_rate", "higher", "decision", "of those with the favourable label, share that got the decision"),
    ("false_positive_rate", "lower", "decision", "of those with the other label, share that got the decision"),
    ("true_negative_rate", "higher", "decision", "of those with the other label, share that did not get it"),
    ("false_negative_rate", "lower", "decision", "of those with the favourable label, share that did not get it"),
    ("precision", "higher", "decision", "of those who got the decision, share with the favourable label"),
    ("negative_predictive_value", "higher", "decision", "of those who did not get it, share with the other label"),
    ("accuracy", "higher", "decision", "share whose decision equals the label"),
    ("base_rate", "none", "decision", "share with the favourable label (prevalence)"),
    ("practice_agreement", "none", "practice", "share whose decision equals that of current practice"),
    ("gains", "none", "practice", "share that gets the favourable decision and would not under current practice"),
    ("losses", "none", "practice", "share that would get it under current practice and does not"),
    ("scoring_rate", "none", "score", "share whose score lies above the median of the table"),
)  # fmt: skip

_OTHERS: tuple[tuple[str, str, Direction, float | None, float | None, Needs, str], ...] = (
    ("balanced_accuracy", "score", "higher", 0, 1, "decision", "mean of true positive and true negative rate"),
    ("f1", "score", "higher", 0, 1, "decision", "harmonic mean of precision and true positive rate"),
    ("f2", "score", "higher", 0, 1, "decision", "F score that weighs the true positive rate twice as much"),
    ("f0_5", "score", "higher", 0, 1, "decision", "F score that weighs precision twice as much"),
    ("matthews_correlation", "score", "higher", -1, 1, "decision", "correlation of decision and label"),
    ("roc_auc", "score", "higher", 0, 1, "score", "chance that a favourable case scores above another"),
    ("average_precision", "score", "higher", 0, 1, "score", "precision averaged over the favourable cases"),
    ("gini", "score", "higher", -1, 1, "score", "twice roc_auc less 1 (accuracy ratio)"),
    ("kolmogorov_smirnov_separation", "score", "higher", 0, 1, "score",
     "largest gap of true and false positive rate over all cut-offs"),
    ("cumulative_gain", "score", "higher", 0, 1, "score",
     "of the favourable cases, share among the tenth with the highest scores"),
    ("lift", "ratio", "higher", 0, None, "score", "cumulative_gain over what chance would find there"),
    ("theil_index", "score", "lower", 0, None, "decision", "inequality of benefits (decision minus label plus 1)"),
    ("brier_score", "score", "lower", 0, 1, "score", "mean squared distance of score and label"),
    ("log_loss", "score", "lower", 0, None, "score", "mean of minus the log of the probability of what happened"),
    ("calibration_in_the_large", "difference", "zero", -1, 1, "score", "share of favourable labels minus mean score"),
    ("calibration_intercept", "score", "zero", None, None, "score", "shift of the log odds that would calibrate"),
    ("calibration_slope", "score", "one", None, None, "score", "slope of the label's log odds on those of the score"),
    ("expected_calibration_error", "score", "lower", 0, 1, "score", "mean gap of score and label over ten bins"),
    ("expected_calibration_error_debiased", "score", "lower", 0, 1, "score", "the same less what chance adds"),
    ("maximum_calibration_error", "score", "lower", 0, 1, "score", "largest gap of score and label over ten bins"),
    ("f_beta", "score", "higher", 0, 1, "elsewhere", "F score with any weight of the true positive rate"),
    ("expected_cost", "cost", "lower", None, None, "elsewhere", "mean cost of a case under a matrix of costs"),
    ("best_cut_off", "score", "none", None, None, "elsewhere", "score from which the favourable decision is cheapest"),
    ("least_expected_cost", "cost", "lower", None, None, "elsewhere", "mean cost of a case at the cheapest cut-off"),
    ("precision_macro", "score", "higher", 0, 1, "elsewhere", "precision of each class, averaged over classes"),
    ("recall_macro", "score", "higher", 0, 1, "elsewhere", "true positive rate of each class, averaged over classes"),
    ("f1_macro", "score", "higher", 0, 1, "elsewhere", "f1 of each class, averaged over classes"),
    ("precision_weighted", "score", "higher", 0, 1, "elsewhere", "precision averaged by shares of the labels"),
    ("f1_weighted", "score", "higher", 0, 1, "elsewhere", "f1 of each class, averaged by shares of the labels"),
    ("mean_absolute_error", "column", "lower", 0, None, "elsewhere", "mean distance of prediction and label"),
    ("root_mean_squared_error", "column", "lower", 0, None, "elsewhere", "root of the mean squared distance"),
    ("r2", "score", "higher", None, 1, "elsewhere", "share of the label's variance that predictions explain"),
    ("mean_error", "column", "zero", None, None, "elsewhere", "mean of prediction less label (bias)"),
    ("pinball_loss", "column", "lower", 0, None, "elsewhere", "mean loss of predicted quantiles"),
    ("accuracy_gain", "difference", "higher", -1, 1, "elsewhere", "accuracy minus that of the baseline"),
    ("value_gain", "difference", "higher", None, None, "elsewhere", "value of a case minus that under the baseline"),
    ("flips_within_moves", "share", "lower", 0, 1, "elsewhere", "share of decisions turned by a few valid moves"),
    ("membership_inference_auc", "score", "lower", 0, 1, "elsewhere", "how well losses tell training rows apart"),
    ("membership_inference_advantage", "difference", "lower", -1, 1, "elsewhere",
     "true minus false positive rate of the threshold attack"),
    ("extraction_agreement", "share", "lower", 0, 1, "elsewhere", "share that a copy made from answers decides alike"),
    ("flips_under_noise", "share", "lower", 0, 1, "elsewhere", "share of decisions turned by small random changes"),
    ("flips_when_missing", "share", "lower", 0, 1, "elsewhere", "share of decisions turned by leaving one value out"),
    ("score_contribution", "difference", "none", -1, 1, "elsewhere", "part of one score that an input accounts for"),
    ("importance_rank_correlation", "score", "higher", -1, 1, "elsewhere",
     "correlation of the columns' order by importance between two evaluations"),
    ("surrogate_agreement", "share", "higher", 0, 1, "elsewhere", "share that an additive surrogate decides alike"),
    ("surrogate_fidelity", "score", "higher", None, 1, "elsewhere",
     "share of the scores' variance that an additive surrogate repeats"),
    ("permutation_importance", "difference", "none", -1, 1, "elsewhere", "drop of roc_auc when a column is shuffled"),
    ("rows", "count", "none", 0, None, "elsewhere", "rows of a table"),
    ("distinct", "count", "none", 0, None, "elsewhere", "different values of a column, null apart"),
    ("minimum", "column", "none", None, None, "elsewhere", "least finite value of a column"),
    ("maximum", "column", "none", None, None, "elsewhere", "greatest finite value of a column"),
    ("mean", "column", "none", None, None, "elsewhere", "mean of a column's finite values"),
    ("standard_deviation", "column", "none", 0, None, "elsewhere", "root mean squared distance from the mean"),
    ("median", "column", "none", None, None, "elsewhere", "value at or below which half of a column lies"),
    ("quantile_05", "column", "none", None, None, "elsewhere", "value at or below which 5 % of a column lie"),
    ("quantile_25", "column", "none", None, None, "elsewhere", "value at or below which a quarter of a column lies"),
    ("quantile_75", "column", "none", None, None, "elsewhere", "value at or below which three quarters lie"),
    ("quantile_95", "column", "none", None, None, "elsewhere", "value at or below which 95 % of a column lie"),
    ("most_frequent_rate", "share", "none", 0, 1, "elsewhere", "share of a column that is its most frequent value"),
    ("category_rate", "share", "none", 0, 1, "elsewhere", "share of a column that is one value, named in detail"),
    ("number_text_rate", "share", "none", 0, 1, "elsewhere", "share of a column's texts that read as numbers"),
    ("time_text_rate", "share", "none", 0, 1, "elsewhere", "share of a column's texts that read as days or times"),
    ("blank_text_rate", "share", "lower", 0, 1, "elsewhere", "share of a column's texts that are blank"),
    ("newest_age", "days", "none", None, None, "elsewhere", "days from a column's newest time to the time of the look"),
    ("duplicate_row_rate", "share", "lower", 0, 1, "elsewhere", "share of rows that equal an earlier row throughout"),
    ("null_rate", "share", "lower", 0, 1, "elsewhere", "share of a column that is null"),
    ("nan_rate", "share", "lower", 0, 1, "elsewhere", "share of a column that is not a number"),
    ("infinity_rate", "share", "lower", 0, 1, "elsewhere", "share of a column that is infinite"),
    ("out_of_range_rate", "share", "lower", 0, 1, "elsewhere", "share outside the contract's minimum and maximum"),
    ("unknown_category_rate", "share", "lower", 0, 1, "elsewhere", "share that the contract's categories do not hold"),
    ("duplicate_rate", "share", "lower", 0, 1, "elsewhere", "share of rows whose key stood in an earlier row"),
    *DRIFT,
    ("override_rate", "share", "none", 0, 1, "elsewhere", "of the decisions a person reviewed, share that was changed"),
    ("outcome_coverage", "share", "higher", 0, 1, "elsewhere", "of the mature predictions, share with an outcome"),
    ("label_leakage_auc", "score", "none", 0.5, 1, "elsewhere", "how well one column alone tells the label"),
)  # fmt: skip

_BETWEEN: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("demographic_parity", ("selection_rate",), "selection_rate"),
    ("equal_opportunity", ("true_positive_rate",), "true_positive_rate"),
    ("equalized_odds", ("true_positive_rate", "false_positive_rate"), "true or false positive rate"),
    ("predictive_parity", ("precision",), "precision"),
    ("accuracy_group", ("accuracy",), "accuracy"),
    ("false_positive_rate_group", ("false_positive_rate",), "false_positive_rate"),
    ("false_negative_rate_group", ("false_negative_rate",), "false_negative_rate"),
    ("negative_predictive_value_group", ("negative_predictive_value",), "negative_predictive_value"),
)  # fmt: skip

_WORST: tuple[tuple[str, Extreme], ...] = (
    ("selection_rate", "min"), ("true_positive_rate", "min"), ("precision", "min"), ("accuracy", "min"),
    ("negative_predictive_value", "min"), ("false_positive_rate", "max"), ("false_negative_rate", "max"),
)  # fmt: skip

_SCORE_DIFFERENCES = ("roc_auc", "brier_score", "calibration_in_the_large")

_CATALOGUE: Mapping[str, tuple[str, ...]] = {
    "selection_rate_ratio": ("impact-ratio",),
    "selection_rate_difference": ("statistical-parity-difference", "two-standard-deviations"),
    "true_positive_rate_difference": ("equal-opportunity-difference", "equalized-odds-difference"),
    "false_positive_rate_difference": ("equalized-odds-difference",),
    "calibration_in_the_large_difference": ("calibration-gap-by-group",),
    "roc_auc": ("auc-level",),
    "kolmogorov_smirnov_separation": ("ks-separation",),
    "expected_calibration_error": ("ece",),
    "expected_calibration_error_debiased": ("ece",),
    "calibration_slope": ("calibration-slope",),
    "brier_score": ("brier",),
    "membership_inference_advantage": ("membership-inference-advantage",),
    "flips_within_moves": ("robust-accuracy-drop",),
    "population_stability_index": ("psi", "csi"),
    "kolmogorov_smirnov": ("ks-drift",),
    "null_rate_change": ("missing-rate-change",),
    "override_rate": ("override-rate",),
    "importance_rank_correlation": ("explanation-stability",),
}


def _table() -> dict[str, Metric]:
    rows = [
        Metric(name=name, meaning=meaning, unit="share", direction=better, lowest=0, highest=1, needs=needs)
        for name, better, needs, meaning in _SHARES
    ]
    rows += [
        Metric(name=name, meaning=meaning, unit=unit, direction=better, lowest=low, highest=high, needs=needs)
        for name, unit, better, low, high, needs, meaning in _OTHERS
    ]
    compared = [row for row in rows if row.unit == "share" and row.needs != "elsewhere"]
    rows += [_difference(row) for row in rows if row in compared or row.name in _SCORE_DIFFERENCES]
    rows += [_ratio(row) for row in compared]
    rows += [made for stem, spans, of in _BETWEEN for made in _between(stem, spans, of)]
    rows += [_calibration_gap(), *(_worst(row, dict(_WORST)[row.name]) for row in compared if row.name in dict(_WORST))]
    return {row.name: replace(row, catalogue=_CATALOGUE.get(row.name, ())) for row in rows}


def _difference(of: Metric) -> Metric:
    width = None if of.lowest is None or of.highest is None else of.highest - of.lowest
    return Metric(
        name=f"{of.name}_difference", meaning=f"{of.name} of the group minus that of the reference group",
        unit="difference", direction="zero", lowest=None if width is None else -width, highest=width, needs=of.needs,
        compares=of.name,
    )  # fmt: skip


def _ratio(of: Metric) -> Metric:
    return Metric(
        name=f"{of.name}_ratio", meaning=f"{of.name} of the group over that of the reference group", unit="ratio",
        direction="one", lowest=0, highest=None, needs=of.needs, compares=of.name,
    )  # fmt: skip


def _between(stem: str, spans: tuple[str, ...], of: str) -> tuple[Metric, Metric]:
    return (
        Metric(
            name=f"{stem}_difference", meaning=f"largest difference of {of} between two groups", unit="difference",
            direction="zero", lowest=0, highest=1, needs="decision", spans=spans, extreme="difference",
        ),
        Metric(
            name=f"{stem}_ratio", meaning=f"smallest ratio of {of} between two groups", unit="ratio",
            direction="one", lowest=0, highest=1, needs="decision", spans=spans, extreme="ratio",
        ),
    )  # fmt: skip


def _calibration_gap() -> Metric:
    of = "calibration_in_the_large"
    return Metric(
        name=f"{of}_group_difference", meaning=f"largest difference of {of} between two groups", unit="difference",
        direction="zero", lowest=0, highest=2, needs="score", spans=(of,), extreme="difference",
    )  # fmt: skip


def _worst(of: Metric, extreme: Extreme) -> Metric:
    end = {"min": "lowest", "max": "highest"}[extreme]
    return Metric(
        name=f"{of.name}_group_{extreme}", meaning=f"{end} {of.name} of a group", unit="share",
        direction=of.direction, lowest=0, highest=1, needs=of.needs, spans=(of.name,), extreme=extreme,
    )  # fmt: skip


METRICS: Mapping[str, Metric] = MappingProxyType(_table())
"""Every known metric by its name."""


def metric(name: str) -> Metric:
    """What ``name`` stands for.

    Raises:
        MetricUnknown: no metric has this name; near ones are suggested.

    Examples:
        >>> metric("selection_rate_ratio").compares
        'selection_rate'
        >>> metric("roc_auk")
        Traceback (most recent call last):
        evenhand.errors.number.MetricUnknown: [METRIC-UNKNOWN] 'roc_auk' is no metric; did you mean roc_auc? See ...
    """
    if name in METRICS:
        return METRICS[name]
    near = get_close_matches(name, METRICS, n=1)
    hint = f"; did you mean {near[0]}?" if near else "."
    raise MetricUnknown(f"{name!r} is no metric{hint}", name=name)
