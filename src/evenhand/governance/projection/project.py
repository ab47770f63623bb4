"""Which rule projects which action; an action without a rule is refused."""

from collections.abc import Callable, Mapping, Sequence

from evenhand.errors.release import EntryRefused
from evenhand.governance.audit.entry import Change, Entry, Reader
from evenhand.governance.projection import (
    answers,
    callers,
    datasets,
    deployments,
    evidence,
    findings,
    inventory,
    monitoring,
    people,
    predictions,
    proposals,
    releases,
    retirements,
    submissions,
    tunings,
    versions,
)
from evenhand.governance.projection.signed import enrolled, signed_statement
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import digest_of_json

Rule = Callable[[Reader, Entry, Mapping[str, Json]], Sequence[Change]]

RULES: Mapping[str, Rule] = {
    "workspace.founded": people.found,
    "actor.proposed": proposals.propose,
    "actor.confirmed": proposals.confirm,
    "policy.proposed": proposals.propose,
    "policy.confirmed": proposals.confirm,
    "use-case.proposed": proposals.propose,
    "use-case.confirmed": proposals.confirm,
    "version.registered": versions.register,
    "dataset.registered": datasets.register,
    "dataset.read": datasets.read,
    "dataset.personal-confirmed": datasets.confirm_personal,
    "holdout.opened": versions.open_holdout,
    "evidence.filed": evidence.file,
    "gate.judged": evidence.judge,
    "submission.made": submissions.submit,
    "approval.given": submissions.approve,
    "waiver.proposed": submissions.propose_waiver,
    "waiver.given": submissions.waive,
    "release.made": releases.release,
    "baseline.fixed": monitoring.fix_baseline,
    "alert.raised": monitoring.raise_alert,
    "alert.acknowledged": monitoring.acknowledge_alert,
    "alert.closed": monitoring.close_alert,
    "inventory.imported": inventory.import_rows,
    "finding.opened": findings.open_finding,
    "finding.closed": findings.close_finding,
    "document.answered": answers.answer,
    "deployment.created": deployments.create,
    "champion.moved": deployments.move_champion,
    "shadow.added": deployments.add_shadow,
    "shadow.removed": deployments.remove_shadow,
    "deployment.stopped": deployments.stop,
    "deployment.resumed": deployments.resume,
    "key.created": callers.create_key,
    "key.revoked": callers.revoke_key,
    "batch.scored": predictions.score,
    "shadow.scored": predictions.score_shadow,
    "predictions.imported": predictions.import_predictions,
    "outcomes.imported": predictions.import_outcomes,
    "override.recorded": predictions.override,
    "retirement.proposed": retirements.propose,
    "version.retired": retirements.retire,
    "tuning.begun": tunings.begin,
    "tuning.attempted": tunings.attempt,
    "tuning.ended": tunings.end,
}


def project(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """What ``entry`` changes in ``state``.

    Raises:
        EntryRefused: no rule knows the action, the actor is not enrolled, the rule does not allow it, or the statement
            under it was recorded before.
    """
    rule = RULES.get(entry.action)
    if rule is None:
        raise EntryRefused(f"No rule knows the action {entry.action!r}.", action=entry.action)
    if entry.action != "workspace.founded":
        enrolled(state, entry.actor)
    return [*rule(state, entry, payload), _counted(state, entry, payload)]


def _counted(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Change:
    """What was signed counts once: a yes that was taken back, or an old policy, does not return by being sent again.

    The statement counts, not the envelope, so that another signature makes no new one of it.
    """
    statement = digest_of_json(signed_statement(payload))
    key = f"{entry.action}/{statement}"
    if state.record("statement", key) is not None:
        raise EntryRefused(
            f"What {entry.actor} signed for this {entry.action} was recorded before.", statement=statement
        )
    return Change(kind="statement", key=key, parent=None, body={"entry": entry.sequence})
