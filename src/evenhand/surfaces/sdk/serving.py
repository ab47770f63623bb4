"""Deployments: make them, move their champion, stop them; score batches."""

from collections.abc import Mapping
from pathlib import Path

from evenhand.governance.audit.entry import Record
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.serving.oversight import Oversight
from evenhand.ports.ledger import Entry
from evenhand.ports.workspace import Workspace
from evenhand.surfaces.sdk.loading import Sandbox, trust_for
from evenhand.surfaces.sdk.opening import Folder, opened, read, reference_of, settings_for
from evenhand.surfaces.sdk.workspace_use import use_case_for
from evenhand.wiring.artifacts import artifacts_for
from evenhand.wiring.models import SandboxedModels
from evenhand.wiring.oversight_file import read_oversight
from evenhand.workflows.deployment import create_deployment as creating
from evenhand.workflows.deployment import promote_version as promoting
from evenhand.workflows.deployment import resume_deployment as resuming
from evenhand.workflows.deployment import stop_deployment as stopping
from evenhand.workflows.deployment.standing import deployment_in_force
from evenhand.workflows.serving import score_batch as scoring

Trusted = str | Path | None


def create_deployment(
    name: str, *, environment: str, use_case: str | None = None,
    oversight: Oversight | Mapping[str, object] | str | Path | None = None, actor: str | None = None,
    workspace: Folder = None,
) -> Entry:  # fmt: skip
    """Make a place where a use case is decided; nothing answers there before a version is promoted.

    Args:
        name: lower-case words joined by ``-``.
        environment: where it is; ``demo`` alone in mode demonstration.
        use_case: may be left out when only one is in force.
        oversight: where people decide: an ``Oversight``, its parts as a dict, or the path of a YAML file.
        actor: who makes it; holds the role operations or model-owner.
        workspace: where; from the current folder upwards when left out.

    Raises:
        DeploymentExists, EnvironmentRefused, RoleMissing, OversightInvalid: it may not be made so.
    """
    setting = _oversight(oversight)
    with opened(workspace, actor) as (place, identity):
        case = use_case_for(place.ledger, use_case)
        return creating.create_deployment(
            place, identity, name, use_case=case.name, environment=environment, oversight=setting
        )


def show_deployment(name: str, *, workspace: Folder = None) -> Record:
    """The record of a deployment, held against the entries that made it so."""
    with read(workspace) as place:
        return deployment_in_force(place, name)


def list_deployments(*, workspace: Folder = None) -> tuple[Record, ...]:
    """All deployments, oldest first."""
    with read(workspace) as place:
        return tuple(deployment_in_force(place, each.key) for each in place.ledger.records("deployment"))


def promote(
    version: str | Reference, deployment: str, *, why: str, trust: Trusted = None, actor: str | None = None,
    workspace: Folder = None,
) -> Entry:  # fmt: skip
    """Let a released version answer in a deployment; a rollback is the same move to a former version.

    Raises:
        ChampionRefused: the version may not answer there.
        ReleaseMissing, ReleaseNotTrusted, ReleaseBroken, ReleaseExpired: its release does not hold.
        RoleMissing, SecondPersonNeeded, ReasonMissing: the actor may not, or does not say why.
    """
    with opened(workspace, actor) as (place, identity):
        keys = tuple(trust_for(place, workspace, trust).release_keys)
        return promoting.promote_version(place, identity, reference_of(version), deployment, why=why, release_keys=keys)


def stop(deployment: str, *, why: str, actor: str | None = None, workspace: Folder = None) -> Entry:
    """Stop a deployment: nothing is answered or scored in it from now on."""
    with opened(workspace, actor) as (place, identity):
        return stopping.stop_deployment(place, identity, deployment, why=why)


def resume(deployment: str, *, why: str, actor: str | None = None, workspace: Folder = None) -> Entry:
    """Let a stopped deployment answer again."""
    with opened(workspace, actor) as (place, identity):
        return resuming.resume_deployment(place, identity, deployment, why=why)


def score(
    deployment: str, rows: object, out: str | Path | None = None, *, batch: str | None = None,
    as_of: str | None = None, key: str | None = None, context: object = None, reasons: bool = False,
    trust: Trusted = None, sandbox: Sandbox | None = None, actor: str | None = None, workspace: Folder = None,
) -> scoring.Scored:  # fmt: skip
    """Score a table with the champion of a deployment: logged before anything appears, safe to repeat.

    Args:
        deployment: its name.
        rows: a path, or a pandas, Polars or Arrow table, or a dict of lists.
        out: a CSV or Parquet file for id, case, score, decision, band and reasons; appears whole, once all is recorded.
        batch: the id of the batch; the same rows under the same id give the same answers and no second record.
        as_of: day or instant that the cases belong to; left out, the contract's time column, else now.
        key: column with the keys of the cases; left out, the contract's key column.
        context: a table with protected columns by ``key``, where they do not stand in the rows; never the model's.
        reasons: whether to find out what speaks for each decision.
        trust: as for ``load``.
        sandbox: as for ``load``.
        actor: who scores.
        workspace: where; from the current folder upwards when left out.

    Raises:
        DeploymentStopped, ChampionMissing, VersionRetired: nothing answers there.
        BatchChanged: the id stands for other rows.
    """
    from evenhand.wiring.batch import cases_of, context_by_key, day_or_instant, require_place, write_answers
    from evenhand.wiring.predictions import deployment_log

    settings = settings_for(workspace)
    with opened(workspace, actor) as (place, identity):
        contract = _contract_of_champion(place, deployment)
        work = scoring.Batch(
            rows=cases_of(rows, contract), id=batch, as_of=None if as_of is None else day_or_instant(as_of), key=key,
            context=None if context is None else context_by_key(context, contract, key=key), with_reasons=reasons,
        )  # fmt: skip
        if out is not None:
            is_repeated = place.ledger.record("batch", f"{deployment}/{work.name}") is not None
            require_place(Path(out), is_repeated=is_repeated)
        scored = scoring.score_batch(
            place, identity, deployment, work, log=deployment_log(settings, deployment),
            models=SandboxedModels(artifacts_for(settings), sandbox=sandbox),
            release_keys=tuple(trust_for(place, workspace, trust).release_keys),
        )  # fmt: skip
    if out is not None:
        write_answers(Path(out), scored.predictions)
    return scored


def _contract_of_champion(place: Workspace, deployment: str) -> Contract:
    from evenhand.governance.projection.deployments import answering
    from evenhand.workflows.lookup import manifest_of, version_record

    champion = answering(deployment_in_force(place, deployment))
    version = version_record(place.ledger, Reference.parse(str(champion["version"])))
    return Contract.from_json(manifest_of(place, version).contract)


def _oversight(stated: Oversight | Mapping[str, object] | str | Path | None) -> Oversight:
    if isinstance(stated, Oversight):
        return stated
    if stated is None:
        return Oversight()
    if isinstance(stated, str | Path):
        return read_oversight(Path(stated))
    return Oversight.from_json(stated)  # type: ignore[arg-type]
