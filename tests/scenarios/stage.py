"""A small governed workspace with people on machines of their own, for stories of attack.

The model is a few lines of Python in a confined child, the table is made here, everything else is the real thing.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from os import environ
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from tests.scenarios.step import once

import evenhand
from evenhand.governance.access.founding import Founder
from evenhand.kernel.reference import Reference

SCORER = """
import numpy as np

features = ["income", "age"]
classes = [0, 1]


def predict(table):
    income = np.array(table["income"].to_pylist(), dtype=float)  # an Arrow column as array would load pandas
    return 1 / (1 + np.exp(-(income - 50) / 8))
"""

USE_CASE = """
use_case:
  name: loan
  purpose: Decide who is offered a small loan.
  class: minimal
  tier: 4
  label: repaid
  favourable: 1
  protected: [sex]
"""

POLICY = """
policy: loan-policy
version: 1
applies_when: {tier: [4]}
waivers: {roles: [model-risk], at_most_days: 30}
gates:
  training-validation:
    - inputs: {forbid_column_roles: [protected, label, key]}
    - metric: {name: roc_auc, at_least: 0.70}
    - metric: {name: true_positive_rate_difference, by: [sex], reference_group: overall, at_least: -0.10}
    - evidence: {kinds: [evaluation-report, fairness-report], max_age: 90d}
  deployment-approval:
    - approvals: {model-owner: 1}
    - separation: {none_of: [author, submitter]}
"""

PEOPLE = {
    "ada": ("ada", ["developer", "model-owner"]),
    "bo": ("bo", ["model-owner", "model-risk"]),
    "cy": ("cy", ["model-risk", "compliance"]),
}


def table(n: int = 4000, *, seed: int = 0) -> pa.Table:
    """Rows in which income tells repayment, alike for both sexes."""
    draw = np.random.default_rng(seed)
    income = draw.normal(50, 12, n)
    repaid = (draw.random(n) < 1 / (1 + np.exp(-(income - 50) / 5))).astype(np.int64)
    sex = np.where(draw.random(n) < 0.5, "f", "m")
    return pa.table({"income": income, "age": draw.integers(18, 80, n), "sex": sex, "repaid": repaid})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One workspace and its people.

    Attributes:
        root: folder of everything.
        steps: folder in which steps are kept that take long, for stages that stand where this one stood; or none.
    """

    root: Path
    steps: Path | None = None

    @property
    def workspace(self) -> Path:
        """Where ``.evenhand`` lies."""
        return self.root / "shared"

    @property
    def rows(self) -> Path:
        """The held-out rows."""
        return self.root / "rows.parquet"

    @property
    def trust(self) -> Path:
        """The trust file of the one who keeps the release key."""
        [found] = (self.root / "homes" / "ada" / "logs").glob("*/trust.json")
        return found

    @contextmanager
    def acting(self, name: str) -> Iterator[None]:
        """Sit at the machine of one person: keys and marks of his own."""
        before = {key: environ.get(key) for key in ("EVENHAND_CONFIG_HOME", "EVENHAND_STATE_HOME")}
        environ["EVENHAND_CONFIG_HOME"] = str(self.root / "homes" / name)
        environ["EVENHAND_STATE_HOME"] = str(self.root / "marks" / name)
        try:
            yield
        finally:
            for key, value in before.items():
                environ.pop(key) if value is None else environ.__setitem__(key, value)

    def copied(self, to: Path) -> "Stage":
        """The same stage, all of it, somewhere else."""
        shutil.copytree(self.root, to)
        return Stage(root=to, steps=self.steps)

    def confirm(self, proposal: str, *, by: str = "bo") -> None:
        """Put a proposal into effect."""
        with self.acting(by):
            evenhand.confirm(proposal, workspace=self.workspace)

    def register(self, *, by: str = "ada", scorer: str = SCORER) -> Reference:
        """Register the model, or a changed one."""
        folder = self.root / "model"
        folder.mkdir(exist_ok=True)
        (folder / "scoring.py").write_text(scorer)

        def registered() -> str:
            with self.acting(by):
                return str(evenhand.register(str(folder), data=str(self.rows), workspace=self.workspace))

        return Reference.parse(once(self.root, self.steps, f"register by {by}", registered))

    def evaluate(self, version: Reference, *, by: str = "ada") -> None:
        """File the evidence."""

        def evaluated() -> str:
            with self.acting(by):
                return str(evenhand.evaluate(version, data=str(self.rows), workspace=self.workspace).look)

        once(self.root, self.steps, f"evaluate {version} by {by}", evaluated)

    def submit(self, version: Reference, *, by: str = "ada") -> None:
        """Freeze it for review."""
        with self.acting(by):
            evenhand.submit(version, workspace=self.workspace)

    def approve(self, version: Reference, *, by: str = "bo", role: str = "model-owner") -> None:
        """Say yes."""
        with self.acting(by):
            evenhand.approve(version, role=role, reason="Read and agreed.", workspace=self.workspace)

    def release(self, version: Reference, *, by: str = "ada", environment: str = "production") -> None:
        """Sign it into an environment."""
        with self.acting(by):
            evenhand.release(version, environment=environment, workspace=self.workspace)

    def released(self) -> Reference:
        """A version that went the whole way."""
        version = self.register()
        self.evaluate(version)
        self.submit(version)
        self.approve(version)
        self.release(version)
        return version


def founded(root: Path, *, encrypt: bool = False, steps: Path | None = None) -> Stage:
    """A stage with three people, the use case and the policy in force, and rows to measure on."""
    stage = Stage(root=root, steps=steps)
    stage.workspace.mkdir(parents=True)
    pq.write_table(table(), stage.rows)
    founders = []
    for name, (person, roles) in PEOPLE.items():
        with stage.acting(name):
            key = evenhand.create_identity(name)
        founders.append(Founder(name=name, person=person, display=name, public_key=key.text, roles=roles))
    with stage.acting("ada"):
        founding = evenhand.draft_workspace(founders)
    for name in ("bo", "cy"):
        with stage.acting(name):
            founding = evenhand.sign_workspace(founding)
    with stage.acting("ada"):
        evenhand.create_workspace(stage.workspace, founding=founding, encrypt=encrypt)
        (root / "evenhand.yaml").write_text(USE_CASE)
        (root / "policy.yaml").write_text(POLICY)
        evenhand.propose_use_case(root / "evenhand.yaml", workspace=stage.workspace)
        evenhand.propose_policy(root / "policy.yaml", workspace=stage.workspace)
    stage.confirm("use-case:loan")
    stage.confirm("policy:loan-policy")
    return stage
