"""The first screen: what it decides, about whom, what is asked of the reader, what fails or is unknown."""

from evenhand.kernel.number import counted, spread
from evenhand.lifecycle.release.review import CheckUnderReview, Review
from evenhand.surfaces.report.review.checks import door, ground_line, telling, worst_first
from evenhand.surfaces.report.review.naming import count_text, first_sentence, mark
from evenhand.surfaces.report.tree import Answer, Code, Line, Summary, Tone

_MOST_POINTS = 7
_OPENING = ("pass", "waived")
_ASKED = ("approvals", "separation")
"""Checks that speak about answers: those that are missing are asked for, and no fault of the version."""


def overview(review: Review) -> Summary:
    """Four questions and their answers."""
    return Summary(answers=(_what(review), _whom(review), _asked(review), _open(review)))


def in_the_way(review: Review) -> list[CheckUnderReview]:
    """Checks that keep a gate closed, worst first; answers that are still to come are left out."""
    return [
        check
        for check in worst_first(review.checks)
        if check.verdict not in _OPENING and not (check.predicate in _ASKED and check.verdict != "fail")
    ]


def _what(review: Review) -> Answer:
    rate = next((each for each in review.figures if each.name == "selection_rate"), None)
    given = ""
    if rate is not None and rate.ends is not None:
        share = spread(rate.ends, "percent")
        given = f" {count_text(rate.count)} of the {count_text(rate.n)} measured get it: {share}."
    return Answer(question="What does it decide?", lines=(review.purpose, f"{review.rule}{given}"))


def _whom(review: Review) -> Answer:
    lines: list[Line] = []
    if review.n_rows is None:
        lines.append("How many people it was measured on is not on record.")
    else:
        usable = "" if review.n_usable in (None, review.n_rows) else f", of whom {counted(review.n_usable or 0)} usable"
        measured = f"Measured on {counted(review.n_rows)} people{usable}"
        lines.append(f"{measured}; training had not seen them, says the author.")
    groups = [f"{each.attribute} ({len(each.groups)} groups)" for each in review.accounts]
    lines.append(f"By {', '.join(groups)}." if groups else "Nothing was measured by group.")
    lines.append(_practice(review))
    lines += review.baselines
    return Answer(question="About whom?", lines=tuple(lines))


def _practice(review: Review) -> str:
    if review.practice is None:
        return "Against today: current practice is not stated, so gains and losses are unknown."
    gains = next((each for each in review.figures if each.name == "gains"), None)
    losses = next((each for each in review.figures if each.name == "losses"), None)
    if gains is None or losses is None or gains.count is None or losses.count is None:
        return "Against today: gains and losses are in the tables by group."
    moved = " and ".join(f"{count_text(each.count)} {verb}" for each, verb in ((gains, "gain"), (losses, "lose")))
    return f"Against today {moved}, of {count_text(gains.n)} with a known decision today."


def _asked(review: Review) -> Answer:
    if review.superseded:
        changed = " and the ".join(review.superseded)
        text = f"No answer yet: the {changed} changed, so it has to be submitted again first."
        return Answer(question="What is asked of you?", lines=(text,), tone="open")
    needed = [f"{each.role} ({each.places})" for each in review.needed]
    if not needed:
        return Answer(question="What is asked of you?", lines=("No answer is missing.", *_closed(review)), tone="good")
    lines: list[Line] = [f"A signed answer, yes or no, with a reason. Still needed: {', '.join(needed)}."]
    if review.barred:
        lines.append(f"Not from {', '.join(review.barred)}, who made or submitted it.")
    yes = f"evenhand approve {review.about} --role ROLE --reason WHY"
    lines.append((Code(text=yes), ", or ", Code(text="send-back"), ", or ", Code(text="reject")))
    return Answer(question="What is asked of you?", lines=(*lines, *_closed(review)))


def _closed(review: Review) -> tuple[str, ...]:
    closed = [gate.gate for gate in review.gates[:1] if not gate.opens]
    return tuple(f"A yes releases nothing while {gate} stays closed." for gate in closed)


def _open(review: Review) -> Answer:
    # What is waived keeps no gate closed, and is still what a reader has to know first.
    checks = [*in_the_way(review), *(check for check in review.checks if check.verdict == "waived")]
    lines: list[Line] = [
        (mark(check.verdict), f" {check.id}: ", _short(review, check)) for check in checks[:_MOST_POINTS]
    ]
    room = _MOST_POINTS - len(lines)
    gaps = [f"{gap.text}" for gap in review.gaps]
    lines += [(mark("unknown"), f" {text}") for text in gaps[:room]]
    left = len(checks) + len(gaps) - len(lines)
    if left:
        lines.append(f"And {left} more below.")
    doors = ". ".join(f"{gate.gate} {door(gate)}" for gate in review.gates)
    lines.insert(0, f"{doors}.")
    tone: Tone = "bad" if any(check.verdict == "fail" for check in checks) else "open" if len(lines) > 1 else "good"
    return Answer(question="What fails, what is unknown?", lines=tuple(lines), tone=tone)


def _short(review: Review, check: CheckUnderReview) -> str:
    return first_sentence(ground_line(review, telling(check)[0])) if check.grounds else "no reason is on record."
