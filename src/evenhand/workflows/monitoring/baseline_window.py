"""What a deployment's windows are compared with: fixed at the first run, and recorded."""

from collections.abc import Mapping
from dataclasses import dataclass

from evenhand.errors.monitoring import BaselineFixed, WindowEmpty
from evenhand.governance.projection.target import Target
from evenhand.kernel.canonical import Json
from evenhand.lifecycle.monitoring.account import Profiles
from evenhand.lifecycle.monitoring.baseline import (
    Baseline,
    columns_of_profile,
    columns_of_rows,
    counted,
    joined,
)
from evenhand.lifecycle.monitoring.plan import Plan
from evenhand.lifecycle.monitoring.rows import WatchedRows
from evenhand.lifecycle.monitoring.window import Window
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.metrics.profile import EvaluationProfile
from evenhand.metrics.profiling.storage import read_table_profile, table_profile_bytes
from evenhand.metrics.storage import profile_bytes, read_profile
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Record
from evenhand.ports.watch import Watch
from evenhand.ports.workspace import Workspace
from evenhand.workflows.act import append_document
from evenhand.workflows.lookup import document_of, latest_evidence, manifest_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a run is about.

    Attributes:
        target: the deployment.
        use_case: that it serves.
        plan: in force.
        watch: reads its predictions.
    """

    target: Target
    use_case: UseCase
    plan: Plan
    watch: Watch


def standing_baseline(
    workspace: Workspace, identity: Identity, asked: Asked, *, stated: Window | None, first: Window
) -> tuple[Baseline, Profiles]:
    """The baseline that is fixed for the version that answers now; the first run with it fixes one.

    In this order: the window that the plan states, the one that the caller states, the held-out rows that the champion
    was evaluated on, the baseline of the former champion, the first window.

    Raises:
        BaselineFixed: the caller states another window than the one that is fixed.
        WindowEmpty: the baseline window holds no prediction.
    """
    wanted = asked.plan.baseline or stated
    record = workspace.ledger.record("baseline", asked.target.key)
    if record is not None and record.body["manifest"] == asked.target.manifest:
        fixed = record.body["window"]
        is_same = wanted is None or fixed == wanted.as_json()
        if is_same:
            return _read(workspace, record)
        if asked.plan.baseline is None:
            raise BaselineFixed(f"The baseline of {asked.target.key} is {_told(record)}, not {wanted}.")
    baseline, profiles = _made(workspace, asked, wanted, first, record)
    _fix(workspace, identity, asked.target, baseline)
    return baseline, profiles


def _made(
    workspace: Workspace, asked: Asked, wanted: Window | None, first: Window, former: Record | None
) -> tuple[Baseline, Profiles]:
    champion = champion_of(workspace, asked.target)
    if wanted is None and champion is not None:
        held_out = _from_holdout(workspace, asked, champion)
        if held_out is not None:
            return held_out
    if wanted is None and former is not None:
        return _read(workspace, former)
    window = wanted or first
    rows = asked.watch.rows(window, asked.use_case)
    if rows is None:
        raise WindowEmpty(f"The baseline window {window} of {asked.target.key} holds no prediction.")
    return _from_rows(workspace, asked, rows, is_first=wanted is None)


def champion_of(workspace: Workspace, target: Target) -> Record | None:
    """The version that answers in a deployment now, if one does."""
    deployment = workspace.ledger.record("deployment", target.key)
    champion = None if deployment is None else deployment.body.get("champion")
    version = champion.get("version") if isinstance(champion, Mapping) else None
    return None if version is None else workspace.ledger.record("version", str(version))


def _from_holdout(workspace: Workspace, asked: Asked, champion: Record) -> tuple[Baseline, Profiles] | None:
    """The rows that the champion was evaluated on, when its dataset is registered."""
    report = latest_evidence(workspace.ledger, champion, "evaluation-report")
    dataset = manifest_of(workspace, champion).dataset
    if report is None or dataset is None:
        return None
    body = document_of(workspace, report)["body"]
    digest = str(body["profile"]) if isinstance(body, Mapping) else ""
    profile = read_profile(workspace.artifacts.read(digest))
    inputs = {column.name: column for column in asked.watch.holdout(dataset)}
    names = manifest_of(workspace, champion).inputs or tuple(inputs)
    columns = counted(tuple(inputs[name] for name in names if name in inputs))
    evaluated = f"on which {champion.key} was evaluated"
    is_same = _rows_of(workspace, dataset) in _listed(report.body["inputs"])
    baseline = Baseline(
        origin=f"held-out rows of {dataset}, {evaluated}" if is_same else
        f"inputs: held-out rows of {dataset}; groups, scores and outcomes: other rows, {evaluated}", window=None,
        columns=joined(columns, columns_of_profile(profile)), profile=digest, decided=digest, final=digest,
    )  # fmt: skip
    return baseline, Profiles.alike(profile)


def _rows_of(workspace: Workspace, dataset: str) -> Json:
    """Digest of the held-out rows of a dataset version."""
    record = workspace.ledger.record("dataset", dataset)
    parts = {} if record is None else record.body.get("parts")
    part = parts.get("holdout") if isinstance(parts, Mapping) else None
    return part.get("rows_digest") if isinstance(part, Mapping) else None


def _listed(stored: Json) -> list[Json]:
    return list(stored) if isinstance(stored, list) else []


def _from_rows(workspace: Workspace, asked: Asked, rows: WatchedRows, *, is_first: bool) -> tuple[Baseline, Profiles]:
    mature = rows.is_mature(days=asked.plan.maturity_days, now=workspace.clock.now())
    profiles = Profiles.of(rows, mature)
    origin = f"predictions of {rows.window}" + (", the first window that was watched" if is_first else "")
    baseline = Baseline(
        origin=origin, window=rows.window, columns=columns_of_rows(rows), profile=_kept(workspace, profiles.model),
        decided=_kept(workspace, profiles.decided), final=_kept(workspace, profiles.final),
    )  # fmt: skip
    return baseline, profiles


def _kept(workspace: Workspace, profile: EvaluationProfile) -> str:
    return workspace.artifacts.put(profile_bytes(profile))


def _fix(workspace: Workspace, identity: Identity, target: Target, baseline: Baseline) -> None:
    window: Json = None if baseline.window is None else dict(baseline.window.as_json())
    workspace.artifacts.put(table_profile_bytes(baseline.columns))
    document: dict[str, Json] = {
        "content": workspace.artifacts.put(baseline.content()), "profile": baseline.profile,
        "decided": baseline.decided, "origin": baseline.origin, "window": window, "manifest": target.manifest,
    }  # fmt: skip
    append_document(workspace, identity, action="baseline.fixed", about=target.subject, document=document)


def _read(workspace: Workspace, record: Record) -> tuple[Baseline, Profiles]:
    artifacts = workspace.artifacts
    baseline = Baseline.read(
        artifacts.read(str(record.body["content"])), lambda digest: read_table_profile(artifacts.read(digest))
    )
    model, final, decided = (
        read_profile(workspace.artifacts.read(digest))
        for digest in (baseline.profile, baseline.final, baseline.decided)
    )
    return baseline, Profiles(model=model, final=final, decided=decided)


def _told(record: Record) -> str:
    return str(record.body["origin"])
