"""A deployment is watched: what crosses a limit is answered by somebody, and nothing is said twice."""

from pathlib import Path

import pytest
from tests.scenarios.stage import Stage

import evenhand
from evenhand.errors.monitoring import AlertMissing, PlanInvalid, WindowUnreadable
from evenhand.errors.workspace import NotFound


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
