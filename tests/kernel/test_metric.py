import re
from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from evenhand.errors.number import MetricUnknown
from evenhand.kernel.metric import METRICS, metric

CATALOGUE = {
    row["id"]
    for row in yaml.safe_load(
        files("evenhand").joinpath("resources", "controls", "metric-thresholds.yaml").read_text("utf-8")
    )["metrics"]
}
# What the catalogue names and nothing here answers yet: drift, features, operation, release rules, or no metric at all.
UNANSWERED = {
    "auc-drop", "backtest-traffic-light", "binomial-pd-test", "data-freshness", "dp-epsilon",
    "gini-relative-drop", "hosmer-lemeshow", "iv", "js-distance", "k-anonymity",
    "label-agreement-kappa", "ll144-small-group", "min-group-size",
    "shadow-disagreement", "standardized-mean-difference", "vif", "wasserstein-normalized",
}  # fmt: skip


def test_every_id_of_the_catalogue_is_answered_or_known_to_be_open() -> None:
    answered = {id_ for spec in METRICS.values() for id_ in spec.catalogue}

    assert answered <= CATALOGUE
    assert answered | UNANSWERED == CATALOGUE
    assert not answered & UNANSWERED


@pytest.mark.parametrize("name", METRICS)
def test_a_metric_says_what_it_is(name: str) -> None:
    spec = metric(name)

    assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", spec.name)
    assert spec.name == name
    assert spec.meaning
    assert spec.lowest is None or spec.highest is None or spec.lowest < spec.highest


@pytest.mark.parametrize("name", METRICS)
def test_a_comparison_is_known_by_its_name(name: str) -> None:
    spec = METRICS[name]

    assert (spec.is_comparison or spec.extreme in ("difference", "ratio")) == name.endswith(("_difference", "_ratio"))
    assert (spec.extreme in ("min", "max")) == name.endswith(("_group_min", "_group_max"))
    assert spec.is_between_groups == bool(spec.spans)
    assert not (spec.is_comparison and spec.is_between_groups)
    assert set(spec.spans) <= METRICS.keys()
    assert METRICS[name].compares is None or METRICS[name].compares in METRICS


def test_every_share_of_a_group_can_be_compared() -> None:
    shares = [
        spec.name
        for spec in METRICS.values()
        if spec.unit == "share" and spec.needs != "elsewhere" and not spec.is_between_groups
    ]

    assert all({f"{name}_difference", f"{name}_ratio"} <= METRICS.keys() for name in shares)


def test_the_reference_lists_exactly_these_names() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "metrics.md").read_text("utf-8")
    listed = set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))
    compared = set(re.findall(r"`(\w+)`", page.partition("All comparisons: ")[2].partition("\n")[0]))

    assert listed | compared == METRICS.keys()
    assert compared == {spec.name for spec in METRICS.values() if spec.is_comparison}


def test_the_table_cannot_be_added_to() -> None:
    with pytest.raises(TypeError):
        METRICS["own"] = metric("accuracy")  # type: ignore[index]


@pytest.mark.parametrize("name", ["", "ROC_AUC", "selection_rates", "accuracy "])
def test_an_unknown_name_is_refused(name: str) -> None:
    with pytest.raises(MetricUnknown, match="is no metric"):
        metric(name)
