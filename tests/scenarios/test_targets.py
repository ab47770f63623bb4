"""Gates before and beside a version: a use case at intake, findings that bar the way, shadows that need no approval."""

import subprocess
import sys
from importlib.resources import as_file, files

import pytest
from tests.scenarios.stage import POLICY, Stage

import evenhand
from evenhand.errors.release import (
    EntryRefused,
    EvidenceComputed,
    FindingMissing,
    GateClosed,
    GateUndecided,
    GateUnfit,
    KindUnknown,
    ReleaseMissing,
    SecondPersonNeeded,
)
from evenhand.errors.workspace import NotFound
from evenhand.kernel.reference import Reference

WITH_INTAKE = POLICY.replace("version: 1", "version: 2").replace(
    "gates:",
    """gates:
  intake:
    - evidence: {kinds: [problem-statement, dpia]}
    - approvals: {compliance: 1}
    - separation: {none_of: [author, submitter]}""",
)
WITH_FINDINGS = POLICY.replace("version: 1", "version: 3").replace(
    "  deployment-approval:", "  deployment-approval:\n    - no_open: {findings: [critical, high]}"
)


def put_in_force(stage: Stage, policy: str) -> None:
    (stage.root / "policy.yaml").write_text(policy)
    with stage.acting("ada"):
        evenhand.propose_policy(stage.root / "policy.yaml", workspace=stage.workspace)
    stage.confirm("policy:loan-policy")


def attest_evidence(stage: Stage, kind: str, about: str, *, by: str = "ada") -> None:
    paper = stage.root / f"{kind}.md"
    paper.write_text(f"What is to be said about {about}.")
    with stage.acting(by):
        evenhand.attest(kind, about, file=paper, note="Written by hand.", workspace=stage.workspace)


def intake(stage: Stage) -> tuple[str, dict[str, str]]:
    with stage.acting("bo"):
        verdict = evenhand.judge("use-case:loan", workspace=stage.workspace)
    return verdict.verdict, {check.id: check.verdict for check in verdict.checks}


def approve_intake(stage: Stage) -> None:
    with stage.acting("cy"):
        evenhand.approve("use-case:loan", role="compliance", reason="Agreed.", workspace=stage.workspace)


def ready(stage: Stage) -> Reference:
    version = stage.register()
    stage.evaluate(version)
    stage.submit(version)
    return version


def test_a_use_case_passes_intake_on_papers_and_a_yes_and_a_release_needs_it(stage: Stage) -> None:
    put_in_force(stage, WITH_INTAKE)
    version = ready(stage)
    stage.approve(version)
    assert intake(stage) == ("missing", {
        "applies": "pass", "mode": "pass", "evidence": "missing", "approvals": "missing", "separation": "missing",
    })  # fmt: skip
    with pytest.raises(GateUndecided, match="intake does not open"):
        stage.release(version)

    for kind in ("problem-statement", "dpia"):
        attest_evidence(stage, kind, "use-case:loan")
    approve_intake(stage)

    assert intake(stage)[0] == "pass"
    stage.release(version)
    with stage.acting("ada"):
        evenhand.load(version, environment="production", workspace=stage.workspace).close()
        pack = stage.root / "loan.zip"
        evenhand.pack(version, pack, environment="production", workspace=stage.workspace)
        assert evenhand.verify(pack, trust=stage.trust).exit_code == 0
        with as_file(files("evenhand.resources") / "verify_pack.py") as script:
            assert subprocess.run([sys.executable, script, pack, "--trust", stage.trust], check=False).returncode == 0
        assert list(evenhand.verify_log(rebuild=True, workspace=stage.workspace).damage) == []


def test_a_yes_to_a_use_case_is_stale_once_it_says_something_else(stage: Stage) -> None:
    put_in_force(stage, WITH_INTAKE)
    for kind in ("problem-statement", "dpia"):
        attest_evidence(stage, kind, "use-case:loan")
    approve_intake(stage)
    form = stage.root / "evenhand.yaml"
    form.write_text(form.read_text().replace("a small loan", "any loan"))
    with stage.acting("ada"):
        evenhand.propose_use_case(form, workspace=stage.workspace)
    stage.confirm("use-case:loan")

    verdict, checks = intake(stage)
    assert (verdict, checks["evidence"], checks["approvals"]) == ("missing", "missing", "stale")


def test_who_proposed_a_use_case_does_not_approve_it(stage: Stage) -> None:
    put_in_force(stage, WITH_INTAKE.replace("compliance: 1", "model-owner: 1"))
    with stage.acting("ada"):
        evenhand.approve("use-case:loan", role="model-owner", reason="Mine.", workspace=stage.workspace)

    assert intake(stage)[1]["separation"] == "fail"


def test_a_gate_judges_its_own_kind_of_thing_only(stage: Stage) -> None:
    put_in_force(stage, WITH_INTAKE)
    with stage.acting("bo"):
        with pytest.raises(GateUnfit, match="intake judges a use-case, and loan@1 is a version"):
            evenhand.judge(stage.register(), gate="intake", workspace=stage.workspace)
        with pytest.raises(NotFound, match="use-case:rent is not registered; there is use-case:loan"):
            evenhand.judge("use-case:rent", workspace=stage.workspace)


def test_an_open_finding_bars_a_release_until_another_person_closes_it(stage: Stage) -> None:
    put_in_force(stage, WITH_FINDINGS)
    version = ready(stage)
    stage.approve(version)
    with stage.acting("cy"):
        name = evenhand.open_finding(
            version, severity="high", text="Nobody under 25.", owner="ada", due_on="2030-01-31",
            workspace=stage.workspace,
        )  # fmt: skip
    with pytest.raises(GateClosed, match=r"1 findings are open: F-1 \(high\)"):
        stage.release(version)
    with stage.acting("ada"), pytest.raises(SecondPersonNeeded, match="another person closes a serious finding"):
        evenhand.close_finding(name, resolution="It is fine.", workspace=stage.workspace)
    with stage.acting("cy"):
        evenhand.close_finding(name, resolution="Rows were added.", workspace=stage.workspace)
        assert evenhand.list_findings(is_open=True, workspace=stage.workspace) == []
        with pytest.raises(FindingMissing, match="is closed already"):
            evenhand.close_finding(name, resolution="Again.", workspace=stage.workspace)
    stage.release(version)


@pytest.mark.parametrize("field", [{"text": " "}, {"owner": ""}, {"severity": "urgent"}])
def test_a_finding_that_says_too_little_is_refused(stage: Stage, field: dict[str, str]) -> None:
    said = {"severity": "low", "text": "Odd.", "owner": "ada", "due_on": "2030-01-31", **field}
    with stage.acting("bo"), pytest.raises(EntryRefused, match="F-1"):
        evenhand.open_finding("use-case:loan", workspace=stage.workspace, **said)  # type: ignore[arg-type]


def test_numbers_about_rows_are_never_attested(stage: Stage) -> None:
    version = stage.register()
    with pytest.raises(EvidenceComputed, match="measured on rows"):
        attest_evidence(stage, "fairness-report", str(version))
    with pytest.raises(KindUnknown, match="did you mean dpia"):
        attest_evidence(stage, "dpai", str(version))


def test_a_shadow_is_released_without_approval_and_answers_nobody(stage: Stage) -> None:
    version = ready(stage)
    with stage.acting("ada"):
        evenhand.release(version, environment="production", shadow=True, workspace=stage.workspace)
        with pytest.raises(ReleaseMissing, match=r"released in: production \(shadow only\)"):
            evenhand.load(version, environment="production", workspace=stage.workspace)
        with pytest.raises(ReleaseMissing):
            evenhand.pack(version, stage.root / "loan.zip", environment="production", workspace=stage.workspace)
    with pytest.raises(GateUndecided, match="approvals is missing"):
        stage.release(version)
