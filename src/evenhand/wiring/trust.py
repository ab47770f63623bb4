"""The trust file of this user for one ledger: whom it names, and how it grows."""

from evenhand.adapters.files.durable import explained
from evenhand.adapters.signing.trust_file import own_trust_path, read_trust, write_trust
from evenhand.governance.access.signature import PublicKey
from evenhand.governance.access.trust import Trust, TrustedPerson
from evenhand.ports.workspace import Workspace
from evenhand.wiring.settings import Settings


def remember_actor(settings: Settings, workspace: Workspace, name: str) -> bool:
    """Add an actor that two people have enrolled to the own trust file, if this user keeps one for the ledger.

    Returns:
        Whether a trust file was there to add to.
    """
    path = own_trust_path(settings.config_home, workspace.log)
    record = workspace.ledger.record("actor", name)
    if not path.is_file() or record is None:
        return False
    trust = read_trust(path)
    keys, roles = record.body["keys"], record.body["roles"]
    known = {person.key.text for person in trust.people}
    added = tuple(
        TrustedPerson(
            person=str(record.parent), key=PublicKey.parse(str(key)),
            roles=tuple(map(str, roles)) if isinstance(roles, list) else (),
        )
        for key in (keys if isinstance(keys, list) else ())
        if PublicKey.parse(str(key)).text not in known
    )  # fmt: skip
    with explained(path):
        write_trust(path, Trust(logs=trust.logs, release_keys=trust.release_keys, people=(*trust.people, *added)))
    return True
