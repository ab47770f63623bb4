"""The names of measures of drift: rows of the closed table of metrics."""

from typing import Literal

DRIFT: tuple[
    tuple[str, str, Literal["lower", "zero", "none"], float | None, float | None, Literal["elsewhere"], str], ...
] = (
    ("population_stability_index", "score", "lower", 0, None, "elsewhere", "how far shares moved, less chance"),
    ("total_variation_distance", "share", "lower", 0, 1, "elsewhere", "share of rows in other bins than before"),
    ("kolmogorov_smirnov", "share", "lower", 0, 1, "elsewhere", "largest gap of two distribution functions"),
    ("rows_elsewhere", "share", "lower", 0, 1, "elsewhere", "share of rows in another bin, or newly without a value"),
    ("cramers_v", "score", "lower", 0, 1, "elsewhere", "association of a column with the table that a row is from"),
    ("jensen_shannon_distance", "score", "lower", 0, 1, "elsewhere", "root of the divergence from their average, bits"),
    ("hellinger_distance", "score", "lower", 0, 1, "elsewhere", "distance of the roots of shares"),
    ("wasserstein_distance", "column", "lower", 0, None, "elsewhere", "how far a value lies from its place before"),
    ("wasserstein_distance_scaled", "score", "lower", 0, None, "elsewhere", "the same in spreads of the reference"),
    ("domain_classifier_auc", "score", "none", 0, 1, "elsewhere", "how well a learner tells which table a row is from"),
    ("association_change", "score", "lower", 0, 1, "elsewhere", "how otherwise two columns go together than before"),
    ("order_dependence", "score", "lower", 0, None, "elsewhere", "how unlike its window one slice of it is"),
    ("null_rate_change", "difference", "zero", -1, 1, "elsewhere", "null_rate minus that of the baseline window"),
    ("nan_rate_change", "difference", "zero", -1, 1, "elsewhere", "nan_rate minus that of the baseline window"),
    ("infinity_rate_change", "difference", "zero", -1, 1, "elsewhere", "infinity_rate minus that of the baseline"),
    ("new_category_rate", "share", "lower", 0, 1, "elsewhere", "share whose value the baseline window does not hold"),
)  # fmt: skip
"""Name, unit, what is better, least and greatest value, what it needs, meaning."""
