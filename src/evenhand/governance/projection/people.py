"""Who founded the workspace and who is enrolled."""

from collections.abc import Mapping, Sequence

from evenhand.errors.release import EntryRefused
from evenhand.governance.access.actor import Actor
from evenhand.governance.access.founding import Founding
from evenhand.governance.audit.entry import Change, Entry, Reader
from evenhand.governance.projection.signed import signed_envelope, verified
from evenhand.kernel.canonical import Json

MODES = ("governed", "demonstration")


def found(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """The first entry: everybody it lists has signed it; two persons make it governed."""
    if state.records("workspace"):
        raise EntryRefused("The workspace was founded before.")
    envelope = signed_envelope(payload)
    founding = Founding.parse(envelope.payload)
    unsigned = [person.name for person in founding.people if not verified(envelope, [person.public_key])]
    if unsigned or not founding.people:
        raise EntryRefused(f"The founding is not signed by {', '.join(unsigned) or 'anybody'}.")
    persons = {person.person for person in founding.people}
    if founding.mode not in MODES or (founding.mode == "governed" and len(persons) < 2):
        raise EntryRefused(
            f"A workspace of {len(persons)} person cannot be in mode={founding.mode}.",
            remedy="Enrol two people who both sign, or found it in mode=demonstration.",
        )
    body: dict[str, Json] = {"mode": founding.mode, "founded_at": entry.at}
    actors = [
        actor_change({
            "name": person.name, "person": person.person, "kind": "person", "display": person.display,
            "roles": sorted(person.roles), "keys": [person.public_key],
        })
        for person in founding.people
    ]  # fmt: skip
    return [Change(kind="workspace", key=founding.log, parent=None, body=body), *actors]


def actor_change(stored: Mapping[str, Json]) -> Change:
    """The record of one actor as proposed: name, person, kind, display, roles, keys.

    Raises:
        StatementUnreadable, KeyUnreadable: it is no actor.
    """
    actor = Actor.from_json(stored)
    return Change(kind="actor", key=actor.account.name, parent=actor.account.person, body=actor.as_json())


def require_own_keys(state: Reader, stored: Mapping[str, Json]) -> None:
    """A key speaks for one person, through however many accounts.

    Raises:
        EntryRefused: another person signs with one of the keys.
    """
    actor = Actor.from_json(stored)
    for record in state.records("actor"):
        other = Actor.from_json(record.body)
        if other.account.person != actor.account.person and set(other.keys) & set(actor.keys):
            raise EntryRefused(f"{actor.account.name} would sign with a key of {other.account.person}.")
