"""Review: three people say yes; the author cannot be one of them, and a yes cannot be moved to another version."""

from collections.abc import Callable

from evenhand.errors.base import EvenhandError
from evenhand.errors.quickstart import AttemptSucceeded
from evenhand.governance.access.envelope import Envelope
from evenhand.kernel.digest import short
from evenhand.kernel.reference import Reference
from evenhand.ports.ledger import Draft
from evenhand.surfaces.quickstart.cast import ADA, ADAS_SECOND, BO, CY, DI, part
from evenhand.surfaces.quickstart.place import Place
from evenhand.surfaces.quickstart.telling import Telling
from evenhand.surfaces.sdk.opening import read
from evenhand.surfaces.sdk.releasing import approve, record_decision, release, sign_decision, submit
from evenhand.surfaces.sdk.reviewing import review

DEMO = "demo"
REASONS = {
    BO: "The gap by age is stated, waived for a month and made up for.",
    CY: "Advisers are told; the compensating control is in place.",
    DI: "Inputs, split and decision rule are as declared.",
}


def refused(attempt: str, act: Callable[[], object]) -> EvenhandError:
    """Do what must be refused and give back the refusal.

    Raises:
        AttemptSucceeded: nothing refused.
    """
    try:
        act()
    except EvenhandError as failure:
        return failure
    raise AttemptSucceeded(f"{attempt} was not refused.")


def tell_refusal(telling: Telling, attempt: str, failure: EvenhandError) -> None:
    """The attempt and the refusal's own words."""
    telling.say(
        "REFUSED", f"{attempt}: [{failure.code}] {failure.fact}", outcome="refused", attempt=attempt, code=failure.code,
        fact=failure.fact,
    )  # fmt: skip


def review_candidate(place: Place, telling: Telling, version: Reference, other: Reference) -> None:
    """Submit, try two ways round the review, then review."""
    telling.chapter("Review by people who did not build it")
    _approve_oneself(place, telling, version)
    submission = submit(version, actor=ADA, workspace=place.folder)
    telling.say(
        "submitted", f"again, as {short(submission.digest)}; approvals of the former submission do not carry over.",
        submission=submission.digest,
    )  # fmt: skip
    place.review.write_text(review(version, workspace=place.folder).as_html(), encoding="utf-8")
    telling.say("to read", f"{place.review}: whom it is about, what fails, what is unknown.", file=str(place.review))
    for account in (BO, CY):
        approve(version, reason=REASONS[account], actor=account, workspace=place.folder)
    signed = sign_decision(version, decision="approve", reason=REASONS[DI], actor=DI, workspace=place.folder)
    failure = refused("An approval replayed", lambda: _replay(place, signed, other))
    tell_refusal(telling, f"Di's yes to {version}, put forward for {other}", failure)
    record_decision(signed, workspace=place.folder)
    people = ", ".join(f"{part(account).display} ({part(account).role})" for account in (BO, CY, DI))
    telling.say("approved", f"{people}: each signed with a key of their own.", outcome="pass", approvals=[BO, CY, DI])


def submit_for_review(place: Place, telling: Telling, version: Reference) -> None:
    """Freeze the version with its evidence."""
    submission = submit(version, actor=ADA, workspace=place.folder)
    telling.say(
        "submitted", f"{version} with its evidence, as {short(submission.digest)}.", submission=submission.digest
    )


def _approve_oneself(place: Place, telling: Telling, version: Reference) -> None:
    for account in (BO, CY):
        approve(version, reason=REASONS[account], actor=account, workspace=place.folder)
    approve(version, reason="Works for me.", actor=ADAS_SECOND, workspace=place.folder)
    attempt = "Ada fills the third place herself, from a second account"
    failure = refused(attempt, lambda: release(version, environment=DEMO, actor=CY, workspace=place.folder))
    tell_refusal(telling, attempt, failure)


def _replay(place: Place, signed: Envelope, other: Reference) -> None:
    """Append the signed yes as if it were about another version, past every verb."""
    draft = Draft(actor=DI, action="approval.given", about=f"version:{other}", payload={"envelope": signed.as_json()})
    with read(place.folder) as workspace:
        workspace.ledger.append(draft)
