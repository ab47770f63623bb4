"""What a document is about, and whatever on record belongs to it."""

from dataclasses import dataclass

from evenhand.governance.audit.entry import Reader, Record
from evenhand.governance.projection.target import Target
from evenhand.workflows.lookup import target_named


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One thing that documents are written about.

    Attributes:
        target: the thing itself.
        version: the version that it is, or that it is about; ``None`` for a dataset or a use case.
        names: its own name first, then those of what belongs to it: dataset, use case, deployments.
    """

    target: Target
    version: Record | None
    names: tuple[str, ...]


def subject_named(state: Reader, reference: str) -> Subject:
    """The subject of REF, for example ``credit@3`` or ``dataset:adult@1``.

    Raises:
        ReferenceUnreadable: a name without a kind is no reference of a version.
        NotFound: nothing of that name is on record.
    """
    target = target_named(state, reference)
    version = _version(state, target)
    belonging = [] if version is None else [version.key, *_beside(state, version)]
    if target.use_case:
        belonging.append(f"use-case:{target.use_case}")
    names = dict.fromkeys([target.name, *belonging])
    return Subject(target=target, version=version, names=tuple(names))


def _version(state: Reader, target: Target) -> Record | None:
    if target.kind in ("version", "retirement"):
        return state.record("version", target.key)
    if target.kind != "deployment":
        return None
    deployment = state.record("deployment", target.key)
    champion = None if deployment is None else deployment.body.get("champion")
    return state.record("version", str(champion["version"])) if isinstance(champion, dict) else None


def _beside(state: Reader, version: Record) -> list[str]:
    names = [f"retirement:{version.key}"]
    dataset = version.body.get("dataset")
    if isinstance(dataset, str):
        names.append(f"dataset:{dataset}")
    return [*names, *(f"deployment:{deployment.key}" for deployment in deployments_with(state, version.key))]


def deployments_with(state: Reader, version: str) -> list[Record]:
    """Deployments in which a version answers, or is compared in shadow."""
    return [record for record in state.records("deployment") if version in _serving(record)]


def _serving(deployment: Record) -> set[str]:
    champion, shadows = deployment.body.get("champion"), deployment.body.get("shadows")
    slots = [champion, *(shadows if isinstance(shadows, list) else [])]
    return {str(slot["version"]) for slot in slots if isinstance(slot, dict)}
