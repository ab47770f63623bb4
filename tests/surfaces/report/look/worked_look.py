"""Reports of real measurements on small tables, as whoever looks at files gets them."""

import numpy as np

from evenhand.lifecycle.evaluation.table_report import Looked, Sentence, TableReport
from evenhand.metrics.derive import derive
from evenhand.metrics.profile import Cases, EvaluationProfile

_LABEL = np.tile([1, 1, 0, 0, 1], 200)
_DECISION = np.tile([1, 0, 0, 1, 1], 200)
_SEX = np.array(["f", "m", "m", "f", "m"] * 200)
CASES = EvaluationProfile.of(Cases(label=_LABEL, decision=_DECISION, attributes={"sex": _SEX}))
NAMES = ("selection_rate", "true_positive_rate", "false_positive_rate", "accuracy")


def groups_report(**changed: object) -> TableReport:
    """Rates of everybody and of two groups; one group has nobody with the other label who was refused."""
    numbers = [each for name in NAMES for each in derive(CASES, name=name)]
    numbers += derive(CASES, name="selection_rate_ratio", by=("sex",), reference_group="best")
    numbers += [each for name in NAMES for each in derive(CASES, name=name, by=("sex",))]
    settings = {
        "look": "fairness",
        "tables": (Looked(origin="answers.csv", n_rows=1000),),
        "measurements": tuple(numbers),
        "sentences": (
            Sentence(text="Of everybody, 60 % are selected.", weight=1.0),
            Sentence(text="Men are selected less often than women.", groups={"sex": "m"}, weight=2.0),
        ),
        "problems": ("Column 'photo' of answers.csv holds lists, which are no groups.",),
        "choices": {"positive": "1", "by": ["sex"]},
    }
    return TableReport(**{**settings, **changed})
