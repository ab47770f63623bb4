"""A tiering as text: what was found, why, and what it asks for."""

from collections.abc import Sequence
from itertools import groupby

from evenhand.governance.controls.resource import Node, names
from evenhand.governance.risk.materiality import Materiality
from evenhand.governance.risk.questionnaire import questions
from evenhand.governance.risk.tiering import Tiering, review_notes, tier_duties, turning
from evenhand.governance.risk.words import meaning

NO_ADVICE = (
    "Not legal advice. It shows how the answers lead to a class and a tier; people decide whether the answers are true."
)

_STRICT = ("prohibited", "high_risk")
_SIGNED = frozenset({"q_filter_condition", "q_significant_risk", "q_material_influence"})


def tiering_text(found: Tiering) -> str:
    """Class, tier, reasons with citations, flags, what the tier asks for, and which answers nobody gave."""
    parts = [_headline(found), _reasons(found), _flags(found), _duties(found), _turning(found), _defaulted(found)]
    notes = ["What the rules leave to people:", *(f"  {note}" for note in review_notes())]
    return "\n".join(line for part in [*parts, notes, ["", NO_ADVICE]] for line in part)


def questions_text() -> str:
    """The whole questionnaire."""
    lines: list[str] = []
    for section, asked in groupby(questions().values(), key=lambda question: question.section):
        lines += [section, ""]
        for question in asked:
            default = ", ".join(question.default) or "none of them" if question.kind == "multi" else question.default  # type: ignore[arg-type]
            shown = str(default).lower() if isinstance(default, bool) else default
            hint = f" ({question.help})" if question.help else ""
            many = {"multi": "any of ", "enum": "one of ", "bool": ""}[question.kind]
            lines += [f"  {question.id}", f"    {question.text}{hint}"]
            lines += [f"    {many}{', '.join(question.options)}; when nobody answers: {shown}", ""]
    return "\n".join([*lines, NO_ADVICE])


def _headline(found: Tiering) -> list[str]:
    blocked = "  BLOCKED: not to be approved" if found.materiality.is_blocked else ""
    since = (
        f"Its duties hold from {found.applies_from}." if found.applies_from else "No day of the AI Act is bound to it."
    )
    return [
        f"class {found.case_class}  (rule {found.rule}{f', route {found.route}' if found.route else ''}){blocked}",
        f"  {meaning('classes', found.case_class)}",
        f"  {since}",
        f"tier {found.tier}  (1 is the most demanding, 4 the least)",
        *(f"  {line}" for line in _points(found.materiality)),
        "",
    ]


def _points(points: Materiality) -> list[str]:
    impact, uncertainty = (
        f"{points.impact} ({points.impact_level})",
        f"{points.uncertainty} ({points.uncertainty_level})",
    )
    told = f"impact {impact}, uncertainty {uncertainty}: tier {points.matrix_tier} by the matrix"
    return [told] + [f"floor {floor.rule}: {meaning('floors', floor.rule)}" for floor in points.floors]


def _reasons(found: Tiering) -> list[str]:
    lines = [
        "Why this class:",
        *(f"  {ground.reason} ({ground.source}; rule {ground.rule})" for ground in found.grounds),
    ]
    chosen = found.given.get("q_annex_iii", ())
    counted = found.effective_annex_iii
    lines += [f"  listed uses that count: {', '.join(counted)} (Annex III)"] if counted else []
    gone = [code for code in chosen if code not in counted] if isinstance(chosen, tuple) else []
    lines += [f"  listed uses that do not count, by another answer: {', '.join(gone)}"] if gone else []
    lines.append(f"  model risk: {meaning('model_risk', found.mrm_scope)}")
    return [*lines, f"  frameworks: {', '.join(found.frameworks)}", ""]


def _flags(found: Tiering) -> list[str]:
    if not found.flags:
        return ["No flags.", ""]
    width = max(map(len, found.flags))
    told = [f"  {flag:<{width}}  {meaning('flags', flag)} ({source})" for flag, source in found.flags.items()]
    return ["Flags:", *told, ""]


def _duties(found: Tiering) -> list[str]:
    duties: Node = tier_duties(found.tier)
    months, oversight = duties["revalidation_months"], duties["human_oversight_review_months"]
    told = [
        ("approvers", ", ".join(names(duties, "approvers"))), ("ethics committee", duties["ethics_committee"]),
        ("validation", f"{duties['validation']}; again after {months} months"), ("monitoring", duties["monitoring"]),
        ("shadow run", duties["shadow_run"]), ("decision log", duties["decision_log"]),
        ("oversight review", "not asked for" if oversight is None else f"every {oversight} months"),
    ]  # fmt: skip
    lines = [f"  {name:<17} {text}" for name, text in told]
    return [f"What tier {found.tier} asks for (a convention of evenhand, not of a regulator):", *lines, ""]


def _turning(found: Tiering) -> list[str]:
    decisive: Sequence[str] = turning(found.given)
    if not decisive:
        return []
    signs = found.case_class not in _STRICT and not _SIGNED.isdisjoint(decisive)
    note = ["  Legal signs for this class: it rests on a narrow reading of the list."] if signs else []
    return ["Class or tier would be another without these answers:", *(f"  {key}" for key in decisive), *note, ""]


def _defaulted(found: Tiering) -> list[str]:
    if not found.defaulted:
        return ["Every question was answered.", ""]
    given, n = len(found.given), len(found.given) + len(found.defaulted)
    return [f"{given} of {n} questions were answered. These took their default:", *_wrapped(found.defaulted), ""]


def _wrapped(words: Sequence[str]) -> list[str]:
    lines = [""]
    for word in words:
        if len(lines[-1]) + len(word) > 108:
            lines.append("")
        lines[-1] += f"{', ' if lines[-1] else ''}{word}"
    return [f"  {line}" for line in lines]
