"""The shipped policy of tier 3, from a use case to a release, by four people: what each gate asks for can be had."""

import json
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from tests.scenarios.stage import SCORER, USE_CASE, Stage, table
from tests.scenarios.terminal import refused, typed

import evenhand
from evenhand.governance.access.founding import Founder
from evenhand.kernel.reference import Reference
from evenhand.surfaces.sdk.opening import read
from evenhand.workflows.lookup import manifest_of, version_record

PEOPLE = {
    "ada": ["developer"],
    "bo": ["model-owner", "business-sponsor"],
    "cy": ["peer-reviewer", "compliance"],
    "di": ["model-risk"],
}


@pytest.fixture(scope="module")
def tier_3(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    stage = Stage(root=tmp_path_factory.mktemp("tier-3"))
    stage.workspace.mkdir()
    pq.write_table(table(), stage.rows)
    pq.write_table(table(2000, seed=1), stage.root / "training.parquet")
    founders = []
    for name, roles in PEOPLE.items():
        with stage.acting(name):
            key = evenhand.create_identity(name)
        founders.append(Founder(name=name, person=name, display=name, public_key=key.text, roles=roles))
    with stage.acting("ada"):
        founding = evenhand.draft_workspace(founders)
    for name in ("bo", "cy", "di"):
        with stage.acting(name):
            founding = evenhand.sign_workspace(founding)
    (stage.root / "evenhand.yaml").write_text(USE_CASE.replace("tier: 4", "tier: 3"))
    with stage.acting("ada"):
        evenhand.create_workspace(stage.workspace, founding=founding)
        evenhand.propose_use_case(stage.root / "evenhand.yaml", workspace=stage.workspace)
        evenhand.propose_policy("tier-3", workspace=stage.workspace)
    for proposal in ("use-case:loan", "policy:tier-3"):
        stage.confirm(proposal)
    return stage


def attest(stage: Stage, target: str, *kinds: str) -> None:
    paper = stage.root / "paper.md"
    for kind in kinds:
        paper.write_text(f"# {kind} of {target}\n\nAs agreed.\n")
        assert typed(stage, "ada", "attest", kind, target, "--file", paper).exit == 0


def approve(stage: Stage, target: str, **roles: str) -> None:
    for name, role in roles.items():
        told = typed(stage, name, "approve", target, "--role", role, "--reason", "Read and agreed.")
        assert told.exit == 0, told.err


def model_of(stage: Stage) -> Path:
    folder = stage.root / "model"
    folder.mkdir()
    (folder / "scoring.py").write_text(SCORER)
    return folder


def test_a_release_under_tier_3_rests_on_four_gates(tier_3: Stage) -> None:
    register = ("register", model_of(tier_3), "--data", tier_3.root / "training.parquet", "--dataset", "loans@1")
    rows = ("loans", tier_3.root / "training.parquet")
    assert typed(tier_3, "ada", "dataset", "register", *rows).exit == 0
    version = json.loads(typed(tier_3, "ada", *register, "--json").out)["version"]
    assert typed(tier_3, "ada", "evaluate", version, "--data", tier_3.rows).exit == 0
    assert typed(tier_3, "ada", "judge", version).exit == 0
    assert typed(tier_3, "ada", "submit", version).exit == 0
    approve(tier_3, version, bo="model-owner", cy="peer-reviewer", di="model-risk")
    release = ("release", version, "--environment", "production")

    refused(typed(tier_3, "ada", *release), "GATE-UNDECIDED", 3, "intake")

    assert typed(tier_3, "ada", "judge", "use-case:loan").exit == 3
    attest(tier_3, "use-case:loan", "problem-statement", "success-criteria", "risk-classification")
    attest(tier_3, "use-case:loan", "materiality-assessment")
    approve(tier_3, "use-case:loan", bo="business-sponsor")
    told = typed(tier_3, "ada", "judge", "use-case:loan")
    assert told.exit == 0, told.out
    refused(typed(tier_3, "ada", *release), "GATE-UNDECIDED", 3, "development")

    attest(tier_3, "dataset:loans@1", "data-sheet", "data-quality-report", "data-split-manifest", "legal-basis-record")
    approve(tier_3, "dataset:loans@1", bo="model-owner")
    told = typed(tier_3, "ada", "judge", "dataset:loans@1")
    assert told.exit == 0, told.out
    told = typed(tier_3, "ada", *release)
    assert told.exit == 0, told.err


def test_a_vendors_answers_name_the_rows_that_stand_for_its_training(tier_3: Stage) -> None:
    rows = table(500, seed=2)
    answers = tier_3.root / "vendor.parquet"
    pq.write_table(rows.append_column("score", pc.divide(rows["age"], 100.0)), answers)

    assert typed(tier_3, "ada", "dataset", "register", "vendor-rows", tier_3.rows, "--whole").exit == 0
    named = ("--dataset", "vendor-rows@1", "--json")
    told = typed(tier_3, "ada", "register", "--predictions", answers, "--score", "score", *named)

    assert told.exit == 0, told.err
    with read(tier_3.workspace) as workspace:
        version = version_record(workspace.ledger, Reference.parse(json.loads(told.out)["version"]))
        assert manifest_of(workspace, version).dataset == "vendor-rows@1"
