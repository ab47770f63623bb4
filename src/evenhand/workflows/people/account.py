"""Which names and roles an account may bear."""

from collections.abc import Sequence

from evenhand.errors.number import ReferenceUnreadable
from evenhand.errors.release import RoleUnknown
from evenhand.governance.controls.catalogue import roles as known_roles
from evenhand.kernel.part import did_you_mean
from evenhand.kernel.reference import is_name


def require_account(name: str, *, person: str, roles: Sequence[str]) -> None:
    """Refuse an account that nobody could type, or with roles that no policy could ask for.

    Raises:
        ReferenceUnreadable: the account or the person has no name.
        RoleUnknown: the catalogue has no such role, or none is given.
    """
    for each in (name, person):
        if not is_name(each):
            raise ReferenceUnreadable(f"{each!r} is no name.", remedy="Use lower-case words joined by '-'.")
    known = known_roles()
    if not roles:
        raise RoleUnknown(f"{name} is given no role.", remedy=f"Give one or more of: {', '.join(known)}.")
    for role in roles:
        if role not in known:
            fact = f"The catalogue has no role {role!r}{did_you_mean(role, list(known))}."
            raise RoleUnknown(fact, remedy=f"Roles are: {', '.join(known)}.", role=role)
