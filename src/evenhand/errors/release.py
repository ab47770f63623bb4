"""Refusals on the way from a version to a release, and of what may not be loaded."""

from evenhand.errors.base import Refusal, Undecided, Usage


class EntryRefused(Refusal):
    """An entry would break a rule that the ledger keeps."""

    code = "ENTRY-REFUSED"
    remedy = "Nothing was recorded. Mend what the fact names and try again."


class SecondPersonNeeded(Refusal):
    """The person who proposed cannot also put into effect."""

    code = "SECOND-PERSON-NEEDED"
    remedy = "Ask another enrolled person to run 'evenhand confirm'."


class RoleMissing(Refusal):
    """The actor does not hold the role that the act needs."""

    code = "ROLE-MISSING"
    remedy = "Ask somebody who holds the role, or have the role proposed and confirmed."


class RoleUnknown(Usage):
    """The catalogue has no such role, so no policy could ask for it."""

    code = "ROLE-UNKNOWN"
    remedy = "Use roles of the catalogue."


class SubmissionMissing(Undecided):
    """The version was never submitted."""

    code = "SUBMISSION-MISSING"
    remedy = "Run 'evenhand submit' first."


class SubmissionStale(Refusal):
    """What was submitted is no longer what is in force."""

    code = "SUBMISSION-STALE"
    remedy = "Submit again; approvals given for the former submission do not carry over."


class GateClosed(Refusal):
    """A gate does not open."""

    code = "GATE-CLOSED"
    remedy = "See the reasons with 'evenhand judge', mend them or ask for a waiver, and try again."


class GateUnfit(Usage):
    """A gate judges another kind of thing than the one named."""

    code = "GATE-UNFIT"
    remedy = "Name what the gate judges, or another gate with --gate."


class VersionRetired(Refusal):
    """The version was retired and serves no more."""

    code = "VERSION-RETIRED"
    remedy = "Use its successor; 'evenhand status' shows which one stands."


class KindUnknown(Usage):
    """The catalogue has no such kind of evidence."""

    code = "KIND-UNKNOWN"
    remedy = "Use an id of the catalogue; docs/reference/policy.md says where they stand."


class EvidenceComputed(Refusal):
    """Evidence of this kind is measured and cannot be stated by a person."""

    code = "EVIDENCE-COMPUTED"
    remedy = "Measure it with 'evenhand evaluate'."


class FindingMissing(Usage):
    """No finding of that id stands in the ledger, or it is closed already."""

    code = "FINDING-MISSING"
    remedy = "List the findings with 'evenhand finding list'."


class GateUndecided(Undecided):
    """A gate does not open because something is missing, stale or not enough."""

    code = "GATE-UNDECIDED"
    remedy = "See the reasons with 'evenhand judge'; each names what would settle it and who can mend it."


class EvidenceMissing(Undecided):
    """Evidence that this needs was never filed."""

    code = "EVIDENCE-MISSING"
    remedy = "Run 'evenhand evaluate' first."


class EnvironmentRefused(Refusal):
    """A release of this mode may not serve there."""

    code = "ENVIRONMENT-REFUSED"
    remedy = "Demonstration releases serve in environment 'demo' only; enrol two people for any other."


class ReleaseMissing(Refusal):
    """No release covers this version in this environment."""

    code = "RELEASE-MISSING"
    remedy = "Bring the version through its gates: 'evenhand status' shows what blocks it."


class ReleaseNotTrusted(Refusal):
    """The release is signed by a key that the reader does not trust."""

    code = "RELEASE-NOT-TRUSTED"
    remedy = "Ask the people who answer for the model; only a key in your own trust file counts."


class ReleaseBroken(Refusal):
    """The release and what it covers do not fit together."""

    code = "RELEASE-BROKEN"
    remedy = "Do not use the model. Run 'evenhand audit verify --rebuild' and tell the people who answer for it."


class ReleaseExpired(Refusal):
    """The release rested on something that has run out."""

    code = "RELEASE-EXPIRED"
    remedy = "Renew what has run out and release again."


class WaiverRefused(Refusal):
    """A waiver that the policy does not allow."""

    code = "WAIVER-REFUSED"
    remedy = "See the policy's 'waivers': roles, longest time, and what can never be waived."


class UseCaseStopped(Refusal):
    """The use case itself says that there should be no model."""

    code = "USE-CASE-STOPPED"
    remedy = "Whoever decided may decide anew: propose the use case with another feasibility, and have it confirmed."


class UseCaseMissing(Usage):
    """The model serves no use case that is in force."""

    code = "USE-CASE-MISSING"
    remedy = (
        "Declare it in evenhand.yaml, then 'evenhand use-case propose' and, as a second person, 'evenhand confirm'."
    )
