"""The state of a version, derived from what the ledger says about it; nobody sets it."""

from collections.abc import Collection

STATES = ("candidate", "validated", "approved", "released", "suspended", "retired", "rejected")


def state_of(
    *, opened_gates: Collection[str], decisions: Collection[str], is_released: bool, is_suspended: bool = False,
    is_retired: bool = False,
) -> str:  # fmt: skip
    """Where a version stands.

    Args:
        opened_gates: gates whose latest verdict opens.
        decisions: latest decision of each person on the current submission.
        is_released: whether a full release covers the version in some environment.
        is_suspended: whether every deployment that it is the champion of has been stopped.
        is_retired: whether it was retired.

    Examples:
        >>> state_of(opened_gates=["training-validation"], decisions=[], is_released=False)
        'validated'
        >>> state_of(opened_gates=["training-validation"], decisions=["approve", "reject"], is_released=False)
        'rejected'
    """
    if is_retired:
        return "retired"
    if "reject" in decisions:
        return "rejected"
    if is_released:
        return "suspended" if is_suspended else "released"
    if {"training-validation", "deployment-approval"} <= set(opened_gates):
        return "approved"
    return "validated" if "training-validation" in opened_gates else "candidate"
