"""Three years go by: everybody who asks is answered, outcomes come later, and somebody watches."""

from typing import Any

from evenhand.lifecycle.monitoring.telling import INDEX
from evenhand.metrics.paired import VALUE
from evenhand.surfaces.quickstart.cast import BO, CY
from evenhand.surfaces.quickstart.chapter.shadow import DEPLOYMENT
from evenhand.surfaces.quickstart.judged import tell_door
from evenhand.surfaces.quickstart.place import Place
from evenhand.surfaces.quickstart.rows import FIRST, KEY, LABEL, LATER
from evenhand.surfaces.quickstart.telling import Telling
from evenhand.surfaces.sdk.monitoring import run_monitor
from evenhand.surfaces.sdk.predicting import import_outcomes
from evenhand.surfaces.sdk.rules import judge
from evenhand.surfaces.sdk.serving import score
from evenhand.workflows.monitoring.run_monitor import Watched

_SORTED = "RELP"


def let_years_go_by(place: Place, telling: Telling) -> None:
    """Answer three years, learn what became of the people, and watch each year."""
    telling.chapter("Three years go by: what changed, and what did not")
    found = [_year(place, telling, year) for year in LATER]
    _tell_order(telling, found)
    _tell_value(telling, found[-1])
    verdict = judge(f"deployment:{DEPLOYMENT}", gate="monitoring", actor=BO, workspace=place.folder)
    tell_door(telling, verdict, "roc_auc of the year watched last is proved, no alert is open.")


def _year(place: Place, telling: Telling, year: int) -> Watched:
    with telling.busy(f"answering the people of {year}"):
        scored = score(
            DEPLOYMENT, place.year(year), batch=f"survey-{year}", key=KEY, as_of=f"{year}-07-01", actor=CY,
            workspace=place.folder,
        )  # fmt: skip
        import_outcomes(
            DEPLOYMENT, place.year(year), key=KEY, outcome=LABEL, known_at=f"{year + 1}-03-01", actor=CY,
            workspace=place.folder,
        )  # fmt: skip
    with telling.busy(f"watching {year}"):
        [watched] = run_monitor(DEPLOYMENT, window=f"{year}-01-01..{year + 1}-01-01", actor=BO, workspace=place.folder)
    n, n_people = len(scored.predictions), sum(each.band == "review" for each in scored.predictions)
    telling.say(
        str(year), f"{n:,} answered, {n_people:,} of them left to people; outcomes came the next spring."
        f" {_moved(watched)} {_kept(watched)} {_alarms(watched)}",
        n=n, n_review=n_people, drift=_indices(watched), alerts=len(watched.alerts),
    )  # fmt: skip
    return watched


def _indices(watched: Watched) -> dict[str, tuple[float, float, float]]:
    """Column to its stability index with both ends."""
    found = [each for each in watched.account.drift.measured if each.name == INDEX]
    return {
        str(each.column): (each.value, each.lower, each.upper)
        for each in found
        if each.value is not None and each.lower is not None and each.upper is not None
    }


def _moved(watched: Watched) -> str:
    moved = sorted(
        ((value, name, lower, upper) for name, (value, lower, upper) in _indices(watched).items() if lower > 0),
        reverse=True,
    )
    n = len(_indices(watched))
    if not moved:
        return f"Changed against 2015: none of {n} columns beyond chance."
    value, name, lower, upper = moved[0]
    most = f"most {name}, stability index {value:.3f} [{lower:.3f}, {upper:.3f}]"
    return f"Changed against 2015: {len(moved)} of {n} columns, {most}; alarms begin at 0.1."


def _kept(watched: Watched) -> str:
    ranked = next(each for each in watched.account.performance if each.window.name == "roc_auc")
    verb = "Changed too" if ranked.has_moved else "Not changed"
    change = ranked.change
    ends = ", ".join(_signed(end) for end in (change.lower, change.upper))
    return f"{verb}: roc_auc {ranked.window.value:.3f}, {_signed(change.value)} [{ends}]."


def _signed(number: float | None) -> str:
    written = f"{number:+.3f}"
    return written if float(written) else "0.000"


def _alarms(watched: Watched) -> str:
    if not watched.alerts:
        return "No limit was crossed."
    return f"{len(watched.alerts)} limits were crossed, and as many findings opened."


def _tell_order(telling: Telling, found: list[Watched]) -> None:
    """What looks like drift in a slice of a file and is none."""
    for watched in found:
        order = next((each for each in watched.account.drift.sorted_columns if each.column == _SORTED), None)
        if order is not None:
            moved: Any = order.detail["most_moved"]
            year, whole = watched.account.rows.window.start[:4], _indices(watched)[_SORTED][0]
            telling.say(
                "no drift", f"in the file of {year} people in group quarters (RELP {moved['values']}) sit together:"
                f" {float(moved['here']):.0%} of its last rows, {float(moved['elsewhere']):.1%} elsewhere. Slices of"
                f" the file would sound an alarm; the whole year lies {whole:.3f} from {FIRST}.",
                outcome="note", column=_SORTED,
            )  # fmt: skip
            return


def _tell_value(telling: Telling, watched: Watched) -> None:
    """What the model is worth beside the simple rule, per person, on the same people."""
    for compared in watched.account.value:
        part: Any = compared
        worth = next((each for each in part["measurements"] if each["name"] == VALUE), None)
        if worth is not None and worth["difference"]["value"] is not None:
            more, unit = worth["difference"], worth["model"]["unit"]
            telling.say(
                "value",
                f"{worth['model']['value']:.1f} {unit} of advisers are saved a person; by today's rule"
                f" ({part['baseline'].removeprefix('rule: ')}) {worth['baseline']['value']:.1f}: {more['value']:+.1f}"
                f" [{more['lower']:+.1f}, {more['upper']:+.1f}].",
                value=worth,
            )  # fmt: skip
