"""People with keys of their own who put down by hand what the verbs would refuse."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.scenarios.stage import POLICY, USE_CASE, Stage

import evenhand
from evenhand.adapters.signing import open_identity
from evenhand.adapters.signing.log_key import open_release_key
from evenhand.errors.release import EntryRefused, GateClosed, ReleaseExpired, SecondPersonNeeded, SubmissionStale
from evenhand.governance.access.approval import Approval, Waiver
from evenhand.governance.access.envelope import Envelope
from evenhand.governance.access.founding import Confirmation
from evenhand.governance.access.release import Release
from evenhand.governance.policy.engine import judge
from evenhand.kernel.canonical import Json
from evenhand.kernel.evidence import Evidence
from evenhand.kernel.instant import instant, later
from evenhand.kernel.reference import Reference
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Draft
from evenhand.ports.workspace import Workspace
from evenhand.wiring.settings import read_settings
from evenhand.wiring.workspace import open_workspace
from evenhand.workflows.act import append_document
from evenhand.workflows.gate.facts import gate_facts
from evenhand.workflows.gate.standing import policy_in_force
from evenhand.workflows.lookup import document_of, manifest_of, target_named, use_case_in_force, version_record

GATES = ("training-validation", "deployment-approval")
TWO = ("bo", "cy")
STRICTER = POLICY.replace("version: 1", "version: 2").replace("at_least: 0.70", "at_least: 0.99")


class Moved:
    """A clock that somebody has set."""

    def __init__(self, hours: float) -> None:
        self._by = timedelta(hours=hours)

    def now(self) -> str:
        return instant(datetime.now(UTC) + self._by)


def identity_of(stage: Stage, name: str) -> Identity:
    return Identity(actor=name, signer=open_identity(stage.root / "homes" / name, name))


@pytest.fixture(scope="session")
def _submitted(_founded: Stage, tmp_path_factory: pytest.TempPathFactory) -> tuple[Stage, Reference]:
    stage = _founded.copied(tmp_path_factory.mktemp("submitted") / "stage")
    version = stage.register()
    stage.evaluate(version)
    stage.submit(version)
    return stage, version


@pytest.fixture
def submitted(_submitted: tuple[Stage, Reference], tmp_path: Path) -> tuple[Stage, Reference]:
    """A version that waits for a yes."""
    stage, version = _submitted
    return stage.copied(tmp_path / "stage"), version


@contextmanager
def at_desk(stage: Stage, name: str = "ada", *, hours: float = 0.0) -> Iterator[Workspace]:
    """The workspace from a shell of that person, on a machine whose clock is off."""
    with stage.acting(name), open_workspace(read_settings(start=stage.workspace), clock=Moved(hours)) as workspace:
        yield workspace


def put(workspace: Workspace, action: str, about: str, envelope: Envelope, *, actor: str = "ada") -> None:
    """Append what somebody signed."""
    payload = {"envelope": envelope.as_json()}
    workspace.ledger.append(Draft(actor=actor, action=action, about=about, payload=payload))


def forge_verdict(workspace: Workspace, stage: Stage, version: Reference, gate: str, **invented: Any) -> None:  # noqa: ANN401
    """Judge on facts that are partly invented, and record that, as whoever holds a shell can."""
    target = target_named(workspace.ledger, version)
    use_case, _ = use_case_in_force(workspace.ledger, target.use_case)
    policy = policy_in_force(workspace.ledger, use_case)
    facts = gate_facts(
        workspace, target, gate=gate, policy=policy, use_case=use_case,
        environment="production",
    )  # fmt: skip
    facts = {**facts, **invented}
    verdict = judge(policy, gate, facts)
    document = {"verdict": verdict.as_json(), "facts": facts, "policy": policy.digest}
    append_document(
        workspace, identity_of(stage, "ada"), action="gate.judged", about=f"version:{version}", document=document
    )


def forge_release(workspace: Workspace, stage: Stage, version: Reference, **changed: Any) -> None:  # noqa: ANN401
    """Sign a release with the release key and record it, without asking any gate."""
    state, record = workspace.ledger, version_record(workspace.ledger, version)
    submission = state.record("submission", str(record.body["submission"]))
    verdict = state.record("verdict", f"{version}/deployment-approval")
    assert submission is not None
    assert verdict is not None
    manifest = manifest_of(workspace, record)
    release = Release(
        about=str(version), environment="production", mode="governed", manifest=manifest.digest,
        files={file.path: file.digest for file in manifest.files}, decision_rule=manifest.decision_rule,
        submission=submission.key, evidence=list(submission.body["evidence"]),  # type: ignore[arg-type]
        policy=str(submission.body["policy"]), approvals=[
            each.key for each in state.records("approval", parent=str(version))
            if each.body["submission"] == submission.key
        ], verdict=str(verdict.body["digest"]), use_case=str(submission.body["use_case"]), log=workspace.log,
        at=workspace.clock.now(),
    )  # fmt: skip
    key = open_release_key(stage.root / "homes" / "ada", workspace.log)
    envelope = Envelope(payload=replace(release, **changed).content).signed_by(key, identity_of(stage, "ada").signer)
    subjects = ("policy:loan-policy", "use-case:loan")
    draft = Draft(
        actor="ada", action="release.made", about=f"version:{version}", payload={"envelope": envelope.as_json()},
        expects={subject: state.head(subject) for subject in subjects},
    )  # fmt: skip
    state.append(draft)


Submitted = tuple[Stage, Reference]


def test_a_verdict_on_invented_approvals_is_not_recorded(submitted: Submitted) -> None:
    stage, version = submitted
    with at_desk(stage) as workspace:
        yes: dict[str, Json] = {
            "person": "bo", "role": "model-owner", "decision": "approve", "at": workspace.clock.now(),
            "submission": version_record(workspace.ledger, version).body["submission"], "is_verified": True,
        }  # fmt: skip
        with pytest.raises(EntryRefused, match="approvals that the ledger does not hold"):
            forge_verdict(workspace, stage, version, GATES[1], approvals=[yes])
        with pytest.raises(EntryRefused, match="looks that"):
            forge_verdict(workspace, stage, version, GATES[0], looks=None)
        with pytest.raises(EntryRefused, match="was judged for"):
            forge_verdict(workspace, stage, version, GATES[0], now=later(workspace.clock.now(), days=-2))
        numbers = {"roc_auc": [{"name": "roc_auc", "input": "sha256:" + "0" * 64}]}
        with pytest.raises(EntryRefused, match="from no evidence"):
            forge_verdict(workspace, stage, version, GATES[0], metrics=numbers)


def test_invented_numbers_in_a_verdict_load_nothing(submitted: Submitted) -> None:
    stage, version = submitted
    with stage.acting("bo"):
        (stage.root / "stricter.yaml").write_text(STRICTER)
        evenhand.propose_policy(stage.root / "stricter.yaml", workspace=stage.workspace)
    stage.confirm("policy:loan-policy", by="cy")
    stage.submit(version)
    stage.approve(version)
    with at_desk(stage) as workspace:
        record = workspace.ledger.record("verdict", f"{version}/{GATES[0]}")
        assert record is not None
        metrics = document_of(workspace, record)["facts"]["metrics"]  # type: ignore[index, call-overload]
        [fact] = metrics["roc_auc"]
        better = [{**group, "value": 0.999, "lower": 0.998, "upper": 1.0, "confidence": 0.999999}
                  for group in fact["groups"]]  # fmt: skip
        numbers = with_numbers({**metrics, "roc_auc": [{**fact, "groups": better}]})
        forge_verdict(workspace, stage, version, GATES[0], metrics=numbers)
        forge_verdict(workspace, stage, version, GATES[1])
        forge_release(workspace, stage, version)
    with stage.acting("ada"), pytest.raises(ReleaseExpired, match="training-validation"):
        evenhand.load(version, environment="production", workspace=stage.workspace)


def test_a_release_without_the_yes_that_is_asked_for(submitted: Submitted) -> None:
    stage, version = submitted
    with at_desk(stage) as workspace:
        forge_verdict(workspace, stage, version, GATES[0])
        forge_verdict(workspace, stage, version, GATES[1])
        with pytest.raises(GateClosed):
            forge_release(workspace, stage, version)


def test_a_release_that_leaves_out_a_decision_or_rests_on_what_was_judged_before(submitted: Submitted) -> None:
    stage, version = submitted
    stage.approve(version)
    with at_desk(stage) as workspace:
        forge_verdict(workspace, stage, version, GATES[0])
        forge_verdict(workspace, stage, version, GATES[1])
        with pytest.raises(EntryRefused, match="every decision"):
            forge_release(workspace, stage, version, approvals=[])
        with pytest.raises(GateClosed, match="for another environment"):
            forge_release(workspace, stage, version, environment="shadow")
    with stage.acting("bo"):
        evenhand.send_back(version, role="model-owner", reason="I misread a table.", workspace=stage.workspace)
    with at_desk(stage) as workspace, pytest.raises(SubmissionStale, match="judge again"):
        forge_release(workspace, stage, version)


def test_a_release_under_a_policy_that_is_no_longer_in_force(submitted: Submitted) -> None:
    stage, version = submitted
    stage.approve(version)
    with at_desk(stage) as workspace:
        forge_verdict(workspace, stage, version, GATES[0])
        forge_verdict(workspace, stage, version, GATES[1])
    with stage.acting("bo"):
        (stage.root / "stricter.yaml").write_text(STRICTER)
        evenhand.propose_policy(stage.root / "stricter.yaml", workspace=stage.workspace)
    stage.confirm("policy:loan-policy", by="cy")

    with at_desk(stage) as workspace, pytest.raises(EntryRefused, match="not in force"):
        forge_release(workspace, stage, version)


def test_no_clock_outlasts_a_send_back(submitted: Submitted) -> None:
    stage, version = submitted
    stage.approve(version)
    with at_desk(stage, hours=20.0) as workspace:
        append_document(
            workspace, identity_of(stage, "ada"), action="holdout.opened", about=f"version:{version}",
            document={"rows_digest": "sha256:" + "0" * 64, "n_rows": 1},
        )  # fmt: skip
    with stage.acting("bo"):
        evenhand.send_back(version, role="model-owner", reason="I misread a table.", workspace=stage.workspace)

    with pytest.raises(GateClosed, match="sent it back"):
        stage.release(version)


def test_an_answer_from_the_future_could_not_be_taken_back(submitted: Submitted) -> None:
    stage, version = submitted
    with at_desk(stage, "bo") as workspace:
        submission = workspace.ledger.records("submission")[0]
        approval = Approval(
            submission=submission.key, about=str(version), role="model-owner", decision="approve", reason="Yes.",
            conditions=(), actor="bo", at=later(workspace.clock.now(), days=300), mode="governed", log=workspace.log,
            policy=str(submission.body["policy"]),
        )  # fmt: skip
        envelope = Envelope(payload=approval.content).signed_by(identity_of(stage, "bo").signer)
        with pytest.raises(EntryRefused, match="see to the clocks"):
            put(workspace, "approval.given", f"version:{version}", envelope, actor="bo")


def test_nobody_comes_to_stand_behind_an_account_later(submitted: Submitted) -> None:
    stage, _ = submitted
    with stage.acting("ada"):
        key = evenhand.create_identity("ada2").text
        for name, person, told in (("ada", "adele", "an account of ada"), ("ada2", "a-da", "too like")):
            with pytest.raises(EntryRefused, match=told):
                evenhand.propose_actor(
                    name, keys=[key], roles=["developer"], person=person, actor="ada", workspace=stage.workspace
                )


def test_nobody_answers_for_a_service_who_is_not_enrolled(stage: Stage) -> None:
    with stage.acting("ada"):
        key = evenhand.create_identity("night-job").text
        with pytest.raises(EntryRefused, match="ghost, who would answer for the service night-job"):
            evenhand.propose_actor(
                "night-job", keys=[key], roles=["model-owner"], person="ghost", kind="service", actor="ada",
                workspace=stage.workspace,
            )  # fmt: skip


def test_a_version_under_the_use_case_of_another_model(submitted: Submitted) -> None:
    stage, version = submitted
    with stage.acting("ada"):
        (stage.root / "toy.yaml").write_text(USE_CASE.replace("name: loan", "name: toy"))
        evenhand.propose_use_case(stage.root / "toy.yaml", workspace=stage.workspace)
    stage.confirm("use-case:toy")
    with at_desk(stage) as workspace:
        manifest = document_of(workspace, version_record(workspace.ledger, version))
        with pytest.raises(EntryRefused, match="toy is not that of the model loan"):
            append_document(
                workspace, identity_of(stage, "ada"), action="version.registered", about="version:loan@2",
                document={**manifest, "version": 2, "use_case": "toy"},
            )  # fmt: skip


def test_a_release_of_another_day_than_its_verdicts(submitted: Submitted) -> None:
    stage, version = submitted
    stage.approve(version)
    with at_desk(stage) as workspace:
        forge_verdict(workspace, stage, version, GATES[0])
        forge_verdict(workspace, stage, version, GATES[1])
        with pytest.raises(EntryRefused, match="see to the clocks"):
            forge_release(workspace, stage, version, at=later(workspace.clock.now(), days=-3))
    with at_desk(stage, hours=5.0) as workspace, pytest.raises(SubmissionStale, match="too long ago"):
        forge_release(workspace, stage, version)


def test_a_second_account_of_the_author_says_yes(submitted: Submitted) -> None:
    stage, version = submitted
    with stage.acting("ada"):
        key = evenhand.create_identity("ada2").text
        evenhand.propose_actor(
            "ada2", keys=[key], roles=["model-owner"], person="ada", actor="ada", workspace=stage.workspace
        )
    stage.confirm("actor:ada2")
    with stage.acting("ada"):
        evenhand.approve(version, role="model-owner", reason="Mine.", actor="ada2", workspace=stage.workspace)
        with pytest.raises(GateClosed, match="separation"):
            evenhand.release(version, environment="production", actor="ada", workspace=stage.workspace)


def test_a_policy_that_bars_submitters_alone_does_not_let_the_author_say_yes(submitted: Submitted) -> None:
    stage, version = submitted
    with stage.acting("bo"):
        lax = POLICY.replace("version: 1", "version: 2").replace("[author, submitter]", "[submitter]")
        (stage.root / "lax.yaml").write_text(lax)
        evenhand.propose_policy(stage.root / "lax.yaml", workspace=stage.workspace)
    stage.confirm("policy:loan-policy", by="cy")
    stage.submit(version, by="cy")
    stage.approve(version, by="ada")

    with pytest.raises(SecondPersonNeeded):
        stage.release(version)


def test_a_yes_to_a_proposal_of_another_workspace(stage: Stage) -> None:
    with stage.acting("ada"):
        (stage.root / "stricter.yaml").write_text(STRICTER)
        evenhand.propose_policy(stage.root / "stricter.yaml", workspace=stage.workspace)
    with at_desk(stage) as workspace:
        [proposal] = workspace.ledger.records("proposal")
        own = Confirmation(
            proposal=proposal.key, about="policy:loan-policy", actor="bo", log=workspace.log, at=workspace.clock.now()
        )
        for other in (replace(own, log="w-fedcba9876543210"), replace(own, about="policy:other")):
            envelope = Envelope(payload=other.content).signed_by(identity_of(stage, "bo").signer)
            with pytest.raises(EntryRefused, match="bo confirmed policy:"):
                put(workspace, "policy.confirmed", "policy:loan-policy", envelope, actor="bo")


def test_a_waiver_of_another_workspace_or_in_a_role_that_nobody_holds(submitted: Submitted) -> None:
    stage, version = submitted
    with at_desk(stage) as workspace:
        now = workspace.clock.now()
        own = Waiver(
            about=str(version), manifest=str(version_record(workspace.ledger, version).body["manifest"]),
            gate=GATES[0], check="roc_auc", reason="Pilot.", compensating_control="Reading.",
            until=later(now, days=3), actor="cy", role="model-risk", at=now, mode="governed", log=workspace.log,
        )  # fmt: skip
        odd = (
            (replace(own, log="w-fedcba9876543210"), "for the ledger w-fedcba9876543210"),
            (replace(own, actor="ada", role="developer"), "ada has not signed"),
            (replace(own, role="legal"), "does not hold the role legal"),
        )
        for waiver, told in odd:
            envelope = Envelope(payload=waiver.content).signed_by(*(identity_of(stage, name).signer for name in TWO))
            with pytest.raises(EntryRefused, match=told):
                put(workspace, "waiver.given", f"version:{version}", envelope)


def test_numbers_about_rows_that_nobody_looked_at(submitted: Submitted) -> None:
    stage, version = submitted
    with at_desk(stage) as workspace:
        evidence = Evidence(
            kind="evaluation-report", about=str(version), body={"profile": "sha256:" + "1" * 64}, author="ada",
            inputs=(str(version_record(workspace.ledger, version).body["manifest"]), "sha256:" + "2" * 64),
            made_at=workspace.clock.now(),
        )  # fmt: skip
        with pytest.raises(EntryRefused, match="no rows at which a look"):
            append_document(
                workspace, identity_of(stage, "ada"), action="evidence.filed", about=f"version:{version}",
                document=evidence.as_json(),
            )  # fmt: skip


def with_numbers(metrics: Any) -> Any:  # noqa: ANN401
    """Canonical JSON writes floats as text; here they become numbers again."""
    if isinstance(metrics, dict):
        return {
            name: float(part) if name in ("value", "lower", "upper", "confidence") and isinstance(part, str)
            else with_numbers(part)
            for name, part in metrics.items()
        }  # fmt: skip
    return [with_numbers(part) for part in metrics] if isinstance(metrics, list) else metrics


def test_a_verdict_that_opens_what_its_facts_leave_closed(submitted: Submitted) -> None:
    """Any enrolled person can sign such a document; training, promotion and retirement read what it says."""
    stage, version = submitted
    with at_desk(stage) as workspace:
        use_case, _ = use_case_in_force(workspace.ledger, "loan")
        policy = policy_in_force(workspace.ledger, use_case)
        for name, gate, why in (
            (str(version), GATES[1], "its facts leave it missing: approvals"),
            (str(version), "change", "the policy holds no such gate"),
            ("use-case:loan", "intake", "the policy holds no such gate"),
        ):
            target = target_named(workspace.ledger, name)
            facts = gate_facts(workspace, target, gate=gate, policy=policy, use_case=use_case, environment="production")
            verdict = {**judge(policy, gate, facts).as_json(), "verdict": "pass", "opens": True}
            document = {"verdict": verdict, "facts": facts, "policy": policy.digest}
            with pytest.raises(EntryRefused, match=why):
                append_document(
                    workspace, identity_of(stage, "ada"), action="gate.judged", about=target.subject, document=document
                )
