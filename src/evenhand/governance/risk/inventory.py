"""The inventory: models and systems that are known by a few facts, long before anybody governs them."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from evenhand.errors.problem import InventoryInvalid
from evenhand.governance.controls.resource import catalogue_file, entries, word
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import digest_of
from evenhand.kernel.part import Part, did_you_mean

STATUSES = ("planned", "in-development", "in-validation", "in-use", "suspended", "retired")
FACTS = ("purpose", "owner", "vendor", "status", "class", "tier")
LONGEST = 2_000
"""Characters of one fact."""
_TIERS = (1, 2, 3, 4)
_WORD = re.compile(r"[a-z0-9]+")
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSystem:
    """One row of the inventory; what is not known is empty, and shown as a gap.

    Attributes:
        key: lower-case words joined by ``-``; by it a row is found again.
        name: as its owner writes it.
        purpose, owner, vendor: texts.
        status: one of ``STATUSES``.
        case_class: class of the EU AI Act.
        tier: materiality, 1 to 4.
        more: further columns, as they stand in the file.
    """

    key: str
    name: str
    purpose: str = ""
    owner: str = ""
    vendor: str = ""
    status: str = ""
    case_class: str = ""
    tier: int | None = None
    more: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not _KEY.match(self.key) or len(self.key) > 64:
            _refuse(f"the key {self.key[:70]!r} is not lower-case words joined by '-', 64 characters at most")
        if not self.name.strip():
            _refuse("the name says nothing")
        for text in (self.name, self.purpose, self.owner, self.vendor, *self.more.values()):
            if len(text) > LONGEST:
                _refuse(f"a fact is longer than {LONGEST:,} characters")
        if self.status and self.status not in STATUSES:
            _refuse(f"the status {self.status!r} is none of {', '.join(STATUSES)}{did_you_mean(self.status, STATUSES)}")
        if self.case_class and self.case_class not in _classes():
            _refuse(f"the class {self.case_class!r} is none of {', '.join(_classes())}")
        if self.tier is not None and (isinstance(self.tier, bool) or self.tier not in _TIERS):
            _refuse(f"the tier {self.tier} is none of 1, 2, 3, 4")

    @property
    def gaps(self) -> tuple[str, ...]:
        """Facts that nobody stated.

        Examples:
            >>> KnownSystem(key="pricing", name="Pricing", owner="Bo", tier=2).gaps
            ('purpose', 'vendor', 'status', 'class')
        """
        stated = self.as_json()
        return tuple(fact for fact in FACTS if not stated[fact])

    def as_json(self) -> dict[str, Json]:
        """The stored form."""
        return {
            "key": self.key, "name": self.name, "purpose": self.purpose, "owner": self.owner, "vendor": self.vendor,
            "status": self.status, "class": self.case_class, "tier": self.tier, "more": dict(self.more),
        }  # fmt: skip

    @classmethod
    def from_json(cls, stored: Json) -> "KnownSystem":
        """Read the stored form.

        Raises:
            InventoryInvalid: a part is missing or of the wrong kind.
        """
        parts = Part(value=stored, path="", refusal=InventoryInvalid).fields(needed=("key", "name", *FACTS, "more"))
        texts = {name: parts[name].text() for name in ("key", "name", "purpose", "owner", "vendor", "status")}
        return cls(
            **texts, case_class=parts["class"].text(),
            tier=None if parts["tier"].value is None else parts["tier"].whole(),
            more={name: text.text() for name, text in parts["more"].entries().items()},
        )  # fmt: skip


def key_of(name: str) -> str:
    """The key that a name makes, the same for every spelling of capitals, accents and spaces.

    Examples:
        >>> key_of("Crédit Score v2 (Retail)")
        'credit-score-v2-retail'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = "-".join(_WORD.findall(plain))
    if words and len(words) <= 64:
        return words
    return f"{words[:40].strip('-') or 'model'}-{digest_of(name.encode())[7:19]}"


def _classes() -> tuple[str, ...]:
    return tuple(word(entry, "id") for entry in entries(catalogue_file("tiering"), "outcome_classes"))


def _refuse(fact: str) -> NoReturn:
    raise InventoryInvalid(f"{fact[0].upper()}{fact[1:]}.")
