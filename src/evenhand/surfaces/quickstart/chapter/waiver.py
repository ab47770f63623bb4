"""Age: no rule on equal shares can hold where work itself depends on age. Said aloud, and waived for a month."""

from evenhand.kernel.reference import Reference
from evenhand.ports.ledger import Entry
from evenhand.surfaces.quickstart.cast import ADA, BO, CY
from evenhand.surfaces.quickstart.chapter.candidate import Candidate, share
from evenhand.surfaces.quickstart.judged import GATE, Judged, tell_check, tell_gate, tell_groups
from evenhand.surfaces.quickstart.place import Place
from evenhand.surfaces.quickstart.telling import Telling
from evenhand.surfaces.sdk.people import confirm
from evenhand.surfaces.sdk.releasing import waive
from evenhand.surfaces.sdk.rules import judge

AGE = "AGEP"
DAYS = 30
REASON = "Whether people work depends on their age, so a model that sees age cannot find all ages alike."
CONTROL = "Everybody of 16 to 64 who asks is seen by an adviser, whatever the score; Cy counts them every week."


def waive_age(place: Place, telling: Telling, candidate: Candidate) -> Judged:
    """Report what age does, and suspend the one check by two people until a day."""
    telling.chapter("Age is a feature and still judged")
    found = share(candidate, "true_positive_rate", by=(AGE,))
    listed = ", ".join(f"{band} {value:.0%}" for band, value in _in_order(found))
    telling.say(
        "found",
        f"of those without work: {listed}. Children and pensioners are in the table too; those whom"
        " the service is for are found least.",
        found=found,
    )
    tell_groups(telling, candidate.judged, "age")
    proposed = suspend_age(place, candidate.version)
    until = _until(place, candidate)
    telling.say(
        "waiver", f"asked by Bo, countersigned by Cy, until {until[:10]}, when the gate closes again by itself."
        f" Reason: {REASON} Meanwhile: {CONTROL}",
        outcome="waived", check="age", persons=["bo", "cy"], reason=REASON, compensating_control=CONTROL, until=until,
        sequence=proposed.sequence,
    )  # fmt: skip
    judged = Judged.of(place, candidate.version, judge(candidate.version, gate=GATE, actor=ADA, workspace=place.folder))
    tell_gate(telling, judged)
    for check in judged.verdict.checks:
        if check.verdict not in ("pass", "waived"):
            tell_check(telling, judged, check.id)
    return judged


def suspend_age(place: Place, version: Reference) -> Entry:
    """Ask for the waiver of the one check and countersign it."""
    proposed = waive(
        version, "age", role="independent-validation", reason=REASON, compensating_control=CONTROL, days=DAYS, actor=BO,
        workspace=place.folder,
    )  # fmt: skip
    confirm(f"{version} age", actor=CY, workspace=place.folder)
    return proposed


def _in_order(found: dict[str, float]) -> list[tuple[str, float]]:
    return sorted(found.items(), key=lambda band: (not band[0].startswith("<"), band[0].startswith(">="), band[0]))


def _until(place: Place, candidate: Candidate) -> str:
    from evenhand.surfaces.sdk.opening import read

    with read(place.folder) as workspace:
        return str(workspace.ledger.records("waiver", parent=str(candidate.version))[-1].body["until"])
