"""What the policies in force ask an evaluation to be ready for."""

from evenhand.governance.policy.rule import MetricRule
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.ports.workspace import Workspace
from evenhand.workflows.gate.standing import policies_in_force

BUDGET, BUDGET_AT_MOST = 2, 5


def crossings_asked(workspace: Workspace, use_case: UseCase) -> tuple[tuple[str, ...], ...]:
    """Crossings that some policy in force asks about: scores are kept for these too, as far as they can be formed."""
    asked = {item for rule in _rules(workspace) for item in rule.items or () if len(item) > 1}
    return tuple(sorted(item for item in asked if set(item) <= set(use_case.attributes)))


def budget_asked(workspace: Workspace) -> int:
    """Moves that a search has to try: the most that some policy in force asks for, at least 2 and at most 5."""
    return min(BUDGET_AT_MOST, max([BUDGET, *(rule.budget or 0 for rule in _rules(workspace))]))


def _rules(workspace: Workspace) -> list[MetricRule]:
    gates = [gate for policy in policies_in_force(workspace.ledger) for gate in policy.gates.values()]
    return [check.rule for gate in gates for check in gate if isinstance(check.rule, MetricRule)]
