"""A governed document about one thing: every field with its answer, its sources and its state.

Which fields there are says the catalogue; where they are answered says a table of places; nothing is invented.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest
from evenhand.kernel.instant import Instant
from evenhand.lifecycle.data.paper import FILLS, OPTIONAL, Question
from evenhand.lifecycle.release.source import Found, Source

FILLED, BEGUN, GAP, STALE, NOT_APPLICABLE = "filled", "begun", "gap", "stale", "not-applicable"
STATES = (FILLED, BEGUN, GAP, STALE, NOT_APPLICABLE)
SPARED = ("if-applicable", "if-people", "if-available", "tier-1-2", OPTIONAL)
"""What a field may demand so that a person may answer that it does not apply, with the reason."""
_HIGH_TIERS = (1, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a person answered to one field, signed.

    Attributes:
        text: the answer, or the reason why the field does not apply.
        is_not_applicable: it is that reason.
        author, at: who and when.
        digest: of the signed document.
        seen: digests of what software had found when it was written, see ``Found.seen``.
    """

    text: str
    is_not_applicable: bool
    author: str
    at: Instant
    digest: Digest
    seen: tuple[Digest, ...] = ()

    def as_json(self) -> dict[str, Json]:
        """The documented shape."""
        return {
            "text": self.text, "not_applicable": self.is_not_applicable, "author": self.author, "at": self.at,
            "digest": self.digest,
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a document.

    Attributes:
        question: what it asks.
        state: ``filled``, ``begun`` (software answered, a person has to finish), ``gap``, ``stale`` (what it rests on
            has a newer version than the answer saw) or ``not-applicable``.
        found: what records say.
        written: what a person said.
        why: the reason for a state other than ``filled``.
    """

    question: Question
    state: str
    found: Found | None
    written: Written | None
    why: str

    def as_json(self) -> dict[str, Json]:
        """The documented shape."""
        asked = self.question
        return {
            "section": asked.section, "name": asked.name, "question": asked.text, "fill": asked.fill,
            "required": asked.required, "answered_by": asked.source, "state": self.state, "why": self.why,
            "value": None if self.found is None else self.found.answer,
            "sources": [] if self.found is None else [source.as_json() for source in self.found.sources],
            "written": None if self.written is None else self.written.as_json(),
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class GovernedDocument:
    """A whole document.

    Attributes:
        kind: id of the catalogue, for example ``model-card``.
        title, origin: as the catalogue says.
        about: for example ``credit@3``.
        mode: of the workspace.
        entries: how many entries the ledger had when it was filled.
        fields: in the order of the catalogue.
        recorded: the last form of it that was filed as evidence, if any.
        newer: kinds of records that are newer than that.
    """

    kind: str
    title: str
    origin: tuple[str, ...]
    about: str
    mode: str
    entries: int
    fields: tuple[Field, ...]
    recorded: Source | None = None
    newer: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether every field that must be there is filled."""
        return all(field.state == FILLED or not _counts(field) for field in self.fields)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every record that a field was filled from, once."""
        used = {
            source.digest: source for field in self.fields if field.found is not None for source in field.found.sources
        }
        return tuple(used.values())

    def completeness(self) -> dict[str, Json]:
        """How many fields are filled: of those that count, and by who fills them."""
        counting = [field for field in self.fields if _counts(field)]
        by_fill: dict[str, Json] = {
            fill: _count([field for field in self.fields if field.question.fill == fill]) for fill in FILLS
        }
        states: dict[str, Json] = {state: sum(field.state == state for field in self.fields) for state in STATES}
        return {"required": _count(counting), "by_fill": by_fill, "states": states, "complete": self.is_complete}

    def as_json(self) -> dict[str, Json]:
        """The documented shape of ``docs/reference/documents.md``."""
        recorded: Json = None
        if self.recorded is not None:
            recorded = {**self.recorded.as_json(), "stale": bool(self.newer), "newer": list(self.newer)}
        return {
            "document": self.kind, "title": self.title, "about": self.about, "mode": self.mode, "entries": self.entries,
            "completeness": self.completeness(), "recorded": recorded,
            "fields": [field.as_json() for field in self.fields],
        }  # fmt: skip


def fields_of(
    asked: Sequence[Question], *, found: Mapping[str, Found], written: Mapping[str, Written], tier: int | None
) -> tuple[Field, ...]:
    """Every field with its state.

    Args:
        asked: the questions, in order.
        found: name of a field to what records say.
        written: name of a field to what a person said last.
        tier: of the use case; ``None`` when not known, and then every field of the high tiers counts.

    Examples:
        >>> asked = [Question(section="use", name="owner", text="Owner", fill="human", required="always")]
        >>> [(field.state, field.why) for field in fields_of(asked, found={}, written={}, tier=4)]
        [('gap', 'A person has to write it.')]
    """
    return tuple(_field(each, found.get(each.name), written.get(each.name), tier) for each in asked)


def _field(question: Question, found: Found | None, written: Written | None, tier: int | None) -> Field:
    state, why = _state(question, found, written, tier)
    return Field(question=question, state=state, found=found, written=written, why=why)


def _state(question: Question, found: Found | None, written: Written | None, tier: int | None) -> tuple[str, str]:
    if written is not None:
        seen = () if found is None else found.seen
        if set(seen) != set(written.seen) and question.fill != "human":
            return STALE, "What it rests on was recorded anew after the answer was written."
        if written.is_not_applicable and question.required not in SPARED:
            return GAP, "The answer says that it does not apply, and every such document needs it."
        if written.is_not_applicable:
            return NOT_APPLICABLE, written.text
        return FILLED, ""
    if found is not None:
        return _begun(question, found)
    return _absent(question, tier)


def _begun(question: Question, found: Found) -> tuple[str, str]:
    lacking = f" Not on record: {', '.join(found.missing)}." if found.missing else ""
    if found.is_partial:
        return BEGUN, f"Only in part.{lacking}"
    is_a_persons = all(source.is_attested for source in found.sources)
    if question.fill in ("auto", "derived") or is_a_persons:
        return FILLED, lacking.strip()
    return BEGUN, f"Software began it; a person has to finish or confirm it.{lacking}"


def _absent(question: Question, tier: int | None) -> tuple[str, str]:
    if question.required == "tier-1-2" and tier is not None and tier not in _HIGH_TIERS:
        return NOT_APPLICABLE, f"Asked for tiers 1 and 2; this is tier {tier}."
    if question.required == "if-available":
        return NOT_APPLICABLE, "The source does not give it."
    if question.fill == "human":
        more = (
            f" The evidence {question.source}, filed with 'evenhand attest', answers it too." if question.source else ""
        )
        return GAP, f"A person has to write it.{more}"
    if question.source is not None:
        return GAP, f"No {question.source} on record says it."
    return GAP, "No record says it."


def _counts(field: Field) -> bool:
    """Whether the field has a part in completeness; a signed reason why it does not apply takes it out."""
    return field.question.required != OPTIONAL and field.state != NOT_APPLICABLE


def _count(fields: Sequence[Field]) -> dict[str, Json]:
    return {"filled": sum(field.state == FILLED for field in fields), "total": len(fields)}
