"""Replacing a live model."""

from collections.abc import Sequence

from evenhand.kernel.reference import Reference
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.monitoring.window import Window
from evenhand.ports.workspace import Workspace
from evenhand.surfaces.sdk.opening import Folder, opened, reference_of, settings_for
from evenhand.wiring.artifacts import artifacts_for
from evenhand.wiring.contest import contest_of_window
from evenhand.wiring.models import SandboxedModels
from evenhand.wiring.sample import TableSample
from evenhand.wiring.settings import Settings
from evenhand.workflows.change import request_change as requesting
from evenhand.workflows.lookup import manifest_of, target_named, use_case_in_force, version_record
from evenhand.workflows.monitoring.standing_plan import plan_in_force


def request_change(
    version: str | Reference, deployment: str, *, reason: str, kind: str, substantial: str | None = None,
    why: str = "", because: Sequence[str] = (), data: object = None, window: str | Window | None = None,
    actor: str | None = None, workspace: Folder = None,
) -> requesting.Requested:  # fmt: skip
    """Ask that a version take the champion's place: file why, and how both do on the same rows.

    Args:
        version: that is to answer.
        deployment: where.
        reason: in words.
        kind: ``retraining``, ``feature``, ``threshold``, ``data``, ``code`` or ``other``.
        substantial: ``yes`` or ``no``: whether it is a substantial modification; left out while nobody classified it.
        why: why it is, or is not.
        because: alerts and findings that set it off, for example ``A-1``.
        data: held-out rows to compare both on; a look at them is recorded.
        window: compare on logged predictions of this window with mature outcomes instead.
        actor: who asks.
        workspace: where; from the current folder upwards when left out.
    """
    wish = requesting.Wish(
        reason=reason, kind=kind, substantial=substantial, why_substantial=why, triggers=tuple(because)
    )
    settings = settings_for(workspace)
    with opened(workspace, actor) as (place, identity):
        reference = reference_of(version)
        contest = _contest(place, settings, reference, deployment, data, window)
        models = SandboxedModels(artifacts_for(settings))
        return requesting.request_change(
            place, identity, reference, deployment, wish=wish, models=models, contest=contest
        )


def _contest(
    place: Workspace, settings: Settings, reference: Reference, deployment: str, data: object,
    window: str | Window | None,
) -> requesting.Contest | None:  # fmt: skip
    if data is not None:
        contract = Contract.from_json(manifest_of(place, version_record(place.ledger, reference)).contract)
        rows = TableSample.of(data, contract=contract)
        return requesting.Contest(rows=rows, origin="held-out rows that were given", is_holdout=True)
    if window is None:
        return None
    target = target_named(place.ledger, f"deployment:{deployment}")
    use_case, _ = use_case_in_force(place.ledger, target.use_case)
    plan, _ = plan_in_force(place, target, use_case)
    watched = window if isinstance(window, Window) else Window.parse(window)
    return contest_of_window(
        settings, deployment, watched, use_case, mature_days=plan.maturity_days, now=place.clock.now()
    )
