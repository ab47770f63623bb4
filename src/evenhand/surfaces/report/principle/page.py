"""The matrix of principles and phases as a report: the grid first, each cell after it."""

from evenhand.kernel.digest import short
from evenhand.lifecycle.release.matrix import ATTESTED, MEASURED, NOT_ASKED, NOTHING, Matrix, MatrixCell
from evenhand.lifecycle.release.review import DEMONSTRATION
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

_STAMP = "Demonstration: one person plays all parts."
_TONES: dict[str, Tone] = {
    "pass": "good", "waived": "open", "fail": "bad", "missing": "bad", "stale": "open", "insufficient": "open",
    MEASURED: "plain", ATTESTED: "open", NOTHING: "bad", NOT_ASKED: "plain",
}  # fmt: skip
_SHOWN = {NOT_ASKED: "not asked"}
_MOST_CITED = 2


def principles_report(matrix: Matrix) -> Report:
    """A matrix as a report, for any renderer."""
    counted = f" Counted are the records about {', '.join(matrix.names)}." if len(matrix.names) > 1 else ""
    return Report(
        title=f"Principles: {matrix.about}",
        lead=f"From the ledger as it stood after {matrix.entries} entries.{counted} What ran and what it found: "
        "no finding that a principle or a law is met.",
        footer=f"Principles of {matrix.about}, mode {matrix.mode}",
        stamp=_STAMP if matrix.mode == DEMONSTRATION else "",
        parts=[_summary(matrix), _grid(matrix), _legend(), *_cells(matrix)],
    )  # fmt: skip


def _summary(matrix: Matrix) -> Summary:
    cells = list(matrix.cells.values())
    ran = {(check.about, check.gate, check.id): check for cell in cells for check in cell.checks}
    bad = [check for check in ran.values() if check.verdict not in ("pass", "waived")]
    waived = [check for check in ran.values() if check.verdict == "waived"]
    lines: list[Line] = [f"{len(ran)} checks ran; {len(ran) - len(bad) - len(waived)} pass, {len(waived)} waived."]
    lines += [(_mark(check.verdict), f" {check.gate} / {check.id}") for check in [*bad, *waived][:8]]
    attested = sorted({each.kind for cell in cells for each in cell.evidence if each.is_attested})
    empty = [f"{cell.principle} in {cell.phase}" for cell in cells if cell.state == NOTHING]
    return Summary(answers=(
        Answer(question="What was checked?", lines=lines, tone="bad" if bad else "good" if ran else "open"),
        Answer(
            question="What is only attested?",
            lines=[f"{', '.join(attested)}: stated by a person, not measured." if attested else "Nothing."],
            tone="open" if attested else "plain",
        ),
        Answer(
            question="Where is nothing at all?",
            lines=[f"{'; '.join(empty)}." if empty else "Every cell that asks for something holds something."],
            tone="open" if empty else "good",
        ),
    ))  # fmt: skip


def _grid(matrix: Matrix) -> Table:
    rows = [
        (principle, *(_brief(matrix.cells[principle, phase]) for phase in matrix.phases))
        for principle in matrix.principles
    ]
    return Table(caption="Principles by phases", header=("Principle", *matrix.phases), rows=rows)


def _brief(cell: MatrixCell) -> Line:
    if cell.state == NOT_ASKED:
        return "-"
    n = len(cell.checks)
    counts = [
        f"{n} check{'s' * (n > 1)}" if n else "",
        f"{len(cell.missing)} missing" if cell.missing else "",
    ]
    return (_mark(cell.state), f" {', '.join(filter(None, counts))}")


def _legend() -> Paragraph:
    told = "Missing counts kinds of evidence that the catalogue names for the cell; not every system needs them all."
    measured = " software made evidence and no check judged it, "
    return Paragraph(line=(
        "A verdict is the worst of the checks in the cell. Without a check: ", _mark(MEASURED), measured,
        _mark(ATTESTED), " it was only stated by a person, ", _mark(NOTHING), f" nothing is on record. {told}",
    ))  # fmt: skip


def _cells(matrix: Matrix) -> list[Part]:
    parts: list[Part] = []
    for principle in matrix.principles:
        parts.append(Heading(text=principle.replace("-", " ").capitalize()))
        cells = [matrix.cells[principle, phase] for phase in matrix.phases]
        rows = [row for cell in cells for row in _rows(cell)]
        if rows:
            header = ("Phase", "What", "Found", "Why, or where from")
            parts.append(Table(caption=f"{principle}: checks, evidence and gaps by phase", header=header, rows=rows))
        else:
            parts.append(Paragraph(line="Nothing is asked."))
    return parts


def _rows(cell: MatrixCell) -> list[tuple[Line, Line, Line, Line]]:
    rows: list[tuple[Line, Line, Line, Line]] = [
        (cell.phase, (Code(text=check.id), f" of {check.gate}, {check.about}"), _mark(check.verdict), check.reason)
        for check in cell.checks
    ]
    for source in cell.evidence:
        where: tuple[Phrase, ...] = (Code(text=short(source.digest)), f" of {source.made_at[:10]} by {source.author}")
        found = Mark(text="attested", tone="open") if source.is_attested else Mark(text="on record")
        rows.append((cell.phase, Code(text=source.kind), found, where))
    for missing in cell.missing:
        more = f" and {len(missing.cited) - _MOST_CITED} more" if len(missing.cited) > _MOST_CITED else ""
        cited = (
            f"named by {'; '.join(missing.cited[:_MOST_CITED])}{more}"
            if missing.cited
            else "named by no instrument here"
        )
        rows.append((cell.phase, Code(text=missing.kind), _mark(NOTHING), cited))
    return rows


def _mark(state: str) -> Mark:
    return Mark(text=_SHOWN.get(state, state), tone=_TONES.get(state, "plain"))
