"""Evenhand: no model decides about people until evidence says that it may."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from evenhand.surfaces.sdk.ancestry import lineage
    from evenhand.surfaces.sdk.auditing import (
        check_proof,
        list_entries,
        prove_entry,
        prove_growth,
        publish_checkpoint,
        show_entry,
        verify_log,
    )
    from evenhand.surfaces.sdk.changing import request_change
    from evenhand.surfaces.sdk.dataset import (
        list_datasets,
        read_dataset,
        register_dataset,
        show_dataset,
        transform_dataset,
    )
    from evenhand.surfaces.sdk.dataset_papers import (
        compare_dataset,
        confirm_personal,
        describe_dataset,
        file_readings,
    )
    from evenhand.surfaces.sdk.diffing import diff
    from evenhand.surfaces.sdk.documents import answer_document, record_document, show_document
    from evenhand.surfaces.sdk.evidence import attest, close_finding, list_findings, open_finding
    from evenhand.surfaces.sdk.explaining import explain
    from evenhand.surfaces.sdk.gateway import create_key, list_keys, revoke_key, serve
    from evenhand.surfaces.sdk.loading import load
    from evenhand.surfaces.sdk.looking import drift, fairness, performance, quality, tell_apart
    from evenhand.surfaces.sdk.model import evaluate, register, register_predictions
    from evenhand.surfaces.sdk.monitoring import (
        acknowledge_alert,
        close_alert,
        list_alerts,
        plan_monitor,
        run_monitor,
        show_plan,
    )
    from evenhand.surfaces.sdk.packing import pack, show_trust, verify
    from evenhand.surfaces.sdk.people import (
        confirm,
        create_identity,
        create_workspace,
        draft_workspace,
        list_identities,
        propose_actor,
        record_confirmation,
        show_proposal,
        sign_confirmation,
        sign_workspace,
    )
    from evenhand.surfaces.sdk.predicting import (
        import_outcomes,
        import_predictions,
        list_review_queue,
        override,
        report_review_queue,
        verify_predictions,
    )
    from evenhand.surfaces.sdk.principles import show_principles
    from evenhand.surfaces.sdk.problem import file_use_case, import_inventory, list_inventory, tier
    from evenhand.surfaces.sdk.profiling import merge_profiles, profile
    from evenhand.surfaces.sdk.releasing import (
        approve,
        record_decision,
        reject,
        release,
        send_back,
        show_status,
        sign_decision,
        submit,
        waive,
    )
    from evenhand.surfaces.sdk.retiring import list_consumers, propose_retirement, retire
    from evenhand.surfaces.sdk.reviewing import review
    from evenhand.surfaces.sdk.rules import judge, propose_policy, propose_use_case
    from evenhand.surfaces.sdk.searching import search
    from evenhand.surfaces.sdk.serving import (
        create_deployment,
        list_deployments,
        promote,
        resume,
        score,
        show_deployment,
        stop,
    )
    from evenhand.surfaces.sdk.shadowing import add_shadow, remove_shadow, report_shadow, run_shadow
    from evenhand.surfaces.sdk.starting import init
    from evenhand.surfaces.sdk.table import check_contract, infer_contract
    from evenhand.surfaces.sdk.tracing import trace_prediction
    from evenhand.surfaces.sdk.training import reproduce, train
    from evenhand.surfaces.sdk.tuning import tune
    from evenhand.surfaces.sdk.validating import validate

__version__ = "0.1.0"

__all__ = [
    "acknowledge_alert",
    "add_shadow",
    "answer_document",
    "approve",
    "attest",
    "check_contract",
    "check_proof",
    "close_alert",
    "close_finding",
    "compare_dataset",
    "confirm",
    "confirm_personal",
    "create_deployment",
    "create_identity",
    "create_key",
    "create_workspace",
    "describe_dataset",
    "diff",
    "draft_workspace",
    "drift",
    "evaluate",
    "explain",
    "fairness",
    "file_readings",
    "file_use_case",
    "import_inventory",
    "import_outcomes",
    "import_predictions",
    "infer_contract",
    "init",
    "judge",
    "lineage",
    "list_alerts",
    "list_consumers",
    "list_datasets",
    "list_deployments",
    "list_entries",
    "list_findings",
    "list_identities",
    "list_inventory",
    "list_keys",
    "list_review_queue",
    "load",
    "merge_profiles",
    "open_finding",
    "override",
    "pack",
    "performance",
    "plan_monitor",
    "profile",
    "promote",
    "propose_actor",
    "propose_policy",
    "propose_retirement",
    "propose_use_case",
    "prove_entry",
    "prove_growth",
    "publish_checkpoint",
    "quality",
    "read_dataset",
    "record_confirmation",
    "record_decision",
    "record_document",
    "register",
    "register_dataset",
    "register_predictions",
    "reject",
    "release",
    "remove_shadow",
    "report_review_queue",
    "report_shadow",
    "reproduce",
    "request_change",
    "resume",
    "retire",
    "review",
    "revoke_key",
    "run_monitor",
    "run_shadow",
    "score",
    "search",
    "send_back",
    "serve",
    "show_dataset",
    "show_deployment",
    "show_document",
    "show_entry",
    "show_plan",
    "show_principles",
    "show_proposal",
    "show_status",
    "show_trust",
    "sign_confirmation",
    "sign_decision",
    "sign_workspace",
    "stop",
    "submit",
    "tell_apart",
    "tier",
    "trace_prediction",
    "train",
    "transform_dataset",
    "tune",
    "validate",
    "verify",
    "verify_log",
    "verify_predictions",
    "waive",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the verbs differ
    if name not in __all__:
        raise AttributeError(f"module 'evenhand' has no attribute {name!r}")
    return getattr(import_module("evenhand.surfaces.sdk"), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
