"""What is right rather than fast: answers where the truth is known, invariance, parity."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
from clock import Clock


def wrong(clock: Clock) -> dict[str, Any]:
    """Our answers on the tables that other tools are asked about."""
    import wrong_answers

    def drift(old: Any, new: Any, texts: list[str]) -> dict[str, bool | None]:  # noqa: ANN401 - pandas has no types
        del texts
        found = _report(pa.Table.from_pandas(old), pa.Table.from_pandas(new))
        return {name: _is_changed(found, name) for name in old.columns}

    with clock.part("ask"):
        return {"answers": wrong_answers.ask(drift)}


def invariance(clock: Clock) -> dict[str, Any]:
    """Whether the same rows in another unit, or from another zero, give the same numbers."""
    rng = np.random.default_rng(5)
    cases = {
        "normal, moved by 0.2 deviations": (rng.normal(0, 1, 20_000), rng.normal(0.2, 1, 30_000)),
        "normal, nothing changed": (rng.normal(0, 1, 20_000), rng.normal(0, 1, 30_000)),
        "log-normal, wider": (rng.lognormal(0, 1, 20_000), rng.lognormal(0, 1.1, 30_000)),
        "counts, more": (rng.poisson(4, 20_000) * 1.0, rng.poisson(4.2, 30_000) * 1.0),
    }
    changed, greatest = [], 0.0
    with clock.part("compare"):
        for name, (old, new) in cases.items():
            plain = _numbers(old, new)
            deviation = float(old.std())
            for how, other in (
                ("scaled by 1e-9", _numbers(old * 1e-9, new * 1e-9)),
                ("moved by 1e6 deviations", _numbers(old + 1e6 * deviation, new + 1e6 * deviation)),
            ):
                for key, (value, is_apart) in plain.items():
                    greatest = max(greatest, abs(other[key][0] - value))
                    if other[key][1] != is_apart:
                        changed.append(f"{key} of {name} {how}")
    return {"cases": len(cases), "changed": changed, "greatest": greatest}


def parity(clock: Clock, *, cases: int) -> dict[str, Any]:
    """Performance metrics of random tables against scikit-learn's."""
    import sklearn.metrics as sk

    from evenhand.wiring.scan import TableScanner
    from evenhand.workflows.statistics.measure_performance import measure_performance

    theirs = {
        "accuracy": lambda label, _, answer: sk.accuracy_score(label, answer),
        "precision": lambda label, _, answer: sk.precision_score(label, answer),
        "true_positive_rate": lambda label, _, answer: sk.recall_score(label, answer),
        "balanced_accuracy": lambda label, _, answer: sk.balanced_accuracy_score(label, answer),
        "matthews_correlation": lambda label, _, answer: sk.matthews_corrcoef(label, answer),
        "f1": lambda label, _, answer: sk.f1_score(label, answer),
        "roc_auc": lambda label, score, _: sk.roc_auc_score(label, score),
        "average_precision": lambda label, score, _: sk.average_precision_score(label, score),
        "brier_score": lambda label, score, _: sk.brier_score_loss(label, score),
        "log_loss": lambda label, score, _: sk.log_loss(label, score),
    }
    worst: dict[str, Counter[str]] = {"counted": Counter(), "binned": Counter()}
    misses = Counter()
    with clock.part("compare"):
        for label, score, answer in _scored(cases):
            table = pa.table({"label": label, "score": score, "prediction": answer})
            report = measure_performance(TableScanner(), table, label="label", score="score", prediction="prediction")
            for one in report.measurements:
                if one.groups or one.value is None or one.name not in theirs:
                    continue
                error = abs(one.value - theirs[one.name](label, score, answer))
                bound = _bound(one.detail)
                kind = "counted" if bound is None else "binned"
                worst[kind][one.name] = max(worst[kind][one.name], error)
                misses[kind] += error > (bound or 0.0) + 1e-9
    kinds = {kind: {"worst": dict(found), "misses": misses[kind]} for kind, found in worst.items()}
    return {"cases": cases, **kinds}


def _report(old: pa.Table, new: pa.Table) -> Any:  # noqa: ANN401 - a report, imported when first needed
    from evenhand.wiring.scan import TableScanner
    from evenhand.workflows.statistics.measure_drift import measure_drift

    return measure_drift(TableScanner(), old, new)


def _is_changed(report: Any, column: str) -> bool | None:  # noqa: ANN401 - a report
    """Whether the one test of a column, allowing for the number of columns, says at 5 % that something changed."""
    found = [one for one in report.measurements if one.column == column and "p_adjusted" in one.detail]
    return found[0].detail["p_adjusted"] < 0.05 if found else None


def _is_apart(one: Any) -> bool:  # noqa: ANN401 - a measurement
    return bool(one.lower > 0 or one.upper < 0)


def _bound(detail: Any) -> float | None:  # noqa: ANN401 - a map of JSON
    found = detail.get("binning_error")
    return None if found is None else float(found)


def _numbers(old: Any, new: Any) -> dict[str, tuple[float, bool]]:  # noqa: ANN401 - arrays
    """Name to value and verdict, of measures that have no unit of the column."""
    found = _report(pa.table({"x": old}), pa.table({"x": new})).measurements
    return {
        one.name: (one.value, _is_apart(one))
        for one in found
        if one.value is not None and one.name != "wasserstein_distance"
    }


def _scored(cases: int) -> Iterator[tuple[Any, Any, Any]]:
    """Random tables; one in twenty has more than 100,000 rows, from which on scores are counted in cells."""
    for case in range(cases):
        rng = np.random.default_rng([7, case])
        n = 100_000 + int(rng.integers(1, 20_000)) if case % 20 == 1 else int(rng.integers(50, 3_000))
        score = rng.beta(*rng.uniform(0.5, 4, 2), n)
        if case % 3 == 0:
            score = np.round(score, 2)
        score = np.clip(score, 1e-6, 1 - 1e-6)
        label = (rng.random(n) < score).astype(np.int64)
        if 0 < label.sum() < n:
            yield label, score, (score >= 0.5).astype(np.int64)


CASES = {"wrong": wrong, "invariance": invariance, "parity": parity}
