"""Releases that rest on the word of the wrong people, or on a word that was taken back."""

from dataclasses import replace
from typing import Any, TypeAlias

from tests.governance.pack.attempt import Attempt, attempt, changed, refused, told
from tests.governance.pack.story import PEOPLE, POLICY, Story, trust

from evenhand.governance.access.envelope import Envelope
from evenhand.governance.access.statement import Approval
from evenhand.governance.pack.check import MALFORMED
from evenhand.kernel.canonical import from_canonical

Thing: TypeAlias = Any

NOTHING = "sha256:" + "0" * 64


@attempt
def an_approval_replayed_from_another_submission() -> Attempt:
    says = "names other decisions than those that the pack holds"
    return changed(says, "approval of carol", lambda claim: replace(claim, submission=NOTHING))


@attempt
def an_approval_under_another_policy() -> Attempt:
    return changed(
        "on another version, policy, log or mode", "approval of dave", lambda claim: replace(claim, policy=NOTHING)
    )


@attempt
def an_approval_in_demonstration_mode() -> Attempt:
    says = "on another version, policy, log or mode"
    return changed(says, "approval of dave", lambda claim: replace(claim, mode="demonstration"))


@attempt
def an_approval_signed_by_somebody_else() -> Attempt:
    return told("signed by nobody who is trusted", keys={"carol": "mallory"})


@attempt
def an_approval_by_the_author() -> Attempt:
    known = replace(trust(), people=[replace(each, roles=("legal", "risk")) for each in trust().people])
    says = "alice approved, and is author or submitter"
    return Attempt(pack=Story(keys={"carol": "alice"}).told().pack(), code=1, says=says, trust=known)


@attempt
def an_approval_through_a_second_account_of_the_author() -> Attempt:
    known = replace(trust(), people=[
        replace(each, person="alice") if each.person == "carol" else each for each in trust().people
    ])  # fmt: skip
    return refused("alice approved, and is author or submitter", Story().told().pack(), trust=known)


@attempt
def an_approval_in_a_role_that_nobody_gave() -> Attempt:
    return changed(
        "dave is not trusted in the role legal", "approval of dave", lambda claim: replace(claim, role="legal")
    )


@attempt
def a_no_that_the_release_passes_over() -> Attempt:
    says = "dave said send-back in the role risk"
    return changed(says, "approval of dave", lambda claim: replace(claim, decision="send-back"))


class Repeated(Story):
    """Dave takes his yes back, and somebody records it again."""

    def approve(self, policy: str, submission: str) -> list[str]:
        approvals = super().approve(policy, submission)
        entry, payload = self.entries[self.names["approval of dave"]]
        yes = Approval.parse(Envelope.from_json(from_canonical(payload)["envelope"]).payload)
        self.sign("no of dave", "dave", entry.action, entry.about, replace(yes, decision="send-back"))
        self.append("yes again", "dave", entry.action, entry.about, from_canonical(payload))
        again = Envelope(payload=yes.content).signed_by(self.signer("erin"), self.signer("dave"))
        self.append("yes with a friend", "dave", entry.action, entry.about, {"envelope": again.as_json()})
        return [*approvals, *(self.digests[f"payload of {name}"] for name in ("no of dave", "yes with a friend"))]


@attempt
def a_yes_that_was_taken_back_and_recorded_again() -> Attempt:
    known = replace(trust(), people=[each for each in trust().people if each.person != "erin"])
    changes = {"checks": lambda _: [{"id": "roc_auc", "verdict": "pass"}]}
    return refused("dave said send-back in the role risk", Repeated(changes=changes).told().pack(), trust=known)


@attempt
def an_approval_that_is_missing() -> Attempt:
    return told("asks for approvals by legal 1, risk 1, and they are not all there", skip=["approval of dave"])


@attempt
def two_places_for_one_person() -> Attempt:
    known = replace(
        trust(), people=[replace(each, roles=("legal", "risk", *PEOPLE[each.person])) for each in trust().people]
    )
    story = Story(keys={"dave": "carol"}).told()
    return refused("asks for approvals by legal 1, risk 1", story.pack(), trust=known)


@attempt
def a_vote_that_nobody_can_take() -> Attempt:
    return changed(
        "approvals by ethics-committee quorum, legal 1",
        "policy content",
        _asks(**{"legal": 1, "ethics-committee": "quorum"}),
    )


@attempt
def an_approval_with_a_blank_reason() -> Attempt:
    from tests.governance.pack.attempts_on_the_log import _said

    blank = _said(lambda said: said | {"reason": " "}, "carol")
    return changed(MALFORMED, "payload of approval of carol", blank)


def _asks(**places: Thing) -> Thing:
    gates = {**POLICY["gates"], "deployment-approval": [{"approvals": places}]}
    return lambda policy: {**policy, "gates": gates}
