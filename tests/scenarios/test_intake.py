"""A use case states its problem, and so goes through its gate intake: file_use_case."""

import pytest
from tests.scenarios.stage import POLICY, USE_CASE, Stage

import evenhand
from evenhand.errors.problem import TieringContradicted
from evenhand.errors.release import UseCaseStopped
from evenhand.errors.workspace import NotFound
from evenhand.lifecycle.problem.use_case_document import use_case_from_form
from evenhand.surfaces.sdk.opening import opened
from evenhand.workflows.lookup import document_of, latest_evidence, target_named
from evenhand.workflows.people.propose_use_case import propose_use_case

KINDS = ("problem-statement", "success-criteria", "stakeholder-register", "risk-classification",
         "materiality-assessment", "system-inventory-entry")  # fmt: skip
TOLD = """
  objective: Fewer losses.
  needs_model: No rule tells the cases apart.
  success_criteria: [{metric: roc_auc, at_least: 0.75}]
  stakeholders:
    - {role: model-owner, who: Bo, interest: Answers for it., signs: true}
    - {role: tenants, who: Union, interest: Deposits., consulted: "2026-11-02, agreed"}
  tiering: {q_profiling: true, m_purpose: operational, m_people: 1k_100k}
"""
INTAKE = POLICY.replace("version: 1", "version: 2").replace(
    "gates:",
    f"""gates:
  intake:
    - evidence: {{kinds: [{", ".join(KINDS)}]}}
    - approvals: {{model-owner: 1}}
    - separation: {{none_of: [author, submitter]}}""",
)


def propose(stage: Stage, told: str) -> None:
    text = USE_CASE.replace("  class: minimal\n  tier: 4\n", "") if "tiering:" in told else USE_CASE
    (stage.root / "evenhand.yaml").write_text(text.rstrip() + told)
    with stage.acting("ada"):
        evenhand.propose_use_case(stage.root / "evenhand.yaml", workspace=stage.workspace)
    stage.confirm("use-case:loan")


def judged(stage: Stage) -> dict[str, str]:
    with stage.acting("bo"):
        verdict = evenhand.judge("use-case:loan", workspace=stage.workspace)
    return {check.id: check.verdict for check in verdict.checks}


def test_a_use_case_that_states_its_problem_passes_intake_on_its_own_words_and_a_yes(stage: Stage) -> None:
    with stage.acting("ada"):
        (stage.root / "policy.yaml").write_text(INTAKE)
        evenhand.propose_policy(stage.root / "policy.yaml", workspace=stage.workspace)
    stage.confirm("policy:loan-policy")
    assert judged(stage)["evidence"] == "missing"

    propose(stage, TOLD)

    assert judged(stage)["evidence"] == "pass"
    assert judged(stage)["stakeholders"] == "missing"
    with stage.acting("bo"):
        again = evenhand.file_use_case("loan", workspace=stage.workspace)
        evenhand.approve("use-case:loan", role="model-owner", reason="A good reason.", workspace=stage.workspace)
    assert (again.filed, sorted(again.kept)) == ({}, sorted(KINDS))
    assert "alternatives" in again.gaps["problem-statement"]
    assert again.gaps["stakeholder-register"] == ("owner", "affected_groups", "consultation of Bo")
    assert set(judged(stage).values()) == {"pass"}
    with stage.acting("ada"), opened(stage.workspace, "ada") as (workspace, _):
        target = target_named(workspace.ledger, "use-case:loan")
        record = latest_evidence(workspace.ledger, target, "risk-classification")
        assert record is not None
        body = document_of(workspace, record)["body"]
    assert (body["class"], body["rule"], body["answers"]["m_people"]) == ("minimal", "minimal", "1k_100k")
    assert "q_annex_iii" in body["defaulted"]

    propose(stage, TOLD.replace("Fewer losses", "More loans"))

    assert judged(stage)["approvals"] != "pass"


def test_what_nobody_stated_is_not_filed_and_a_no_go_is_no_ground(stage: Stage) -> None:
    with stage.acting("bo"):
        bare = evenhand.file_use_case("loan", workspace=stage.workspace)
        with pytest.raises(NotFound):
            evenhand.file_use_case("lones", workspace=stage.workspace)
    assert tuple(bare.filed) == ("system-inventory-entry",)
    assert set(bare.skipped) == set(KINDS[:-1])

    propose(stage, "\n  objective: Fewer losses.\n  feasibility: {decision: no-go, decided_by: bo, reason: No data.}\n")

    with stage.acting("bo"):
        stopped = evenhand.file_use_case("loan", workspace=stage.workspace)
    assert stopped.skipped["problem-statement"] == "Feasibility says no-go, decided by bo: No data."
    with pytest.raises(UseCaseStopped, match="Feasibility of loan is no-go, decided by bo: No data"):
        stage.register()


def test_the_ledger_takes_no_use_case_whose_tier_is_not_that_of_its_answers(stage: Stage) -> None:
    forged = use_case_from_form(
        {"name": "loan", "purpose": "Decide.", "class": "minimal", "tier": 4, "label": "repaid", "favourable": 1,
         "tiering": {"questionnaire": 1, "answers": {"q_annex_iii": ["5b"]}}}
    )  # fmt: skip
    wrong = pytest.raises(TieringContradicted, match="lead to class high_risk, tier 2")
    with stage.acting("ada"), opened(stage.workspace, "ada") as (workspace, identity), wrong:
        propose_use_case(workspace, identity, forged)
