"""A grant scheme on a table made here: two versions whose answers stand in files, submitted one after the other."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from tests.scenarios.stage import Stage, founded

import evenhand
from evenhand.kernel.reference import Reference

USE_CASE = """
use_case:
  name: grant
  purpose: Decide who is offered a grant.
  class: minimal
  tier: 4
  policy: grant-policy
  label: repaid
  favourable: 1
  protected: [sex]
  judged_by: [age]
  bands: {age: [30, 60]}
  meanings: {sex: {"f": women, "m": men}, repaid: {"1": paid back}}
  current_practice: {column: today, favourable: "yes"}
"""
POLICY = """
policy: grant-policy
version: 1
applies_when: {tier: [4]}
gates:
  training-validation:
    - inputs: {forbid_column_roles: [protected, label, key]}
    - metric: {name: roc_auc, at_least: 0.70}
    - id: chances
      metric: {name: true_positive_rate_difference, by: protected, reference_group: overall, at_least: -0.05}
    - evidence: {kinds: [evaluation-report, fairness-report, privacy-report]}
  deployment-approval:
    - approvals: {model-owner: 1, compliance: 1}
    - separation: {none_of: [author, submitter]}
"""
N, N_OTHER, N_UNKNOWN = 3000, 3, 25
CUT_OFF = 0.45


def table(*, seed: int = 7) -> pa.Table:
    """Income tells repayment; three people of a third sex, 25 for whom nobody knows what happens today."""
    draw = np.random.default_rng(seed)
    income = draw.normal(50, 12, N)
    repaid = (draw.random(N) < 1 / (1 + np.exp(-(income - 50) / 5))).astype(np.int64)
    sex = np.where(draw.random(N) < 0.4, "f", "m")
    sex[:N_OTHER] = "x"
    today = np.where(income > 55, "yes", "no").astype(object)
    today[draw.choice(np.arange(100, N), N_UNKNOWN, replace=False)] = None
    return pa.table({
        "income": income, "age": draw.integers(18, 80, N), "sex": sex, "today": pa.array(today), "repaid": repaid,
    })  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Granted:
    """The stage with both versions submitted.

    Attributes:
        rows: what both were measured on.
        scores: of the second version.
    """

    stage: Stage
    rows: pa.Table
    scores: NDArray[np.float64]

    @property
    def second(self) -> Reference:
        """What is under review."""
        return Reference(name="grant", version=2)

    def copied(self, to: Path) -> "Granted":
        """The same, somewhere else."""
        return Granted(stage=self.stage.copied(to), rows=self.rows, scores=self.scores)


def granted(root: Path) -> Granted:
    """Two versions: the first takes sex and guesses by income, the second is a fitted model without sex."""
    stage, rows = founded(root), table()
    (root / "evenhand.yaml").write_text(USE_CASE)
    (root / "policy.yaml").write_text(POLICY)
    with stage.acting("ada"):
        use_case = evenhand.propose_use_case(root / "evenhand.yaml", workspace=stage.workspace)
        policy = evenhand.propose_policy(root / "policy.yaml", workspace=stage.workspace)
    for entry in (use_case, policy):
        stage.confirm(entry.about)
    income = rows["income"].to_numpy()
    guess = 1 / (1 + np.exp(-(income - 50) / 20))
    submitted(stage, rows, guess, cut_off=0.5, inputs=["income", "sex"])
    fitted = LogisticRegression().fit(income[:, None], rows["repaid"].to_numpy()).predict_proba(income[:, None])[:, 1]
    submitted(stage, rows, fitted, cut_off=CUT_OFF, inputs=["income"])
    return Granted(stage=stage, rows=rows, scores=fitted)


def submitted(
    stage: Stage, rows: pa.Table, scores: NDArray[np.float64], *, cut_off: float, inputs: list[str]
) -> Reference:
    """Register the scores of a model, evaluate and submit them."""
    pq.write_table(rows.append_column("score", pa.array(scores)), stage.rows)
    with stage.acting("ada"):
        version = evenhand.register_predictions(
            stage.rows, use_case="grant", score="score", cut_off=cut_off, inputs=inputs, workspace=stage.workspace
        )
    stage.evaluate(version)
    stage.submit(version)
    return version
