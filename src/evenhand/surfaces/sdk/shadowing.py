"""Versions that score along and answer nobody."""

from evenhand.kernel.canonical import Json
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.data.contract import Contract
from evenhand.ports.ledger import Entry
from evenhand.surfaces.sdk.loading import Sandbox, trust_for
from evenhand.surfaces.sdk.opening import Folder, opened, reference_of, settings_for
from evenhand.surfaces.sdk.serving import Trusted
from evenhand.wiring.artifacts import artifacts_for
from evenhand.wiring.batch import cases_of, day_or_instant
from evenhand.wiring.cases import TableCases
from evenhand.wiring.grouping import LoggedGrouping
from evenhand.wiring.models import SandboxedModels
from evenhand.wiring.predictions import deployment_log
from evenhand.workflows.deployment import add_shadow as adding
from evenhand.workflows.deployment import remove_shadow as removing
from evenhand.workflows.lookup import manifest_of, version_record
from evenhand.workflows.serving import report_shadow as reporting
from evenhand.workflows.serving import run_shadow as running
from evenhand.workflows.serving.score_batch import Batch


def add_shadow(
    version: str | Reference, deployment: str, *, why: str = "", actor: str | None = None, workspace: Folder = None
) -> Entry:
    """Let a released version score the same cases along, answering nobody."""
    with opened(workspace, actor) as (place, identity):
        return adding.add_shadow(place, identity, reference_of(version), deployment, why=why)


def remove_shadow(
    version: str | Reference, deployment: str, *, why: str = "", actor: str | None = None, workspace: Folder = None
) -> Entry:
    """Let a version no longer score along."""
    with opened(workspace, actor) as (place, identity):
        return removing.remove_shadow(place, identity, reference_of(version), deployment, why=why)


def run_shadow(
    deployment: str, *, version: str | Reference | None = None, rows: object = None, batch: str | None = None,
    as_of: str | None = None, key: str | None = None, trust: Trusted = None, sandbox: Sandbox | None = None,
    actor: str | None = None, workspace: Folder = None,
) -> tuple[running.Shadowed, ...]:  # fmt: skip
    """Let the shadows of a deployment score the champion's cases from the log, each once; or a table of its own.

    Args:
        deployment: its name.
        version: this shadow alone; needed with ``rows``.
        rows: cases of their own, where no champion answers yet.
        batch: name of those cases.
        as_of: day or instant that they belong to.
        key: column with their keys.
        trust: as for ``load``.
        sandbox: as for ``load``.
        actor: who runs it.
        workspace: where; from the current folder upwards when left out.

    Raises:
        ShadowMissing: the deployment has no such shadow.
    """
    settings = settings_for(workspace)
    with opened(workspace, actor) as (place, identity):
        work = None
        if rows is not None:
            record = version_record(place.ledger, reference_of(version or ""))
            contract = Contract.from_json(manifest_of(place, record).contract)
            instant = None if as_of is None else day_or_instant(as_of)
            work = Batch(rows=cases_of(rows, contract), id=batch, as_of=instant, key=key)
        return running.run_shadow(
            place, identity, deployment, version=None if version is None else str(version), batch=work,
            models=SandboxedModels(artifacts_for(settings), sandbox=sandbox),
            log=deployment_log(settings, deployment), tables=TableCases,
            release_keys=tuple(trust_for(place, workspace, trust).release_keys),
        )  # fmt: skip


def report_shadow(
    deployment: str, version: str | Reference, *, actor: str | None = None, workspace: Folder = None
) -> tuple[Entry, dict[str, Json]]:
    """File what a shadow would have changed, beside the champion or current practice, as evidence about its version."""
    log = deployment_log(settings_for(workspace), deployment)
    with opened(workspace, actor) as (place, identity):
        return reporting.report_shadow(
            place, identity, deployment, reference_of(version), log=log, grouping=LoggedGrouping()
        )
