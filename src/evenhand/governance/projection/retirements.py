"""Withdrawing a version: a plan that can be judged, then the act, after which it never serves again."""

from collections.abc import Mapping, Sequence

from evenhand.errors.release import EntryRefused, GateClosed, RoleMissing, SubmissionStale
from evenhand.errors.retirement import (
    PlanUnreadable,
    RetirementEarly,
    RetirementNotProposed,
    RetirementRepeated,
    VersionServing,
)
from evenhand.governance.audit.entry import Change, Entry, Reader, Record
from evenhand.governance.projection.grounds import LONGEST_SECONDS, require_in_force, use_case_of
from evenhand.governance.projection.needed import gates_of
from evenhand.governance.projection.signed import enrolled, mode_of, signed_document
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import digest_of_json
from evenhand.kernel.instant import moment

GATE = "retirement"
RETIRERS = ("operations", "model-owner")
"""Roles of which one proposes a retirement and carries it out; the gate says who has to agree."""


def propose(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """A plan; a later one about the same version replaces it, with whatever was judged and approved on it."""
    plan = signed_document(state, entry, payload)
    version = _version(state, plan.get("version"))
    _require_role(state, entry)
    if entry.about != f"retirement:{version.key}" or plan.get("manifest") != version.body["manifest"]:
        raise EntryRefused(f"The plan is for {plan.get('version')} of another content, the entry about {entry.about}.")
    if state.record("retired", version.key) is not None:
        raise RetirementRepeated(f"{version.key} was retired before.", version=version.key)
    successor = plan.get("successor")
    if successor is not None and _version(state, successor).body["use_case"] != version.body["use_case"]:
        raise PlanUnreadable(f"{successor} serves another use case than {version.key}.")
    if successor == version.key or state.record("retired", str(successor)) is not None:
        raise PlanUnreadable(f"{successor} cannot follow {version.key}: it is the same, or retired.")
    if not str(plan.get("reason") or "").strip() or str(plan.get("keep_until")) < str(plan.get("retire_on")):
        raise PlanUnreadable("The plan gives no reason, or keeps records for less long than the version serves.")
    body: dict[str, Json] = {
        "manifest": digest_of_json(plan), "use_case": version.body["use_case"], "author": entry.actor,
        "version": version.key, "reason": plan["reason"], "successor": successor, "retire_on": plan["retire_on"],
        "keep_until": plan["keep_until"], "proposed_at": entry.at, "payload": entry.payload,
    }  # fmt: skip
    return [Change(kind="retirement", key=version.key, parent=version.key, body=body)]


def retire(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """The act: planned, due, let through by the gate, and answering nowhere."""
    document = signed_document(state, entry, payload)
    version = _version(state, document.get("version"))
    _require_role(state, entry)
    if entry.about != f"version:{version.key}" or document.get("manifest") != version.body["manifest"]:
        raise EntryRefused(f"{document.get('version')} is another content or version than {entry.about}.")
    plan = due_plan(state, version, at=entry.at)
    if document.get("plan") != plan.body["manifest"]:
        raise EntryRefused(f"The retirement of {version.key} names another plan than the last one.")
    _require_opened(state, entry, plan, str(document.get("policy")))
    archives = document.get("archives")
    body: dict[str, Json] = {
        "version": version.key, "manifest": version.body["manifest"], "plan": plan.body["manifest"],
        "reason": plan.body["reason"], "successor": plan.body["successor"], "keep_until": plan.body["keep_until"],
        "archives": archives if isinstance(archives, list) else [], "author": entry.actor, "retired_at": entry.at,
        "payload": entry.payload,
    }  # fmt: skip
    return [Change(kind="retired", key=version.key, parent=version.key, body=body)]


def due_plan(state: Reader, version: Record, *, at: str) -> Record:
    """The plan of a version that may be retired at this instant as far as the gate has no say.

    Raises:
        RetirementRepeated, RetirementNotProposed, RetirementEarly, VersionServing: it may not.
    """
    if state.record("retired", version.key) is not None:
        raise RetirementRepeated(f"{version.key} was retired before.", version=version.key)
    plan = state.record("retirement", version.key)
    if plan is None:
        raise RetirementNotProposed(f"The retirement of {version.key} was never proposed.", version=version.key)
    if at[:10] < str(plan.body["retire_on"]):
        raise RetirementEarly(f"{version.key} may serve until {plan.body['retire_on']}, and it is {at[:10]}.")
    for deployment in state.records("deployment"):
        if deployment.body["is_stopped"] is not True and (slot := slot_of(deployment, version.key)):
            raise VersionServing(f"{version.key} is {slot} of {deployment.key}.", deployment=deployment.key)
    return plan


def notice_of(state: Reader, version: str) -> str | None:
    """What consumers of a version are told once its retirement was proposed; ``None`` before."""
    plan = state.record("retirement", version)
    if plan is None:
        return None
    successor = plan.body["successor"]
    follows = f"{successor} follows it" if successor is not None else "nothing follows it"
    if state.record("retired", version) is not None:
        return f"{version} is retired, and {follows}."
    return f"{version} is to be retired: it may serve until {plan.body['retire_on']}, and {follows}."


def slot_of(deployment: Record, version: str) -> str:
    """``champion``, ``shadow`` or nothing: what a version is in a deployment."""
    champion, shadows = deployment.body.get("champion"), deployment.body.get("shadows")
    if isinstance(champion, Mapping) and champion.get("version") == version:
        return "champion"
    listed = [each for each in (shadows if isinstance(shadows, list) else []) if isinstance(each, Mapping)]
    return "shadow" if any(each.get("version") == version for each in listed) else ""


def _require_opened(state: Reader, entry: Entry, plan: Record, policy: str) -> None:
    """The gate opened on this very plan just now, when the policy in force holds it."""
    require_in_force(state, str(plan.body["use_case"]), policy=policy)
    if GATE not in gates_of(state, policy):
        _require_no_other(state, str(plan.body["use_case"]))
        return
    verdict = state.record("verdict", f"retirement:{plan.key}/{GATE}")
    if verdict is None or verdict.body["opens"] is not True:
        raise GateClosed(f"The gate {GATE} has not opened for retirement:{plan.key}.", gate=GATE)
    if (verdict.body["policy"], verdict.body["manifest"]) != (policy, plan.body["manifest"]):
        raise GateClosed(f"The gate {GATE} was judged by another policy, or on another plan.", gate=GATE)
    if (moment(entry.at) - moment(str(verdict.body["judged_at"]))).total_seconds() > LONGEST_SECONDS:
        raise SubmissionStale(f"{GATE} of {plan.key} was judged too long ago: judge again.")
    if verdict.head != entry.expects.get(f"retirement:{plan.key}"):
        raise SubmissionStale(f"Something was recorded about retirement:{plan.key} since it was judged: judge again.")


def _require_no_other(state: Reader, use_case: str) -> None:
    """Nobody chooses a policy without the gate where another that is for the use case holds it."""
    content = use_case_of(state, use_case)[1]
    if content.get("policy") is not None or mode_of(state) == "demonstration":
        return  # it names its policy, and the mode has its own
    for record in state.records("policy"):
        if GATE in gates_of(state, str(record.body["digest"])) and _is_for(record, content):
            raise GateClosed(f"The policy {record.key} is for {use_case} too, and holds the gate {GATE}.", gate=GATE)


def _is_for(policy: Record, use_case: Mapping[str, Json]) -> bool:
    document = policy.body["document"]
    content = document.get("content") if isinstance(document, Mapping) else None
    applies = content.get("applies_when") if isinstance(content, Mapping) else None
    if not isinstance(applies, Mapping):
        return True
    stated = {"class": use_case.get("class"), "tier": use_case.get("tier")}
    return all(name not in applies or stated[name] in _listed(applies[name]) for name in stated)


def _listed(value: Json) -> list[Json]:
    return list(value) if isinstance(value, list) else [value]


def _version(state: Reader, name: Json) -> Record:
    record = state.record("version", str(name))
    if record is None:
        raise EntryRefused(f"{name} is no registered version.")
    return record


def _require_role(state: Reader, entry: Entry) -> None:
    roles = enrolled(state, entry.actor).body["roles"]
    if not isinstance(roles, list) or not set(map(str, roles)) & set(RETIRERS):
        fact = f"{entry.actor} holds neither of the roles {' and '.join(RETIRERS)}, which retire versions."
        raise RoleMissing(fact, actor=entry.actor)
