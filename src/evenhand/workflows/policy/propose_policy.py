"""Propose a policy, or a new version of one."""

from evenhand.governance.policy.document import load_policy
from evenhand.kernel.canonical import Json
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.ports.workspace import Workspace
from evenhand.workflows.act import append_document


def propose_policy(workspace: Workspace, identity: Identity, text: str) -> Entry:
    """Load the policy strictly, run its examples and record the proposal for a second person to confirm.

    Raises:
        PolicyUnreadable: the text is no policy; the error names the path of the mistake.
    """
    policy = load_policy(text)
    document: dict[str, Json] = {"name": policy.name, "content": policy.as_json(), "text": text}
    return append_document(
        workspace, identity, action="policy.proposed", about=f"policy:{policy.name}", document=document
    )
