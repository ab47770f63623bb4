"""What a use case says for itself at the gate ``intake``: a body of evidence for each kind that it states."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evenhand.kernel.canonical import Json
from evenhand.lifecycle.problem.practice import practice_as_json
from evenhand.lifecycle.problem.use_case import UseCase

ATTESTED = "attested"
_NO_GO = "Feasibility says no-go, decided by {by}: {why}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One kind of evidence, made of a use case.

    Attributes:
        kind: of the catalogue.
        body: what it says; ``None`` when too little is stated.
        missing: why it was not made; empty when it was.
        gaps: parts that nobody stated, in the words of the file.
    """

    kind: str
    body: Mapping[str, Json] | None
    missing: str = ""
    gaps: tuple[str, ...] = ()


def stated_papers(use_case: UseCase) -> tuple[Paper, ...]:
    """What people state: the problem, the criteria, the stakeholders, the entry of the inventory.

    Examples:
        >>> case = UseCase(name="loan", purpose="Who gets a loan.", ai_act_class="minimal", tier=4, label="repaid",
        ...                favourable=1)
        >>> [(paper.kind, paper.missing) for paper in stated_papers(case)][0]
        ('problem-statement', 'Neither objective nor needs_model is stated.')
    """
    return (_problem(use_case), _criteria(use_case), _stakeholders(use_case), _inventory(use_case))


def _problem(use_case: UseCase) -> Paper:
    said = use_case.statement
    body: dict[str, Json] = {
        "purpose": use_case.purpose, "objective": said.objective, "needs_model": said.needs_model,
        "alternatives": list(said.alternatives), "affected_groups": list(said.affected_groups),
        "prohibited_uses": list(said.prohibited_uses), "protected": list(use_case.protected),
        "harms": said.harms, "legal_ground": said.legal_ground,
        "baseline": practice_as_json(use_case.baseline),
        "feasibility": None if said.feasibility is None else said.feasibility.as_json(),
    }  # fmt: skip
    if said.feasibility is not None and said.is_stopped:
        told = _NO_GO.format(by=said.feasibility.decided_by, why=said.feasibility.reason)
        return Paper(kind="problem-statement", body=None, missing=told)
    if not said.objective and not said.needs_model:
        return Paper(kind="problem-statement", body=None, missing="Neither objective nor needs_model is stated.")
    gaps = _gaps(
        body, ("objective", "needs_model", "alternatives", "affected_groups", "prohibited_uses", "feasibility")
    )
    gaps += ("harms",) if use_case.protected and not said.harms else ()
    gaps += ("baseline",) if use_case.baseline is None else ()
    return _paper("problem-statement", body, gaps)


def _criteria(use_case: UseCase) -> Paper:
    said = use_case.statement
    if not said.success_criteria:
        return Paper(kind="success-criteria", body=None, missing="No success_criteria are stated.")
    body: dict[str, Json] = {
        "criteria": [each.as_json() for each in said.success_criteria],
        "checks": [each.check for each in said.success_criteria],
        "value": None if said.value is None else said.value.as_json(),
    }  # fmt: skip
    return _paper("success-criteria", body, _gaps(body, ("value",)))


def _stakeholders(use_case: UseCase) -> Paper:
    said = use_case.statement
    if not said.stakeholders:
        return Paper(kind="stakeholder-register", body=None, missing="No stakeholders are stated.")
    body: dict[str, Json] = {
        "owner": said.owner, "stakeholders": [each.as_json() for each in said.stakeholders],
        "affected_groups": list(said.affected_groups),
        "signing_roles": sorted({each.role for each in said.stakeholders if each.is_signing}),
    }  # fmt: skip
    silent = tuple(f"consultation of {each.who}" for each in said.stakeholders if not each.consulted)
    return _paper("stakeholder-register", body, (*_gaps(body, ("owner", "affected_groups")), *silent))


def _inventory(use_case: UseCase) -> Paper:
    body: dict[str, Json] = {
        "name": use_case.name, "purpose": use_case.purpose, "owner": use_case.statement.owner,
        "class": use_case.ai_act_class, "tier": use_case.tier, "model": use_case.model,
    }  # fmt: skip
    return _paper("system-inventory-entry", body, _gaps(body, ("owner",)))


def _paper(kind: str, body: Mapping[str, Json], gaps: Sequence[str]) -> Paper:
    listed: list[Json] = [*gaps]
    return Paper(kind=kind, body={"basis": ATTESTED, **body, "gaps": listed}, gaps=tuple(gaps))


def _gaps(body: Mapping[str, Json], names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in names if not body[name])
