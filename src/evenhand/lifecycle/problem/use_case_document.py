"""The use case as a stored document, read back strictly."""

from collections.abc import Mapping

from evenhand.errors.table import UseCaseInvalid
from evenhand.kernel.canonical import Json
from evenhand.kernel.part import Part
from evenhand.lifecycle.problem.practice import practice_from_json
from evenhand.lifecycle.problem.scalar import Scalar, scalar_from_json
from evenhand.lifecycle.problem.use_case import SCHEMA, UseCase

_KEYS = (
    "schema", "name", "purpose", "class", "tier", "model", "label", "favourable", "unfavourable", "protected",
    "judged_by", "bands", "hierarchy", "meanings", "current_practice", "policy",
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
    parts = Part(value=stored, path="", refusal=UseCaseInvalid).fields(needed=_KEYS)
    if parts["schema"].value != SCHEMA:
        raise parts["schema"].refuse(f"is {parts['schema'].value!r}, not {SCHEMA}")
    policy = parts["policy"]
    return UseCase(
        name=parts["name"].text(), purpose=parts["purpose"].text(), ai_act_class=parts["class"].text(),
        tier=parts["tier"].whole(), model=parts["model"].text(), label=parts["label"].text(),
        favourable=_scalar(parts["favourable"]),
        unfavourable=tuple(_scalar(value) for value in parts["unfavourable"].items()),
        protected=_texts(parts["protected"]), judged_by=_texts(parts["judged_by"]),
        bands={
            name: tuple(cut.number() for cut in cuts.items()) for name, cuts in parts["bands"].entries().items()
        },
        hierarchy=_text_maps(parts["hierarchy"]), meanings=_text_maps(parts["meanings"]),
        current_practice=practice_from_json(parts["current_practice"].value),
        policy=None if policy.value is None else policy.text(),
    )  # fmt: skip


def _scalar(part: Part) -> Scalar:
    try:
        return scalar_from_json(part.value)
    except ValueError as mistake:
        raise part.refuse("is no single value") from mistake


def _texts(part: Part) -> tuple[str, ...]:
    return tuple(item.text() for item in part.items())


def _text_maps(part: Part) -> Mapping[str, Mapping[str, str]]:
    return {name: {key: text.text() for key, text in texts.entries().items()} for name, texts in part.entries().items()}
