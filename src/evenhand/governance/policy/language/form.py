"""The shape of a policy file: strict, closed, every key named."""

import re
from datetime import timedelta
from math import isfinite
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, model_validator

from evenhand.governance.controls.catalogue import evidence_kinds, roles
from evenhand.governance.policy.language.vocabulary import is_between_groups, is_comparison, unknown
from evenhand.governance.policy.rule import QUORUM, ForbiddenRole, Person, ReferenceGroup, Severity, Split
from evenhand.governance.policy.verdict import Verdict
from evenhand.kernel.metric import METRICS

Gate = Literal[
    "intake", "development", "training-validation", "deployment-approval", "monitoring", "change", "retirement"
]
CaseClass = Literal["prohibited", "high_risk", "transparency", "minimal", "out_of_scope"]
PROTECTED = "protected"
SEARCHED = "flips_within_moves"

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\Z")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _.,*()-]{0,99}\Z")
_AGE = re.compile(r"([1-9][0-9]{0,4})([dh])\Z")
_MOST_PLACES = 99


def _name(value: object) -> str:
    if isinstance(value, str) and len(value) <= 64 and _NAME.match(value):
        return value
    raise ValueError("a name is lower-case words joined by -")


def _id(value: object) -> str:
    if isinstance(value, str) and _ID.match(value):
        return value
    raise ValueError("an id is at most 100 letters, digits, spaces and - _ . , * ( )")


def _metric(value: object) -> str:
    if isinstance(value, str) and value in METRICS:
        return value
    raise ValueError(unknown(value, METRICS, "metric"))


def _kind(value: object) -> str:
    if isinstance(value, str) and value in evidence_kinds():
        return value
    raise ValueError(unknown(value, evidence_kinds(), "evidence kind"))


def _role(value: object) -> str:
    if isinstance(value, str) and value in roles():
        return value
    raise ValueError(unknown(value, roles(), "role"))


def _age(value: object) -> timedelta:
    found = _AGE.match(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError("an age is a whole number of days or hours, for example 90d or 12h")
    n = int(found[1])
    return timedelta(days=n) if found[2] == "d" else timedelta(hours=n)


def _number(value: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value):
        return float(value)
    raise ValueError("a finite number belongs here")


def _items(value: object) -> tuple[Split, ...] | None:
    if value == PROTECTED:
        return None
    if not isinstance(value, list) or not value:
        raise ValueError("a list of attributes and crossings belongs here, or the word protected")
    items = tuple(_item(entry) for entry in value)
    if len({frozenset(item) for item in items}) < len(items):
        raise ValueError("the same attribute or crossing is named twice")
    return items


def _item(entry: object) -> Split:
    names = [entry] if isinstance(entry, str) else entry
    if not isinstance(names, list) or not names:
        raise ValueError("an entry is the name of an attribute, or a list of names for their crossing")
    if not all(isinstance(name, str) and name.strip() and name.isprintable() for name in names):
        raise ValueError("the name of an attribute is a text")
    if PROTECTED in names:
        raise ValueError("write `by: protected`, without a list, for every protected column by itself")
    if len(set(names)) < len(names):
        raise ValueError("a crossing names an attribute twice")
    return tuple(names)


def _places(value: object) -> dict[str, int | Literal["quorum"]]:
    if not isinstance(value, dict) or not value:
        raise ValueError("a map of roles to counts, or to quorum, belongs here")
    for role, places in value.items():
        _role(role)
        is_count = isinstance(places, int) and not isinstance(places, bool) and 1 <= places <= _MOST_PLACES
        if not is_count and places != QUORUM:
            raise ValueError(f"{role} needs a count from 1 to {_MOST_PLACES}, or quorum")
    return dict(value)


def _distinct(value: list[str]) -> list[str]:
    if len(set(value)) < len(value):
        raise ValueError("an entry stands twice")
    return value


Number: TypeAlias = Annotated[float, PlainValidator(_number)]
Count: TypeAlias = Annotated[int, Field(ge=1, le=2**53 - 1)]
Kind: TypeAlias = Annotated[str, PlainValidator(_kind)]
Role: TypeAlias = Annotated[str, PlainValidator(_role)]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class InputsDocument(_Strict):
    """``inputs``."""

    forbid_column_roles: Annotated[list[ForbiddenRole], Field(min_length=1)]


class MetricDocument(_Strict):
    """``metric``."""

    name: Annotated[str, PlainValidator(_metric)]
    by: Annotated[tuple[Split, ...] | None, PlainValidator(_items)] = ()
    reference_group: ReferenceGroup | None = None
    at_least: Number | None = None
    at_most: Number | None = None
    burden: Literal["prove", "disprove"] = "prove"
    min_count: Count = 100
    unjudged_at_most: Annotated[Number, Field(ge=0, le=1)] = 0.01
    budget: Count | None = None

    @model_validator(mode="after")
    def _bounds(self) -> "MetricDocument":
        if self.at_least is None and self.at_most is None:
            raise ValueError("it needs at_least, at_most or both")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise ValueError(f"at_least {self.at_least} lies above at_most {self.at_most}")
        return self

    @model_validator(mode="after")
    def _comparison(self) -> "MetricDocument":
        if is_comparison(self.name) and (self.by == () or self.reference_group is None):
            raise ValueError(f"{self.name} compares groups, so it needs by and reference_group")
        if is_between_groups(self.name) and self.by == ():
            raise ValueError(f"{self.name} is of the groups of a table, so it needs by")
        if not is_comparison(self.name) and self.reference_group is not None:
            raise ValueError(f"{self.name} compares nothing, so it takes no reference_group")
        return self

    @model_validator(mode="after")
    def _search(self) -> "MetricDocument":
        if self.name != SEARCHED and self.budget is not None:
            raise ValueError(f"budget belongs to {SEARCHED} only")
        if self.name == SEARCHED and (self.budget is None or self.burden != "disprove"):
            raise ValueError(f"{SEARCHED} is found by search, so it needs budget and burden: disprove")
        return self


class EvidenceDocument(_Strict):
    """``evidence``."""

    kinds: Annotated[list[Kind], Field(min_length=1)]
    max_age: Annotated[timedelta | None, PlainValidator(_age)] = None


class ReproducedDocument(_Strict):
    """``reproduced``."""

    within: Annotated[Number, Field(ge=0)]


class LooksDocument(_Strict):
    """``looks``."""

    at_holdout: Count


class SeparationDocument(_Strict):
    """``separation``."""

    none_of: Annotated[list[Person], Field(min_length=1)]


class NoOpenDocument(_Strict):
    """``no_open``."""

    findings: Annotated[list[Severity], Field(min_length=1)] | None = None
    risks_above: Literal["appetite"] | None = None

    @model_validator(mode="after")
    def _any(self) -> "NoOpenDocument":
        if self.findings is None and self.risks_above is None:
            raise ValueError("it needs findings, risks_above or both")
        return self


class ShadowDocument(_Strict):
    """``shadow``."""

    min_count: Count
    per_group: bool = False
    if_no_champion: Literal["current-practice"] | None = None


class CheckDocument(_Strict):
    """One check: exactly one predicate, and an id where the default would not do."""

    id: Annotated[str | None, PlainValidator(_id)] = None
    inputs: InputsDocument | None = None
    metric: MetricDocument | None = None
    evidence: EvidenceDocument | None = None
    reproduced: ReproducedDocument | None = None
    looks: LooksDocument | None = None
    approvals: Annotated[dict[str, int | Literal["quorum"]] | None, PlainValidator(_places)] = None
    separation: SeparationDocument | None = None
    no_open: NoOpenDocument | None = None
    shadow: ShadowDocument | None = None

    @model_validator(mode="after")
    def _one(self) -> "CheckDocument":
        named = sorted(self.model_fields_set - {"id"})
        if len(named) != 1:
            raise ValueError(f"a check has exactly one predicate, not {' and '.join(named) or 'none'}")
        return self

    @property
    def predicate(self) -> str:
        """The one predicate's name."""
        return next(iter(self.model_fields_set - {"id"}))


class AppliesDocument(_Strict):
    """``applies_when``."""

    case_class: Annotated[list[CaseClass] | None, Field(alias="class", min_length=1)] = None
    tier: Annotated[list[Annotated[int, Field(ge=1, le=4)]] | None, Field(min_length=1)] = None


class WaiversDocument(_Strict):
    """``waivers``."""

    roles: Annotated[list[Role], Field(min_length=1)]
    at_most_days: Annotated[int, Field(ge=1, le=90)] = 90


class ExampleDocument(_Strict):
    """One of ``examples``."""

    gate: Gate
    expect: Verdict
    facts: dict[str, object] = Field(default_factory=dict)


class PolicyDocument(_Strict):
    """A whole file."""

    policy: Annotated[str, PlainValidator(_name)]
    version: Count
    applies_when: AppliesDocument = AppliesDocument()
    demonstration: bool = False
    confidence: Annotated[Number, Field(gt=0.5, lt=1)] = 0.95
    family: Literal["bonferroni", "none"] = "bonferroni"
    waivers: WaiversDocument | None = None
    gates: Annotated[dict[Gate, Annotated[list[CheckDocument], Field(min_length=1)]], Field(min_length=1)]
    example_facts: dict[str, object] | None = None
    examples: list[ExampleDocument] | None = None

    @model_validator(mode="after")
    def _shared(self) -> "PolicyDocument":
        if self.example_facts is not None and self.examples is None:
            raise ValueError("example_facts without examples that could share them")
        return self
