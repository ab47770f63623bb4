"""The use case: the decision problem that a model is for, stated before any number is looked at."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NoReturn

from evenhand.errors.table import UseCaseInvalid
from evenhand.kernel.canonical import Json
from evenhand.kernel.reference import is_name
from evenhand.lifecycle.problem.band import checked_cuts
from evenhand.lifecycle.problem.practice import Practice, practice_as_json
from evenhand.lifecycle.problem.scalar import Scalar, is_scalar, scalar_as_json, scalar_kind
from evenhand.lifecycle.problem.statement import Statement

SCHEMA = "evenhand/use-case/v1"
CLASSES = ("prohibited", "high_risk", "transparency", "minimal", "out_of_scope")
"""Classes of the EU AI Act, as the catalogue's tiering names them."""
TIERS = (1, 2, 3, 4)
_EMPTY: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class UseCase:
    """What is decided, about whom, and how its groups are formed.

    Attributes:
        name: lower-case words joined by ``-``.
        purpose: one sentence that a person affected would understand.
        ai_act_class: one of ``CLASSES``; ``class`` in the file.
        tier: materiality, 1 (highest) to 4.
        label: the column with the true outcome.
        favourable: the value of the label that is the favourable outcome for the person; everything measures it.
        unfavourable: all other values that the label may have; empty: exactly one other value, whatever it is.
        model: the registered name of the model; the name of the use case when empty.
        protected: attributes that are protected and never an input of the model.
        judged_by: further attributes by which groups are judged, inputs or not.
        bands: attribute to rising cut points, for attributes that are numbers.
        hierarchy: attribute to group to the larger group that it is pooled into when it is small.
        meanings: attribute to group to a readable text, for coded values.
        current_practice: what happens today without the model; ``None`` when not stated.
        policy: the policy that it is judged by; ``None`` lets class and tier choose.
        statement: why there is a model at all, for whom, at what price.
    """

    name: str
    purpose: str
    ai_act_class: str
    tier: int
    label: str
    favourable: Scalar
    unfavourable: tuple[Scalar, ...] = ()
    model: str = ""
    protected: tuple[str, ...] = ()
    judged_by: tuple[str, ...] = ()
    bands: Mapping[str, tuple[float, ...]] = field(default_factory=lambda: _EMPTY)
    hierarchy: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: _EMPTY)
    meanings: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: _EMPTY)
    current_practice: Practice = None
    policy: str | None = None
    statement: Statement = field(default_factory=Statement)

    def __post_init__(self) -> None:
        if not self.model:
            object.__setattr__(self, "model", self.name)
        self._check_names()
        if not self.purpose.strip():
            _refuse("purpose", "says nothing")
        if self.ai_act_class not in CLASSES:
            _refuse("class", f"is {self.ai_act_class!r}, none of {', '.join(CLASSES)}")
        if isinstance(self.tier, bool) or self.tier not in TIERS:
            _refuse("tier", f"is {self.tier!r}, none of 1, 2, 3, 4")
        self._check_label()
        self._check_attributes()
        for attribute, parents in self.hierarchy.items():
            _refuse_circle(parents, path=f"hierarchy.{attribute}")

    @property
    def baseline(self) -> Practice:
        """What the model has to beat: the simple rule that is stated, else current practice, else ``None``."""
        return self.statement.baseline or self.current_practice

    @property
    def attributes(self) -> tuple[str, ...]:
        """Every attribute by which groups are judged: the protected ones first."""
        return (*self.protected, *self.judged_by)

    def as_json(self) -> dict[str, Json]:
        """The documented shape; ``from_json`` of ``use_case_document`` reads it back."""
        return {
            "schema": SCHEMA, "name": self.name, "purpose": self.purpose, "class": self.ai_act_class,
            "tier": self.tier, "model": self.model, "label": self.label,
            "favourable": scalar_as_json(self.favourable),
            "unfavourable": [scalar_as_json(value) for value in self.unfavourable],
            "protected": list(self.protected), "judged_by": list(self.judged_by),
            "bands": {attribute: list(cuts) for attribute, cuts in self.bands.items()},
            "hierarchy": {attribute: dict(parents) for attribute, parents in self.hierarchy.items()},
            "meanings": {attribute: dict(texts) for attribute, texts in self.meanings.items()},
            "current_practice": practice_as_json(self.current_practice), "policy": self.policy,
            **self.statement.as_json(),
        }  # fmt: skip

    def _check_names(self) -> None:
        for key, name in (("name", self.name), ("model", self.model), ("policy", self.policy)):
            if name is not None and not is_name(name):
                _refuse(key, f"is {name!r}, not lower-case words joined by '-'")

    def _check_label(self) -> None:
        if not self.label.strip():
            _refuse("label", "names no column")
        if not is_scalar(self.favourable):
            _refuse("favourable", f"is {self.favourable!r}, no single finite value")
        seen: list[Scalar] = [self.favourable]
        for index, value in enumerate(self.unfavourable):
            if not is_scalar(value) or value in seen:
                _refuse(f"unfavourable[{index}]", f"is {value!r}, which is named before or is no single finite value")
            if scalar_kind(value) != scalar_kind(self.favourable):
                _refuse(f"unfavourable[{index}]", f"is {value!r}, of another kind than favourable")
            seen.append(value)

    def _check_attributes(self) -> None:
        for key, names in (("protected", self.protected), ("judged_by", self.judged_by)):
            for index, name in enumerate(names):
                path = f"{key}[{index}]"
                if not name.strip():
                    _refuse(path, "names no column")
                if name == self.label:
                    _refuse(path, f"is the label {name!r}: whoever groups by the outcome compares nothing")
                if self.attributes.count(name) > 1:
                    _refuse(path, f"names {name!r}, which is named more than once")
        for attribute, cuts in self.bands.items():
            self._refuse_stranger("bands", attribute)
            checked_cuts(cuts, path=f"bands.{attribute}")
        for attribute in self.hierarchy:
            self._refuse_stranger("hierarchy", attribute)

    def _refuse_stranger(self, key: str, attribute: str) -> None:
        if attribute not in self.attributes:
            known: Iterable[str] = self.attributes or ("none",)
            _refuse(f"{key}.{attribute}", f"is no attribute of protected or judged_by ({', '.join(known)})")


def _refuse(path: str, fact: str) -> NoReturn:
    raise UseCaseInvalid(f"{path} {fact}.", path=path)


def _refuse_circle(parents: Mapping[str, str], *, path: str) -> None:
    for start in parents:
        climbed: Sequence[str] = [start]
        while climbed[-1] in parents:
            climbed = [*climbed, parents[climbed[-1]]]
            if climbed[-1] in climbed[:-1]:
                _refuse(f"{path}.{start}", f"goes in a circle: {' > '.join(climbed)}")
