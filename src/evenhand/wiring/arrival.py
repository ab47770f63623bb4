"""Rows on their way into a dataset version: fetched, joined with a contract, split, and compared part by part."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from evenhand.adapters.dataset.leakage_scan import leakage_scan
from evenhand.adapters.dataset.part_file import joined, part_bytes
from evenhand.adapters.dataset.source import Acquired, from_database, from_table
from evenhand.adapters.dataset.split_rows import split_rows
from evenhand.adapters.tables.describe import infer_contract
from evenhand.adapters.tables.table import Table
from evenhand.errors.dataset import PartsLeak, SourceUnclear
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest, is_digest
from evenhand.kernel.instant import Instant
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.data.inference import Parts
from evenhand.lifecycle.data.split import SplitPlan
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.wiring.contract_file import read_contract
from evenhand.workflows.dataset.register_dataset import Arrival, Rows

WHOLE = "all"
"""The one part of a dataset that is not split."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What somebody asked to be registered.

    Attributes:
        name: of the dataset.
        source: a path or a table; ``None`` when another field says where the rows are.
        parts: part to path or table, for what was split elsewhere.
        query, database: for rows of a database.
        snapshot, rows_digest: for rows that are pinned and not kept.
        contract: a contract or its path; ``None`` infers one.
        plan: how to split; ``None`` keeps all rows in one part.
    """

    name: str
    source: object = None
    parts: Mapping[str, object] = field(default_factory=dict)
    query: str | None = None
    database: str | None = None
    snapshot: str | None = None
    rows_digest: Digest | None = None
    contract: Contract | str | Path | None = None
    plan: SplitPlan | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An arrival, with the rows that evidence is measured on.

    Attributes:
        arrival: for the workflow.
        table: all rows; ``None`` for a reference.
    """

    arrival: Arrival
    table: Table | None


def prepared(order: Order, use_case: UseCase, *, at: Instant) -> Prepared:
    """Fetch, split and compare what was ordered.

    Raises:
        SourceUnclear: no source is named, or more than one.
        PartsLeak: parts that were split elsewhere share a key.
        SplitInvalid, SplitUnusable, EvenhandError: as splitting, reading and contracts say.
    """
    _require_one_source(order)
    contract = _given(order.contract)
    if order.snapshot is not None:
        return _pinned(order, use_case, contract, at=at)
    if order.parts:
        return _given_parts(order, use_case, contract, at=at)
    found = _acquired(order, contract, at=at)
    plan = order.plan if contract is None or order.plan is None else _with_keys(order.plan, contract)
    agreed = contract or infer_contract(found.table, _roles(use_case, plan))
    split: dict[str, Json] | None = None
    parts: Mapping[str, Table] = {WHOLE: found.table}
    if plan is not None:
        divided = split_rows(found.table, plan)
        parts, split = divided.parts, {**plan.as_json(), "n_set_aside": divided.n_set_aside}
    return _arrival(order, use_case, agreed, (found.table, found.record), parts, split)


def _arrival(
    order: Order, use_case: UseCase, contract: Contract, whole: tuple[Table, dict[str, Json]],
    parts: Mapping[str, Table], split: dict[str, Json] | None,
) -> Prepared:  # fmt: skip
    table, record = whole
    leakage = None
    if len(parts) > 1:
        keys = [name for name in contract.by_role("key") if name in table.kinds]
        time = next((name for name in contract.by_role("time") if name in table.kinds), None)
        leakage = leakage_scan(parts, key=keys, time=time)
    arrival = Arrival(
        name=order.name, use_case=use_case.name, source=record, contract=contract, split=split, leakage=leakage,
        rows=Rows(digest=table.digest, n_rows=table.n_rows, content=None),
        parts={
            name: Rows(digest=part.digest, n_rows=part.n_rows, content=part_bytes(part)) for name, part in parts.items()
        },
    )  # fmt: skip
    return Prepared(arrival=arrival, table=table)


def _given_parts(order: Order, use_case: UseCase, contract: Contract | None, *, at: Instant) -> Prepared:
    text = () if contract is None else contract.of_kind("text")
    found = {name: from_table(source, text=text, at=at) for name, source in order.parts.items()}
    parts = {name: each.table for name, each in found.items()}
    table = joined(parts)
    agreed = contract or infer_contract(table, _roles(use_case, order.plan))
    records: dict[str, Json] = {name: each.record for name, each in found.items()}
    made = _arrival(order, use_case, agreed, (table, {"kind": "files", "parts": records}), parts, None)
    shared = (made.arrival.leakage or {}).get("shared_keys")
    for pair in shared if isinstance(shared, list) else []:
        if isinstance(pair, dict) and pair["n"]:
            names = " and ".join(str(name) for name in pair["parts"])
            raise PartsLeak(f"{pair['n']:,} keys lie in both {names}.", parts=pair["parts"], n=pair["n"])
    return made


def _pinned(order: Order, use_case: UseCase, contract: Contract | None, *, at: Instant) -> Prepared:
    if not is_digest(order.rows_digest):
        raise SourceUnclear(
            f"The reference {order.snapshot} names no digest of its rows.",
            remedy="Add --rows-digest sha256:..., so that whoever fetches the snapshot can see that it is the same.",
        )  # fmt: skip
    rows = Rows(digest=str(order.rows_digest), n_rows=None, content=None)
    record: dict[str, Json] = {"kind": "reference", "snapshot": order.snapshot, "pinned_at": at}
    arrival = Arrival(
        name=order.name, use_case=use_case.name, source=record, contract=contract, rows=rows, parts={WHOLE: rows}
    )
    return Prepared(arrival=arrival, table=None)


def _acquired(order: Order, contract: Contract | None, *, at: Instant) -> Acquired:
    if order.query is not None and order.database is not None:
        return from_database(order.database, order.query, at=at)
    return from_table(order.source, text=() if contract is None else contract.of_kind("text"), at=at)


def _require_one_source(order: Order) -> None:
    given = {
        "a table": order.source is not None, "parts": bool(order.parts), "a query": order.query is not None,
        "a reference": order.snapshot is not None,
    }  # fmt: skip
    named = [word for word, is_given in given.items() if is_given]
    if len(named) != 1:
        raise SourceUnclear(f"Named as the source: {' and '.join(named) or 'nothing'}.")
    if (order.query is None) != (order.database is None):
        raise SourceUnclear("A query needs a database, and a database needs a query.")


def _given(contract: Contract | str | Path | None) -> Contract | None:
    return contract if contract is None or isinstance(contract, Contract) else read_contract(Path(contract))


def _with_keys(plan: SplitPlan, contract: Contract) -> SplitPlan:
    """What the contract calls a key is one also where nobody said so again."""
    return SplitPlan(
        shares=plan.shares, by=plan.by or contract.by_role("key"), time=plan.time, seed=plan.seed
    )  # fmt: skip


def _roles(use_case: UseCase, plan: SplitPlan | None) -> Parts:
    named = (use_case.label, *use_case.protected)
    by = () if plan is None else tuple(name for name in plan.by if name not in named)
    time = None if plan is None or plan.time in named else plan.time
    return Parts(label=use_case.label, protected=use_case.protected, key=by, time=time)
