"""Columns that look as if they held personal data: proposals for a person to confirm, never a finding by itself.

Told column by column, from its name and from the share of its values that have a form with a check of its own. Names of
people, streets and towns have no such form: only the name of the column can give them away, so a table without a
proposal is not a table without personal data.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from evenhand.kernel.canonical import Json
from evenhand.lifecycle.data.facts import ColumnFacts
from evenhand.lifecycle.data.national_number import country_of

SHARE_AT_LEAST = 0.9
"""Of the values; one account number in eleven passes the check of a payment card by chance."""

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}\Z")
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}\Z")
_CARD = re.compile(r"[2-6]\d{12,18}\Z")
_PHONE = re.compile(r"(?:\+|00)[1-9][0-9 ()/.-]{6,22}\Z")
_ADDRESS = re.compile(r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!\Z)|\Z)){4}")
_WORDS: Mapping[str, frozenset[str]] = {
    "e-mail address": frozenset({"email", "mail"}),
    "bank account": frozenset({"iban", "account"}),
    "payment card": frozenset({"card", "pan"}),
    "network address": frozenset({"ip"}),
    "phone number": frozenset({"phone", "telephone", "mobile", "fax", "msisdn"}),
    "name of a person": frozenset({"name", "surname", "firstname", "lastname", "forename", "fullname", "username"}),
    "date of birth": frozenset({"birth", "birthdate", "birthday", "dob"}),
    "postal address": frozenset({"address", "street", "postcode", "zip", "zipcode", "postal"}),
    "official number": frozenset({"ssn", "passport", "nin", "licence", "license", "taxpayer"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One column that a person should look at.

    Attributes:
        column: its name.
        sign: what it may hold, for example ``e-mail address``.
        share: of the values looked at that have the form of it; ``None`` when only the column's name says so.
    """

    column: str
    sign: str
    share: float | None

    def as_json(self) -> dict[str, Json]:
        """The documented shape."""
        return {"column": self.column, "sign": self.sign, "share": self.share}


def proposals(facts: ColumnFacts, values: Sequence[str]) -> tuple[Proposal, ...]:
    """What the column may hold of people.

    Args:
        facts: of the column.
        values: some or all of its different values as text; none of them appears in what is returned.

    Examples:
        >>> facts = ColumnFacts(name="contact", kind="text", n=2, n_distinct=2)
        >>> proposals(facts, ["a@example.org", "b@example.org"])
        (Proposal(column='contact', sign='e-mail address', share=1.0),)
    """
    named = {sign for sign, words in _WORDS.items() if not words.isdisjoint(_words(facts.name))}
    shares = {sign: share_of(values, sign) for sign in _FORMS}
    formed = {sign for sign, share in shares.items() if share >= SHARE_AT_LEAST}
    return tuple(
        Proposal(column=facts.name, sign=sign, share=shares[sign] if sign in formed else None)
        for sign in _WORDS
        if sign in formed or (sign in named and facts.kind != "boolean")
    )


def personal_report(
    columns: Sequence[str], proposed: Sequence[Proposal], *, confirmed: Sequence[str] = (), denied: Sequence[str] = ()
) -> dict[str, Json]:
    """The body of the privacy report about a table: what was proposed, and what a person said to it.

    ``open`` lists the proposed columns that nobody confirmed or denied; as long as there is one, or nobody has looked,
    ``is_confirmed_by_a_person`` is false.

    Examples:
        >>> proposed = [Proposal(column="contact", sign="e-mail address", share=1.0)]
        >>> personal_report(["contact", "age"], proposed)["open"]
        ['contact']
        >>> personal_report(["contact", "age"], proposed, confirmed=["contact"])["is_confirmed_by_a_person"]
        True
    """
    said = {*confirmed, *denied}
    left = sorted({each.column for each in proposed} - said)
    return {
        "scan": "names of columns, forms and check digits of their values", "columns": list(columns),
        "proposed": [each.as_json() for each in proposed], "confirmed": sorted(confirmed), "denied": sorted(denied),
        "open": left, "is_confirmed_by_a_person": bool(said) and not left,
    }  # fmt: skip


def _words(name: str) -> set[str]:
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)
    return {part.lower() for part in parts} | {name.lower().replace("_", "").replace("-", "")}


def share_of(values: Sequence[str], sign: str) -> float:
    """Share of the stated ``values`` that have the form, and where it has one the check digits, of ``sign``.

    Examples:
        >>> share_of(["DE89370400440532013000", "DE89370400440532013001"], "bank account")
        0.5
    """
    test = _FORMS[sign]
    stated = [value.strip() for value in values if value.strip()]
    return sum(map(test, stated)) / len(stated) if stated else 0.0


def _is_iban(value: str) -> bool:
    plain = value.replace(" ", "").upper()
    if not plain.isascii() or not _IBAN.match(plain):
        return False
    return int("".join(str(int(mark, 36)) for mark in plain[4:] + plain[:4])) % 97 == 1


def _is_card(value: str) -> bool:
    plain = value.replace(" ", "").replace("-", "")
    if not plain.isascii() or not _CARD.match(plain):
        return False
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(plain))]
    return sum(number - 9 * (number > 9) for number in doubled) % 10 == 0


_FORMS: Mapping[str, Callable[[str], bool]] = {
    "e-mail address": lambda value: _EMAIL.match(value) is not None,
    "bank account": _is_iban,
    "payment card": _is_card,
    "network address": lambda value: value.isascii() and _ADDRESS.match(value) is not None,
    "phone number": lambda value: value.isascii() and _PHONE.match(value) is not None,
    "official number": lambda value: country_of(value) is not None,
}
