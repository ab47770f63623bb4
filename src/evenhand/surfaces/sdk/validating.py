"""Independent validation: a report of people who did not build what they look at."""

from collections.abc import Sequence
from pathlib import Path

from evenhand.kernel.reference import Reference
from evenhand.lifecycle.evaluation.validation import NoticedFinding
from evenhand.surfaces.sdk.opening import Folder, opened
from evenhand.wiring.findings_file import read_findings
from evenhand.wiring.user_file import read_bytes
from evenhand.workflows.evaluation import validate_target as validating


def validate(
    about: str | Reference, *, report: str | Path, rating: str,
    findings: str | Path | Sequence[NoticedFinding] = (), note: str | None = None, actor: str | None = None,
    workspace: Folder = None,
) -> validating.Validation:  # fmt: skip
    """File the report of an independent validation, and open each of its findings, in one step.

    Args:
        about: ``credit@3``, ``use-case:loan``, ``dataset:adult@1`` and so on.
        report: a Markdown, Word or PDF file, at most 16 MiB.
        rating: ``validated``, ``validated-with-findings`` or ``not-validated``.
        findings: a YAML, JSON or CSV file, or what stands in one.
        note: one sentence about it.
        actor: who validated.
        workspace: where.

    Raises:
        RoleMissing, SecondPersonNeeded: the actor lacks the role, or built or submitted it himself.
        ValidationUnreadable, ValidationContradicts: the files do not read, or deny the rating.
    """
    path = Path(report)
    content = read_bytes(path)
    found = read_findings(Path(findings)) if isinstance(findings, str | Path) else tuple(findings)
    with opened(workspace, actor) as (place, identity):
        return validating.validate_target(
            place, identity, about, name=path.name, content=content, rating=rating, findings=found, note=note
        )
