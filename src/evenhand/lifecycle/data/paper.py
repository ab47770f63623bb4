"""A governed document, field by field: what software filled, what people wrote, and what is still visibly empty."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evenhand.errors.table import AnswerUnknown
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest
from evenhand.kernel.part import did_you_mean

FILLS = ("auto", "derived", "mixed", "human")
OPTIONAL = "optional"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One field of a document of the catalogue.

    Attributes:
        section, name: ids of the section and of the field.
        text: what it asks.
        fill: ``auto`` and ``derived`` are for software, ``human`` for people, ``mixed`` is begun by software and
            finished by a person.
        required: ``always``, ``optional`` or a condition; optional fields have no part in completeness.
        source: the kind of evidence that answers it, if any.
    """

    section: str
    name: str
    text: str
    fill: str
    required: str
    source: str | None = None

    def __post_init__(self) -> None:
        if self.fill not in FILLS or not self.name or not self.text:
            raise ValueError(f"{self.section}.{self.name} is no question")


def questions(document: Mapping[str, object]) -> tuple[Question, ...]:
    """The questions of one entry of the catalogue's ``documents.yaml``; one without sections is one section.

    Raises:
        ValueError: the entry does not read so.
    """
    return tuple(
        Question(
            section=_text(section, "id"), name=_text(field, "id"), text=_text(field, "what"), fill=_text(field, "fill"),
            required=_text(field, "required"), source=_text(field, "from") if "from" in field else None,
        )
        for section in _maps(document.get("sections") or [document])
        for field in _maps(section.get("fields"))
    )  # fmt: skip


def filled_in(
    asked: Sequence[Question], *, found: Mapping[str, Json], source: Digest, written: Mapping[str, str] | None = None
) -> dict[str, Json]:
    """The document's body: every field with its state, and how many are filled.

    The state is ``filled``, ``begun`` (a mixed field that software answered and nobody finished) or ``empty``. Software
    never answers a field for people, and a blank text fills nothing.

    Args:
        asked: the questions, in order.
        found: name of a field to what software knows about it.
        source: digest of what it was read from.
        written: name of a field to what a person wrote.

    Raises:
        AnswerUnknown: something written belongs to no question.
        ValueError: software answers what is for people, or what is not asked.

    Examples:
        >>> asked = [
        ...     Question(section="composition", name="instance_count", text="Rows", fill="auto", required="always"),
        ...     Question(section="uses", name="not_for", text="Tasks to avoid", fill="human", required="always"),
        ... ]
        >>> body = filled_in(asked, found={"instance_count": 3}, source="sha256:...")
        >>> [(field["name"], field["state"]) for field in body["fields"]], body["completeness"]["required"]
        ([('instance_count', 'filled'), ('not_for', 'empty')], {'filled': 1, 'total': 2})
    """
    written = {name: text for name, text in (written or {}).items() if text.strip()}
    _refuse_strangers(asked, found, written)
    fields = [_field(question, found, source, written) for question in asked]
    return {"fields": fields, "completeness": _completeness(asked, [str(field["state"]) for field in fields])}


def _field(
    question: Question, found: Mapping[str, Json], source: Digest, written: Mapping[str, str]
) -> dict[str, Json]:
    is_found, is_written = question.name in found, question.name in written
    needs_person = question.fill in ("mixed", "human")
    state = "empty"
    if is_found or is_written:
        state = "filled" if is_written or not needs_person else "begun"
    field: dict[str, Json] = {
        "section": question.section, "name": question.name, "question": question.text, "fill": question.fill,
        "required": question.required, "state": state,
    }  # fmt: skip
    if is_found:
        field |= {"found": found[question.name], "source": source}
    if is_written:
        field["written"] = written[question.name]
    if question.source is not None:
        field["answered_by"] = question.source
    return field


def _completeness(asked: Sequence[Question], states: Sequence[str]) -> dict[str, Json]:
    pairs = list(zip(asked, states, strict=True))
    by_fill: dict[str, Json] = {
        fill: _count([state for question, state in pairs if question.fill == fill])
        for fill in FILLS
        if any(question.fill == fill for question in asked)
    }
    return {**by_fill, "required": _count([state for question, state in pairs if question.required != OPTIONAL])}


def _count(states: Sequence[str]) -> dict[str, Json]:
    return {"filled": states.count("filled"), "total": len(states)}


def _refuse_strangers(asked: Sequence[Question], found: Mapping[str, Json], written: Mapping[str, str]) -> None:
    names = [question.name for question in asked]
    for name in written:
        if name not in names:
            raise AnswerUnknown(f"The document has no field {name!r}{did_you_mean(name, names)}.", field=name)
    if not set(found) <= set(names):
        raise ValueError(f"{sorted(set(found) - set(names))} are not asked")
    for question in asked:
        if question.fill == "human" and question.name in found:
            raise ValueError(f"only a person answers {question.name!r}")


def _maps(value: object) -> Sequence[Mapping[str, object]]:
    parts = value if isinstance(value, Sequence) and not isinstance(value, str) else ()
    maps = [part for part in parts if isinstance(part, Mapping)]
    if not maps or len(maps) != len(parts):
        raise ValueError(f"{value!r} is no list of maps")
    return maps


def _text(value: Mapping[str, object], key: str) -> str:
    text = value.get(key)
    if not isinstance(text, str):
        raise ValueError(f"{key} is {text!r}, no text")  # noqa: TRY004 - one refusal for a malformed catalogue
    return text
