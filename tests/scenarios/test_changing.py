"""A live model is replaced: asked for with a reason, compared on the same rows, let through by a gate."""

from pathlib import Path

import pytest
from tests.scenarios.stage import POLICY, SCORER, Stage, table
from tests.scenarios.terminal import refused, typed
from tests.scenarios.test_forgery import at_desk, identity_of
from tests.scenarios.test_gates import put_in_force
from tests.scenarios.watching import NAME, YEAR_2016, YEAR_2018, deployed, record

import evenhand
from evenhand.errors.monitoring import ChangeRefused, WindowEmpty
from evenhand.errors.serving import ChampionRefused
from evenhand.errors.workspace import NotFound
from evenhand.kernel.reference import Reference
from evenhand.workflows.act import append_document

GATE = """
  change:
    - evidence: {kinds: [change-record, retraining-record], max_age: 90d}
    - approvals: {model-owner: 1}
    - separation: {none_of: [author, submitter]}
    - no_open: {findings: [critical, high]}
"""
BETTER = SCORER.replace("(income - 50) / 8", "(income - 65) / 5")


@pytest.fixture(scope="session")
def _changing(_founded: Stage, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    stage = _founded.copied(tmp_path_factory.mktemp("changing") / "stage")
    put_in_force(stage, POLICY.replace("version: 1", "version: 2") + GATE)
    stage.released()
    deployed(stage)
    record(stage, 2016)
    record(stage, 2018, shift=15, n=1000)
    second = stage.register(scorer=BETTER)
    stage.evaluate(second)
    stage.submit(second)
    stage.approve(second)
    stage.release(second)
    return stage


@pytest.fixture
def changing(_changing: Stage, tmp_path: Path) -> Stage:
    """loan@1 answers, incomes rose, loan@2 is released; the policy holds a change gate."""
    return _changing.copied(tmp_path / "stage")


def test_a_champion_is_replaced_through_the_change_gate(changing: Stage) -> None:
    with changing.acting("bo"):
        evenhand.run_monitor(NAME, window=YEAR_2018, baseline=YEAR_2016, actor="bo", workspace=changing.workspace)
    with changing.acting("ada"), pytest.raises(ChampionRefused, match="The gate change has not opened"):
        evenhand.promote("loan@2", NAME, why="Better.", actor="ada", workspace=changing.workspace)
    asked = typed(
        changing, "ada", "change", "request", "loan@2", NAME, "--kind", "retraining", "--reason", "Incomes rose.",
        "--because", "A-1", "--because", "F-1", "--window", YEAR_2018, "--substantial", "no", "--why", "Same inputs.",
        "--as", "ada",
    )  # fmt: skip
    assert asked.exit == 0, asked.err
    with changing.acting("bo"):
        verdict = evenhand.judge("loan@2", gate="change", actor="bo", workspace=changing.workspace)
    assert verdict.verdict == "pass"
    with changing.acting("ada"):
        evenhand.promote("loan@2", NAME, why="The change gate opened.", actor="ada", workspace=changing.workspace)
        champion = evenhand.show_deployment(NAME, workspace=changing.workspace).body["champion"]

    with changing.acting("bo"), pytest.raises(WindowEmpty, match="loan@2 answered nothing there"):
        evenhand.run_monitor(NAME, window=YEAR_2018, actor="bo", workspace=changing.workspace)
    record(changing, 2019, shift=15, n=500, version="loan@2")
    with changing.acting("bo"):
        [found] = evenhand.run_monitor(NAME, window="2019-01-01..2020-01-01", actor="bo", workspace=changing.workspace)

    assert found.baseline.origin == "predictions of 2016-01-01..2017-01-01"
    assert isinstance(champion, dict)
    assert champion["version"] == "loan@2"
    assert "on the same 1,000 rows" in asked.out
    assert "roc_auc" in asked.out


def test_a_version_is_better_on_the_same_rows_by_an_interval_that_pairing_earns(changing: Stage) -> None:
    with changing.acting("ada"):
        done = evenhand.request_change(
            "loan@2", NAME, kind="threshold", reason="Incomes rose.", data=table(600, seed=5), actor="ada",
            workspace=changing.workspace,
        )  # fmt: skip
        status = evenhand.list_entries(action="holdout.opened", workspace=changing.workspace)

    assert done.comparison is not None
    assert done.comparison["usable"] == 600
    assert {each["group"]["sex"] for each in done.comparison["groups"]} == {"f", "m"}  # type: ignore[index, union-attr, call-overload]
    assert status[-1].about == "version:loan@2"


def test_a_change_that_somebody_objected_to_since_it_was_judged_is_not_made(changing: Stage) -> None:
    with changing.acting("ada"):
        evenhand.request_change(
            "loan@2", NAME, kind="retraining", reason="Incomes rose.", data=table(600, seed=5), substantial="no",
            why="Same inputs.", actor="ada", workspace=changing.workspace,
        )  # fmt: skip
    with changing.acting("bo"):
        assert evenhand.judge("loan@2", gate="change", actor="bo", workspace=changing.workspace).opens
        evenhand.judge("loan@2", actor="bo", workspace=changing.workspace)
    with at_desk(changing) as workspace:
        state = workspace.ledger
        release = state.record("release", "loan@2/production")
        assert release is not None
        document = {"deployment": NAME, "version": "loan@2", "release": release.body["payload"], "why": "Better."}
        with pytest.raises(ChampionRefused, match="something was recorded about it since"):
            append_document(
                workspace, identity_of(changing, "ada"), action="champion.moved", about=f"deployment:{NAME}",
                document=document, expects={"version:loan@2": state.head("version:loan@2")},
            )  # fmt: skip
    with changing.acting("cy"):
        evenhand.open_finding(
            "use-case:loan", severity="critical", text="Refuses widows.", owner="bo", due_on="2027-01-01", actor="cy",
            workspace=changing.workspace,
        )  # fmt: skip
    told = typed(changing, "ada", "promote", "loan@2", NAME, "--why", "Better.")
    refused(told, "CHAMPION-REFUSED", 1, "The gate change has not opened for loan@2")


def test_what_cannot_be_changed_is_refused(changing: Stage) -> None:
    place = {"kind": "data", "reason": "x", "actor": "ada", "workspace": changing.workspace}
    with changing.acting("ada"):
        with pytest.raises(ChangeRefused, match="is the champion"):
            evenhand.request_change("loan@1", NAME, **place)
        with pytest.raises(ChangeRefused, match="states no reason"):
            evenhand.request_change("loan@2", NAME, **{**place, "reason": " "})
        with pytest.raises(ChangeRefused, match="said with yes or no, and with why"):
            evenhand.request_change("loan@2", NAME, substantial="no", **place)
        with pytest.raises(ChangeRefused, match="no kind of change"):
            evenhand.request_change("loan@2", NAME, **{**place, "kind": "whim"})
        with pytest.raises(NotFound, match="A-9 is no alert"):
            evenhand.request_change("loan@2", NAME, because=["A-9"], **place)
        with pytest.raises(NotFound, match="loan@9 is not registered"):
            evenhand.request_change(Reference.parse("loan@9"), NAME, **place)
        with pytest.raises(WindowEmpty, match="mature outcome"):
            evenhand.request_change("loan@2", NAME, window="2014-01-01..2015-01-01", **place)
    both = typed(
        changing, "ada", "change", "request", "loan@2", NAME, "--kind", "data", "--reason", "x",
        "--data", changing.rows, "--window", YEAR_2018,
    )  # fmt: skip
    refused(both, "COMMAND-UNCLEAR", 2, "not on both")
