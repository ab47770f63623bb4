"""The data sheet of a table: what counting can say is filled, what only people know stays visibly empty."""

from collections.abc import Mapping, Sequence

from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.data.facts import ColumnFacts, TableFacts
from evenhand.lifecycle.data.paper import Question, filled_in
from evenhand.lifecycle.data.personal import Proposal
from evenhand.lifecycle.data.remark import remarks
from evenhand.lifecycle.data.violation import Violation
from evenhand.lifecycle.problem.scalar import scalar_text


def data_sheet(
    asked: Sequence[Question], *, facts: TableFacts, contract: Contract, violations: Sequence[Violation],
    personal: Sequence[Proposal] | None = None, written: Mapping[str, str] | None = None,
) -> dict[str, Json]:  # fmt: skip
    """The body of the data sheet.

    Args:
        asked: the questions of the catalogue's ``data-sheet``.
        facts: what was counted.
        contract: gives the columns their roles.
        violations: where the table breaks it.
        personal: columns proposed as personal data; ``None`` when nobody looked.
        written: name of a field to what a person wrote.

    Raises:
        AnswerUnknown: ``written`` answers a field that the sheet does not have.
    """
    known = {**counted(facts, contract, violations), "identifiable": _identifiable(personal)}
    return {"digest": facts.digest, **sheet_of(asked, known, source=facts.digest, written=written)}


def sheet_of(
    asked: Sequence[Question], known: Mapping[str, Json], *, source: Digest, written: Mapping[str, str] | None = None
) -> dict[str, Json]:  # fmt: skip
    """The fields and their completeness from all that is known; what no question asks or nobody knows is left out."""
    names = {question.name for question in asked}
    found = {name: answer for name, answer in known.items() if name in names and answer is not None}
    return filled_in(asked, found=found, source=source, written=written)


def counted(facts: TableFacts, contract: Contract, violations: Sequence[Violation]) -> dict[str, Json]:
    """Field of the sheet to what counting says; ``None`` where it says nothing."""
    columns = {column.name: column for column in facts.columns}
    return {
        "instance_count": facts.n_rows,
        "instance_content": [
            {"name": name, "kind": column.kind, "role": _role(contract, name)} for name, column in columns.items()
        ],
        "label": _label(columns, contract),
        "missing": {
            name: {"n_null": column.n_null, "n_nan": column.n_nan}
            for name, column in columns.items()
            if column.n_null or column.n_nan
        },
        "relations": _keys(facts, contract),
        "noise": {"n_repeated": facts.n_repeated, "remarks": [remark.as_json() for remark in remarks(facts)]},
        "subpopulations": _groups(columns, contract),
        "sensitive": list(contract.by_role("protected")) or None,
        "timeframe": _period(columns, contract),
        "version_hash": facts.digest,
        "quality_verdict": {
            "keeps_contract": not violations, "violations": [found.as_json() for found in violations],
        },
    }  # fmt: skip


def _identifiable(personal: Sequence[Proposal] | None) -> Json:
    if personal is None:
        return None
    return {"proposed": [proposal.as_json() for proposal in personal], "confirmed_by_a_person": False}


def _role(contract: Contract, name: str) -> str | None:
    return contract.column(name).role if name in contract.names else None


def _label(columns: Mapping[str, ColumnFacts], contract: Contract) -> Json:
    for name in contract.by_role("label"):
        if name in columns:
            return {"column": name, "values": _shares(columns[name])}
    return None


def _keys(facts: TableFacts, contract: Contract) -> Json:
    keys = contract.by_role("key")
    return {"key": list(keys), "n_repeated_keys": facts.n_repeated_keys} if keys else None


def _groups(columns: Mapping[str, ColumnFacts], contract: Contract) -> Json:
    groups = {name: _shares(columns[name]) for name in contract.by_role("protected") if name in columns}
    return {name: shares for name, shares in groups.items() if shares} or None


def _shares(column: ColumnFacts) -> Mapping[str, Json]:
    stated = {scalar_text(value): {"n": n, "share": n / column.n} for value, n in column.values}
    n_missing = column.n_null + column.n_nan
    return {**stated, "(missing)": {"n": n_missing, "share": n_missing / column.n}} if n_missing else stated


def _period(columns: Mapping[str, ColumnFacts], contract: Contract) -> Json:
    for name in contract.by_role("time"):
        column = columns.get(name)
        if column is not None and column.earliest is not None:
            return {"column": name, "earliest": column.earliest, "latest": column.latest}
        if column is not None and column.minimum is not None:
            return {"column": name, "earliest": column.minimum, "latest": column.maximum}
    return None
