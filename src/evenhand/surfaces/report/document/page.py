"""A governed document as a report: how complete it is, its fields with their sources, the larger values after them."""

from collections.abc import Sequence
from itertools import groupby

from evenhand.kernel.digest import short
from evenhand.lifecycle.release.document import BEGUN, FILLED, GAP, NOT_APPLICABLE, STALE, Field, GovernedDocument
from evenhand.lifecycle.release.review import DEMONSTRATION
from evenhand.lifecycle.release.source import Source
from evenhand.surfaces.report.document.value import cell, is_brief, tables
from evenhand.surfaces.report.tree import (
    Answer,
    Code,
    Heading,
    Line,
    Mark,
    Paragraph,
    Part,
    Phrase,
    Report,
    Summary,
    Table,
    Tone,
)

_STAMP = "Demonstration: one person plays all parts. This document speaks for nobody else."
_TONES: dict[str, Tone] = {FILLED: "good", BEGUN: "open", GAP: "bad", STALE: "bad", NOT_APPLICABLE: "plain"}
_FILLERS = {"auto": "software", "derived": "software", "mixed": "software and a person", "human": "a person"}
_MOST_NAMED = 12


def document_report(document: GovernedDocument) -> Report:
    """A document as a report, for any renderer."""
    origin = f" Fields after: {'; '.join(document.origin)}." if document.origin else ""
    return Report(
        title=f"{document.title}: {document.about}",
        lead=f"Filled from the ledger as it stood after {document.entries} entries.{origin} Evidence, not a finding of "
        "conformity with any law or standard.",
        footer=f"{document.title} of {document.about}, mode {document.mode}",
        stamp=_STAMP if document.mode == DEMONSTRATION else "",
        parts=[_summary(document), *_sections(document), *_sources(document)],
    )  # fmt: skip


def _summary(document: GovernedDocument) -> Summary:
    return Summary(answers=(_complete(document), _filed(document), _missing(document)))


def _complete(document: GovernedDocument) -> Answer:
    states = {state: [field for field in document.fields if field.state == state] for state in _TONES}
    counted = [
        each for each in document.fields if each.question.required != "optional" and each.state != NOT_APPLICABLE
    ]
    filled = sum(field.state == FILLED for field in counted)
    lines: list[Line] = [f"{filled} of {len(counted)} fields that have to be there are filled."]
    lines += [(mark_of(state), f" {len(fields)}") for state, fields in states.items() if fields]
    tone: Tone = "good" if document.is_complete else "open" if not states[STALE] else "bad"
    return Answer(question="Is it complete?", lines=lines, tone=tone)


def _missing(document: GovernedDocument) -> Answer:
    lines: list[Line] = []
    for fillers, who in ((("auto", "derived"), "Evidence"), (("mixed", "human"), "A person")):
        names = [
            field.question.name
            for field in document.fields
            if field.question.fill in fillers
            and field.state in (GAP, STALE, BEGUN)
            and field.question.required != "optional"
        ]
        if names:
            more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
            lines.append(f"{who} has to give {len(names)}: {', '.join(names[:_MOST_NAMED])}{more}.")
    if lines:
        lines.append(
            (Code(text=f"evenhand document answer {document.kind} {document.about} FIELD --text TEXT"), " answers one.")
        )
    return Answer(question="What is missing?", lines=lines or ["Nothing."], tone="open" if lines else "good")


def _filed(document: GovernedDocument) -> Answer:
    if document.recorded is None:
        line = (Code(text=f"evenhand document record {document.kind} {document.about}"), " files it as evidence.")
        return Answer(question="Is it on record?", lines=("This form of it was not filed.", line))
    filed = f"Filed {document.recorded.made_at[:10]} by {document.recorded.author} as "
    lines: list[Line] = [(filed, Code(text=short(document.recorded.digest)))]
    if document.newer:
        lines.append((Mark(text=STALE, tone="bad"), f" newer since: {', '.join(document.newer)}."))
    return Answer(question="Is it on record?", lines=lines, tone="bad" if document.newer else "good")


def _sections(document: GovernedDocument) -> list[Part]:
    parts: list[Part] = []
    for section, grouped in groupby(document.fields, key=lambda field: field.question.section):
        fields = list(grouped)
        title = document.title if section == document.kind else section.replace("-", " ").replace("_", " ").capitalize()
        parts.append(Heading(text=title))
        rows = [_row(field) for field in fields]
        header = ("Field", "State", "Answer", "From")
        parts.append(
            Table(caption=f"{title}: fields, their state and where the answer is from", header=header, rows=rows)
        )
        for field in fields:
            parts += _long(field)
    return parts


def _row(field: Field) -> Sequence[Line]:
    name = (Code(text=field.question.name), f": {field.question.text}")
    return name, mark_of(field.state), _answer(field), _from(field)


def _answer(field: Field) -> Line:
    phrases: list[Phrase] = []
    if field.written is not None and not field.written.is_not_applicable:
        phrases.append(field.written.text if len(field.written.text) <= 400 else "See below.")
    if field.found is not None:
        found = cell(field.found.answer) if is_brief(field.found.answer) else "See the table below."
        phrases += [" " if phrases else "", found if not isinstance(found, tuple) else ""]
    if field.state == GAP:
        return f"Empty. {field.why}"
    if field.why:
        phrases += ["  (" if phrases else "", field.why, ")" if phrases else ""]
    return tuple(phrases) if phrases else "(empty)"


def _from(field: Field) -> Line:
    phrases: list[Phrase] = []
    if field.written is not None:
        phrases += [f"{field.written.author}, {field.written.at[:10]} ", Code(text=short(field.written.digest))]
    for source in () if field.found is None else field.found.sources:
        phrases += [
            "; " if phrases else "",
            f"{source.kind} of {source.made_at[:10]} ",
            Code(text=short(source.digest)),
        ]
    return tuple(phrases) if phrases else f"to be filled by {_FILLERS[field.question.fill]}"


def _long(field: Field) -> list[Part]:
    parts: list[Part] = []
    if field.written is not None and len(field.written.text) > 400:
        parts += [Heading(text=field.question.text, level=3), *map(_text, field.written.text.split("\n\n"))]
    if field.found is not None and not is_brief(field.found.answer):
        parts += tables(field.question.text, field.found.answer)
    return parts


def _text(paragraph: str) -> Paragraph:
    return Paragraph(line=paragraph)


def _sources(document: GovernedDocument) -> list[Part]:
    if not document.sources:
        return [Heading(text="Sources"), Paragraph(line="Nothing is on record that answers a field.", tone="open")]
    rows = [_source(source) for source in document.sources]
    header = ("Record", "About", "Digest", "Made", "By", "How")
    return [
        Heading(text="Sources"),
        Table(caption="Every record that a field was filled from", header=header, rows=rows),
    ]


def _source(source: Source) -> Sequence[Line]:
    how = "stated by a person" if source.is_attested else "made by software"
    return (
        source.kind,
        source.about,
        Code(text=source.digest),
        source.made_at[:19].replace("T", " "),
        source.author,
        how,
    )


def mark_of(state: str) -> Mark:
    """The state as a mark."""
    return Mark(text=state.replace("-", " "), tone=_TONES[state])
