"""The verbs of evenhand in Python; ``evenhand.VERB`` finds them here and imports what it needs, no more."""

from importlib import import_module
from typing import Any

_ROOMS = {
    "reproduce": "training", "train": "training", "tune": "tuning",
    "check_proof": "auditing", "list_entries": "auditing", "prove_entry": "auditing", "prove_growth": "auditing",
    "publish_checkpoint": "auditing", "show_entry": "auditing", "verify_log": "auditing",
    "approve": "releasing", "check_contract": "table", "confirm": "people", "create_identity": "people",
    "create_workspace": "people", "draft_workspace": "people", "evaluate": "model", "infer_contract": "table",
    "list_datasets": "dataset", "read_dataset": "dataset", "register_dataset": "dataset",
    "show_dataset": "dataset", "transform_dataset": "dataset", "lineage": "ancestry",
    "compare_dataset": "dataset_papers", "confirm_personal": "dataset_papers", "describe_dataset": "dataset_papers",
    "file_readings": "dataset_papers",
    "diff": "diffing", "explain": "explaining", "validate": "validating",
    "request_change": "changing", "trace_prediction": "tracing",
    "acknowledge_alert": "monitoring", "close_alert": "monitoring", "list_alerts": "monitoring",
    "plan_monitor": "monitoring", "run_monitor": "monitoring", "show_plan": "monitoring",
    "judge": "rules", "list_identities": "people", "load": "loading", "pack": "packing", "propose_actor": "people",
    "propose_policy": "rules", "propose_use_case": "rules", "record_confirmation": "people",
    "record_decision": "releasing", "register": "model", "register_predictions": "model",
    "reject": "releasing", "release": "releasing", "review": "reviewing", "send_back": "releasing",
    "show_proposal": "people", "show_status": "releasing", "show_trust": "packing", "sign_confirmation": "people",
    "sign_decision": "releasing", "sign_workspace": "people", "submit": "releasing", "verify": "packing",
    "tier": "problem", "file_use_case": "problem", "init": "starting", "import_inventory": "problem",
    "list_inventory": "problem", "waive": "releasing",
    "attest": "evidence", "close_finding": "evidence", "list_findings": "evidence", "open_finding": "evidence",
    "answer_document": "documents", "record_document": "documents", "show_document": "documents",
    "search": "searching", "show_principles": "principles",
    "add_shadow": "shadowing", "create_deployment": "serving", "list_deployments": "serving", "promote": "serving",
    "remove_shadow": "shadowing", "resume": "serving", "score": "serving", "show_deployment": "serving",
    "stop": "serving", "import_outcomes": "predicting", "import_predictions": "predicting",
    "list_review_queue": "predicting", "override": "predicting",
    "list_consumers": "retiring", "propose_retirement": "retiring", "retire": "retiring",
    "report_review_queue": "predicting", "verify_predictions": "predicting",
    "report_shadow": "shadowing", "run_shadow": "shadowing",
    "create_key": "gateway", "list_keys": "gateway",
    "revoke_key": "gateway", "serve": "gateway",
    "drift": "looking", "fairness": "looking", "merge_profiles": "profiling", "performance": "looking",
    "profile": "profiling", "quality": "looking", "tell_apart": "looking",
}  # fmt: skip

__all__ = sorted(_ROOMS)  # noqa: PLE0605 - one table for both


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)
