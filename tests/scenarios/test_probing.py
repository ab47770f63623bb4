"""What an evaluation finds by asking the model reaches the gate: flips by valid moves, and what losses give away."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from tests.scenarios.stage import SCORER, Stage, table

import evenhand
from evenhand.governance.policy.verdict import CheckVerdict, GateVerdict
from evenhand.kernel.reference import Reference

POLICY = """
policy: loan-policy
version: 2
applies_when: {tier: [4]}
gates:
  training-validation:
    - metric: {name: flips_within_moves, budget: 2, by: [sex], at_most: 0.20, burden: disprove}
    - {id: far, metric: {name: flips_within_moves, budget: 9, at_most: 0.20, burden: disprove}}
    - metric: {name: membership_inference_auc, at_most: 0.60}
    - looks: {at_holdout: 5}
"""
RELEASABLE = """
policy: loan-policy
version: 2
applies_when: {tier: [4]}
gates:
  training-validation:
    - metric: {name: flips_within_moves, budget: 2, by: [sex], at_most: 0.95, burden: disprove}
    - metric: {name: membership_inference_auc, at_most: 0.60}
  deployment-approval:
    - approvals: {model-owner: 1}
    - separation: {none_of: [author, submitter]}
"""
CONSTANT = SCORER.replace("return 1 / (1 + np.exp(-(income - 50) / 8))", "return np.full(len(income), 0.7)")


def test_decisions_that_turn_easily_fail_the_gate_and_a_model_that_cannot_turn_passes(stage: Stage) -> None:
    _in_force(stage)
    easy, constant = _judged(stage, SCORER), _judged(stage, CONSTANT)
    reason = _check(easy, "flips_within_moves by sex").reasons[0]

    assert _check(easy, "flips_within_moves by sex").verdict == "fail"
    assert reason.upper == 1.0
    assert "2 moves and" in reason.text
    assert "tries" in reason.text
    assert _check(constant, "flips_within_moves by sex").verdict == "pass"
    assert _check(easy, "far").verdict == "missing"


def test_a_model_that_knows_its_rows_by_heart_is_told_apart_at_the_level_that_the_gate_asks(stage: Stage) -> None:
    _in_force(stage)
    training = table(600, seed=8)
    keys = ",".join(repr(float(each)) for each in np.asarray(training["income"]))
    labels = ",".join(str(int(each)) for each in np.asarray(training["repaid"]))
    knowing = SCORER + f"\n_KNOWN = dict(zip([{keys}], [{labels}]))\n_plain = predict\n\n\ndef predict(table):\n"
    knowing += "    income = np.asarray(table['income'], dtype=float)\n    scores = _plain(table)\n"
    knowing += "    return np.array([_KNOWN.get(x, s) * 0.98 + 0.01 for x, s in zip(income.tolist(), scores)])\n"
    honest, leaking = _judged(stage, SCORER, training), _judged(stage, knowing, training)

    assert _check(honest, "membership_inference_auc").verdict == "pass"
    assert _check(leaking, "membership_inference_auc").verdict == "fail"


def _in_force(stage: Stage) -> None:
    (stage.root / "harder.yaml").write_text(POLICY)
    with stage.acting("ada"):
        evenhand.propose_policy(stage.root / "harder.yaml", workspace=stage.workspace)
    stage.confirm("policy:loan-policy")


def _judged(stage: Stage, scorer: str, training: pa.Table | None = None) -> GateVerdict:
    version: Reference = stage.register(scorer=scorer)
    trained = None
    if training is not None:
        trained = stage.root / "training.parquet"
        pq.write_table(training, trained)
    with stage.acting("ada"):
        evenhand.evaluate(version, data=str(stage.rows), training=trained, workspace=stage.workspace)
        return evenhand.judge(version, workspace=stage.workspace)


def _check(verdict: GateVerdict, name: str) -> CheckVerdict:
    [found] = [each for each in verdict.checks if each.id == name]
    return found


def test_a_release_stands_on_what_was_searched_and_its_pack_verifies(stage: Stage, tmp_path: Path) -> None:
    (stage.root / "harder.yaml").write_text(RELEASABLE)
    with stage.acting("ada"):
        evenhand.propose_policy(stage.root / "harder.yaml", workspace=stage.workspace)
    stage.confirm("policy:loan-policy")
    version = stage.register()
    pq.write_table(table(600, seed=8), stage.root / "training.parquet")
    with stage.acting("ada"):
        evenhand.evaluate(
            version, data=str(stage.rows), training=stage.root / "training.parquet", workspace=stage.workspace
        )
    stage.submit(version)
    stage.approve(version)
    stage.release(version)
    with stage.acting("ada"):
        with evenhand.load(version, environment="production", workspace=stage.workspace) as loaded:
            assert loaded.predict({"income": [80.0], "age": [30]}).decisions.tolist() == [1]
        evenhand.pack(version, environment="production", out=tmp_path / "pack.zip", workspace=stage.workspace)
        assert evenhand.verify(tmp_path / "pack.zip", trust=stage.trust).exit_code == 0
