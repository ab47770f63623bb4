"""What must not pass a gate, and what stops passing."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.scenarios.stage import POLICY, SCORER, USE_CASE, Stage, table

import evenhand
from evenhand.adapters.clock import SystemClock
from evenhand.errors.model import ModelAnswerInvalid
from evenhand.errors.release import (
    EntryRefused,
    GateClosed,
    GateUndecided,
    ReleaseExpired,
    SecondPersonNeeded,
    SubmissionStale,
    WaiverRefused,
)
from evenhand.governance.policy.verdict import GateVerdict
from evenhand.kernel.instant import instant
from evenhand.kernel.reference import Reference
from evenhand.ports.ledger import Draft
from evenhand.wiring.settings import read_settings
from evenhand.wiring.workspace import open_workspace

Released = tuple[Stage, Reference]
FLAT = SCORER.replace("(income - 50) / 8", "0 * income")


def judged(stage: Stage, version: Reference, gate: str = "training-validation") -> GateVerdict:
    with stage.acting("bo"):
        return evenhand.judge(version, gate=gate, workspace=stage.workspace)


def verdicts(stage: Stage, version: Reference, gate: str = "training-validation") -> dict[str, str]:
    return {check.id: check.verdict for check in judged(stage, version, gate).checks}


def put_in_force(stage: Stage, policy: str) -> None:
    (stage.root / "policy.yaml").write_text(policy)
    with stage.acting("ada"):
        evenhand.propose_policy(stage.root / "policy.yaml", workspace=stage.workspace)
    stage.confirm("policy:loan-policy")


def pass_days(monkeypatch: pytest.MonkeyPatch, days: float) -> None:
    """Let time go by on the machine."""
    monkeypatch.setattr(SystemClock, "now", lambda _: instant(datetime.now(UTC) + timedelta(days=days)))


def waived(stage: Stage, *, days: float = 10) -> Reference:
    """A version that ranks nobody, its check of ranking waived by two persons, approved."""
    version = stage.register(scorer=FLAT)
    stage.evaluate(version)
    with stage.acting("cy"):
        evenhand.waive(
            version, "roc_auc", role="model-risk", reason="Pilot in one branch.", days=days,
            compensating_control="Every refusal is read by a person.", workspace=stage.workspace,
        )  # fmt: skip
    stage.confirm("version:loan@1", by="bo")
    stage.submit(version)
    stage.approve(version)
    return version


def test_a_model_that_ranks_nobody_fails(stage: Stage) -> None:
    version = stage.register(scorer=FLAT)
    stage.evaluate(version)

    assert verdicts(stage, version)["roc_auc"] == "fail"


def test_a_gate_without_evidence_is_missing(stage: Stage) -> None:
    version = stage.register()

    found = judged(stage, version)

    assert found.verdict == "missing"
    assert {check.id for check in found.checks if check.verdict == "missing"} >= {"roc_auc", "evidence"}


def test_a_protected_input_is_refused_by_its_role(stage: Stage) -> None:
    scorer = SCORER.replace('["income", "age"]', '["income", "age", "sex"]')
    version = stage.register(scorer=scorer)
    stage.evaluate(version)

    found = judged(stage, version)

    assert found.exit_code == 1
    [inputs] = [check for check in found.checks if check.id == "inputs"]
    assert "sex" in inputs.reasons[0].text


def test_an_attribute_that_nobody_measured_never_passes(stage: Stage) -> None:
    put_in_force(stage, POLICY.replace("by: [sex]", "by: [region]").replace("version: 1", "version: 2"))
    version = stage.register()
    stage.evaluate(version)

    assert verdicts(stage, version)["true_positive_rate_difference by region"] == "missing"


def test_groups_that_are_all_too_small_never_pass(stage: Stage) -> None:
    rows = table(600)
    names = pa.array([f"s{row}" for row in range(rows.num_rows)])
    pq.write_table(rows.set_column(rows.column_names.index("sex"), "sex", names), stage.rows)
    version = stage.register()
    stage.evaluate(version)

    assert verdicts(stage, version)["true_positive_rate_difference by sex"] == "missing"


def test_a_model_that_answers_nan_leaves_no_evidence(stage: Stage) -> None:
    with pytest.raises(ModelAnswerInvalid):
        stage.register(scorer=SCORER.replace("return 1 /", "return float('nan') * 1 /"))


def test_an_approval_is_stale_after_a_policy_change(stage: Stage) -> None:
    version = stage.register()
    stage.evaluate(version)
    stage.submit(version)
    stage.approve(version)
    put_in_force(stage, POLICY.replace("at_least: 0.70", "at_least: 0.71").replace("version: 1", "version: 2"))

    assert verdicts(stage, version, "deployment-approval")["approvals"] == "stale"
    with pytest.raises(SubmissionStale, match="another policy than loan-policy@2"):
        stage.release(version)


def test_an_approval_is_replayed_on_another_version(released: Released) -> None:
    stage, _ = released
    other = stage.register(scorer=SCORER.replace("50", "51"))
    stage.evaluate(other)
    stage.submit(other)
    with stage.acting("bo"), open_workspace(read_settings(start=stage.workspace)) as workspace:
        [given] = workspace.ledger.entries(action="approval.given")
        payload = workspace.ledger.payload(given.payload)
        assert isinstance(payload, dict)
        draft = Draft(actor="bo", action="approval.given", about=f"version:{other}", payload=payload)

        with pytest.raises(EntryRefused, match="names no submission of this version"):
            workspace.ledger.append(draft)
    with pytest.raises(GateUndecided):
        stage.release(other)


def test_new_evidence_that_changes_a_verdict_makes_the_review_stale(stage: Stage) -> None:
    version = stage.register()
    stage.evaluate(version)
    stage.submit(version)
    stage.approve(version)
    pq.write_table(table(150, seed=3), stage.rows)
    stage.evaluate(version)

    with pytest.raises(SubmissionStale, match="verdicts have changed"):
        stage.release(version)


def test_a_waived_check_lets_a_release_through_and_closes_by_itself(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = waived(stage)
    stage.release(version)
    with stage.acting("ada"), evenhand.load(version, environment="production", workspace=stage.workspace):
        pass

    pass_days(monkeypatch, 11)

    with stage.acting("ada"), pytest.raises(ReleaseExpired, match=r"(?i)roc.auc"):
        evenhand.load(version, environment="production", workspace=stage.workspace)


def test_an_expired_waiver_releases_nothing(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    version = waived(stage)
    pass_days(monkeypatch, 11)

    with pytest.raises((GateClosed, SubmissionStale), match=r"(?i)roc.auc"):
        stage.release(version)


def test_evidence_that_grew_old_refuses_a_load(released: Released, monkeypatch: pytest.MonkeyPatch) -> None:
    stage, version = released
    pass_days(monkeypatch, 91)

    with stage.acting("ada"), pytest.raises(ReleaseExpired, match="training-validation"):
        evenhand.load(version, environment="production", workspace=stage.workspace)


def test_one_person_waives_nothing(stage: Stage) -> None:
    version = stage.register(scorer=FLAT)
    stage.evaluate(version)
    with stage.acting("cy"):
        evenhand.waive(
            version, "roc_auc", role="model-risk", reason="Pilot.", compensating_control="Reading.",
            workspace=stage.workspace,
        )  # fmt: skip

        with pytest.raises(SecondPersonNeeded):
            evenhand.confirm("version:loan@1", workspace=stage.workspace)
    assert verdicts(stage, version)["roc_auc"] == "fail"


@pytest.mark.parametrize(
    ("gate", "check", "days"),
    [
        ("deployment-approval", "separation", 10),
        ("deployment-approval", "approvals", 10),
        ("training-validation", "roc_auc", 31),
        ("training-validation", "roc_auk", 10),
    ],
)
def test_what_no_policy_lets_be_waived(stage: Stage, gate: str, check: str, days: float) -> None:
    version = stage.register()
    with stage.acting("cy"), pytest.raises(WaiverRefused):
        evenhand.waive(
            version, check, gate=gate, role="model-risk", reason="No.", compensating_control="None.", days=days,
            workspace=stage.workspace,
        )  # fmt: skip


def test_a_send_back_closes_the_gate_until_the_same_person_says_yes(stage: Stage) -> None:
    version = stage.register()
    stage.evaluate(version)
    stage.submit(version)
    with stage.acting("bo"):
        evenhand.send_back(version, role="model-owner", reason="Say more about age.", workspace=stage.workspace)
    with pytest.raises(GateClosed, match="approvals is fail"):
        stage.release(version)

    stage.approve(version)

    stage.release(version)


def test_a_waiver_counts_before_anybody_submits(stage: Stage) -> None:
    version = stage.register(scorer=FLAT)
    stage.evaluate(version)
    with stage.acting("cy"):
        evenhand.waive(
            version,
            "roc_auc",
            role="model-risk",
            reason="Pilot.",
            compensating_control="Reading.",
            workspace=stage.workspace,
        )
    stage.confirm("version:loan@1", by="bo")

    assert verdicts(stage, version)["roc_auc"] == "waived"


def test_a_release_ends_when_the_use_case_calls_another_outcome_favourable(released: Released) -> None:
    stage, version = released
    (stage.root / "evenhand.yaml").write_text(USE_CASE.replace("favourable: 1", "favourable: 0"))
    with stage.acting("ada"):
        evenhand.propose_use_case(stage.root / "evenhand.yaml", workspace=stage.workspace)
    stage.confirm("use-case:loan")

    with stage.acting("ada"), pytest.raises(ReleaseExpired, match=r"where repaid = 1 is favourable.* repaid = 0"):
        evenhand.load(version, environment="production", workspace=stage.workspace)
