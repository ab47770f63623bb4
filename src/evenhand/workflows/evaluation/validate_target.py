"""File the report of an independent validation, with a finding for each thing that it found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evenhand.errors.ledger import HeadMoved
from evenhand.errors.validation import ValidationUnreadable
from evenhand.governance.projection.target import Target
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import digest_of_json
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.evaluation.paper_kind import MEDIA, paper_kind, paper_text
from evenhand.lifecycle.evaluation.validation import KIND, RATINGS, NoticedFinding, agreed_findings
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Draft, Entry
from evenhand.ports.workspace import Workspace
from evenhand.workflows.act import signed_draft
from evenhand.workflows.filing import evidence_draft
from evenhand.workflows.lookup import target_named

_TRIES = 5
_LONGEST = 100_000
"""Characters of a text that stand in the evidence itself, so that they can be searched; the file has them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """What was filed.

    Attributes:
        entry: that filed the report.
        findings: id to the entry that opened it.
    """

    entry: Entry
    findings: Mapping[str, Entry]


def validate_target(
    workspace: Workspace, identity: Identity, about: Reference | str, *, name: str, content: bytes, rating: str,
    findings: Sequence[NoticedFinding] = (), note: str | None = None,
) -> Validation:  # fmt: skip
    """Keep the report and file it with its findings, in one step.

    Args:
        workspace: where.
        identity: who validated; holds the role independent-validation, and neither built nor submitted the target.
        about: the target.
        name: of the report's file.
        content: Markdown, Word or PDF.
        rating: ``validated``, ``validated-with-findings`` or ``not-validated``.
        findings: what was found.
        note: one sentence about it.

    Raises:
        ValidationUnreadable: the report is of no such kind.
        ValidationContradicts: rating and findings do not go together.
        RoleMissing, SecondPersonNeeded: this actor cannot validate this.
        NotFound: no such target.
    """
    kind = paper_kind(content)
    if kind is None:
        raise ValidationUnreadable(f"{name} is neither Markdown, Word nor PDF by its content.", name=name)
    if rating not in RATINGS:
        raise ValidationUnreadable(f"{rating!r} is no rating; it is one of {', '.join(RATINGS)}.", rating=rating)
    agreed_findings(rating, findings)
    target = target_named(workspace.ledger, about)
    digest = workspace.artifacts.put(content)
    text = paper_text(content)
    body: dict[str, Json] = {
        "basis": "attested", "file": digest, "name": name, "size": len(content), "media_type": MEDIA[kind],
        "text": None if text is None else text[:_LONGEST], "note": note, "rating": rating,
        "findings": [_stated(each) for each in findings],
    }  # fmt: skip
    report = evidence_draft(workspace, identity, target, kind=KIND, body=body, inputs=(digest,))
    for _ in range(_TRIES):
        opened = _opening(workspace, identity, target, report, findings)
        try:
            entry, *others = workspace.ledger.append_together([report, *opened.values()])
        except HeadMoved:
            continue
        return Validation(entry=entry, findings=dict(zip(opened, others, strict=True)))
    raise HeadMoved("Others open findings all the time; no number was free.")


def _opening(
    workspace: Workspace, identity: Identity, target: Target, report: Draft, findings: Sequence[NoticedFinding]
) -> dict[str, Draft]:
    first = len(workspace.ledger.records("finding")) + 1
    source = digest_of_json(report.payload["document"])
    drafts = {}
    for number, each in enumerate(findings, start=first):
        name = f"F-{number}"
        document: dict[str, Json] = {"id": name, "about": target.name, "source": source, **_stated(each)}
        drafts[name] = signed_draft(
            workspace, identity, action="finding.opened", about=target.subject, document=document,
            expects={f"finding:{name}": None},
        )  # fmt: skip
    return drafts


def _stated(each: NoticedFinding) -> dict[str, Json]:
    return {"severity": each.severity, "text": each.text, "owner": each.owner, "due_on": each.due_on}
