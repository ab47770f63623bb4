"""The model card: what evidence says is filled in with its source, what only people know stays visibly empty."""

from collections.abc import Mapping, Sequence

from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest
from evenhand.lifecycle.data.paper import Question, filled_in
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.lifecycle.training.manifest import Manifest

_HEADLINES = ("roc_auc", "accuracy", "true_positive_rate", "false_positive_rate", "selection_rate")


def model_card(
    asked: Sequence[Question], *, manifest: Manifest, use_case: UseCase, holdout: Digest,
    reports: Mapping[str, Mapping[str, Json]], source: Digest,
) -> dict[str, Json]:  # fmt: skip
    """The body of a model card's draft.

    Args:
        asked: the questions of the catalogue's ``model-card``.
        manifest: of the version.
        use_case: it serves.
        holdout: digest of the rows it was measured on.
        reports: kind of evidence to its body.
        source: digest of the profile that the numbers were derived from.
    """
    found: dict[str, Json] = {
        "name": manifest.about.name, "version": manifest.about.version, "content_hash": manifest.digest,
        "model_type": manifest.loader, "inputs": _inputs(manifest), "outputs": _outputs(manifest),
        "risk_class": {"class": use_case.ai_act_class, "tier": use_case.tier},
        "groups": list(use_case.attributes) or None,
        "thresholds": {"cut_off": manifest.decision_rule["cut_off"]} if "cut_off" in manifest.decision_rule else None,
        "uncertainty": "Every figure has a 95 % interval and the number of rows it stands on; each names its method.",
        "evaluation_data": {"digest": holdout}, "dependencies": dict(manifest.environment) or None,
        "overall": _measurements(reports.get("evaluation-report"), names=_HEADLINES),
        "by_group": _measurements(reports.get("fairness-report"), names=("true_positive_rate", "selection_rate")),
        "calibration": _measurements(reports.get("calibration-report")),
        "explainability": _measurements(reports.get("explanation-report")),
    }  # fmt: skip
    names = {question.name for question in asked if question.fill != "human"}
    known = {name: answer for name, answer in found.items() if answer is not None and name in names}
    return {"about": str(manifest.about), **filled_in(asked, found=known, source=source)}


def _inputs(manifest: Manifest) -> Json:
    columns = manifest.contract.get("columns")
    if manifest.inputs is None or not isinstance(columns, list):
        return None
    return [column for column in columns if isinstance(column, Mapping) and column.get("name") in manifest.inputs]


def _outputs(manifest: Manifest) -> Json:
    return {
        "score": "probability of the favourable outcome, 0 to 1", "favourable": manifest.decision_rule["favourable"],
    }  # fmt: skip


def _measurements(report: Mapping[str, Json] | None, *, names: Sequence[str] | None = None) -> Json:
    stored = report.get("measurements") if report is not None else None
    if not isinstance(stored, list):
        return None
    return [each for each in stored if isinstance(each, Mapping) and (names is None or each.get("name") in names)]
