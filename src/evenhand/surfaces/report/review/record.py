"""What a review rests on: the decision problem, the numbers of the whole table, what is unknown, answers, evidence."""

from collections.abc import Sequence

from evenhand.kernel.metric import METRICS
from evenhand.kernel.number import kind_of, spread
from evenhand.lifecycle.release.estimate import Estimate
from evenhand.lifecycle.release.review import DecisionGiven, EvidenceUnderReview, Review
from evenhand.surfaces.report.review.naming import count_text, mark, when
from evenhand.surfaces.report.tree import Code, Heading, Line, Listing, Paragraph, Part, Table

_MOST_INPUTS = 60


def problem_parts(review: Review) -> list[Part]:
    """The decision problem and how the model is used in it."""
    rows: list[Sequence[Line]] = [
        ("Purpose", review.purpose),
        ("Favourable outcome", review.outcome),
        ("Decision rule", review.rule),
        ("Current practice", review.practice or "not stated"),
        ("Columns that the model takes", _inputs(review)),
        ("Class and tier", f"{review.ai_act_class}, tier {review.tier} (1 is the highest)"),
        ("Policy in force", review.policy),
        ("Author", review.author),
        ("Submitted", f"by {review.submitter} at {when(review.submitted_at)}"),
        ("Submission", Code(text=review.submission)),
        ("Released in", ", ".join(review.environments) or "no environment"),
        ("Looks at held-out rows", f"{review.looks} in use case {review.use_case}"),
    ]
    return [Heading(text="The decision"), Table(caption="What is decided and how", header=("What", "How"), rows=rows)]


def figure_parts(review: Review) -> list[Part]:
    """The numbers of the whole table."""
    if not review.figures:
        return [Heading(text="How well it decides"), Paragraph(line="Nothing was measured.", tone="open")]
    rows = [(each.name, _value(each), count_text(each.n), _meaning(each.name)) for each in review.figures]
    header = ("Metric", "Value and interval", "n", "What it is")
    table = Table(caption="Everybody measured", header=header, rows=rows, numeric=frozenset({1, 2}))
    return [Heading(text="How well it decides"), table]


def slice_parts(review: Review) -> list[Part]:
    """Where the model is weakest; nothing where nobody searched."""
    if not review.weak_slices:
        return []
    opening, *weak = review.weak_slices
    parts: list[Part] = [Heading(text="Where it is weakest"), Paragraph(line=opening)]
    return [*parts, Listing(lines=weak)] if weak else parts


def gap_parts(review: Review) -> list[Part]:
    """What nobody knows."""
    if not review.gaps:
        return [Heading(text="What is unknown"), Paragraph(line="The evidence leaves no gap that evenhand can see.")]
    return [Heading(text="What is unknown"), Listing(lines=[gap.text for gap in review.gaps])]


def answer_parts(review: Review) -> list[Part]:
    """Answers so far and places that are still empty."""
    parts: list[Part] = [Heading(text="Answers")]
    if review.decisions:
        rows = [_decision(decision) for decision in review.decisions]
        header = ("Who", "Role", "Answer", "Why", "When", "Stands")
        parts.append(Table(caption="Signed answers, in the order of the ledger", header=header, rows=rows))
    else:
        parts.append(Paragraph(line="Nobody has answered yet."))
    needed = ", ".join(f"{place.role} ({place.places})" for place in review.needed)
    parts.append(Paragraph(line=f"Still needed: {needed}." if needed else "No answer is missing."))
    if review.barred:
        parts.append(Paragraph(line=f"Their own yes would close the gate: {', '.join(review.barred)}."))
    return parts


def evidence_parts(review: Review) -> list[Part]:
    """All that was filed, by digest."""
    rows = [
        (each.kind, Code(text=each.digest), when(each.made_at), each.author, _submitted(each))
        for each in review.evidence
    ]
    header = ("Kind", "Digest", "Made", "By", "Submitted")
    return [Heading(text="Evidence"), Table(caption="Filed for this version", header=header, rows=rows)]


def _submitted(evidence: EvidenceUnderReview) -> str:
    return "yes" if evidence.is_submitted else "no, filed later"


def _decision(given: DecisionGiven) -> Sequence[Line]:
    who = given.person if given.person == given.actor else f"{given.person} (as {given.actor})"
    why = given.reason + "".join(f" Condition: {condition}" for condition in given.conditions)
    return (who, given.role, mark(given.decision), why, when(given.at), given.standing)


def _inputs(review: Review) -> str:
    if review.inputs is None:
        return "not known"
    named = [name if role == "feature" else f"{name} ({role})" for name, role in review.inputs.items()]
    more = f" and {len(named) - _MOST_INPUTS} more" if len(named) > _MOST_INPUTS else ""
    return f"{len(named)}: {', '.join(named[:_MOST_INPUTS])}{more}"


def _value(estimate: Estimate) -> str:
    if estimate.ends is None:
        return f"no value: {estimate.undefined}" if estimate.undefined else "withheld"
    return spread(estimate.ends, kind_of(estimate.name))


def _meaning(name: str) -> str:
    return METRICS[name].meaning if name in METRICS else ""
