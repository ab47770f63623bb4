"""Separation of duties: it compares persons, whatever accounts they act through."""

from collections.abc import Collection, Iterable, Mapping

from evenhand.errors.people import AccountUnknown
from evenhand.governance.access.actor import Actor


def persons_behind(accounts: Iterable[str], enrolled: Mapping[str, Actor]) -> frozenset[str]:
    """The persons who stand behind these accounts: second accounts, delegates and services name theirs.

    Raises:
        AccountUnknown: an account is not enrolled, so nobody knows; never taken for nobody.
    """
    names = tuple(accounts)
    unknown = [name for name in names if name not in enrolled]
    if unknown:
        raise AccountUnknown(f"Nobody knows who stands behind {', '.join(unknown)}.", accounts=unknown)
    return frozenset(enrolled[name].account.person for name in names)


def fill_places(offered: Mapping[str, Collection[str]], places: Mapping[str, int]) -> tuple[str, ...]:
    """Assign persons to the places of roles, each person to one, and name the roles that stay short.

    Args:
        offered: person to the roles in which he said yes.
        places: role to the number of persons it needs.

    Returns:
        Roles with an empty place, in the order of ``places``; empty when all are filled.

    Source:
        Maximum bipartite matching by augmenting paths.

    Examples:
        >>> fill_places({"maria": ["legal", "risk"], "jo": ["legal"]}, {"legal": 1, "risk": 1})
        ()
        >>> fill_places({"maria": ["legal", "risk"]}, {"legal": 1, "risk": 1})
        ('risk',)
    """
    seats = [role for role, count in places.items() for _ in range(count)]
    taken: dict[int, str] = {}
    for person in sorted(offered):
        _seat(person, seats, offered, taken, set())
    short = [role for seat, role in enumerate(seats) if seat not in taken]
    return tuple(dict.fromkeys(short))


def _seat(
    person: str, seats: list[str], offered: Mapping[str, Collection[str]], taken: dict[int, str], tried: set[int]
) -> bool:
    for seat, role in enumerate(seats):
        if role not in offered[person] or seat in tried:
            continue
        tried.add(seat)
        if seat not in taken or _seat(taken[seat], seats, offered, taken, tried):
            taken[seat] = person
            return True
    return False
