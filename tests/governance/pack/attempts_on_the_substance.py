"""Releases that rest on other things than they name, or on the word of the wrong people."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from tests.governance.pack.attempt import Attempt, Files, attempt, changed, entry, refused, tampered, told, with_field
from tests.governance.pack.story import MODEL, Story, trust

from evenhand.governance.pack.check import MALFORMED
from evenhand.kernel.canonical import from_canonical

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


def _without(name: str) -> Attempt:
    def tamper(files: Files, story: Story) -> None:
        for part in ("leaf", "payload", "proof"):
            del files[entry(story, name, part)]

    return tampered("which the release builds on", tamper)


@attempt
def a_verdict_left_out_of_the_pack() -> Attempt:
    return _without("first gate")


@attempt
def a_decision_left_out_of_the_pack() -> Attempt:
    return _without("approval of carol")


@attempt
def a_confirmed_policy_left_out_of_the_pack() -> Attempt:
    return _without("policy confirmed")


@attempt
def a_release_that_does_not_say_what_was_in_force() -> Attempt:
    return changed("does not say which entries about policy", "grounds", lambda _: ())


@attempt
def a_waiver_for_another_ledger() -> Attempt:
    return changed("parity was waived, and", "waiver", lambda claim: replace(claim, log="w-fedcba9876543210"))


@attempt
def a_policy_confirmed_in_another_ledger() -> Attempt:
    return changed(
        "confirms what the pack holds no proposal for", "policy confirmed",
        lambda claim: replace(claim, log="w-fedcba9876543210"),
    )  # fmt: skip


@attempt
def a_policy_confirmed_as_another_subject() -> Attempt:
    return changed(
        "confirms what the pack holds no proposal for", "policy confirmed",
        lambda claim: replace(claim, about="policy:other"),
    )  # fmt: skip


@attempt
def a_waiver_for_another_version() -> Attempt:
    return changed("parity was waived, and", "waiver", lambda claim: replace(claim, manifest=NOTHING))


@attempt
def a_gate_that_closed_and_whose_former_verdict_was_recorded_again() -> Attempt:
    return refused("The gate deployment-approval did not open", Reopened().told().pack())


class Reopened(Story):
    """The last judgement closes the gate, and somebody records the former one again."""

    def sign(self, name: str, actor: str, action: str, about: str, claim: Thing, *signers: str) -> None:
        if name == "release":
            entry, payload = self.entries[self.names["second gate"]]
            document = from_canonical(payload)["document"]
            closed = {**document, "verdict": {**document["verdict"], "verdict": "fail", "opens": False}}
            self.put_down("closed gate", "bob", "gate.judged", entry.about, closed)
            self.append("open again", "bob", "gate.judged", entry.about, from_canonical(payload))
        super().sign(name, actor, action, about, claim, *signers)
