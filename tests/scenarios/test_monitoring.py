"""A deployment is watched: what crosses a limit is answered by somebody, and nothing is said twice."""

import json
from dataclasses import fields
from pathlib import Path

import pytest
from tests.scenarios.stage import POLICY, SCORER, Stage, table
from tests.scenarios.terminal import entries, refused, typed
from tests.scenarios.test_gates import pass_days, put_in_force
from tests.scenarios.watching import NAME, YEAR_2016, YEAR_2017, YEAR_2018, deployed, record

import evenhand
from evenhand.adapters.predictions.segment import LiveSegments, place_segment
from evenhand.adapters.signing import open_identity
from evenhand.errors.monitoring import (
    AlertMissing,
    AlertRefused,
    BaselineFixed,
    PlanInvalid,
    PlanRefused,
    WindowEmpty,
    WindowOpen,
    WindowUnreadable,
)
from evenhand.errors.release import EntryRefused, RoleMissing, SecondPersonNeeded
from evenhand.errors.serving import PredictionLogDamaged
from evenhand.errors.workspace import NotFound
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.monitoring.limit import Limit
from evenhand.lifecycle.monitoring.plan import Plan
from evenhand.lifecycle.monitoring.telling import told
from evenhand.lifecycle.serving.prediction import Outcome, Prediction
from evenhand.ports.identity import Identity
from evenhand.wiring.predictions import deployment_log, log_folder
from evenhand.wiring.settings import read_settings
from evenhand.wiring.workspace import open_workspace
from evenhand.workflows.act import append_document
from evenhand.workflows.filing import file_evidence
from evenhand.workflows.lookup import target_named
from evenhand.workflows.monitoring.run_monitor import Watched

GATE = """
  monitoring:
    - evidence: {kinds: [performance-report, drift-report, fairness-monitoring-report], max_age: 90d}
    - metric: {name: roc_auc, at_least: 0.70}
    - no_open: {findings: [critical, high]}
"""


def test_what_is_not_deployed_is_not_watched(stage: Stage, tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text("limits:\n  - {measure: roc_auc, drop: {warning: 0.02}}\n")
    with stage.acting("bo"):
        with pytest.raises(NotFound, match="deployment:loan-live is not registered"):
            evenhand.run_monitor("loan-live", window="2016-01-01..2017-01-01", workspace=stage.workspace)
        with pytest.raises(NotFound, match="is not registered"):
            evenhand.plan_monitor("loan-live", plan=plan, workspace=stage.workspace)
        with pytest.raises(NotFound, match="is not registered"):
            evenhand.show_plan("loan-live", workspace=stage.workspace)


def test_an_alert_that_was_never_raised_is_not_answered(stage: Stage) -> None:
    with stage.acting("bo"):
        assert evenhand.list_alerts(workspace=stage.workspace) == []
        with pytest.raises(AlertMissing, match="A-1 was never raised"):
            evenhand.acknowledge_alert("A-1", words="Seen.", workspace=stage.workspace)
        with pytest.raises(AlertMissing, match="A-1 was never raised"):
            evenhand.close_alert("A-1", resolution="Done.", workspace=stage.workspace)


def test_a_bad_plan_and_a_bad_window_are_usage(stage: Stage, tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text("limits: []\n")
    with stage.acting("bo"):
        with pytest.raises(PlanInvalid, match="limits holds no limit"):
            evenhand.plan_monitor("loan-live", plan=plan, workspace=stage.workspace)
        with pytest.raises(WindowUnreadable, match="is not after"):
            evenhand.run_monitor("loan-live", window="2017-01-01..2016-01-01", workspace=stage.workspace)


@pytest.fixture(scope="session")
def _watched(_released: tuple[Stage, Reference], tmp_path_factory: pytest.TempPathFactory) -> Stage:
    stage = _released[0].copied(tmp_path_factory.mktemp("watched") / "stage")
    deployed(stage)
    record(stage, 2016)
    record(stage, 2017)
    record(stage, 2018, shift=15, turned=0.3)
    return stage


@pytest.fixture
def watched(_watched: Stage, tmp_path: Path) -> Stage:
    """Three years of predictions: two alike, then incomes rise and outcomes turn."""
    return _watched.copied(tmp_path / "stage")


def run(stage: Stage, **asked: str) -> tuple[Watched, ...]:
    with stage.acting("bo"):
        return evenhand.run_monitor(NAME, actor="bo", workspace=stage.workspace, **asked)


def test_what_changed_is_told_and_what_did_not(watched: Stage) -> None:
    shown = typed(watched, "bo", "monitor", "run", NAME, "--window", YEAR_2017, "--baseline", YEAR_2016, "--as", "bo")

    assert shown.exit == 0, shown.err
    assert "2,000 predictions by loan@1" in shown.out
    assert "Compared with: predictions of 2016-01-01..2017-01-01" in shown.out
    assert "income" in shown.out.partition("Not changed:")[2]
    assert "No alert." in shown.out


def test_a_crossed_limit_is_answered_by_somebody(watched: Stage) -> None:
    run(watched, window=YEAR_2017, baseline=YEAR_2016)
    [found] = run(watched, window=YEAR_2018)
    subjects = {(alert.body["measure"], alert.body["subject"]) for alert in found.alerts}
    with watched.acting("bo"):
        findings = evenhand.list_findings(about=f"deployment:{NAME}", workspace=watched.workspace)
        [first, *_] = evenhand.list_alerts(workspace=watched.workspace)

    assert ("population_stability_index", "income") in subjects
    assert ("roc_auc", "all") in subjects
    assert len(findings) == len(found.alerts) == found.n_new
    assert {str(each.body["owner"]) for each in findings} == {"model-owner"}
    assert first.finding == "F-1"
    assert first.escalation is not None
    assert first.escalation.next in {"model-owner", "model-risk"}


def test_the_same_window_says_the_same_and_raises_nothing_twice(watched: Stage) -> None:
    [first] = run(watched, window=YEAR_2018, baseline=YEAR_2016)
    before = entries(watched)
    [again] = run(watched, window=YEAR_2018)

    assert entries(watched) == before
    assert (first.is_filed, again.is_filed, again.n_new) == (True, False, 0)
    assert [each.key for each in again.alerts] == [each.key for each in first.alerts]


def test_years_are_watched_one_after_the_other(watched: Stage) -> None:
    found = run(watched, every="year")

    assert [str(each.account.rows.window) for each in found] == [YEAR_2016, YEAR_2017, YEAR_2018]
    assert "first window" in found[0].baseline.origin
    assert [bool(each.alerts) for each in found] == [False, False, True]


def test_a_baseline_that_was_fixed_does_not_move(watched: Stage) -> None:
    run(watched, window=YEAR_2017, baseline=YEAR_2016)

    with pytest.raises(BaselineFixed, match="is predictions of 2016-01-01"):
        run(watched, window=YEAR_2018, baseline=YEAR_2017)


def test_a_plan_is_set_by_those_who_answer(watched: Stage, tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text("maturity_days: 60\nowner: cy\nlimits:\n  - {measure: roc_auc, drop: {critical: 0.02}}\n")
    with watched.acting("bo"):
        evenhand.plan_monitor(NAME, plan=plan, actor="bo", workspace=watched.workspace)
        assert evenhand.show_plan(NAME, workspace=watched.workspace).maturity_days == 60
    [found] = run(watched, window=YEAR_2018, baseline=YEAR_2016)
    [alert] = found.alerts

    assert (alert.body["level"], alert.body["owner"], alert.body["measure"]) == ("critical", "cy", "roc_auc")


def test_a_plan_of_somebody_who_may_set_no_limits_is_not_in_force(watched: Stage) -> None:
    key = _key(watched)
    with watched.acting("cy"):
        evenhand.propose_actor("dev", roles=["developer"], keys=[key], workspace=watched.workspace)
    watched.confirm("actor:dev", by="bo")
    loose = Plan(limits=(Limit(measure="roc_auc", side="drop", at={"warning": 0.9}),))
    with watched.acting("dev"):
        with pytest.raises(PlanRefused, match="dev is none of"):
            evenhand.plan_monitor(NAME, plan=loose, actor="dev", workspace=watched.workspace)
        with open_workspace(read_settings(start=watched.workspace)) as workspace:
            identity = Identity(actor="dev", signer=open_identity(watched.root / "homes" / "dev", "dev"))
            target = target_named(workspace.ledger, f"deployment:{NAME}")
            file_evidence(workspace, identity, target, kind="monitoring-plan", body={"plan": loose.as_json()})
        assert len(evenhand.show_plan(NAME, workspace=watched.workspace).limits) > 1
        with pytest.raises(RoleMissing, match="cannot fix a baseline"):
            evenhand.run_monitor(NAME, window=YEAR_2017, actor="dev", workspace=watched.workspace)
        with pytest.raises(RoleMissing, match="dev holds none of operations"):
            evenhand.override(NAME, "p-2017-0", decision=1, reason="Mine.", actor="dev", workspace=watched.workspace)
        turned = {"id": ["p-2018-0"], "repaid": [0]}
        with pytest.raises(RoleMissing, match="dev holds none of operations"):
            evenhand.import_outcomes(
                NAME, turned, outcome="repaid", correct="Better so.", actor="dev", workspace=watched.workspace
            )
    assert evenhand.verify_predictions(NAME, workspace=watched.workspace).unrecorded == ()


def _key(stage: Stage) -> str:
    with stage.acting("dev"):
        return evenhand.create_identity("dev").text


def test_the_third_warning_in_a_row_is_an_action(watched: Stage) -> None:
    plan = Plan(limits=(Limit(measure="accuracy", side="below", at={"warning": 0.99}),), maturity_days=10)
    with watched.acting("bo"):
        evenhand.plan_monitor(NAME, plan=plan, actor="bo", workspace=watched.workspace)
    found = run(watched, every="year")

    assert [each.alerts[0].body["level"] for each in found] == ["warning", "warning", "action"]
    assert "third warning in a row" in str(found[2].alerts[0].body["text"])


def test_the_held_out_rows_of_the_champion_are_the_baseline(stage: Stage) -> None:
    with stage.acting("ada"):
        dataset = evenhand.register_dataset("people", table(3000), workspace=stage.workspace)
        (stage.root / "model").mkdir()
        (stage.root / "model" / "scoring.py").write_text(SCORER)
        version = evenhand.register(
            str(stage.root / "model"), data=str(stage.rows), dataset=str(dataset), workspace=stage.workspace
        )
        held_out = evenhand.read_dataset(dataset, "holdout", purpose="evaluation", workspace=stage.workspace)
        evenhand.evaluate(version, data=held_out, workspace=stage.workspace)
    stage.submit(version)
    stage.approve(version)
    stage.release(version)
    deployed(stage)
    record(stage, 2016)
    [found] = run(stage, window=YEAR_2016)
    columns = {str(each.column) for each in found.account.drift.measured}

    assert found.baseline.origin.startswith("held-out rows of people@1")
    assert columns == {"income", "age", "sex", "(score)", "(decision)"}
    assert found.alerts == ()


def test_an_alert_goes_up_until_it_is_acknowledged_and_closed(watched: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    run(watched, window=YEAR_2018, baseline=YEAR_2016)
    pass_days(monkeypatch, 6)
    late = typed(watched, "bo", "alert", "list")
    seen = typed(watched, "bo", "alert", "acknowledge", "A-1", "--words", "Looking.", "--as", "bo")
    done = typed(watched, "cy", "alert", "close", "A-1", "--resolution", "Incomes were in cents.", "--as", "cy")
    built = typed(watched, "bo", "alert", "close", "A-2", "--resolution", "Nothing.", "--as", "bo")
    refused(built, "SECOND-PERSON-NEEDED", 1, "another person closes")
    left = typed(watched, "bo", "alert", "list", "--json")

    assert "OVERDUE: not acknowledged, not acted on" in late.out
    assert (seen.exit, done.exit) == (0, 0), seen.err + done.err
    assert "A-1" not in [each["id"] for each in json.loads(left.out)]
    with watched.acting("bo"):
        assert "F-1" not in [each.key for each in evenhand.list_findings(is_open=True, workspace=watched.workspace)]
        with pytest.raises(AlertMissing, match="A-1 is closed"):
            evenhand.acknowledge_alert("A-1", words="Again.", actor="bo", workspace=watched.workspace)
        with pytest.raises(AlertRefused, match="without a word"):
            evenhand.acknowledge_alert("A-2", words=" ", actor="bo", workspace=watched.workspace)


def test_outcomes_that_come_later_are_judged_later(watched: Stage) -> None:
    run(watched, window=YEAR_2016)
    record(watched, 2019, with_outcomes=False, turned=0.3)
    [before] = run(watched, window="2019-01-01..2020-01-01")
    record(watched, 2019, turned=0.3)
    [after] = run(watched, window="2019-01-01..2020-01-01")

    assert {each.body["measure"] for each in before.alerts} == {"outcome_coverage"}
    assert "roc_auc" in {each.body["measure"] for each in after.alerts}
    assert (before.is_filed, after.is_filed) == (True, True)


@pytest.mark.parametrize(
    ("window", "failure"),
    [("2014-01-01..2015-01-01", WindowEmpty), ("2026-01-01..2099-01-01", WindowOpen)],
)
def test_a_window_without_predictions_or_end_is_refused(watched: Stage, window: str, failure: type[Exception]) -> None:
    run(watched, window=YEAR_2016)

    with pytest.raises(failure):
        run(watched, window=window)


def test_a_torn_log_is_read_as_far_as_it_is_whole_and_said_to_be(watched: Stage) -> None:
    settings = read_settings(start=watched.workspace)
    [*_, last] = deployment_log(settings, NAME).predictions()
    live = LiveSegments(log_folder(settings, NAME), "predictions", Prediction, power_safe=False)
    names = [each.name for each in fields(Prediction)]
    live.append([Prediction(**{name: getattr(last, name) for name in names}) for _ in range(2)])
    live.close()
    [torn] = (watched.workspace / ".evenhand" / "predictions" / NAME).glob("w-*.frames")
    torn.write_bytes(torn.read_bytes()[:-7])

    found = run(watched, every="year")

    assert found[-1].account.rows.torn == 1
    assert any("end torn" in line for line in told(found[-1].account, found[-1].plan)["unknown"])


def test_a_log_of_which_a_part_was_taken_away_or_added_is_not_watched(watched: Stage, tmp_path: Path) -> None:
    """What would have raised the alert is gone: that is told, and no report says that all is well."""
    folder = watched.workspace / ".evenhand" / "predictions" / NAME
    for kind in ("", "outcomes/"):
        [*_, last] = sorted(folder.glob(f"{kind}*.frames"))
        kept = last.rename(tmp_path / "kept")
        with pytest.raises(PredictionLogDamaged, match="lacks the segment"):
            run(watched, window=YEAR_2018, baseline=YEAR_2016)
        kept.rename(last)
    place_segment(
        log_folder(read_settings(start=watched.workspace), NAME), "outcomes",
        [Outcome(id="p-2018-0", outcome=1, at="2019-01-01T00:00:00.000000Z", batch="x")], worker="outcomes-x",
        record=Outcome,
    )  # fmt: skip
    told = typed(watched, "bo", "monitor", "run", NAME, "--window", YEAR_2018)
    refused(told, "PREDICTION-LOG-DAMAGED", 1, "No entry of the ledger names the segment outcomes-x")


def test_a_baseline_is_not_put_in_the_place_of_another_by_hand(watched: Stage) -> None:
    run(watched, window=YEAR_2017, baseline=YEAR_2016)
    with watched.acting("bo"), open_workspace(read_settings(start=watched.workspace)) as workspace:
        identity = Identity(actor="bo", signer=open_identity(watched.root / "homes" / "bo", "bo"))
        fixed = workspace.ledger.record("baseline", NAME)
        assert fixed is not None
        names = ("content", "profile", "decided", "origin", "manifest")
        forged = {**{name: fixed.body[name] for name in names}, "window": None}
        about = f"deployment:{NAME}"
        with pytest.raises(EntryRefused, match="is fixed for the version that answers now"):
            append_document(workspace, identity, action="baseline.fixed", about=about, document=forged)


def test_who_built_the_champion_closes_no_serious_finding_about_what_it_does(watched: Stage) -> None:
    run(watched, window=YEAR_2018, baseline=YEAR_2016)
    with watched.acting("ada"), pytest.raises(SecondPersonNeeded, match="or what runs in it"):
        evenhand.close_finding("F-1", resolution="Nothing.", actor="ada", workspace=watched.workspace)
    with watched.acting("cy"):
        evenhand.close_finding("F-1", resolution="In cents.", actor="cy", workspace=watched.workspace)


def test_an_alert_of_ones_own_is_refused(watched: Stage) -> None:
    run(watched, window=YEAR_2018, baseline=YEAR_2016)
    with watched.acting("bo"), open_workspace(read_settings(start=watched.workspace)) as workspace:
        alert = workspace.ledger.record("alert", "A-1")
        assert alert is not None
        identity = Identity(actor="bo", signer=open_identity(watched.root / "homes" / "bo", "bo"))
        n = len(workspace.ledger.records("alert"))
        names = ("about", "level", "measure", "side", "subject", "window", "value", "lower", "upper", "n", "limit",
                 "owner", "text")  # fmt: skip
        same = {"id": f"A-{n + 1}", **{name: alert.body[name] for name in names}}
        for spoilt, why in (
            (same, "says the same about this window already"),
            ({**same, "id": "A-1"}, f"is not A-{n + 1}"),
            ({**same, "level": "loud"}, "has no level"),
            ({**same, "measure": "x", "owner": ""}, "has no owner"),
        ):
            with pytest.raises(EntryRefused, match=why):
                append_document(workspace, identity, action="alert.raised", about=f"deployment:{NAME}", document=spoilt)


def test_the_monitoring_gate_reads_what_was_filed(watched: Stage) -> None:
    put_in_force(watched, POLICY.replace("version: 1", "version: 2") + GATE)
    with watched.acting("bo"):
        closed = evenhand.judge(f"deployment:{NAME}", gate="monitoring", actor="bo", workspace=watched.workspace)
    run(watched, window=YEAR_2017, baseline=YEAR_2016)
    with watched.acting("bo"):
        opened = evenhand.judge(f"deployment:{NAME}", gate="monitoring", actor="bo", workspace=watched.workspace)
    run(watched, window=YEAR_2018)
    with watched.acting("bo"):
        barred = evenhand.judge(f"deployment:{NAME}", gate="monitoring", actor="bo", workspace=watched.workspace)

    assert (closed.verdict, opened.verdict, barred.verdict) == ("missing", "pass", "fail")
    assert {check.id: check.verdict for check in barred.checks}["no_open"] == "fail"


def test_a_rebuild_knows_alerts_and_baseline(watched: Stage) -> None:
    run(watched, window=YEAR_2018, baseline=YEAR_2016)
    with watched.acting("bo"):
        assert evenhand.verify_log(rebuild=True, workspace=watched.workspace).is_whole


def test_what_is_measured_on_the_log_is_stated_by_nobody(watched: Stage, tmp_path: Path) -> None:
    paper = tmp_path / "drift.md"
    paper.write_text("All is well.")
    told = typed(watched, "bo", "attest", "drift-report", f"deployment:{NAME}", "--file", paper, "--as", "bo")

    refused(told, "EVIDENCE-COMPUTED", 1, "nobody can state it")
