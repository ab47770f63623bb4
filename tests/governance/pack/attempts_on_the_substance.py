"""Releases that rest on other things than they name, or on the word of the wrong people."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from tests.governance.pack.attempt import Attempt, attempt, changed, refused, tampered, told, with_field
from tests.governance.pack.story import MODEL, PEOPLE, POLICY, Story, trust

from evenhand.governance.pack.check import MALFORMED

Thing: TypeAlias = Any

NOTHING = "sha256:" + "0" * 64


@attempt
def other_model_files_than_the_manifest_names() -> Attempt:
    files = dict.fromkeys(MODEL, NOTHING)
    return changed("names other files than the manifest", "release", lambda claim: replace(claim, files=files))


@attempt
def a_manifest_that_was_never_registered() -> Attempt:
    return changed("holds no manifest of the digest", "release", lambda claim: replace(claim, manifest=NOTHING))


@attempt
def a_manifest_of_another_version() -> Attempt:
    return changed("The manifest is of another version", "manifest", with_field(version=4))


@attempt
def another_decision_rule() -> Attempt:
    rule = {"cut_off": "0.1"}
    return changed("another decision rule", "release", lambda claim: replace(claim, decision_rule=rule))


@attempt
def a_stowaway_in_the_model() -> Attempt:
    from hashlib import sha256

    content = b"import os"
    name = f"model/{sha256(content).hexdigest()}"
    return tampered("holds a file that the manifest does not name", lambda files, _: files.update({name: content}))


@attempt
def a_model_file_under_another_digest() -> Attempt:
    name = f"model/{'0' * 64}"
    return tampered(f"{name} is not what", lambda files, _: files.update({name: b"import os"}))


@attempt
def evidence_left_out_of_the_release() -> Attempt:
    return changed("The submission is of another", "release", lambda claim: replace(claim, evidence=claim.evidence[:1]))


@attempt
def evidence_about_another_manifest() -> Attempt:
    return changed("is not about this manifest", "data-sheet", with_field(inputs=[NOTHING]))


@attempt
def evidence_that_is_not_there() -> Attempt:
    return told("The pack holds no evidence", skip=["data-sheet"])


@attempt
def another_policy_than_was_reviewed() -> Attempt:
    return changed("The submission is of another", "submission", with_field(policy=NOTHING))


@attempt
def a_policy_that_was_never_confirmed() -> Attempt:
    return told("The policy that the release names was not in force", skip=["policy confirmed"])


@attempt
def a_use_case_that_was_never_confirmed() -> Attempt:
    return told("The use case that the release names was not in force", skip=["use-case confirmed"])


@attempt
def a_submission_that_is_not_there() -> Attempt:
    return told("The pack holds no submission", skip=["submission"])


@attempt
def a_submission_without_its_evidence() -> Attempt:
    def forget(body: Mapping[str, Any]) -> Mapping[str, Any]:
        return {name: value for name, value in body.items() if name != "evidence"}

    return changed(MALFORMED, "submission", forget)


@attempt
def a_gate_that_was_never_judged() -> Attempt:
    return told("holds no verdict of the gate training-validation", skip=["first gate"])


@attempt
def a_gate_that_did_not_open() -> Attempt:
    def close(body: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**body, "verdict": {**body["verdict"], "verdict": "fail", "opens": False}}

    return changed("The gate training-validation did not open", "first gate", close)


@attempt
def a_gate_judged_under_another_policy() -> Attempt:
    def move(body: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**body, "verdict": {**body["verdict"], "policy_digest": NOTHING}}

    return changed("judged on another policy or manifest", "second gate", move)


@attempt
def a_gate_judged_on_another_submission() -> Attempt:
    def move(body: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**body, "facts": {"subject": {**body["facts"]["subject"], "submission": NOTHING}}}

    return changed("names another verdict or submission", "second gate", move)


@attempt
def another_verdict_than_the_last() -> Attempt:
    return changed("names another verdict", "release", lambda claim: replace(claim, verdict=NOTHING))


@attempt
def a_waiver_that_ended_before_the_release() -> Attempt:
    return changed(
        "parity was waived, and", "waiver", lambda claim: replace(claim, until="2026-11-23T10:30:00.000000Z")
    )


@attempt
def a_waiver_for_too_long() -> Attempt:
    return changed(
        "parity was waived, and", "waiver", lambda claim: replace(claim, until="2027-06-01T00:00:00.000000Z")
    )


@attempt
def a_waiver_that_ended_after_the_release() -> Attempt:
    story = Story(changes={"waiver": lambda claim: replace(claim, until="2026-11-24T00:00:00.000000Z")}).told()
    return Attempt(pack=story.pack(), code=0, says="Established", trust=trust())


@attempt
def a_waiver_by_one_person() -> Attempt:
    return changed("parity was waived, and", "waivers", lambda _: ("erin",))


@attempt
def a_waiver_by_the_submitter() -> Attempt:
    return changed("parity was waived, and", "waivers", lambda _: ("erin", "bob"))


@attempt
def a_waiver_without_the_role() -> Attempt:
    return changed(
        "parity was waived, and", "policy content", lambda policy: {**policy, "waivers": {"roles": ["legal"]}}
    )


@attempt
def a_waiver_that_the_policy_does_not_know() -> Attempt:
    def forbid(policy: Mapping[str, Any]) -> Mapping[str, Any]:
        return {name: part for name, part in policy.items() if name != "waivers"}

    return changed("parity was waived, and", "policy content", forbid)


@attempt
def a_waiver_of_another_check() -> Attempt:
    return changed("parity was waived, and", "waiver", lambda claim: replace(claim, check="roc_auc"))


@attempt
def a_waiver_for_another_version() -> Attempt:
    return changed("parity was waived, and", "waiver", lambda claim: replace(claim, manifest=NOTHING))


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
