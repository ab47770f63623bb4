"""All kinds of statement in one place: founding, confirmation, approval, waiver, release.

``docs/reference/statements.md`` lists their fields for readers who write their own.
"""

from evenhand.governance.access.approval import DECISIONS, Approval, Waiver
from evenhand.governance.access.claim import MODES, Claim, Statement, subject
from evenhand.governance.access.founding import Confirmation, Founder, Founding
from evenhand.governance.access.release import Release

__all__ = [
    "DECISIONS", "MODES", "Approval", "Claim", "Confirmation", "Founder", "Founding", "Release", "Statement", "Waiver",
    "subject",
]  # fmt: skip
