"""A second version: as a shadow, through the change gate, as champion, and back again."""

import sqlite3
from dataclasses import fields

import pytest
from tests.scenarios.stage import POLICY, SCORER, USE_CASE, Stage
from tests.scenarios.terminal import refused, typed
from tests.scenarios.test_forgery import identity_of
from tests.scenarios.test_serving import NAME, _deployed, cases, deployed, desk, forge, logged, release_of, scored

import evenhand
from evenhand.errors.release import EntryRefused
from evenhand.errors.serving import ChampionRefused
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.serving.prediction import Prediction, worker_of
from evenhand.wiring.predictions import deployment_log
from evenhand.wiring.settings import read_settings
from evenhand.workflows.filing import file_evidence
from evenhand.workflows.lookup import document_of, latest_evidence, target_named

__all__ = ["_deployed", "deployed"]
STEEPER = SCORER.replace("(income - 50) / 8", "(income - 54) / 8")
WITH_CHANGE = (
    POLICY.replace("version: 1", "version: 2")
    + """
  change:
    - approvals: {model-owner: 1}
    - separation: {none_of: [author, submitter]}
"""
)


def second_version(stage: Stage, *, to: str = "shadow") -> Reference:
    """Another model of the same use case, released so far."""
    version = stage.register(scorer=STEEPER)
    stage.evaluate(version)
    stage.submit(version)
    if to == "full":
        stage.approve(version)
    with stage.acting("ada"):
        evenhand.release(
            version, environment="production", shadow=to == "shadow", actor="ada", workspace=stage.workspace
        )
    return version


def with_change_gate(stage: Stage) -> None:
    """A new form of the policy, in force."""
    (stage.root / "changed.yaml").write_text(WITH_CHANGE)
    with stage.acting("ada"):
        evenhand.propose_policy(stage.root / "changed.yaml", actor="ada", workspace=stage.workspace)
    stage.confirm("policy:loan-policy")


def test_a_shadow_scores_each_case_once_and_its_report_counts_who_would_be_decided_otherwise(deployed: Stage) -> None:
    second_version(deployed)
    refused(typed(deployed, "ada", "shadow", "run", NAME), "SHADOW-MISSING", 3)
    refused(typed(deployed, "ada", "shadow", "report", NAME, "loan@2"), "SHADOW-MISSING", 3)
    assert typed(deployed, "ada", "shadow", "add", "loan@2", NAME).exit == 0
    refused(typed(deployed, "ada", "promote", "loan@2", NAME, "--why", "Any."), "CHAMPION-REFUSED", 1, "a shadow only")
    assert scored(deployed).exit == 0
    first = typed(deployed, "ada", "shadow", "run", NAME)
    again = typed(deployed, "ada", "shadow", "run", NAME)
    assert scored(deployed, source=cases(deployed, 30, seed=8), out="more.csv").exit == 0
    more = typed(deployed, "ada", "shadow", "run", NAME, "loan@2")
    told = typed(deployed, "ada", "shadow", "report", NAME, "loan@2")

    assert first.out.startswith("loan@2: 200 cases scored, 0 before"), first.err
    assert again.out.startswith("loan@2: 0 cases scored, 200 before")
    assert more.out.startswith("loan@2: 30 cases scored, 200 before")
    champion, shadow = logged(deployed), logged(deployed, mode="shadow")
    assert set(champion.column("id").to_pylist()) == set(shadow.column("id").to_pylist())
    assert (champion.num_rows, shadow.num_rows, logged(deployed, mode=None).num_rows) == (230, 230, 460)
    by_id = {row["id"]: row["decision"] for row in shadow.to_pylist()}
    lost = sum(row["decision"] == 1 and by_id[row["id"]] == 0 for row in champion.to_pylist())
    assert lost > 5
    with desk(deployed) as workspace:
        found = latest_evidence(workspace.ledger, target_named(workspace.ledger, "loan@2"), "shadow-report")
        assert found is not None
        body = document_of(workspace, found)["body"]
    assert body["figures"]["compared_with"] == "champion"
    assert body["figures"]["n"] == 230
    assert {(each["attribute"], each["group"]) for each in body["figures"]["groups"]} == {("sex", "f"), ("sex", "m")}
    assert body["flips"][0]["to_unfavourable"]["count"] == lost
    assert body["flips"][0]["to_favourable"]["count"] == 0
    assert found.body["figures"] == body["figures"]
    assert "all (n=230)" in told.out


def test_a_run_signs_for_no_answers_that_the_shadow_does_not_give(deployed: Stage) -> None:
    second_version(deployed)
    assert typed(deployed, "ada", "shadow", "add", "loan@2", NAME).exit == 0
    assert scored(deployed).exit == 0
    log = deployment_log(read_settings(start=deployed.workspace), NAME)
    names = [each.name for each in fields(Prediction)]
    [one, other, *_] = [{name: getattr(each, name) for name in names} for each in log.predictions()]
    as_shadow = {"version": "loan@2", "mode": "shadow", "batch": None, "reasons": ()}
    for place, lie in enumerate(({"score": 0.5}, {"features": {**other["features"], "income": 99.0}})):
        worker = worker_of("shadow", "loan@2", str(place))
        log.place(worker, [Prediction(**{**(one, other)[place], **as_shadow, **lie})])
        told = typed(deployed, "ada", "shadow", "run", NAME)
        refused(told, "PREDICTION-LOG-DAMAGED", 1, "other answers than|other columns of")
        (deployed.workspace / ".evenhand" / "predictions" / NAME / f"{worker}.0.frames").unlink()
        log = deployment_log(read_settings(start=deployed.workspace), NAME)
    assert typed(deployed, "ada", "shadow", "run", NAME).exit == 0
    with sqlite3.connect(deployed.workspace / ".evenhand" / "evenhand.db") as database:
        database.execute("DELETE FROM record WHERE kind = 'shadow'")  # as if the run had ended before its entry
    ended = typed(deployed, "ada", "shadow", "run", NAME)
    assert ended.exit == 0, ended.err


def test_where_nothing_answers_a_shadow_scores_cases_of_their_own(deployed: Stage) -> None:
    second_version(deployed)
    with deployed.acting("ada"):
        create = {"environment": "production", "actor": "ada", "workspace": deployed.workspace}
        evenhand.create_deployment("trial", **create)
        evenhand.add_shadow("loan@2", "trial", actor="ada", workspace=deployed.workspace)
        run = {"version": "loan@2", "rows": cases(deployed), "actor": "ada", "workspace": deployed.workspace}
        [first] = evenhand.run_shadow("trial", batch="dry", as_of="2016-12-31", key="case", **run)
        [again] = evenhand.run_shadow("trial", batch="dry", as_of="2016-12-31", key="case", **run)
        _, body = evenhand.report_shadow("trial", "loan@2", actor="ada", workspace=deployed.workspace)
    needs = typed(deployed, "ada", "shadow", "run", "trial", "--data", cases(deployed))

    with desk(deployed) as workspace:
        target, figures = target_named(workspace.ledger, "loan@2"), {**body["figures"], "n": 100_000}
        with pytest.raises(EntryRefused, match="more cases than the 200 that loan@2 scored"):
            file_evidence(workspace, identity_of(deployed, "ada"), target, kind="shadow-report",
                          body={"figures": figures})  # fmt: skip

    assert (first.n_scored, again.n_scored) == (200, 0)
    assert body["figures"]["compared_with"] is None
    assert "flips" not in body
    refused(needs, "COMMAND-UNCLEAR", 2, "needs VERSION")


def test_a_change_of_champion_passes_its_gate_and_so_does_the_way_back(deployed: Stage) -> None:
    with_change_gate(deployed)
    version = second_version(deployed, to="full")
    move = ("promote", version, NAME, "--why", "Fewer losses.")
    refused(typed(deployed, "ada", *move), "CHAMPION-REFUSED", 1, "The gate change has not opened for loan@2")
    with desk(deployed) as workspace:
        release = release_of(workspace, "loan@2/production")
        with pytest.raises(ChampionRefused, match="has not opened"):
            forge(deployed, workspace, "champion.moved", version="loan@2", release=release, why="Any.")
    assert typed(deployed, "ada", "judge", version, "--gate", "change", "--environment", "production").exit == 0
    told = typed(deployed, "ada", *move)
    back = ("promote", "loan@1", NAME, "--why", "Complaints.")
    assert told.exit == 0, told.err
    refused(typed(deployed, "ada", *back), "CHAMPION-REFUSED", 1, "The gate change has not opened for loan@1")

    shown = typed(deployed, "ada", "deployment", "show", NAME).out
    assert "champion   loan@2" in shown
    assert "former     loan@1" in shown
    with desk(deployed) as workspace:
        place = target_named(workspace.ledger, f"deployment:{NAME}")
        for kind in ("deployment-record", "human-oversight-setting"):
            assert latest_evidence(workspace.ledger, place, kind) is not None


def test_a_version_of_another_use_case_or_environment_does_not_answer(deployed: Stage) -> None:
    with deployed.acting("ada"):
        (deployed.root / "other.yaml").write_text(USE_CASE.replace("name: loan", "name: rent"))
        evenhand.propose_use_case(deployed.root / "other.yaml", actor="ada", workspace=deployed.workspace)
    deployed.confirm("use-case:rent")
    make = ("deployment", "create")
    assert typed(deployed, "ada", *make, "rent-live", "--environment", "production", "--use-case", "rent").exit == 0
    assert typed(deployed, "ada", *make, "staging", "--environment", "staging", "--use-case", "loan").exit == 0
    move = ("promote", "loan@1", "rent-live", "--why", "Any.")

    refused(typed(deployed, "ada", *move), "CHAMPION-REFUSED", 1, "loan@1 serves loan, the deployment rent")
    refused(
        typed(deployed, "ada", "promote", "loan@1", "staging", "--why", "Any."), "CHAMPION-REFUSED", 1,
        "not released for staging",
    )  # fmt: skip
