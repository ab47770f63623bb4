"""Who founded the workspace and who is enrolled."""

import unicodedata
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


def require_one_person(state: Reader, stored: Mapping[str, Json]) -> None:
    """An account stays with its person, and a key speaks for one person, through however many accounts.

    What an account did before is judged by who stands behind it now, so nobody may come to stand behind it later.

    Raises:
        EntryRefused: the account is another person's, another person signs with one of the keys, the person has nearly
            the name of another, or answers for a service without being enrolled.
    """
    actor = Actor.from_json(stored)
    enrolled = state.records("actor")
    if actor.account.kind != "person" and actor.account.person not in {record.parent for record in enrolled}:
        told = f"{actor.account.person}, who would answer for the {actor.account.kind} {actor.account.name}"
        raise EntryRefused(f"{told}, is not enrolled.")
    for record in enrolled:
        other = Actor.from_json(record.body)
        if other.account.name == actor.account.name and other.account.person != actor.account.person:
            raise EntryRefused(
                f"{actor.account.name} is an account of {other.account.person}, not of {actor.account.person}.",
                remedy="Enrol another account for the other person.",
            )
        if other.account.person != actor.account.person and _heard(other) == _heard(actor):
            raise EntryRefused(f"{actor.account.person!r} is too like the person {other.account.person!r}.")
        if other.account.person != actor.account.person and set(other.keys) & set(actor.keys):
            raise EntryRefused(f"{actor.account.name} would sign with a key of {other.account.person}.")


def _heard(actor: Actor) -> str:
    """The name of the person without what a reader overlooks: case, width, spaces and hyphens."""
    folded = unicodedata.normalize("NFKC", actor.account.person).casefold()
    return "".join(letter for letter in folded if letter.isalnum())
