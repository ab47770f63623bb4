"""Where the rows of a run come from: a table that somebody hands over, or a part of a registered dataset."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evenhand.errors.dataset import RowsDiffer
from evenhand.errors.training import RunUnrepeatable
from evenhand.errors.workspace import CommandUnclear, NotFound
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.lifecycle.training.training_rows import TrainingRows
from evenhand.lifecycle.training.training_run import DataSource
from evenhand.ports.identity import Identity
from evenhand.ports.workspace import Workspace
from evenhand.wiring.dataset import dataset_part
from evenhand.wiring.sample import TableSample
from evenhand.wiring.settings import Settings
from evenhand.wiring.training import place_of, training_rows
from evenhand.workflows.dataset.read_dataset import dataset_record
from evenhand.workflows.lookup import document_of
from evenhand.workflows.training.development import require_development

PART = "training"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a run happens.

    Attributes:
        workspace: with the datasets.
        settings: of the same workspace.
        identity: who trains.
    """

    workspace: Workspace
    settings: Settings
    identity: Identity

    def dataset_contract(self, dataset: str) -> Contract:
        """The contract that a dataset was registered with.

        Raises:
            NotFound: there is no such dataset, or nobody described its columns.
        """
        record = dataset_record(self.workspace.ledger, dataset)
        stored = document_of(self.workspace, record)["contract"]
        if not isinstance(stored, Mapping) or not stored:
            raise NotFound(f"{record.key} has no contract.", remedy="Register it with one: its columns need roles.")
        return Contract.from_json(stored)

    def rows(
        self, *, data: object, dataset: str | None, use_case: UseCase, contract: Contract, purpose: str,
        part: str = PART,
    ) -> TrainingRows:  # fmt: skip
        """Rows to train on, after the gate was asked; only the part that is named is opened.

        Raises:
            CommandUnclear: both kinds of rows are named, or none.
            DevelopmentClosed: the policy does not let a model be trained on them.
        """
        if (data is None) == (dataset is None):
            raise CommandUnclear("Name either a table or a dataset.", remedy="Give --data FILE or --dataset NAME@N.")
        require_development(self.workspace.ledger, use_case, dataset)
        if dataset is None:
            sample = TableSample.of(data, contract=contract)
            place = place_of(data, self.settings.found.parent)
            source = DataSource(digest=sample.digest, n_rows=sample.n_rows, place=place)
        else:
            sample = self._part(dataset, part, purpose)
            key = dataset.removeprefix("dataset:")
            source = DataSource(digest=sample.digest, n_rows=sample.n_rows, dataset=key, part=part)
        return training_rows(sample, use_case=use_case, contract=contract, source=source)

    def found_again(
        self, source: DataSource, contract: Contract, use_case: UseCase, *, data: object
    ) -> TrainingRows:  # fmt: skip
        """The rows at hand as ``data``, or else where the record says that they were.

        Raises:
            RunUnrepeatable: they are nowhere, or other rows lie there.
        """
        if data is None and source.dataset is not None:
            sample = self._dataset_again(source)
        else:
            folders = (self.settings.found.parent, Path.cwd())
            sample = TableSample.of(_searched(source, folders) if data is None else data, contract=contract)
        if sample.digest != source.digest:
            raise RunUnrepeatable(
                f"{sample.table.origin} holds other rows now: {sample.digest}, and the run had {source.digest}.",
                remedy="Hand the rows of then over with --data FILE; other rows are another run.",
            )  # fmt: skip
        return training_rows(sample, use_case=use_case, contract=contract, source=source)

    def _part(self, dataset: str, part: str, purpose: str) -> TableSample:
        return dataset_part(self.workspace, self.settings, self.identity, dataset, part, purpose=purpose)

    def _dataset_again(self, source: DataSource) -> TableSample:
        from evenhand.errors.ledger import ArtifactDamaged, ArtifactMissing

        try:
            return self._part(str(source.dataset), source.part or PART, "repeat a training run")
        except (ArtifactMissing, ArtifactDamaged, NotFound, RowsDiffer) as mistake:
            raise RunUnrepeatable(f"The rows of {source.shown} are gone: {mistake.fact}") from mistake


def _searched(source: DataSource, folders: Sequence[Path]) -> Path:
    if source.place is not None:
        for folder in folders:
            path = folder / source.place
            if path.is_file():
                return path
    raise RunUnrepeatable(
        f"The rows of the run ({source.shown}, {source.n_rows:,} rows, {source.digest}) are not here.",
        remedy="Hand them over with --data FILE.", digest=source.digest,
    )  # fmt: skip
