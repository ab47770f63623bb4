"""An independent validation: its rating, and the findings that go with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from evenhand.errors.number import InstantUnreadable
from evenhand.errors.validation import ValidationContradicts, ValidationUnreadable
from evenhand.kernel.canonical import Json
from evenhand.kernel.instant import moment
from evenhand.kernel.part import Part

KIND = "independent-validation-report"
RATINGS = ("validated", "validated-with-findings", "not-validated")
SEVERITIES = ("critical", "high", "medium", "low")
SERIOUS = SEVERITIES[:2]
NO = RATINGS[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticedFinding:
    """What a validator found.

    Attributes:
        severity: one of ``SEVERITIES``.
        text: what is wrong.
        owner: the actor or role who must answer.
        due_on: until when, for example ``2026-12-24``.
    """

    severity: str
    text: str
    owner: str
    due_on: str


def findings_of(document: Json) -> tuple[NoticedFinding, ...]:
    """Read findings: a list of maps with ``severity``, ``text``, ``owner`` and ``due``, alone or under ``findings``.

    Raises:
        ValidationUnreadable: a part is missing, unknown, blank or none of what it may be; the path is named.

    Examples:
        >>> [found] = findings_of([{"severity": "low", "text": "A typing slip.", "owner": "ada", "due": "2026-12-24"}])
        >>> found.owner
        'ada'
    """
    whole = Part(value=document, path="", refusal=ValidationUnreadable)
    listed = whole.fields(needed=("findings",))["findings"] if isinstance(document, dict) else whole
    return tuple(map(_finding, listed.items()))


def agreed_findings(rating: str, findings: Sequence[NoticedFinding]) -> None:
    """Refuse a rating that its own findings deny.

    Raises:
        ValidationContradicts: ``validated`` with a finding, ``validated-with-findings`` with none or a critical one,
            or ``not-validated`` without a critical or high one, so that no gate would notice.
    """
    serious = [each for each in findings if each.severity in SERIOUS]
    told = ""
    if rating == "validated" and findings:
        told = f"validated, and {len(findings)} findings"
    elif rating == "validated-with-findings" and not findings:
        told = "validated with findings, and no finding"
    elif rating == "validated-with-findings" and any(each.severity == "critical" for each in findings):
        told = "validated with findings, and a critical one among them"
    elif rating == NO and not serious:
        told = "not validated, and no critical or high finding that says why"
    if told:
        raise ValidationContradicts(f"The report says {told}.", rating=rating)


def _finding(part: Part) -> NoticedFinding:
    fields = part.fields(needed=("severity", "text", "owner", "due"))
    if fields["severity"].value not in SEVERITIES:
        raise fields["severity"].refuse(f"is {fields['severity'].value!r}, none of {', '.join(SEVERITIES)}")
    for name in ("text", "owner", "due"):
        if not fields[name].text().strip():
            raise fields[name].refuse("is blank")
    due = fields["due"].text()
    try:
        moment(f"{due}T00:00:00Z")
    except InstantUnreadable as mistake:
        raise fields["due"].refuse(f"is {due!r}, no day such as 2026-12-24") from mistake
    return NoticedFinding(
        severity=fields["severity"].text(), text=fields["text"].text(), owner=fields["owner"].text(), due_on=due
    )
