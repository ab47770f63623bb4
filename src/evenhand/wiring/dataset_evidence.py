"""All that is known about a dataset version when it is registered, as bodies of evidence; nothing is made up."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from evenhand.adapters.tables.contract_check import check_contract
from evenhand.adapters.tables.describe import describe_table
from evenhand.adapters.tables.evaluation import group_array
from evenhand.adapters.tables.personal_scan import propose_personal
from evenhand.adapters.tables.quality import quality_report
from evenhand.adapters.tables.table import Table
from evenhand.errors.dataset import PopulationInvalid
from evenhand.governance.controls.resource import catalogue_file, entries
from evenhand.kernel.canonical import Json
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.data.paper import questions
from evenhand.lifecycle.data.personal import personal_report
from evenhand.lifecycle.data.population import Population, representation
from evenhand.lifecycle.data.sheet import counted, sheet_of
from evenhand.lifecycle.data.statement import Statement
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.wiring.arrival import Prepared
from evenhand.wiring.form_file import read_form
from evenhand.workflows.dataset.register_dataset import Arrival


def read_statement(path: Path | str | None) -> Statement:
    """What people state in ``dataset.yaml``; nothing without a file.

    Raises:
        FormUnreadable, StatementInvalid: the file cannot be read, or does not read as a statement.
    """
    return Statement() if path is None else read_form(Path(path), Statement.from_json)


def read_population(path: Path | str | None) -> Population | None:
    """The stated population.

    Raises:
        FormUnreadable, PopulationInvalid: the file cannot be read, or does not read as one.
    """
    return None if path is None else read_form(Path(path), Population.from_json)


def with_evidence(
    prepared: Prepared, use_case: UseCase, *, statement: Statement, population: Population | None
) -> Arrival:  # fmt: skip
    """The arrival with the reports that its rows and the statement give.

    A reference gives what was stated and its lineage only: nobody here has seen its rows.

    Raises:
        AnswerUnknown: the statement answers a question that the data sheet does not ask.
        PopulationInvalid: the population speaks about no column of the rows, or the rows lie elsewhere.
    """
    arrival, table = prepared.arrival, prepared.table
    made: dict[str, Mapping[str, Json]] = {"data-lineage": lineage_of(arrival), **stated(statement)}
    if table is None or arrival.contract is None:
        if population is not None:
            raise PopulationInvalid("The rows lie elsewhere, so that no group can be counted.")
        return replace(arrival, evidence=made)
    made["data-quality-report"] = quality_report(table, arrival.contract)
    made["data-split-manifest"] = split_manifest(arrival)
    made["privacy-report"] = personal_report(table.columns, propose_personal(table))
    made["data-sheet"] = _sheet(arrival, arrival.contract, table, statement)
    if population is not None:
        made["data-representativeness-report"] = representation(group_counts(table, use_case, population), population)
    return replace(arrival, evidence=made)


def group_counts(table: Table, use_case: UseCase, population: Population) -> dict[str, dict[str, int]]:
    """Rows of every group of the attributes that the population or the use case names, as far as they are columns."""
    wanted = [name for name in dict.fromkeys((*population.shares, *use_case.attributes)) if name in table.kinds]
    counts: dict[str, dict[str, int]] = {}
    for name in wanted:
        groups: dict[str, int] = {}
        for group in group_array(table, name, cuts=use_case.bands.get(name)).tolist():
            groups[str(group)] = groups.get(str(group), 0) + 1
        counts[name] = groups
    return counts


def stated(statement: Statement) -> dict[str, Mapping[str, Json]]:
    """Kind to body of what people state, marked as such."""
    return {kind: {"basis": "attested", **body} for kind, body in statement.evidence.items()}


def lineage_of(arrival: Arrival) -> dict[str, Json]:
    """Where the rows came from, down to each part and column."""
    parts: dict[str, Json] = {name: rows.digest for name, rows in arrival.parts.items()}
    return {
        "source": arrival.source, "rows_digest": arrival.rows.digest, "parts": parts, "split": arrival.split,
        "columns": arrival.lineage,
    }  # fmt: skip


def split_manifest(arrival: Arrival) -> dict[str, Json]:
    """How the rows were divided and what comparing the parts found."""
    parts: dict[str, Json] = {
        name: {"rows_digest": rows.digest, "n_rows": rows.n_rows} for name, rows in arrival.parts.items()
    }
    return {"split": arrival.split, "parts": parts, "leakage": arrival.leakage}


def _sheet(arrival: Arrival, contract: Contract, table: Table, statement: Statement) -> dict[str, Json]:
    [asked] = [each for each in entries(catalogue_file("documents"), "documents") if each["id"] == "data-sheet"]
    keys = [name for name in contract.by_role("key") if name in table.kinds]
    shares: dict[str, Json] = {name: rows.n_rows for name, rows in arrival.parts.items()}
    facts = describe_table(table, key=keys)
    proposed: list[Json] = [each.as_json() for each in propose_personal(table)]
    known: dict[str, Json] = {
        **counted(facts, contract, check_contract(table, contract)),
        "identifiable": {"proposed": proposed, "confirmed_by_a_person": False},
        "splits": {"parts": shares, "rule": arrival.split}, "raw_kept": _kept(arrival), "steps": _steps(arrival),
        "self_contained": arrival.source, "old_versions": "yes: versions are immutable",
    }  # fmt: skip
    written = dict(statement.answers)
    return {"digest": table.digest, **sheet_of(questions(asked), known, source=table.digest, written=written)}


def _kept(arrival: Arrival) -> str:
    n_kept = sum(rows.n_rows or 0 for rows in arrival.parts.values())
    left = (arrival.rows.n_rows or 0) - n_kept
    return f"all but {left:,} rows that were set aside" if left > 0 else "every row lies in a part"


def _steps(arrival: Arrival) -> Json:
    if arrival.source.get("kind") != "transform":
        return "none: the rows as they came"
    return {"of": arrival.source["of"], "code": arrival.source["code"], "columns": arrival.lineage}
