"""The use case as a stored document and as people write it, both read strictly."""

from collections.abc import Mapping
from typing import Any

from evenhand.errors.table import UseCaseInvalid
from evenhand.kernel.canonical import Json
from evenhand.kernel.part import Part
from evenhand.lifecycle.problem.practice import NOT_STATED, practice_from_json
from evenhand.lifecycle.problem.scalar import Scalar, scalar_from_json
from evenhand.lifecycle.problem.statement import PARTS, statement
from evenhand.lifecycle.problem.use_case import SCHEMA, UseCase

_NEEDED = ("name", "purpose", "class", "tier", "label", "favourable")
_OPTIONAL = (
    "unfavourable", "model", "protected", "judged_by", "bands", "hierarchy", "meanings", "current_practice", "policy",
)  # fmt: skip


def use_case_from_json(stored: Json) -> UseCase:
    """Read what ``UseCase.as_json`` wrote, also after canonical bytes.

    Raises:
        UseCaseInvalid: a part is missing, unknown or of the wrong kind; the fact names its path.

    Examples:
        >>> stated = UseCase(name="loan", purpose="Who gets a loan.", ai_act_class="high_risk", tier=1,
        ...                  label="repaid", favourable="yes", protected=("sex",))
        >>> use_case_from_json(stated.as_json()) == stated
        True
    """
    parts = Part(value=stored, path="", refusal=UseCaseInvalid).fields(
        needed=("schema", *_NEEDED, *_OPTIONAL), optional=PARTS
    )
    if parts["schema"].value != SCHEMA:
        raise parts["schema"].refuse(f"is {parts['schema'].value!r}, not {SCHEMA}")
    return _use_case(parts)


def use_case_from_form(written: Json) -> UseCase:
    """Read a use case as people write it: without a schema, and only with the parts that they need.

    Raises:
        UseCaseInvalid: a part is missing, unknown or of the wrong kind; the fact names its path.
    """
    parts = Part(value=written, path="", refusal=UseCaseInvalid).fields(needed=_NEEDED, optional=(*_OPTIONAL, *PARTS))
    return _use_case(parts)


def _use_case(parts: Mapping[str, Part]) -> UseCase:
    optional: dict[str, Any] = {
        key: read(parts[key])
        for key, read in {
            "unfavourable": _scalars, "model": Part.text, "protected": _texts, "judged_by": _texts, "bands": _bands,
            "hierarchy": _text_maps, "meanings": _text_maps,
        }.items()
        if key in parts
    }  # fmt: skip
    attributes = (*optional.get("protected", ()), *optional.get("judged_by", ()))
    policy, practice = parts.get("policy"), parts.get("current_practice")
    return UseCase(
        name=parts["name"].text(), purpose=parts["purpose"].text(), ai_act_class=parts["class"].text(),
        tier=parts["tier"].whole(), label=parts["label"].text(), favourable=_scalar(parts["favourable"]),
        current_practice=practice_from_json(NOT_STATED if practice is None else practice.value),
        policy=None if policy is None or policy.value is None else policy.text(),
        statement=statement(parts, attributes=attributes), **optional,
    )  # fmt: skip


def _scalar(part: Part) -> Scalar:
    try:
        return scalar_from_json(part.value)
    except ValueError as mistake:
        raise part.refuse("is no single value: write a number, a text, true or false") from mistake


def _scalars(part: Part) -> tuple[Scalar, ...]:
    return tuple(_scalar(value) for value in part.items())


def _texts(part: Part) -> tuple[str, ...]:
    return tuple(item.text() for item in part.items())


def _bands(part: Part) -> Mapping[str, tuple[float, ...]]:
    return {name: tuple(cut.number() for cut in cuts.items()) for name, cuts in part.entries().items()}


def _text_maps(part: Part) -> Mapping[str, Mapping[str, str]]:
    return {name: {key: text.text() for key, text in texts.entries().items()} for name, texts in part.entries().items()}
