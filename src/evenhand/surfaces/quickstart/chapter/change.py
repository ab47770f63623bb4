"""Change: a version that learned from later years, put in the champion's place through a gate of its own."""

from collections.abc import Mapping
from typing import Any

from evenhand.kernel.reference import Reference
from evenhand.metrics.paired import VALUE
from evenhand.surfaces.quickstart.cast import ADA, BO, CY, DI
from evenhand.surfaces.quickstart.chapter.candidate import LOWER_CUT_OFF, Candidate, figure, helped, trained
from evenhand.surfaces.quickstart.chapter.review import DEMO, REASONS, refused, tell_refusal
from evenhand.surfaces.quickstart.chapter.rows_of_2015 import NAME, let_through
from evenhand.surfaces.quickstart.chapter.shadow import DEPLOYMENT, run_along
from evenhand.surfaces.quickstart.chapter.waiver import suspend_age
from evenhand.surfaces.quickstart.judged import GATE, Judged, tell_door, tell_gate
from evenhand.surfaces.quickstart.place import Place
from evenhand.surfaces.quickstart.rows import LATER, LEARNED, registered
from evenhand.surfaces.quickstart.telling import Telling
from evenhand.surfaces.sdk.changing import request_change
from evenhand.surfaces.sdk.releasing import approve, release, submit
from evenhand.surfaces.sdk.rules import judge
from evenhand.surfaces.sdk.serving import promote

WHY = "The people whom it decides about are those of later years; nothing is broken, no limit was crossed."
NOT_SUBSTANTIAL = "Inputs, cut-off and purpose stay; the way back is to promote the former version."


def renew(place: Place, telling: Telling, old: Candidate) -> Candidate | None:
    """Train on what came later; the new version, or nothing where a gate stays closed."""
    telling.chapter("A new version takes the same way, and one gate more")
    rows = registered(place, NAME, *(place.others(year) for year in LEARNED), split="training=0.5,holdout=0.5")
    let_through(place, telling, rows)
    new = trained(place, telling, rows, old.inputs, LOWER_CUT_OFF, is_proposed=True)
    telling.say(
        f"@{new.version.version}",
        f"learned from {rows.training.num_rows:,} other people of {LEARNED[0]} and {LEARNED[1]}, measured on"
        f" {rows.holdout.num_rows:,} others: roc_auc {figure(new)}, support for {helped(new)} of those without work.",
        version=str(new.version), roc_auc=new.judged.whole_table("roc_auc"),
    )  # fmt: skip
    suspend_age(place, new.version)
    judged = Judged.of(place, new.version, judge(new.version, gate=GATE, actor=ADA, workspace=place.folder))
    tell_gate(telling, judged)
    if not judged.verdict.opens:
        return None
    _take_over(place, telling, old.version, new.version)
    return new


def _take_over(place: Place, telling: Telling, old: Reference, new: Reference) -> None:
    submit(new, actor=ADA, workspace=place.folder)
    run_along(place, telling, new)
    for account in (BO, CY, DI):
        approve(new, reason=REASONS[account], actor=account, workspace=place.folder)
    release(new, environment=DEMO, actor=CY, workspace=place.folder)
    attempt = f"{new}, released, put in the place of {old}"
    failure = refused(attempt, lambda: promote(new, DEPLOYMENT, why=WHY, actor=CY, workspace=place.folder))
    tell_refusal(telling, attempt, failure)
    _ask(place, telling, new)
    verdict = judge(new, gate="change", actor=ADA, workspace=place.folder)
    tell_door(telling, verdict, "what changes, why, and how both do is on record; Bo and Cy agreed.")
    entry = promote(new, DEPLOYMENT, why=WHY, actor=CY, workspace=place.folder)
    telling.say(
        "promoted", f"{new} is champion of {DEPLOYMENT}; ledger entry {entry.sequence}.", outcome="pass",
        version=str(new), sequence=entry.sequence,
    )  # fmt: skip


def _ask(place: Place, telling: Telling, new: Reference) -> None:
    """Ask for the change, with both versions on the same people of the last year."""
    window = f"{LATER[-1]}-01-01..{LATER[-1] + 1}-01-01"
    with telling.busy("comparing both versions"):
        asked = request_change(
            new, DEPLOYMENT, reason=WHY, kind="retraining", substantial="no", why=NOT_SUBSTANTIAL, window=window,
            actor=ADA, workspace=place.folder,
        )  # fmt: skip
    told: Any = asked.comparison
    differences = {each["name"]: each["difference"] for each in told["measurements"]}
    telling.say(
        "asked", f"on the same {told['usable']:,} people of {LATER[-1]}, the new version less the champion:"
        f" {_difference('roc_auc', differences['roc_auc'])}; {_difference('minutes a person', differences[VALUE], 1)}."
        " A retraining, no substantial modification; the way back stands beside it.",
        comparison=asked.comparison,
    )  # fmt: skip


def _difference(name: str, found: Mapping[str, float], digits: int = 3) -> str:
    value, lower, upper = (float(found[end]) for end in ("value", "lower", "upper"))
    return f"{name} {value:+.{digits}f} [{lower:+.{digits}f}, {upper:+.{digits}f}]"
