"""What the use case calls success is judged like a check of the policy, by whoever judges, loads or verifies."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from tests.scenarios.stage import USE_CASE, Stage

import evenhand
from evenhand.errors.release import EntryRefused, GateClosed
from evenhand.governance.policy.criterion import criterion_ids
from evenhand.governance.policy.engine import judge
from evenhand.resources import verify_pack
from evenhand.surfaces.sdk.opening import opened
from evenhand.workflows.act import append_document
from evenhand.workflows.gate.facts import gate_facts
from evenhand.workflows.gate.standing import policies_in_force
from evenhand.workflows.lookup import target_named, use_case_in_force

CRITERIA = """
  success_criteria:
    - {metric: roc_auc, at_least: LEAST}
    - {metric: selection_rate, by: protected, at_least: 0.05}
"""
IDS = ("criterion roc_auc", "criterion selection_rate by protected")


def state_success(stage: Stage, least: float) -> None:
    (stage.root / "evenhand.yaml").write_text(USE_CASE.rstrip() + CRITERIA.replace("LEAST", str(least)))
    with stage.acting("ada"):
        evenhand.propose_use_case(stage.root / "evenhand.yaml", workspace=stage.workspace)
    stage.confirm("use-case:loan")


def test_a_criterion_that_is_met_goes_the_whole_way_and_an_outsider_sees_that_it_was_judged(
    stage: Stage, tmp_path: Path
) -> None:
    state_success(stage, 0.75)
    version = stage.released()
    with stage.acting("ada"):
        verdict = evenhand.judge(version, workspace=stage.workspace)
        evenhand.load(version, environment="production", workspace=stage.workspace)
        evenhand.pack(version, tmp_path / "loan.pack", environment="production", workspace=stage.workspace)
        outcome = evenhand.verify(tmp_path / "loan.pack", trust=stage.trust)

    met = {check.id: check for check in verdict.checks if check.id.startswith("criterion")}
    assert tuple(met) == IDS
    assert all(check.verdict == "pass" for check in met.values())
    assert "At least 0.750 is required; the whole interval clears it" in met[IDS[0]].reasons[0].text
    assert outcome.exit_code in (0, 3), outcome.sentence
    done = subprocess.run(
        [sys.executable, "-I", verify_pack.__file__, str(tmp_path / "loan.pack"), "--trust", str(stage.trust)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode in (0, 3), done.stdout + done.stderr


def test_a_criterion_that_is_missed_closes_the_gate_although_the_policy_is_content(stage: Stage) -> None:
    state_success(stage, 0.99)
    version = stage.register()
    stage.evaluate(version)
    with stage.acting("bo"):
        verdict = evenhand.judge(version, workspace=stage.workspace)
    stage.submit(version)
    stage.approve(version)

    assert verdict.verdict == "fail"
    assert [check.id for check in verdict.checks if check.verdict == "fail"] == [IDS[0]]
    with pytest.raises(GateClosed, match="training-validation"):
        stage.release(version)


def test_a_model_has_to_beat_the_baseline_by_the_bound_of_the_paired_interval(stage: Stage) -> None:
    told = """
  baseline: {rule: {column: income, operator: ">=", value: RICH}}
  value: {currency: EUR, true_positive: 400, false_positive: -400, true_negative: 0, false_negative: -100}
  success_criteria:
    - {metric: value_gain, at_least: 0}
    - {metric: accuracy_gain, at_least: 0}
"""
    seen = {}
    for rich in (70, 50):
        (stage.root / "evenhand.yaml").write_text(USE_CASE.rstrip() + told.replace("RICH", str(rich)))
        with stage.acting("ada"):
            evenhand.propose_use_case(stage.root / "evenhand.yaml", workspace=stage.workspace)
        stage.confirm("use-case:loan")
        version = stage.register()
        stage.evaluate(version)
        with stage.acting("bo"):
            verdict = evenhand.judge(version, workspace=stage.workspace)
        seen[rich] = [check.verdict for check in verdict.checks if check.id.startswith("criterion")]

    assert seen == {70: ["pass", "pass"], 50: ["insufficient", "insufficient"]}  # the rule of 50 is the model itself


def test_the_ledger_takes_no_verdict_that_leaves_a_criterion_out(stage: Stage) -> None:
    state_success(stage, 0.99)
    version = stage.register()
    stage.evaluate(version)
    with stage.acting("ada"), opened(stage.workspace, "ada") as (workspace, identity):
        [policy] = policies_in_force(workspace.ledger)  # without the criteria of the use case
        use_case, _ = use_case_in_force(workspace.ledger, "loan")
        target = target_named(workspace.ledger, str(version))
        facts = gate_facts(
            workspace, target, gate="training-validation", policy=policy, use_case=use_case, environment=None
        )
        verdict = judge(policy, "training-validation", facts)
        document = {"verdict": verdict.as_json(), "facts": facts, "policy": policy.digest}

        assert verdict.opens
        assert criterion_ids(use_case.as_json()) == IDS
        assert tuple(each.check for each in use_case.statement.success_criteria) == IDS
        with pytest.raises(EntryRefused, match="leaves out criterion roc_auc, criterion selection_rate by protected"):
            append_document(
                workspace, identity, action="gate.judged", about=f"version:{version}", document=document,
                expects={f"version:{version}": workspace.ledger.head(f"version:{version}")},
            )  # fmt: skip


def test_a_forged_pass_of_a_criterion_is_not_recorded(stage: Stage) -> None:
    """Whoever judges may write what he likes; the rule judges the facts beside it again."""
    state_success(stage, 0.99)
    version = stage.register()
    stage.evaluate(version)
    stage.submit(version)
    stage.approve(version)
    with stage.acting("ada"), opened(stage.workspace, "ada") as (workspace, identity):
        [policy] = policies_in_force(workspace.ledger)
        use_case, _ = use_case_in_force(workspace.ledger, "loan")
        target = target_named(workspace.ledger, str(version))
        gate, about = "training-validation", f"version:{version}"
        facts = gate_facts(workspace, target, gate=gate, policy=policy, use_case=use_case, environment="production")
        verdict = judge(policy, gate, facts)
        [one] = [check for check in verdict.checks if check.id == "applies"]
        forged = replace(verdict, checks=(*verdict.checks, *(replace(one, id=name) for name in IDS)))
        document = {"verdict": forged.as_json(), "facts": facts, "policy": policy.digest}
        with pytest.raises(EntryRefused, match="leave it missing: criterion roc_auc"):
            append_document(workspace, identity, action="gate.judged", about=about, document=document)
