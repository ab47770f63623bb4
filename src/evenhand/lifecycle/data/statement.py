"""What people state about a dataset and no counting can tell: the ground, the end, the labels, the answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from evenhand.errors.dataset import StatementInvalid
from evenhand.errors.number import InstantUnreadable
from evenhand.kernel.canonical import Json
from evenhand.kernel.instant import moment
from evenhand.kernel.part import Part

_EMPTY: Mapping[str, Json] = MappingProxyType({})
_TEXTS: Mapping[str, tuple[str, ...]] = {
    "legal_basis": ("ground", "purpose", "licence"), "retention": ("until", "rule"), "labels": ("how", "by"),
}  # fmt: skip
_MORE: Mapping[str, tuple[str, ...]] = {
    "legal_basis": ("restrictions", "special_categories", "from_the_people", "consent", "reference"),
    "retention": ("deletion", "owner"), "labels": ("when", "instructions", "known_errors"),
}  # fmt: skip
KINDS: Mapping[str, str] = {
    "legal_basis": "legal-basis-record", "retention": "retention-schedule", "labels": "labelling-record",
}  # fmt: skip
"""Section of a statement to the kind of evidence that it becomes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement; what nobody stated is absent and stays visibly empty.

    Attributes:
        sections: ``legal_basis``, ``retention`` and ``labels``, each a map, those that were stated.
        answers: field of the data sheet to what a person wrote.
    """

    sections: Mapping[str, Mapping[str, Json]] = field(default_factory=lambda: MappingProxyType({}))
    answers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def from_json(cls, stored: Json) -> "Statement":
        """Read ``dataset.yaml``.

        Raises:
            StatementInvalid: a part is missing, unknown or empty; the path is named.

        Examples:
            >>> found = Statement.from_json({"dataset": {"retention": {"until": "2030-01-01", "rule": "Bank Act"}}})
            >>> found.evidence
            {'retention-schedule': {'until': '2030-01-01', 'rule': 'Bank Act'}}
        """
        whole = Part(value=stored, path="", refusal=StatementInvalid).fields(needed=("dataset",))["dataset"]
        parts = whole.fields(needed=(), optional=(*KINDS, "answers"))
        sections = {name: _section(name, parts[name]) for name in KINDS if name in parts}
        answers = {} if "answers" not in parts else {
            name: _words(part) for name, part in parts["answers"].entries().items()
        }  # fmt: skip
        return cls(sections=sections, answers=answers)

    @property
    def evidence(self) -> dict[str, Mapping[str, Json]]:
        """Kind of evidence to its body."""
        return {KINDS[name]: section for name, section in self.sections.items()}


def _section(name: str, whole: Part) -> dict[str, Json]:
    agreement = ("agreement",) if name == "labels" else ()
    parts = whole.fields(needed=_TEXTS[name], optional=(*_MORE[name], *agreement))
    section: dict[str, Json] = {key: _words(part) for key, part in parts.items() if key != "agreement"}
    if name == "retention":
        _require_day(parts["until"])
    if "agreement" in parts:
        section["agreement"] = _agreement(parts["agreement"])
    return section


def _agreement(part: Part) -> dict[str, Json]:
    """A measured agreement of people who labelled the same rows: without its count it would say nothing."""
    fields = part.fields(needed=("measure", "value", "n"), optional=("lower", "upper"))
    numbers: dict[str, Json] = {key: fields[key].number() for key in ("value", "lower", "upper") if key in fields}
    n = fields["n"].whole()
    if n < 1:
        raise fields["n"].refuse(f"is {n}, below 1")
    return {"measure": _words(fields["measure"]), **numbers, "n": n}


def _words(part: Part) -> str:
    text = part.text().strip()
    if not text:
        raise part.refuse("says nothing")
    return text


def _require_day(part: Part) -> None:
    try:
        moment(f"{part.text()}T00:00:00Z")
    except InstantUnreadable as mistake:
        raise part.refuse(f"is {part.value!r}, no day such as 2030-12-31") from mistake
