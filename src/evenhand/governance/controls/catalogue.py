"""Reading the catalogue that ships with the package.

Titles are evenhand's own words, never a law's text. What a requirement rests on says its ``source``, and how well that
was checked its ``verification``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from evenhand.governance.controls.resource import Node, catalogue_file, entries, names, node, word

FRAMEWORKS: Sequence[str] = (
    "eu-ai-act-high-risk", "gdpr", "iso-42001", "nist-ai-rmf", "sr-11-7", "ecoa-reg-b", "nyc-ll144",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceKind:
    """One kind of evidence.

    Attributes:
        id: hyphenated, never renamed.
        fill: ``auto`` made by software, ``attested`` stated by a person, ``mixed`` both.
        produced_in: the stage that leaves it behind.
    """

    id: str
    description: str
    fill: str
    produced_in: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """One role of an actor or body.

    Attributes:
        line: of defence, ``first line`` to ``third line``, or ``oversight``.
    """

    id: str
    line: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One requirement of an instrument, in evenhand's own words.

    Attributes:
        gate, phases, principles, level: where it bites.
        required, supporting: kinds of evidence.
        automatable: ``auto``, ``mixed`` or ``attested``.
        source: citation.
        verification: ``primary`` checked against the text, ``secondary`` against commentary, ``recalled`` not checked.
    """

    id: str
    framework: str
    title: str
    gate: str
    phases: tuple[str, ...]
    principles: tuple[str, ...]
    level: str
    required: tuple[str, ...]
    supporting: tuple[str, ...]
    automatable: str
    source: str
    verification: str


@cache
def evidence_kinds() -> Mapping[str, EvidenceKind]:
    """Every kind of evidence by its id.

    Examples:
        >>> evidence_kinds()["fairness-report"].produced_in
        'evaluation'
    """
    found = entries(catalogue_file("vocabulary"), "evidence_kinds")
    kinds = [EvidenceKind(**{key: word(entry, key) for key in EvidenceKind.__slots__}) for entry in found]
    return MappingProxyType({kind.id: kind for kind in kinds})


@cache
def roles() -> Mapping[str, Role]:
    """Every role by its id.

    Examples:
        >>> roles()["peer-reviewer"].line
        'first line'
    """
    found = entries(catalogue_file("oversight"), "roles")
    held = [Role(id=word(entry, "id"), line=word(entry, "line"), about=word(entry, "about")) for entry in found]
    return MappingProxyType({role.id: role for role in held})


@cache
def accountable(gate: str, tier: int) -> str:
    """The one role that answers for ``gate`` (the A of the responsibilities), which may depend on the tier.

    Raises:
        KeyError: the catalogue names no such gate.

    Examples:
        >>> accountable("deployment-approval", 2), accountable("deployment-approval", 4)
        ('model-risk-committee', 'model-owner')
    """
    oversight = catalogue_file("oversight")
    of_tiers = node(node(oversight, "accountable_by_tier"), gate)
    if str(tier) in of_tiers:
        return word(of_tiers, str(tier))
    of_gates = {word(entry, "gate"): names(entry, "A")[0] for entry in entries(oversight, "raci")}
    return of_gates[gate]


@cache
def approvers(tier: int) -> tuple[str, ...]:
    """The roles that a use case of ``tier`` needs a yes from, the accountable one apart.

    Examples:
        >>> approvers(3)
        ('model-owner', 'peer-reviewer')
    """
    found = entries(node(catalogue_file("tiering"), "materiality"), "tiers")
    return next(names(entry, "approvers") for entry in found if entry.get("tier") == tier)


@cache
def requirements() -> tuple[Requirement, ...]:
    """The requirements of all instruments, in the order of ``FRAMEWORKS``.

    Examples:
        >>> len(requirements())
        408
    """
    return tuple(
        _requirement(framework, entry)
        for framework in FRAMEWORKS
        for entry in entries(catalogue_file(framework), "requirements")
    )


def _requirement(framework: str, entry: Node) -> Requirement:
    evidence = node(entry, "evidence")
    return Requirement(
        id=word(entry, "id"), framework=framework, title=word(entry, "title"), gate=word(entry, "gate"),
        phases=names(entry, "phase"), principles=names(entry, "principles"), level=word(entry, "level"),
        required=names(evidence, "required"), supporting=names(evidence, "supporting"),
        automatable=word(entry, "automatable"), source=_citation(entry.get("source")),
        verification=word(entry, "verification"),
    )  # fmt: skip


def _citation(source: object) -> str:
    """A citation; where an instrument has several, ``name: place`` joined by ``;``."""
    if isinstance(source, Mapping):
        return "; ".join(f"{name}: {place}" for name, place in source.items())
    return str(source)
