"""Hold the groups of a dataset version against a stated population, and file the report."""

from collections.abc import Mapping

from evenhand.kernel.canonical import Json
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.data.population import Population, representation
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.ports.workspace import Workspace
from evenhand.workflows.dataset.read_dataset import dataset_record
from evenhand.workflows.filing import file_evidence
from evenhand.workflows.lookup import target_named


def compare_dataset(
    workspace: Workspace, identity: Identity, reference: Reference | str, population: Population, *,
    counts: Mapping[str, Mapping[str, int]],
) -> tuple[Entry, dict[str, Json]]:  # fmt: skip
    """File the data-representativeness report.

    Args:
        workspace: where.
        identity: who asks.
        reference: the dataset version.
        population: the stated shares.
        counts: attribute to group to rows, of all parts together.

    Returns:
        The entry and the report.

    Raises:
        NotFound: no such version was registered.
        PopulationInvalid: it states shares of an attribute that is no column.
    """
    dataset = dataset_record(workspace.ledger, reference)
    target = target_named(workspace.ledger, f"dataset:{dataset.key}")
    report = representation(counts, population)
    inputs = [str(dataset.body["rows_digest"]), population.digest]
    entry = file_evidence(
        workspace, identity, target, kind="data-representativeness-report", body=report, inputs=inputs
    )
    return entry, report
