"""What is decided and by which rules: use cases, policies, gates."""

from pathlib import Path

from evenhand.errors.workspace import FileUnreadable, NotFound
from evenhand.governance.policy.shipped import SHIPPED, shipped_text
from evenhand.governance.policy.verdict import GateVerdict
from evenhand.governance.projection.target import first_gate
from evenhand.kernel.reference import Reference
from evenhand.ports.ledger import Entry
from evenhand.surfaces.sdk.opening import Folder, opened
from evenhand.wiring.use_case_file import read_use_case
from evenhand.wiring.user_file import read_text
from evenhand.workflows.gate import judge_gate as judging
from evenhand.workflows.people import propose_use_case as proposing_use_case
from evenhand.workflows.policy import propose_policy as proposing_policy


def propose_use_case(
    file: str | Path = "evenhand.yaml", *, actor: str | None = None, workspace: Folder = None
) -> Entry:
    """Propose the use case that ``file`` declares; it takes effect when a second person confirms it."""
    use_case = read_use_case(Path(file))
    with opened(workspace, actor) as (place, identity):
        return proposing_use_case.propose_use_case(place, identity, use_case)


def propose_policy(policy: str | Path, *, actor: str | None = None, workspace: Folder = None) -> Entry:
    """Propose a policy: a file, or the name of one that ships (``tier-1`` to ``tier-4``, ``demonstration``).

    Raises:
        PolicyUnreadable: the text is no policy; the error names the path of the mistake.
    """
    with opened(workspace, actor) as (place, identity):
        return proposing_policy.propose_policy(place, identity, policy_text(policy))


def policy_text(policy: str | Path) -> str:
    """The text of a policy file, or of a shipped policy by its name."""
    if policy in SHIPPED:
        return shipped_text(str(policy))
    path = Path(policy)
    try:
        return read_text(path, largest=2**20)
    except FileUnreadable as mistake:
        if isinstance(mistake.__cause__, OSError) or path.exists():
            raise
        raise NotFound(
            f"{path} is no file, and no policy of this name ships.", remedy=f"Shipped: {', '.join(SHIPPED)}."
        ) from mistake


def judge(
    version: str | Reference, *, gate: str | None = None, environment: str | None = None,
    actor: str | None = None, workspace: Folder = None,
) -> GateVerdict:  # fmt: skip
    """Judge a version, or another target, at a gate of the policy in force; verdict and facts are recorded.

    Args:
        version: ``credit@3``, ``use-case:loan``, ``dataset:adult@1``, ``deployment:loan-live`` and so on.
        gate: the first gate of things of this kind when left out.
        environment: where a version is meant to serve.
        actor: who asks.
        workspace: where.
    """
    with opened(workspace, actor) as (place, identity):
        return judging.judge_gate(
            place, identity, version, gate=gate or first_gate(str(version)), environment=environment
        )
