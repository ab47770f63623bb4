"""Six performance metrics by scikit-learn, and SciPy's bootstrap; run by the interpreter of its own environment.

python -P peers/performance.py TABLE ROWS DRAWS
"""

import importlib.metadata
import json
import sys
import warnings

import numpy as np
import pyarrow.parquet as pq
import scipy.stats
import sklearn.metrics as sk
from clock import cpu


def metrics(label: "np.ndarray", score: "np.ndarray", answer: "np.ndarray") -> dict[str, float]:
    """ROC AUC, average precision, F1, accuracy, Brier score and log loss."""
    return {
        "auc": sk.roc_auc_score(label, score), "average_precision": sk.average_precision_score(label, score),
        "f1": sk.f1_score(label, answer), "accuracy": sk.accuracy_score(label, answer),
        "brier": sk.brier_score_loss(label, score), "log_loss": sk.log_loss(label, score),
    }  # fmt: skip


def main() -> None:
    """Time the point values, a draw of rows for all six, and SciPy's percentile bootstrap of the AUC alone."""
    warnings.simplefilter("ignore")
    path, rows, draws = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    table = pq.read_table(path, columns=["label", "score", "prediction"]).slice(0, rows)
    label, score, answer = (table.column(name).to_numpy() for name in ("label", "score", "prediction"))
    start = cpu()
    values = metrics(label, score, answer)
    plain = cpu() - start
    rng, start = np.random.default_rng(1), cpu()
    for _ in range(draws):
        drawn = rng.integers(0, rows, rows)
        metrics(label[drawn], score[drawn], answer[drawn])
    each = (cpu() - start) / max(1, draws)
    start = cpu()
    if draws:
        scipy.stats.bootstrap(
            (label, score), sk.roc_auc_score, paired=True, vectorized=False, method="percentile", n_resamples=draws,
            rng=np.random.default_rng(1),
        )  # fmt: skip
    scipy_each = (cpu() - start) / max(1, draws)
    versions = {name: importlib.metadata.version(name) for name in ("scikit-learn", "scipy")}
    found = {"plain": plain, "each": each, "scipy_auc_each": scipy_each, "draws": draws, "values": values}
    print("\n" + json.dumps(found | {"version": ", SciPy ".join(versions.values())}))


if __name__ == "__main__":
    main()
