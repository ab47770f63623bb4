"""A dataset version made from another: each part read on record, the code run in a confined child."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from evenhand.adapters.dataset.disturbance import disturbed_columns, drawn
from evenhand.adapters.dataset.leakage_scan import leakage_scan
from evenhand.adapters.dataset.part_file import joined, part_bytes
from evenhand.adapters.runner.confined import SandboxMode
from evenhand.adapters.runner.handover import ModelFile
from evenhand.adapters.runner.transform import State, Transform, open_transform
from evenhand.adapters.tables.describe import infer_contract
from evenhand.adapters.tables.table import Table
from evenhand.errors.dataset import DatasetByReference, TransformFailed
from evenhand.errors.workspace import NotFound
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import digest_of
from evenhand.lifecycle.data.column_lineage import settled_lineage
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.data.inference import Parts
from evenhand.lifecycle.data.statement import Statement
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Record
from evenhand.ports.workspace import Workspace
from evenhand.wiring.arrival import Prepared
from evenhand.wiring.dataset import dataset_part
from evenhand.wiring.dataset_evidence import with_evidence
from evenhand.wiring.settings import Settings
from evenhand.wiring.user_file import read_text
from evenhand.workflows.dataset.register_dataset import Arrival, Rows
from evenhand.workflows.lookup import use_case_in_force

_LARGEST = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """What somebody asked for.

    Attributes:
        workspace, settings, identity: where, and who.
        code: the Python file.
        name: of the new dataset; ``None`` for the next version of the same.
        fit_on: the part that the code may learn from.
        contract: of the new rows; ``None`` infers one and keeps the roles of columns that keep their names.
        statement: what people state about the new rows.
    """

    workspace: Workspace
    settings: Settings
    identity: Identity
    code: Path
    name: str | None = None
    fit_on: str = "training"
    contract: Contract | None = None
    statement: Statement = field(default_factory=Statement)

    def __call__(self, parent: Record, document: Mapping[str, Json]) -> Arrival:
        """The new rows, with all that is known about them."""
        read_text(self.code, largest=_LARGEST)  # refuses what is no text of a sensible size
        content = self.code.read_bytes()
        tables = self._tables(parent, document)
        if self.fit_on not in tables:
            raise NotFound(
                f"{parent.key} has no part {self.fit_on!r} to learn from; it has {', '.join(tables)}.",
                remedy="Name one with --fit-on.",
            )  # fmt: skip
        file = ModelFile(path="transform.py", source=self.code.absolute(), digest=digest_of(content))
        with open_transform(file, sandbox=_sandbox()) as transform:
            state = transform.fit(tables[self.fit_on].arrow)
            made = {name: _made(transform, name, table, state) for name, table in tables.items()}
            lineage, probe = self._lineage(transform, tables[self.fit_on], state)
        source: dict[str, Json] = {
            "kind": "transform", "of": parent.key, "manifest": parent.body["manifest"],
            "code": self.workspace.artifacts.put(content), "state": self.workspace.artifacts.put(state.content),
            "state_form": state.form, "fitted_on": self.fit_on, "rows": tables[self.fit_on].digest,
            "made_at": self.workspace.clock.now(), "lineage_by": probe,
        }  # fmt: skip
        return self._arrival(parent, document, made, (source, lineage))

    def _tables(self, parent: Record, document: Mapping[str, Json]) -> dict[str, Table]:
        order, parts = document["order"], document["parts"]
        names = [str(name) for name in order] if isinstance(order, list) else []
        held = parts if isinstance(parts, Mapping) else {}
        if any(not isinstance(part, Mapping) or part["file"] is None for part in held.values()):
            raise DatasetByReference(f"{parent.key} pins rows that lie elsewhere; none is kept here.")
        purpose = f"transform by {self.code.name}"
        return {
            name: dataset_part(
                self.workspace, self.settings, self.identity, parent.key, name, purpose=purpose
            ).table
            for name in names
        }  # fmt: skip

    def _lineage(self, transform: Transform, training: Table, state: State) -> tuple[dict[str, Json], dict[str, Json]]:
        sample = drawn(training.arrow)
        seen, silent = disturbed_columns(sample, lambda rows: transform.apply(rows, state))
        lineage = settled_lineage(list(seen), before=training.columns, declared=transform.lineage, seen=seen)
        probe: dict[str, Json] = {
            "declared": sorted(transform.lineage), "n_rows": sample.num_rows, "not_disturbed": list(silent),
        }  # fmt: skip
        return lineage, probe

    def _arrival(
        self, parent: Record, document: Mapping[str, Json], made: Mapping[str, Table],
        known: tuple[dict[str, Json], dict[str, Json]],
    ) -> Arrival:  # fmt: skip
        source, lineage = known
        whole = joined(made)
        roles = parent.body["columns"]
        contract = self.contract or infer_contract(
            whole, _parts(whole, roles if isinstance(roles, Mapping) else {})
        )  # fmt: skip
        use_case, _ = use_case_in_force(self.workspace.ledger, str(document["use_case"]))
        keys = [name for name in contract.by_role("key") if name in whole.kinds]
        time = next((name for name in contract.by_role("time") if name in whole.kinds), None)
        split = document["split"]
        arrival = Arrival(
            name=self.name or str(document["dataset"]), use_case=use_case.name, source=source, contract=contract,
            rows=Rows(digest=whole.digest, n_rows=whole.n_rows, content=None),
            parts={
                name: Rows(digest=table.digest, n_rows=table.n_rows, content=part_bytes(table))
                for name, table in made.items()
            },
            split=split if isinstance(split, Mapping) else None,
            leakage=leakage_scan(made, key=keys, time=time) if len(made) > 1 else None, lineage=lineage,
            inputs=[str(source[name]) for name in ("manifest", "code", "state")],
        )  # fmt: skip
        return with_evidence(
            Prepared(arrival=arrival, table=whole), use_case, statement=self.statement, population=None
        )  # fmt: skip


def _made(transform: Transform, name: str, table: Table, state: State) -> Table:
    made = transform.apply(table.arrow, state)
    if not made.num_rows:
        raise TransformFailed(f"The transform left no row of the part {name}.")
    return Table.of(made, origin=f"{table.origin}, transformed")


def _parts(table: Table, roles: Mapping[str, Json]) -> Parts:
    held: dict[str, list[str]] = {}
    for name, role in roles.items():
        if name in table.kinds:
            held.setdefault(str(role), []).append(name)
    one = {role: next(iter(held.get(role, [])), None) for role in ("label", "time", "weight")}
    return Parts(
        label=one["label"], time=one["time"], weight=one["weight"], protected=tuple(held.get("protected", ())),
        key=tuple(held.get("key", ())), context=tuple(held.get("context", ())),
    )  # fmt: skip


def _sandbox() -> SandboxMode:
    return "limits" if os.environ.get("EVENHAND_SANDBOX") == "limits" else "required"
