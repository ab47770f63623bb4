"""Watch a deployment over one window or many: measure, judge by its plan, file, and tell who must answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from evenhand.errors.monitoring import WindowEmpty, WindowUnreadable
from evenhand.kernel.instant import Instant
from evenhand.lifecycle.monitoring.account import Account, account_of
from evenhand.lifecycle.monitoring.baseline import Baseline
from evenhand.lifecycle.monitoring.plan import Plan
from evenhand.lifecycle.monitoring.rows import WatchedRows
from evenhand.lifecycle.monitoring.window import Window
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Record
from evenhand.ports.prediction_log import PredictionLog
from evenhand.ports.watch import Watch
from evenhand.ports.workspace import Workspace
from evenhand.workflows.lookup import target_named, use_case_in_force
from evenhand.workflows.monitoring.baseline_window import Asked, champion_of, standing_baseline
from evenhand.workflows.monitoring.raising import answer_for
from evenhand.workflows.monitoring.reporting import file_reports
from evenhand.workflows.monitoring.standing_plan import plan_in_force
from evenhand.workflows.serving.verify_predictions import require_whole


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Watched:
    """One window of a run.

    Attributes:
        account: what was measured and where it stands.
        plan: that it was judged by.
        baseline: that it was compared with.
        alerts: that stand for it, new or not.
        n_new: how many of them this run raised.
        is_filed: whether this run filed its reports; they stood already otherwise.
    """

    account: Account
    plan: Plan
    baseline: Baseline
    alerts: tuple[Record, ...]
    n_new: int
    is_filed: bool


def run_monitor(
    workspace: Workspace, identity: Identity, deployment: str, *, watch: Watch, log: PredictionLog,
    window: Window | None = None, every: str | None = None, baseline: Window | None = None,
) -> tuple[Watched, ...]:  # fmt: skip
    """Watch the predictions of a deployment by the instant that their cases belong to.

    The same window over the same records says the same and raises nothing twice.

    Args:
        workspace: where.
        identity: who runs it.
        deployment: its name.
        watch: reads its predictions.
        log: of the deployment, held against the ledger first: what was taken away raises no alert.
        window: to watch, or to cut; all windows that have ended when left out.
        every: length of the windows that it is cut into; that of the plan when left out.
        baseline: the baseline window, at the first run.

    Raises:
        NotFound: there is no such deployment.
        WindowOpen, WindowEmpty, WindowUnreadable: nothing can be judged there.
        BaselineFixed: another baseline window was fixed before.
        PredictionLogDamaged: a part of the log is gone, was changed, or is named by no entry.
    """
    target = target_named(workspace.ledger, f"deployment:{deployment}")
    require_whole(workspace, deployment, log=log)
    use_case, _ = use_case_in_force(workspace.ledger, target.use_case)
    plan, _ = plan_in_force(workspace, target, use_case)
    asked = Asked(target=target, use_case=use_case, plan=plan, watch=watch)
    now = workspace.clock.now()
    windows = windows_of(watch.span(), window, every or plan.every, now=now)
    answered_in = _rows(asked, windows, champion_of(workspace, target))
    found, before = standing_baseline(workspace, identity, asked, stated=baseline, first=answered_in[0].window)
    made: list[Watched] = []
    for rows in answered_in:
        each = rows.window
        account, profiles = account_of(rows, plan=plan, use_case=use_case, baseline=found, before=before, now=now)
        is_filed = file_reports(workspace, identity, target, account, profiles=profiles, plan=plan, baseline=found)
        answered = [
            answer_for(workspace, identity, target, standing, window=each, plan=plan) for standing in account.crossed
        ]
        made.append(Watched(
            account=account, plan=plan, baseline=found, alerts=tuple(alert for alert, _ in answered),
            n_new=sum(is_new for _, is_new in answered), is_filed=is_filed,
        ))  # fmt: skip
    return tuple(made)


def _rows(asked: Asked, windows: Sequence[Window], champion: Record | None) -> list[WatchedRows]:
    """The predictions of each window that holds some by the champion: a report about it has to rest on its answers.

    Raises:
        WindowEmpty: no window does.
    """
    name, found = asked.target.key, list[WatchedRows]()
    seen: set[str] = set()
    for window in windows:
        rows = asked.watch.rows(window, asked.use_case)
        if rows is not None:
            seen |= set(rows.versions)
            if champion is None or champion.key in rows.versions:
                found.append(rows)
    if found:
        return found
    if seen and champion is not None:
        told = f"{champion.key} answered nothing there that was logged; {', '.join(sorted(seen))} did."
        raise WindowEmpty(
            f"The champion of {name} is another by now: {told}",
            remedy=f"Name a window with --window in which {champion.key} answered, or wait until one has ended.",
        )
    where = f"in {windows[0]}" if len(windows) == 1 else "in any window"
    raise WindowEmpty(f"{name} has no prediction {where}. {_spanned(asked.watch.span())}")


def windows_of(
    span: tuple[Instant, Instant] | None, window: Window | None, every: str | None, *, now: Instant
) -> Sequence[Window]:
    """The windows of a run, every one of them ended.

    Raises:
        WindowEmpty: there is no prediction at all.
        WindowOpen: the window has not ended.
        WindowUnreadable: neither a window nor a length is given, or nothing has ended.
    """
    if span is None:
        raise WindowEmpty("No prediction was logged yet.", remedy="Serve, score or import predictions first.")
    if window is not None:
        window.require_ended(now)
        return window.cut(every) if every is not None else (window,)
    if every is None:
        fact = "Neither a window nor a length of windows is given, and the plan states none."
        raise WindowUnreadable(fact, remedy="Give --window START..END, or --every year (month, 30d).")
    start = _floor(span[0], every)
    found = Window(start=start, end=now).cut(every) if start < now else ()
    return tuple(each for each in found if each.start <= span[1])


def _floor(first: Instant, every: str) -> Instant:
    """Where windows begin: at the year, the month or the day of the first prediction."""
    kept = {"year": first[:4] + "-01-01", "month": first[:7] + "-01"}.get(every, first[:10])
    return f"{kept}T00:00:00.000000Z"


def _spanned(span: tuple[Instant, Instant] | None) -> str:
    return "" if span is None else f"Its predictions belong to {span[0][:10]} to {span[1][:10]}."
