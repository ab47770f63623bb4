"""Six grouped rates by Fairlearn, run by the interpreter of its own environment; prints one line of JSON.

    python -P peers/fairness.py TABLE ROWS DRAWS

The first ``ROWS`` rows, all crossings of three attributes at once, without draws and with a few.
"""

import importlib.metadata
import json
import sys
import time
import warnings

import fairlearn.metrics as fair
import pyarrow.parquet as pq
import sklearn.metrics as sk
from clock import cpu

ATTRIBUTES = ["sex", "age_band", "region"]
METRICS = {
    "selection_rate": fair.selection_rate,
    "accuracy": sk.accuracy_score,
    "true_positive_rate": fair.true_positive_rate,
    "false_positive_rate": fair.false_positive_rate,
    "precision": lambda truth, answer: sk.precision_score(truth, answer, zero_division=0),
    "base_rate": lambda truth, answer: float(truth.mean()) + 0 * len(answer),
}


def main() -> None:
    """Time the frame of metrics without a draw and with a few."""
    warnings.simplefilter("ignore")
    path, rows, draws = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    whole = pq.read_table(path, columns=[*ATTRIBUTES, "label", "prediction"]).slice(0, rows).to_pandas()
    given = {
        "metrics": METRICS, "y_true": whole["label"], "y_pred": whole["prediction"],
        "sensitive_features": whole[ATTRIBUTES],
    }  # fmt: skip
    start, wall = cpu(), time.perf_counter()
    groups = len(fair.MetricFrame(**given).by_group)
    plain = {"cpu": cpu() - start, "wall": time.perf_counter() - wall, "groups": groups}
    drawn = None
    if draws:
        start = cpu()
        _ = fair.MetricFrame(**given, n_boot=draws, ci_quantiles=[0.025, 0.975], random_state=1).by_group_ci
        drawn = {"cpu": cpu() - start, "draws": draws, "each": (cpu() - start - plain["cpu"]) / draws}
    version = importlib.metadata.version("fairlearn")
    print("\n" + json.dumps({"plain": plain, "drawn": drawn, "version": version}))


if __name__ == "__main__":
    main()
