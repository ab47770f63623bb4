"""Who may say that a thing was validated independently."""

from collections.abc import Mapping

from evenhand.errors.release import EntryRefused, RoleMissing, SecondPersonNeeded
from evenhand.governance.audit.entry import Entry, Reader
from evenhand.governance.projection.signed import enrolled, mode_of
from evenhand.governance.projection.target import VERSION, Target
from evenhand.kernel.canonical import Json

KIND = "independent-validation-report"
ROLE = "independent-validation"
RATINGS = ("validated", "validated-with-findings", "not-validated")


def require_validator(state: Reader, target: Target, entry: Entry, stated: Mapping[str, Json]) -> None:
    """Refuse a validation by whoever built or submitted the target, or does not hold the role.

    Raises:
        RoleMissing: the actor does not hold the role independent-validation.
        SecondPersonNeeded: the same person built or submitted it; a demonstration lets one person play all parts.
        EntryRefused: the rating is none.
    """
    actor = enrolled(state, entry.actor)
    roles = actor.body["roles"]
    if not isinstance(roles, list) or ROLE not in roles:
        raise RoleMissing(f"{entry.actor} does not hold the role {ROLE}.", actor=entry.actor)
    builders = {str(enrolled(state, account).parent): part for part, account in _builders(state, target).items()}
    if str(actor.parent) in builders and mode_of(state) != "demonstration":
        raise SecondPersonNeeded(
            f"{entry.actor} is the {builders[str(actor.parent)]} of {target.name}, so no independent validator of it.",
            remedy="Ask somebody who neither built nor submitted it.",
        )
    if "rating" in stated and stated["rating"] not in RATINGS:
        raise EntryRefused(f"A validation is rated {', '.join(RATINGS[:-1])} or {RATINGS[-1]}.")


def _builders(state: Reader, target: Target) -> dict[str, str]:
    """What somebody did for the target to his account."""
    builders = {"author": target.author}
    submission = state.record("submission", str(target.submission)) if target.kind == VERSION else None
    if submission is not None:
        builders["submitter"] = str(submission.body["submitter"])
    return builders
