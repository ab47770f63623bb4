"""Numbers to measurements: pure functions that know numpy, the kernel and no threshold.

``EvaluationProfile.of`` counts a table once; ``derive`` is the one path from there to a number about decisions and
scores. What is not about decisions stands beside it: columns (``profiling``, ``columns``), losses (``privacy``),
shuffled scores (``importance``).
"""

from evenhand.metrics.column_values import ColumnValues
from evenhand.metrics.derive import derive, rows_to_settle
from evenhand.metrics.fairness import ReferenceGroup
from evenhand.metrics.importance import permutation_importance
from evenhand.metrics.leakage import label_leakage
from evenhand.metrics.pooling import pooled
from evenhand.metrics.privacy import membership_inference_advantage, membership_inference_auc
from evenhand.metrics.profile import Cases, EvaluationProfile
from evenhand.metrics.repeated_keys import duplicate_rate
from evenhand.metrics.storage import profile_bytes, profile_digest, read_profile

__all__ = [
    "Cases",
    "ColumnValues",
    "EvaluationProfile",
    "ReferenceGroup",
    "derive",
    "duplicate_rate",
    "label_leakage",
    "membership_inference_advantage",
    "membership_inference_auc",
    "permutation_importance",
    "pooled",
    "profile_bytes",
    "profile_digest",
    "read_profile",
    "rows_to_settle",
]
