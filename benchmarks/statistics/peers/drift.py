"""A drift report by a peer, run by the interpreter of its own environment; prints one line of JSON.

    python -P peers/drift.py PEER report REFERENCE CURRENT COLUMNS-AS-JSON
    python -P peers/drift.py PEER wrong

``report`` times importing, reading and reporting apart; ``wrong`` gives small tables whose truth is known.
"""

import importlib.metadata
import json
import logging
import os
import sys
import warnings
from collections.abc import Callable
from typing import Any

import wrong_answers
from clock import Clock

os.environ.update(
    NML_DISABLE_USAGE_LOGGING="1", WHYLOGS_NO_ANALYTICS="True", DO_NOT_TRACK="1", TF_CPP_MIN_LOG_LEVEL="3"
)
warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

Frame = Any
Found = dict[str, bool | None]
"""Column to whether the peer says that it drifted; ``None`` where it gives no answer."""


def evidently(reference: Frame, current: Frame, texts: list[str], *, is_test: bool = False) -> Found:
    """The preset with its own choice of statistic, or Kolmogorov-Smirnov and its chi-square test."""
    from evidently import DataDefinition, Dataset, Report
    from evidently.presets import DataDriftPreset

    definition = DataDefinition(
        numerical_columns=[name for name in reference.columns if name not in texts], categorical_columns=texts
    )
    options = {"num_method": "ks", "cat_method": "chisquare"} if is_test else {}
    report = Report([DataDriftPreset(**options)])
    tables = [Dataset.from_pandas(table, data_definition=definition) for table in (current, reference)]
    found: Found = {}
    for metric in report.run(*tables).dict()["metrics"]:
        config = metric.get("config", {})
        if "column" in config and "threshold" in config:
            score, threshold = float(metric["value"]), float(config["threshold"])
            is_chance = config["method"] in {"ks", "chisquare"} or "p_value" in config["method"]
            found[config["column"]] = score < threshold if is_chance else score >= threshold
    return found


def nannyml(reference: Frame, current: Frame, texts: list[str], *, is_test: bool = False) -> Found:
    """Jensen-Shannon in ten chunks, or its two-sample tests in one."""
    import nannyml as nml

    calculator = nml.UnivariateDriftCalculator(
        column_names=list(reference.columns), treat_as_categorical=texts, chunk_number=1 if is_test else 10,
        continuous_methods=["kolmogorov_smirnov" if is_test else "jensen_shannon"],
        categorical_methods=["chi2" if is_test else "jensen_shannon"],
    )  # fmt: skip
    calculator.fit(reference)
    alerts = calculator.calculate(current).filter(period="analysis").to_df()
    found: Found = {}
    for name in reference.columns:
        here = alerts[name]
        alert = [column for column in here.columns if column[-1] == "alert"]
        found[name] = bool(here[alert].to_numpy().any()) if alert else None
    return found


def whylogs(reference: Frame, current: Frame, texts: list[str], *, is_test: bool = False) -> Found:
    """Profiles of both tables and its drift scores: Kolmogorov-Smirnov or chi-square, as it decides."""
    import whylogs as why
    from whylogs.viz.drift.column_drift_algorithms import calculate_drift_scores

    del texts, is_test
    views = [why.log(pandas=table).view() for table in (current, reference)]
    scores = calculate_drift_scores(target_view=views[0], reference_view=views[1], with_thresholds=True)
    return {name: None if one is None else one["drift_category"] == "DRIFT" for name, one in scores.items()}


def deepchecks(reference: Frame, current: Frame, texts: list[str], *, is_test: bool = False) -> Found:
    """Its check of features, sampled as by default, pictures left out; drift where its own condition would say so."""
    from deepchecks.tabular import Dataset
    from deepchecks.tabular.checks import FeatureDrift

    del is_test
    tables = [Dataset(table, cat_features=texts) for table in (reference, current)]
    scores = FeatureDrift().run(*tables, with_display=False).value
    return {name: None if one["Drift score"] is None else one["Drift score"] > 0.2 for name, one in scores.items()}


def alibi_detect(reference: Frame, current: Frame, texts: list[str], *, is_test: bool = False) -> Found:
    """Kolmogorov-Smirnov and chi-square, each column by itself."""
    import numpy as np
    from alibi_detect.cd import TabularDrift

    del is_test
    both = [table.copy() for table in (reference, current)]
    for name in texts:
        values = sorted({str(value) for table in both for value in table[name].unique()})
        places = {value: place for place, value in enumerate(values)}
        for table in both:
            table[name] = table[name].astype(str).map(places)
    places = {list(reference.columns).index(name): None for name in texts}
    arrays = [table.to_numpy(dtype=np.float64) for table in both]
    detector = TabularDrift(arrays[0], p_val=0.05, categories_per_feature=places or None)
    answer = detector.predict(arrays[1], drift_type="feature", return_p_val=True, return_distance=True)["data"]
    return {name: bool(is_drift) for name, is_drift in zip(reference.columns, answer["is_drift"], strict=True)}


PEERS: dict[str, Callable[..., Found]] = {
    "evidently": evidently, "nannyml": nannyml, "whylogs": whylogs, "deepchecks": deepchecks,
    "alibi-detect": alibi_detect,
}  # fmt: skip
HAS_TEST = {"evidently", "nannyml"}
"""Peers whose two-sample tests are a choice beside their default."""


def report(peer: str, reference: str, current: str, columns: str) -> dict[str, Any]:
    """Time importing, reading and reporting."""
    names, clock = json.loads(columns), Clock()
    with clock.part("import"):
        import pandas as pd

        __import__(peer.replace("-", "_"))
    with clock.part("read"):
        tables = [pd.read_parquet(path, columns=names["all"]) for path in (reference, current)]
    with clock.part("report"):
        found = PEERS[peer](*tables, names["texts"])
    return {"phases": clock.phases, "drifted": sorted(name for name, is_drift in found.items() if is_drift)}


def wrong(peer: str) -> dict[str, Any]:
    """Small tables whose truth is known: case to what the peer answers, by default and by its tests."""
    forms = (False, True) if peer in HAS_TEST else (False,)
    return {
        "tests" if is_test else "default": wrong_answers.ask(
            lambda *tables, is_test=is_test: PEERS[peer](*tables, is_test=is_test)
        )
        for is_test in forms
    }  # fmt: skip


def main() -> None:
    """Do what the arguments say."""
    peer, what, *rest = sys.argv[1:]
    answer = report(peer, *rest) if what == "report" else wrong(peer)
    print("\n" + json.dumps(answer | {"version": importlib.metadata.version(peer)}))


if __name__ == "__main__":
    main()
