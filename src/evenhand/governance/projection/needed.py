"""Which gates a release needs: those of the version itself, and those before it that its policy holds."""

from collections.abc import Mapping

from evenhand.governance.access.release import SHADOW
from evenhand.governance.audit.entry import Reader, Record
from evenhand.kernel.digest import Digest

GATES = ("training-validation", "deployment-approval")


def needed_gates(exposure: str) -> tuple[str, ...]:
    """Gates of the version itself, in their order: a shadow answers nobody, so nobody has to approve it yet.

    Examples:
        >>> needed_gates("full"), needed_gates("shadow")
        (('training-validation', 'deployment-approval'), ('training-validation',))
    """
    return GATES[:1] if exposure == SHADOW else GATES


def earlier_gates(version: Record) -> Mapping[str, str | None]:
    """Gate to what it judges, for the gates before the version; ``None`` where the version does not say.

    Args:
        version: the record of the version.
    """
    dataset = version.body.get("dataset")
    return {
        "intake": f"use-case:{version.body['use_case']}",
        "development": None if dataset is None else f"dataset:{dataset}",
    }


def gates_of(state: Reader, policy: Digest) -> frozenset[str]:
    """The gates that a policy in force holds; none when it is not in force."""
    for record in state.records("policy"):
        document = record.body["document"]
        content = document.get("content") if isinstance(document, Mapping) else None
        gates = content.get("gates") if isinstance(content, Mapping) else None
        if record.body["digest"] == policy and isinstance(gates, Mapping):
            return frozenset(gates)
    return frozenset()
