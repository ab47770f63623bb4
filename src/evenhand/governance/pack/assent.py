"""Whether the right people said yes to the release, and waived what was waived."""

from collections.abc import Mapping, Sequence

from evenhand.errors.pack import PackRefused
from evenhand.governance.access.approval import Approval, Waiver
from evenhand.governance.access.claim import as_map
from evenhand.governance.access.separation import fill_places
from evenhand.governance.pack.case import Case, maps, said, text, texts
from evenhand.governance.pack.register import Signed
from evenhand.governance.pack.substance import GATES
from evenhand.kernel.canonical import Json
from evenhand.kernel.instant import moment

YES = ("approve", "approve-with-conditions")
LONGEST_WAIVER = 90


def check_waivers(case: Case, verdicts: Sequence[Mapping[str, Json]]) -> tuple[str, tuple[Waiver, ...]]:
    """The waiver of each check that a gate let pass as waived.

    Raises:
        PackRefused: one has none that holds.
    """
    waived = [
        (text(verdict, "gate"), text(check, "id"))
        for verdict in verdicts for check in maps(verdict, "checks") if said(check, "verdict") == "waived"
    ]  # fmt: skip
    if not waived:
        return "No check was waived.", ()
    waivers = tuple(_waiver(case, gate, check) for gate, check in waived)
    names = ", ".join(waiver.check for waiver in waivers)
    return f"Waived by the people and for the time that the policy asks: {names}.", waivers


def check_approvals(case: Case) -> str:
    """The decisions on the submission: the last of each person in each role is a yes, and every place is filled.

    A decision that was recorded again is not made again.

    Raises:
        PackRefused: somebody said no, is not trusted, is author or submitter, or a role stays empty.
    """
    release = case.release
    given = [signed for signed in case.register.signed if signed.entry.action == "approval.given"]
    read = [(signed, Approval.parse(signed.envelope.payload)) for signed in given]
    own = [(signed, approval) for signed, approval in read if approval.submission == release.submission]
    if {signed.entry.payload for signed, _ in own} != set(release.approvals):
        raise PackRefused("The release names other decisions than those that the pack holds on its submission.")
    last: dict[tuple[str, str], Approval] = {}
    for at, (signed, approval) in enumerate(own):
        person = _person(case, signed, approval)
        if approval not in [said for _, said in own[:at]]:
            last[person, approval.role] = approval
    _require_yes(case, last)
    if not last:
        return "Nobody was asked to approve: the policy asks for no approval."
    names = ", ".join(f"{person} ({role})" for person, role in sorted(last))
    if case.is_demonstration:
        return f"Approved by {names}; in mode=demonstration they may be author or submitter."
    return f"Approved by {names}; none of them is author or submitter."


def _person(case: Case, signed: Signed, approval: Approval) -> str:
    release, sequence = case.release, signed.entry.sequence
    stated = (approval.about, approval.policy, approval.log, approval.mode, approval.actor)
    if stated != (release.about, release.policy, release.log, release.mode, signed.entry.actor):
        raise PackRefused(f"The decision in entry {sequence} is on another version, policy, log or mode.")
    persons = {known.person for known in signed.known}
    if len(persons) != 1:
        raise PackRefused(f"The decision in entry {sequence} is signed by nobody who is trusted, or by two persons.")
    if not any(approval.role in known.roles for known in signed.known):
        raise PackRefused(f"{min(persons)} is not trusted in the role {approval.role}.")
    return min(persons)


def _require_yes(case: Case, last: Mapping[tuple[str, str], Approval]) -> None:
    offered: dict[str, set[str]] = {}
    for (person, role), approval in sorted(last.items()):
        if approval.decision not in YES:
            raise PackRefused(f"{person} said {approval.decision} in the role {role}.")
        if person in case.barred and not case.is_demonstration:
            raise PackRefused(f"{person} approved, and is author or submitter.")
        offered.setdefault(person, set()).add(role)
    for check in maps(as_map(said(case.policy(), "gates")), GATES[-1]):
        if "approvals" in check:
            _require_places(case, as_map(check["approvals"]), offered)


def _require_places(case: Case, asked: Mapping[str, Json], offered: Mapping[str, set[str]]) -> None:
    counted = {role: count for role, count in asked.items() if isinstance(count, int)}
    if case.is_demonstration and case.policy().get("demonstration") is True:
        is_short = any(sum(role in roles for roles in offered.values()) < count for role, count in counted.items())
    else:
        is_short = bool(fill_places(offered, counted))
    if is_short or len(counted) < len(asked):
        names = ", ".join(f"{role} {count}" for role, count in sorted(asked.items()))
        raise PackRefused(f"The policy asks for approvals by {names}, and they are not all there.")


def _waiver(case: Case, gate: str, check: str) -> Waiver:
    for signed in case.register.signed:
        if signed.entry.action == "waiver.given":
            waiver = Waiver.parse(signed.envelope.payload)
            if (waiver.gate, waiver.check) == (gate, check) and _holds(case, signed, waiver):
                return waiver
    raise PackRefused(f"{check} was waived, and the pack holds no waiver of it that the policy allows.")


def _holds(case: Case, signed: Signed, waiver: Waiver) -> bool:
    release = case.release
    about = (waiver.about, waiver.manifest, waiver.mode, waiver.log)
    rule = case.policy().get("waivers")
    if about != (release.about, release.manifest, release.mode, release.log) or not isinstance(rule, Mapping):
        return False
    days = rule.get("at_most_days", LONGEST_WAIVER)
    seconds = (moment(waiver.until) - moment(signed.entry.at)).total_seconds()
    if not isinstance(days, int) or seconds > days * 86_400 or moment(waiver.until) <= moment(release.at):
        return False
    persons = {known.person for known in signed.known}
    if not any(role in texts(rule, "roles") for known in signed.known for role in known.roles):
        return False
    return case.is_demonstration or (len(persons) >= 2 and not persons & case.barred)
