"""What each verb leaves in the ledger, called as the surfaces call it."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import pytest
from tests.scenarios.stage import SCORER, Stage

from evenhand.adapters.files.artifacts import FileArtifacts
from evenhand.adapters.signing.log_key import open_log_key, open_release_key
from evenhand.adapters.signing.trust_file import read_trust
from evenhand.errors.release import EvidenceMissing, ReleaseMissing, SubmissionMissing
from evenhand.errors.workspace import NotFound
from evenhand.governance.pack.check import check_pack
from evenhand.kernel.instant import later
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.data.contract import Column, Contract
from evenhand.lifecycle.training.decision_rule import DecisionRule
from evenhand.ports.identity import Identity
from evenhand.ports.workspace import Workspace
from evenhand.wiring.identity import find_identity
from evenhand.wiring.models import SandboxedModels
from evenhand.wiring.sample import TableSample
from evenhand.wiring.settings import read_settings
from evenhand.wiring.workspace import open_workspace
from evenhand.workflows.evaluation.evaluate_version import evaluate_version
from evenhand.workflows.gate.judge_gate import judge_gate
from evenhand.workflows.lookup import document_of
from evenhand.workflows.model.register_version import Candidate, register_version
from evenhand.workflows.people.confirm_proposal import confirm_proposal, find_proposal
from evenhand.workflows.release.load_version import load_version
from evenhand.workflows.release.pack_release import pack_release
from evenhand.workflows.release.release_version import release_version
from evenhand.workflows.release.show_status import show_status
from evenhand.workflows.release.submit_version import submit_version
from evenhand.workflows.release.waive_check import waive_check

Released = tuple[Stage, Reference]


@contextmanager
def at_work(stage: Stage, name: str) -> Iterator[tuple[Workspace, Identity]]:
    with stage.acting(name):
        settings = read_settings(start=stage.workspace)
        with open_workspace(settings) as workspace:
            yield workspace, find_identity(settings, name)


def models(stage: Stage) -> SandboxedModels:
    return SandboxedModels(FileArtifacts(stage.workspace / ".evenhand" / "artifacts"))


def candidate() -> Candidate:
    columns = (
        Column(name="income", kind="number", minimum=0, maximum=120),
        Column(name="age", kind="integer", minimum=18, maximum=90),
        Column(name="sex", kind="text", role="protected", categories=("f", "m")),
        Column(name="repaid", kind="integer", role="label", categories=(0, 1)),
    )
    return Candidate(
        use_case="loan", loader="python:scoring", files={"scoring.py": SCORER.encode()},
        contract=Contract(columns=columns), rule=DecisionRule(cut_off=0.5, favourable=1),
    )  # fmt: skip


def test_register_version_takes_the_next_number_and_tries_the_model_once(stage: Stage) -> None:
    with at_work(stage, "ada") as (workspace, identity):
        first = register_version(workspace, identity, candidate(), models=models(stage))
        second = register_version(workspace, identity, candidate(), models=models(stage))

        manifest = document_of(workspace, workspace.ledger.records("version", parent="loan")[0])
    assert (str(first), str(second)) == ("loan@1", "loan@2")
    assert manifest["inputs"] == ["income", "age"]
    assert workspace.artifacts.has(str(manifest["golden"]))


def test_evaluate_version_counts_the_look_before_it_looks(stage: Stage) -> None:
    version = stage.register()
    with at_work(stage, "ada") as (workspace, identity):
        done = evaluate_version(
            workspace, identity, version, holdout=TableSample.of(str(stage.rows)), models=models(stage)
        )
        entries = workspace.ledger.entries(about=f"version:{version}")

    assert done.look == 1
    assert done.skipped == {"privacy-report": "The rows that it was trained on were not given."}
    actions = [entry.action for entry in entries]
    assert actions.index("holdout.opened") < actions.index("evidence.filed")
    assert actions.count("evidence.filed") == len(done.evidence)


def test_the_same_version_on_the_same_rows_is_one_look(stage: Stage) -> None:
    version = stage.register()
    stage.evaluate(version)
    with at_work(stage, "ada") as (workspace, identity):
        again = evaluate_version(
            workspace, identity, version, holdout=TableSample.of(str(stage.rows)), models=models(stage)
        )

    assert again.look == 1


def test_judge_gate_records_the_verdict_with_its_facts(stage: Stage) -> None:
    version = stage.register()
    stage.evaluate(version)
    with at_work(stage, "bo") as (workspace, identity):
        verdict = judge_gate(workspace, identity, version, gate="training-validation")
        record = workspace.ledger.record("verdict", f"{version}/training-validation")
        assert record is not None
        document = document_of(workspace, record)

    assert verdict.opens
    assert record.body["opens"] is True
    assert document["facts"]["inputs"] == {"income": "feature", "age": "feature"}  # type: ignore[index, call-overload]


def test_submit_version_without_evidence(stage: Stage) -> None:
    version = stage.register()
    with at_work(stage, "ada") as (workspace, identity), pytest.raises(EvidenceMissing):
        submit_version(workspace, identity, version)


def test_release_version_before_anybody_submitted(stage: Stage) -> None:
    version = stage.register()
    stage.evaluate(version)
    with at_work(stage, "ada") as (workspace, identity), pytest.raises(SubmissionMissing):
        release_version(
            workspace, identity, version, environment="production",
            release_key=open_release_key(stage.root / "homes" / "ada", workspace.log),
        )  # fmt: skip


def test_load_version_gives_the_signed_statement(released: Released) -> None:
    stage, version = released
    keys = read_trust(stage.trust).release_keys
    with at_work(stage, "bo") as (workspace, _):
        found = load_version(workspace, version, environment="production", release_keys=keys)
        with pytest.raises(ReleaseMissing):
            load_version(workspace, version, environment="demo", release_keys=keys)

    assert found.statement.about == str(version)
    assert found.manifest.digest == found.statement.manifest


def test_waive_check_waits_for_confirm_proposal(stage: Stage) -> None:
    version = stage.register()
    with at_work(stage, "cy") as (workspace, identity):
        waive_check(
            workspace, identity, version, role="model-risk", gate="training-validation", check="roc_auc",
            reason="Pilot.", compensating_control="Reading.", until=later(workspace.clock.now(), days=3),
        )  # fmt: skip
        assert find_proposal(workspace.ledger, "version:loan@1").body["proposer"] == "cy"
        assert workspace.ledger.records("waiver") == []
    with at_work(stage, "bo") as (workspace, identity):
        confirm_proposal(workspace, identity, "version:loan@1")
        [waiver] = workspace.ledger.records("waiver", parent="loan@1")

    assert waiver.body["persons"] == ["bo", "cy"]


def test_a_proposal_that_nobody_made(stage: Stage) -> None:
    with at_work(stage, "bo") as (workspace, identity), pytest.raises(NotFound, match="No open proposal"):
        confirm_proposal(workspace, identity, "policy:other")


def test_show_status_names_the_next_step(stage: Stage) -> None:
    version = stage.register()
    with at_work(stage, "bo") as (workspace, _):
        case, standing = show_status(workspace)

    assert (case.about, case.state, case.next_step) == ("use-case:loan", "no gate", "")
    assert (standing.about, standing.state) == (str(version), "candidate")
    assert standing.next_step == "evenhand evaluate loan@1 --data TABLE"


def test_pack_release_checks_for_an_outsider(released: Released) -> None:
    stage, version = released
    trust = read_trust(stage.trust)
    with at_work(stage, "ada") as (workspace, _):
        note = workspace.trail.publish(open_log_key(stage.root / "homes" / "ada", workspace.log))
        into = BytesIO()
        n_entries = pack_release(
            workspace, version, into, environment="production", trust=trust, checkpoint=note, with_model=True
        )
        now = workspace.clock.now()

    report = check_pack(into.getvalue(), trust=trust, witness=[note], now=now)
    assert n_entries > 10
    assert (report.exit_code, report.claim) == (0, "loan@1 was released for production")
