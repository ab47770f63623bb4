"""Who plays: fictional people, each with a key of his own. One of them has a second account."""

from dataclasses import dataclass

from evenhand.governance.access.envelope import Envelope
from evenhand.governance.access.founding import Founder
from evenhand.surfaces.sdk.people import create_identity, draft_workspace, sign_workspace

ADA, ADAS_SECOND, BO, CY, DI, EL = "ada", "ada-2", "bo", "cy", "di", "el"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One account.

    Attributes:
        account: its name.
        person: who stands behind it.
        display: as others write it.
        role: what the account may do.
    """

    account: str
    person: str
    display: str
    role: str


CAST = (
    Part(account=ADA, person="ada", display="Ada", role="developer"),
    Part(account=BO, person="bo", display="Bo", role="independent-validation"),
    Part(account=CY, person="cy", display="Cy", role="model-owner"),
    Part(account=DI, person="di", display="Di", role="peer-reviewer"),
    Part(account=EL, person="el", display="El", role="business-sponsor"),
    Part(account=ADAS_SECOND, person="ada", display="Ada, second account", role="peer-reviewer"),
)
ACCOUNTS = tuple(part.account for part in CAST)


def part(account: str) -> Part:
    """Who acts through ``account``."""
    return next(each for each in CAST if each.account == account)


def signed_founding() -> Envelope:
    """Keys for everybody, and a founding that all of them have signed."""
    keys = {each.account: create_identity(each.account) for each in CAST}
    founders = [
        Founder(
            name=each.account, person=each.person, display=each.display, public_key=keys[each.account].text,
            roles=[each.role],
        )
        for each in CAST
    ]  # fmt: skip
    envelope = draft_workspace(founders, mode="demonstration", actor=ADA)
    for account in ACCOUNTS[1:]:
        envelope = sign_workspace(envelope, actor=account)
    return envelope
