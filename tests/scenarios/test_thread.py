"""The whole thread, typed by its people: from a business problem to the archive, each gate closed before it opens."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from tests.scenarios.stage import Stage, table
from tests.scenarios.terminal import Told, refused, typed
from tests.scenarios.test_training import LINE

POLICY = """
policy: loan-policy
version: 2
applies_when: {tier: [3]}
gates:
  intake:
    - evidence: {kinds: [problem-statement, success-criteria, stakeholder-register]}
    - approvals: {model-risk: 1}
    - separation: {none_of: [author]}
  development:
    - inputs: {forbid_column_roles: [protected, label, key]}
    - evidence: {kinds: [data-quality-report, data-split-manifest, data-sheet, legal-basis-record]}
  training-validation:
    - inputs: {forbid_column_roles: [protected, label, key]}
    - metric: {name: roc_auc, at_least: 0.70}
    - metric: {name: true_positive_rate_difference, by: [sex], reference_group: overall, at_least: -0.15}
    - evidence: {kinds: [evaluation-report, fairness-report, training-run-record]}
    - reproduced: {within: 1.0e-9}
  deployment-approval:
    - approvals: {model-owner: 1}
    - separation: {none_of: [author, submitter]}
    - no_open: {findings: [critical, high]}
  monitoring:
    - evidence: {kinds: [performance-report, drift-report, fairness-monitoring-report], max_age: 90d}
    - metric: {name: roc_auc, at_least: 0.70}
    - no_open: {findings: [critical, high]}
  change:
    - evidence: {kinds: [change-record]}
  retirement:
    - evidence: {kinds: [retirement-record, notice-record]}
    - approvals: {compliance: 1}
    - separation: {none_of: [author]}
"""

USE_CASE = """
use_case:
  name: loan
  purpose: Decide who is offered a small loan.
  class: minimal
  tier: 3
  label: repaid
  favourable: 1
  protected: [sex]
  objective: Lend small sums without paper to people who will pay back.
  needs_model: Clerks decide by income alone today and refuse one in three who would pay back.
  success_criteria:
    - {metric: accuracy, at_least: 0.6}
  stakeholders:
    - {role: borrowers, who: people who apply, interest: A fair answer.}
"""

TRAIN = LINE.replace('Line(["income"],', 'Line(["income", "age"],')


def done(told: Told, words: str = "") -> str:
    """It ended well, and said so."""
    assert told.exit == 0, told.err or told.out
    assert words in told.out + told.err, told.out + told.err
    return told.out


@pytest.fixture
def thread(stage: Stage) -> Stage:
    """People with a use case of tier 3 and a policy that holds all seven gates."""
    for name, text in (
        ("evenhand.yaml", USE_CASE),
        ("policy.yaml", POLICY),
        ("train.py", TRAIN),
        ("dataset.yaml", STATEMENT),
    ):
        (stage.root / name).write_text(text)
    done(typed(stage, "ada", "use-case", "propose", stage.root / "evenhand.yaml"))
    done(typed(stage, "bo", "confirm", "use-case:loan"))
    done(typed(stage, "ada", "policy", "propose", stage.root / "policy.yaml"))
    done(typed(stage, "bo", "confirm", "policy:loan-policy"))
    return stage


STATEMENT = """
dataset:
  legal_basis: {ground: consent, purpose: Decide who is offered a small loan., licence: internal}
  labels: {how: A loan is repaid within a year., by: the ledger of payments}
"""
RELEASE = ("release", "--environment", "production")
TRAIN_WORDS = ("--dataset", "loans@1", "--input", "income", "--input", "age")


def cases(stage: Stage, year: int, *, shift: float = 0.0) -> tuple[Path, Path, Path]:
    """The people of a year: what the model is asked, what it must not see, and what became of them."""
    rows = table(1500, seed=year)
    names = pa.array([f"{year}-{place}" for place in range(rows.num_rows)])
    income = pc.add(rows["income"], shift)
    parts = {
        "asked": {"case": names, "income": income, "age": rows["age"]},
        "context": {"case": names, "sex": rows["sex"]},
        "known": {"case": names, "repaid": rows["repaid"]},
    }
    paths = tuple(stage.root / f"{name}-{year}.parquet" for name in parts)
    for path, columns in zip(paths, parts.values(), strict=True):
        pq.write_table(pa.table(columns), path)
    asked, context, known = paths
    return asked, context, known


def live(stage: Stage, year: int, **drift: float) -> None:
    """A year goes by: its cases are scored and their outcomes come in."""
    asked, context, known = cases(stage, year, **drift)
    score = ("score", "loan-live", asked, stage.root / f"answers-{year}.csv", "--batch", year, "--key", "case")
    done(typed(stage, "ada", *score, "--as-of", f"{year}-06-30", "--context", context))
    words = ("--key", "case", "--outcome", "repaid", "--known-at", f"{year + 1}-01-31")
    done(typed(stage, "ada", "outcomes", "import", "loan-live", known, *words), "1,500")


def problem(stage: Stage) -> None:
    """The problem: what is stated becomes evidence, a person says yes, the gate opens."""
    assert typed(stage, "ada", "judge", "use-case:loan").exit == 3
    done(typed(stage, "ada", "use-case", "file", "loan"))
    done(typed(stage, "bo", "approve", "use-case:loan", "--role", "model-risk", "--reason", "Worth trying."))
    done(typed(stage, "bo", "judge", "use-case:loan"), "intake")


def data(stage: Stage) -> None:
    """The data: nothing is trained on them before their own gate opens."""
    root = stage.root
    done(typed(stage, "ada", "dataset", "register", "loans", root / "all.parquet"))
    refused(typed(stage, "ada", "train", root / "train.py", *TRAIN_WORDS), "DEVELOPMENT-CLOSED", 1, "never judged")
    assert typed(stage, "ada", "judge", "dataset:loans@1").exit == 3
    done(typed(stage, "ada", "dataset", "describe", "loans@1", root / "dataset.yaml"))
    done(typed(stage, "ada", "judge", "dataset:loans@1"), "development")


def training_and_evaluation(stage: Stage) -> None:
    """Training and evaluation: a run that can be repeated, numbers on unseen rows, a rerun that agrees."""
    root = stage.root
    done(typed(stage, "ada", "train", root / "train.py", *TRAIN_WORDS), "loan@1")
    for part in ("training", "holdout"):
        done(typed(stage, "ada", "dataset", "read", "loans@1", part, "--purpose", "evaluate", "--out", root / part))
    done(typed(stage, "ada", "evaluate", "loan@1", "--data", root / "holdout", "--training", root / "training"))
    assert typed(stage, "ada", "judge", "loan@1").exit == 3
    done(typed(stage, "ada", "reproduce", "loan@1"))
    done(typed(stage, "ada", "judge", "loan@1"), "criterion accuracy")


def review_and_release(stage: Stage) -> None:
    """Review and release: first as a shadow, which needs no approval, then in full, which does."""
    done(typed(stage, "ada", "submit", "loan@1"))
    done(typed(stage, "bo", "deployment", "create", "loan-live", "--environment", "production"))
    refused(typed(stage, "ada", "promote", "loan@1", "loan-live", "--why", "Now."), "CHAMPION-REFUSED", 1)
    refused(typed(stage, "ada", *RELEASE, "loan@1"), "GATE-UNDECIDED", 3, "approvals")
    done(typed(stage, "ada", *RELEASE, "loan@1", "--shadow"))
    refused(typed(stage, "ada", "promote", "loan@1", "loan-live", "--why", "Now."), "CHAMPION-REFUSED", 1)
    done(typed(stage, "bo", "approve", "loan@1", "--role", "model-owner", "--reason", "Read and agreed."))
    done(typed(stage, "ada", *RELEASE, "loan@1"))
    done(typed(stage, "ada", "promote", "loan@1", "loan-live", "--why", "First release."))


def monitoring(stage: Stage) -> None:
    """The years go by, and the monitor says what changed and what did not."""
    live(stage, 2016)
    live(stage, 2017, shift=12.0)
    told = done(typed(stage, "ada", "monitor", "run", "loan-live", "--every", "year"))
    assert "income, age, sex, (score), (decision): no move beyond chance" in told
    assert "income: stability index" in told
    closed = typed(stage, "bo", "judge", "deployment:loan-live")
    assert (closed.exit, "findings are open: F-1" in closed.out) == (1, True)
    alerts = json.loads(typed(stage, "ada", "alert", "list", "--json").out)
    assert alerts
    done(typed(stage, "ada", "alert", "acknowledge", "A-1", "--words", "We train on newer rows."))


def change(stage: Stage) -> None:
    """The change: a second version scores along, is asked for, and takes the slot through its own gate."""
    root = stage.root
    done(typed(stage, "ada", "train", root / "train.py", *TRAIN_WORDS, "--parameter", "slope=9"), "loan@2")
    done(typed(stage, "ada", "evaluate", "loan@2", "--data", root / "holdout", "--training", root / "training"))
    done(typed(stage, "ada", "reproduce", "loan@2"))
    done(typed(stage, "ada", "submit", "loan@2"))
    done(typed(stage, "ada", *RELEASE, "loan@2", "--shadow"))
    done(typed(stage, "ada", "shadow", "add", "loan@2", "loan-live"))
    done(typed(stage, "ada", "shadow", "run", "loan-live"))
    done(typed(stage, "ada", "shadow", "report", "loan-live", "loan@2"), "champion")
    done(typed(stage, "ada", "submit", "loan@2"))
    done(typed(stage, "bo", "approve", "loan@2", "--role", "model-owner", "--reason", "Agrees with the champion."))
    done(typed(stage, "ada", *RELEASE, "loan@2"))
    refused(typed(stage, "ada", "promote", "loan@2", "loan-live", "--why", "Newer."), "CHAMPION-REFUSED", 1, "change")
    asked = ("change", "request", "loan@2", "loan-live", "--kind", "retraining", "--reason", "Incomes rose.")
    done(typed(stage, "ada", *asked, "--because", "A-1", "--window", "2017-01-01..2018-01-01"))
    done(typed(stage, "bo", "judge", "loan@2", "--gate", "change"))
    done(typed(stage, "ada", "promote", "loan@2", "loan-live", "--why", "The change gate opened."))


def retirement(stage: Stage) -> None:
    """The end: the first version is withdrawn through its gate, and is refused wherever it is asked for."""
    root = stage.root
    plan = ("--reason", "Replaced.", "--successor", "loan@2", "--on", "2020-01-01", "--retention", "2999-12-31")
    done(typed(stage, "bo", "retire", "propose", "loan@1", *plan))
    assert typed(stage, "ada", "retire", "version", "loan@1").exit in (1, 3)
    (root / "mail.txt").write_text("loan@1 stops on Friday; loan@2 answers instead.")
    done(typed(stage, "bo", "attest", "notice-record", "retirement:loan@1", "--file", root / "mail.txt"))
    done(typed(stage, "cy", "approve", "retirement:loan@1", "--role", "compliance", "--reason", "All were told."))
    done(typed(stage, "ada", "retire", "version", "loan@1"))
    load = ("load", "loan@1", "--environment", "production")
    refused(typed(stage, "ada", *load), "VERSION-RETIRED", 1)


def afterwards(stage: Stage) -> None:
    """Afterwards: everybody sees where things stand, and the ledger holds."""
    standing = done(typed(stage, "ada", "status"))
    for words in ("loan@1  retired", "loan@2  released", "champion of loan-live", "deployment:loan-live  running"):
        assert words in standing
    done(typed(stage, "ada", "principles", "loan@2"))
    done(typed(stage, "ada", "document", "show", "technical-file", "loan@2"))
    assert "change-record" in done(typed(stage, "ada", "search", "rose"))
    done(typed(stage, "ada", "audit", "verify", "--rebuild"))


def test_from_a_business_problem_to_the_archive(thread: Stage) -> None:
    pq.write_table(table(6000, seed=1), thread.root / "all.parquet")
    for stage in (
        problem, data, training_and_evaluation, review_and_release, monitoring, change, retirement, afterwards,
    ):  # fmt: skip
        stage(thread)
