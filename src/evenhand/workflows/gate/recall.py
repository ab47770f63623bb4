"""What a release was judged on, read back from the ledger as it stood then."""

from collections.abc import Mapping

from evenhand.errors.release import ReleaseBroken
from evenhand.governance.access.release import Release
from evenhand.governance.policy.demand import demands
from evenhand.governance.policy.document import recorded_policy
from evenhand.governance.policy.rule import Policy
from evenhand.governance.policy.stated import as_stated
from evenhand.governance.projection.figures import numbered
from evenhand.governance.projection.target import Target
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import digest_of_json
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.lifecycle.problem.use_case_document import use_case_from_json
from evenhand.ports.workspace import Workspace
from evenhand.workflows.gate.facts import input_roles
from evenhand.workflows.gate.measure import metric_facts

_LAST = "deployment-approval"


def facts_as_judged(
    workspace: Workspace, target: Target, gate: str, statement: Release, *, policy: Policy, before: int
) -> Mapping[str, Json]:
    """The facts of the last verdict of ``gate`` on ``target`` before the entry ``before``.

    Numbers are derived again from the stored profile and columns are read again from the manifest, so that nobody
    has to believe who judged.

    Raises:
        ReleaseBroken: there is none, or it is not the one that the release names.
    """
    entries = workspace.ledger.entries(about=target.subject, action="gate.judged")
    for entry in reversed([entry for entry in entries if entry.sequence < before]):
        document = _document(workspace.ledger.payload(entry.payload))
        verdict, facts = document.get("verdict"), document.get("facts")
        if not isinstance(verdict, Mapping) or not isinstance(facts, Mapping) or verdict.get("gate") != gate:
            continue
        if gate == _LAST and digest_of_json(document) != statement.verdict:
            raise ReleaseBroken(f"The verdict of {gate} in the ledger is not the one that was released on.")
        looks = facts.get("looks")
        use_case = use_case_as_judged(workspace, statement.use_case)
        wanted = demands(policy, gate, looks if isinstance(looks, int) else 1, protected=use_case.protected)
        metrics = metric_facts(workspace, target, use_case, wanted, before=entry.sequence)
        rerun = facts.get("reproduction")
        return {
            **facts, "metrics": metrics, "inputs": input_roles(workspace, target, use_case),
            "reproduction": numbered(rerun) if isinstance(rerun, Mapping) else None,
        }  # fmt: skip
    raise ReleaseBroken(f"The ledger holds no verdict of {gate} that {target.name} was released on.")


def policy_as_judged(workspace: Workspace, statement: Release) -> Policy:
    """The policy that a release rests on, with what the use case that it rests on adds.

    Raises:
        ReleaseBroken: policy or use case were never proposed here.
    """
    policy = recorded_policy(policy_text_of(workspace, statement.policy))
    return as_stated(policy, use_case_as_judged(workspace, statement.use_case).as_json())


def policy_text_of(workspace: Workspace, digest: str) -> str:
    """The text of the policy of that digest, whether it is still in force or not.

    Raises:
        ReleaseBroken: it was never proposed here.
    """
    for entry in reversed(workspace.ledger.entries(action="policy.proposed")):
        document = _document(workspace.ledger.payload(entry.payload))
        content = document.get("content")
        if isinstance(content, Mapping) and digest_of_json(content) == digest:
            return str(document["text"])
    raise ReleaseBroken(f"The ledger holds no policy {digest}.")


def use_case_as_judged(workspace: Workspace, digest: str) -> UseCase:
    """The use case of that digest, whether it is still in force or not.

    Raises:
        ReleaseBroken: it was never proposed here.
    """
    for entry in reversed(workspace.ledger.entries(action="use-case.proposed")):
        content = _document(workspace.ledger.payload(entry.payload)).get("content")
        if isinstance(content, Mapping) and digest_of_json(content) == digest:
            return use_case_from_json(content)
    raise ReleaseBroken(f"The ledger holds no use case {digest}.")


def _document(payload: Json) -> Mapping[str, Json]:
    document = payload.get("document") if isinstance(payload, Mapping) else None
    return document if isinstance(document, Mapping) else {}
