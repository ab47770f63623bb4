"""Datasets: register them, read their parts, list them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evenhand.kernel.reference import Reference
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.data.split import SplitPlan, read_shares
from evenhand.ports.ledger import Record
from evenhand.surfaces.sdk.opening import Folder, opened, read, settings_for
from evenhand.surfaces.sdk.workspace_use import use_case_for
from evenhand.wiring.arrival import Order, prepared
from evenhand.wiring.contract_file import read_contract
from evenhand.wiring.dataset import dataset_part
from evenhand.wiring.dataset_evidence import read_population, read_statement, with_evidence
from evenhand.wiring.transform import Derivation
from evenhand.wiring.user_file import require_writable, write_file
from evenhand.workflows.dataset import register_dataset as registering
from evenhand.workflows.dataset import show_dataset as showing
from evenhand.workflows.dataset import transform_dataset as transforming

_USUAL = "training=0.6,validation=0.2,holdout=0.2"


def register_dataset(
    name: str, source: object = None, *, parts: Mapping[str, object] | None = None, query: str | None = None,
    database: str | None = None, reference: str | None = None, rows_digest: str | None = None,
    use_case: str | None = None, contract: str | Path | Contract | None = None, split: str | None = _USUAL,
    by: Sequence[str] = (), time: str | None = None, seed: int = 0, statement: str | Path | None = None,
    population: str | Path | None = None, actor: str | None = None, workspace: Folder = None,
) -> Reference:  # fmt: skip
    """Record rows as a new, immutable dataset version.

    Args:
        name: of the dataset; the version gets the next number.
        source: a path (Parquet, CSV), or a pandas, Polars or Arrow table.
        parts: instead of ``source``: part to path or table, when the rows were split elsewhere.
        query: instead of ``source``: one SELECT, run in ``database``.
        database: ``sqlite:PATH`` or ``postgresql://USER@HOST/NAME``.
        reference: instead of ``source``: the id of a snapshot that stays where it is; no row is kept.
        rows_digest: digest of the rows of that snapshot.
        use_case: the use case that it is for; may be left out when only one is in force.
        contract: a contract or its path; inferred when left out.
        split: parts and their shares, earliest first; ``None`` keeps all rows in one part, ``all``.
        by: columns that name who a row is about; all rows of one key go to one part.
        time: column by which later rows go to later parts.
        seed: of the split by chance.
        statement: a file with what people state: legal basis, retention, labels, answers of the data sheet.
        population: a file with the stated share of each group.
        actor: who acts; the only identity when left out.
        workspace: where; from the current folder upwards when left out.

    Returns:
        The reference of the new version, for example ``adult@1``.
    """
    plan = None if split is None else SplitPlan(shares=read_shares(split), by=tuple(by), time=time, seed=seed)
    order = Order(
        name=name, source=source, parts=parts or {}, query=query, database=database, snapshot=reference,
        rows_digest=rows_digest, contract=contract, plan=plan,
    )  # fmt: skip
    said, stated = read_statement(statement), read_population(population)
    with opened(workspace, actor) as (place, identity):
        case = use_case_for(place.ledger, use_case)
        made = prepared(order, case, at=place.clock.now())
        arrival = with_evidence(made, case, statement=said, population=stated)
        return registering.register_dataset(place, identity, arrival)


def read_dataset(
    dataset: str | Reference, part: str, *, purpose: str, actor: str | None = None, workspace: Folder = None
) -> Any:
    """The rows of one part as an Arrow table, after the reading was recorded.

    Args:
        dataset: for example ``adult@1``.
        part: for example ``training``.
        purpose: what for; it stands in the ledger beside your name.
        actor: as for ``register_dataset``.
        workspace: as for ``register_dataset``.

    Raises:
        NotFound: there is no such version or part.
        ArtifactDamaged, RowsDiffer: what is stored is not what was registered.
    """
    with opened(workspace, actor) as (place, identity):
        return dataset_part(place, settings_for(workspace), identity, dataset, part, purpose=purpose).rows


def list_datasets(*, workspace: Folder = None) -> list[Record]:
    """Every dataset version, in the order of name and number."""
    with read(workspace) as place:
        return sorted(place.ledger.records("dataset"), key=lambda each: Reference.parse(each.key))


def show_dataset(dataset: str | Reference, *, workspace: Folder = None) -> showing.ShownDataset:
    """What a dataset version is: its manifest, the evidence about it, who read it."""
    with read(workspace) as place:
        return showing.show_dataset(place, dataset)


def write_part(
    dataset: str | Reference, part: str, *, out: Path, purpose: str, actor: str | None = None, workspace: Folder = None
) -> int:  # fmt: skip
    """Write one part to a new Parquet file; the number of its rows."""
    from evenhand.adapters.dataset.part_file import part_bytes

    require_writable(out)
    with opened(workspace, actor) as (place, identity):
        sample = dataset_part(place, settings_for(workspace), identity, dataset, part, purpose=purpose)
    write_file(out, part_bytes(sample.table))
    return sample.n_rows


def transform_dataset(
    dataset: str | Reference, code: str | Path, *, name: str | None = None, fit_on: str = "training",
    contract: str | Path | Contract | None = None, statement: str | Path | None = None, actor: str | None = None,
    workspace: Folder = None,
) -> Reference:  # fmt: skip
    """Make a new dataset version: ``fit`` of the code learns from one part, ``apply`` changes all of them.

    Args:
        dataset: the version to start from, for example ``adult@1``.
        code: a Python file with ``fit(training)`` and ``apply(table, state)``; it runs in a confined child.
        name: of the new dataset; the next version of the same when left out.
        fit_on: the part to learn from.
        contract: of the new rows; inferred when left out, with the roles of columns that keep their names.
        statement: as for ``register_dataset``; what was stated about the old version is not about this one.
        actor: as for ``register_dataset``.
        workspace: as for ``register_dataset``.

    Raises:
        TransformInvalid: the code defines no such functions.
        TransformFailed: it raised an error, lost rows, or hides what a column is made from.
    """
    agreed = contract if contract is None or isinstance(contract, Contract) else read_contract(Path(contract))
    said = read_statement(statement)
    with opened(workspace, actor) as (place, identity):
        derive = Derivation(
            workspace=place, settings=settings_for(workspace), identity=identity, code=Path(code), name=name,
            fit_on=fit_on, contract=agreed, statement=said,
        )  # fmt: skip
        return transforming.transform_dataset(place, identity, dataset, derive=derive)
