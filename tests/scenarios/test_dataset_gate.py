"""The gate that a dataset meets: evidence, roles of columns, people."""

import json
from pathlib import Path

import pyarrow as pa
import pytest
from tests.scenarios.filed import filed_body
from tests.scenarios.stage import POLICY, Stage, table
from tests.scenarios.terminal import refused, typed

import evenhand
from evenhand.lifecycle.data.contract import Contract, with_roles
from evenhand.lifecycle.data.inference import Parts

KINDS = (
    "data-quality-report, data-sheet, data-split-manifest, data-lineage, privacy-report, "
    "data-representativeness-report, legal-basis-record, retention-schedule, labelling-record, data-access-record"
)
GATE = f"""gates:
  development:
    - inputs: {{forbid_column_roles: [protected, label, key]}}
    - evidence: {{kinds: [{KINDS}], max_age: 90d}}
    - approvals: {{compliance: 1}}
    - separation: {{none_of: [author]}}
"""
STATED = """
dataset:
  legal_basis:
    ground: GDPR Article 6(1)(b)
    purpose: Decide who is offered a small loan.
    licence: internal
  retention: {until: 2031-12-31, rule: Ten years after the last payment, deletion: By the monthly job}
  labels:
    how: A loan is repaid when its last instalment was paid by its day.
    by: The accounting system
    agreement: {measure: cohen_kappa, value: 0.91, n: 250}
  answers:
    purpose: To learn who repays.
"""
CENSUS = """
population:
  name: Applicants of the last year
  source: annual report, table 3
  shares:
    sex: {f: 0.70, m: 0.28, x: 0.02}
"""


@pytest.fixture
def gated(stage: Stage) -> Stage:
    """A policy with the gate in force, and the files that people write."""
    (stage.root / "policy.yaml").write_text(POLICY.replace("version: 1", "version: 2").replace("gates:\n", GATE))
    (stage.root / "dataset.yaml").write_text(STATED)
    (stage.root / "census.yaml").write_text(CENSUS)
    with stage.acting("ada"):
        evenhand.propose_policy(stage.root / "policy.yaml", workspace=stage.workspace)
    stage.confirm("policy:loan-policy")
    return stage


def people() -> pa.Table:
    """Rows of applicants with a way to reach them."""
    return table(400).append_column("email", pa.array([f"p{row}@example.org" for row in range(400)]))


def contract(*, sex: str = "protected") -> Contract:
    inferred = evenhand.infer_contract(people(), Parts(label="repaid", protected=("sex",), context=("email",)))
    return with_roles(inferred, [("sex", sex)])


def register(stage: Stage, agreed: Contract) -> None:
    with stage.acting("ada"):
        evenhand.register_dataset("people", people(), contract=agreed, workspace=stage.workspace)


def judged(stage: Stage) -> dict[str, str]:
    told = typed(stage, "bo", "judge", "dataset:people@1", "--json")
    verdict = json.loads(told.out)
    assert verdict["gate"] == "development"
    return {check["predicate"]: check["verdict"] for check in verdict["checks"]} | {"gate": verdict["verdict"]}


def test_a_dataset_opens_its_gate_when_everything_that_is_asked_was_brought(gated: Stage) -> None:
    register(gated, contract())
    before = judged(gated)
    assert (before["inputs"], before["evidence"]) == ("pass", "missing")

    assert typed(gated, "ada", "dataset", "describe", "people@1", gated.root / "dataset.yaml").exit == 0
    compared = typed(gated, "ada", "dataset", "compare", "people@1", "--population", gated.root / "census.yaml")
    assert "Nobody of sex=x is in the rows." in compared.out
    assert "under" in compared.out  # half of the rows are of women, and seven in ten should be
    assert typed(gated, "bo", "dataset", "confirm-personal", "people@1", "--yes", "email").exit == 0
    assert typed(gated, "ada", "dataset", "reads", "people@1", "--file").exit == 0
    told = typed(gated, "cy", "approve", "dataset:people@1", "--role", "compliance", "--reason", "Read and agreed.")
    assert told.exit == 0, told.err

    assert set(judged(gated).values()) == {"pass"}
    shown = json.loads(typed(gated, "cy", "dataset", "show", "people@1", "--json").out)
    assert set(shown["evidence"]) == set(KINDS.replace(" ", "").split(","))
    assert shown["personal"]["confirmed"] == ["email"]


def test_what_is_called_a_feature_is_none_when_the_use_case_protects_it(gated: Stage) -> None:
    register(gated, contract(sex="feature"))

    assert judged(gated)["inputs"] == "fail"


def test_the_data_sheet_shows_what_nobody_answered_and_keeps_what_was(gated: Stage) -> None:
    register(gated, contract())
    with gated.acting("ada"):
        evenhand.describe_dataset("people@1", gated.root / "dataset.yaml", workspace=gated.workspace)

    body = filed_body(gated, "dataset:people@1", "data-sheet")
    states = {field["name"]: field["state"] for field in body["fields"]}
    assert (states["purpose"], states["funding"], states["instance_count"], states["splits"]) == (
        "filled", "empty", "filled", "filled",
    )  # fmt: skip
    assert filed_body(gated, "dataset:people@1", "legal-basis-record")["basis"] == "attested"


@pytest.mark.parametrize(
    ("words", "code", "exit_code", "said"),
    [
        (["confirm-personal", "people@1", "--yes", "nobody"], "ENTRY-REFUSED", 1, "no column nobody"),
        (["confirm-personal", "people@1", "--yes", "email", "--no", "email"], "ENTRY-REFUSED", 1, "at once"),
        (["confirm-personal", "people@9", "--yes", "email"], "NOT-FOUND", 2, "people@9"),
        (["describe", "people@1", "bad.yaml"], "STATEMENT-INVALID", 2, "until is '31.12.2031'"),
        (["describe", "people@1", "strange.yaml"], "ANSWER-UNKNOWN", 2, "weather"),
        (["describe", "people@1", "gone.yaml"], "FORM-UNREADABLE", 2, "gone.yaml"),
        (["compare", "people@1", "--population", "half.yaml"], "POPULATION-INVALID", 2, "adds up to 0.5"),
        (["compare", "people@1", "--population", "other.yaml"], "POPULATION-INVALID", 2, "no column"),
        (["show", "people"], "REFERENCE-UNREADABLE", 2, "people"),
        (["read", "people@1", "test", "--purpose", "x", "--out", "x"], "NOT-FOUND", 2, "no part 'test'"),
        (["read", "people@1", "training", "--purpose", " ", "--out", "x"], "ENTRY-REFUSED", 1, "no purpose"),
    ],
)
def test_what_cannot_be_said_of_a_dataset_is_refused(
    gated: Stage, words: list[str], code: str, exit_code: int, said: str
) -> None:  # fmt: skip
    register(gated, contract())
    place = _written(gated.workspace / "files")

    refused(typed(gated, "ada", "dataset", *words, at=place), code, exit_code, said)

    assert not (place / "x").exists()


def _written(folder: Path) -> Path:
    folder.mkdir()
    (folder / "bad.yaml").write_text("dataset: {retention: {until: '31.12.2031', rule: x}}")
    (folder / "strange.yaml").write_text("dataset: {answers: {weather: fine}}")
    (folder / "half.yaml").write_text("population: {name: a, source: b, shares: {sex: {f: 0.5}}}")
    (folder / "other.yaml").write_text("population: {name: a, source: b, shares: {height: {tall: 1.0}}}")
    return folder


def test_groups_are_compared_with_intervals_that_hold_together(gated: Stage) -> None:
    register(gated, contract())
    with gated.acting("ada"):
        report = evenhand.compare_dataset("people@1", gated.root / "census.yaml", workspace=gated.workspace)

    readings = {each["group"]: each["reading"] for each in report["groups"]}
    assert readings == {"f": "under", "m": "over", "x": "missing"}
    assert report["confidence_each"] == pytest.approx(1 - 0.05 / 3)
    assert sum(each["n"] for each in report["groups"]) == 400


def test_the_newest_word_on_personal_columns_stands_and_is_that_of_a_person(gated: Stage) -> None:
    register(gated, contract())
    with gated.acting("bo"):
        evenhand.confirm_personal("people@1", denied=["email"], workspace=gated.workspace)
    with gated.acting("cy"):
        report = evenhand.confirm_personal(
            "people@1", confirmed=["email"], note="It is one.", workspace=gated.workspace
        )

    shown = filed_body(gated, "dataset:people@1", "privacy-report")
    assert (report["confirmed"], report["open"]) == (["email"], [])
    assert (shown["confirmed_by"], shown["denied"]) == ("cy", [])


def test_readings_are_filed_as_the_ledger_holds_them(gated: Stage) -> None:
    register(gated, contract())
    with gated.acting("bo"):
        evenhand.read_dataset("people@1", "holdout", purpose="look once", workspace=gated.workspace)
    with gated.acting("ada"):
        evenhand.file_readings("people@1", workspace=gated.workspace)

    body = filed_body(gated, "dataset:people@1", "data-access-record")
    assert [(each["actor"], each["part"], each["purpose"]) for each in body["readings"]] == [
        ("bo", "holdout", "look once")
    ]
