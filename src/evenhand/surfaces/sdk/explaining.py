"""Why one case got its score."""

from dataclasses import dataclass
from typing import Any

from evenhand.errors.table import RowMissing
from evenhand.kernel.canonical import Json
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.evaluation.local import PAIRS
from evenhand.ports.ledger import Entry
from evenhand.surfaces.sdk.opening import Folder, opened, read, reference_of, settings_for
from evenhand.wiring.artifacts import artifacts_for
from evenhand.wiring.models import SandboxedModels
from evenhand.wiring.sample import TableSample
from evenhand.workflows.evaluation import explain_row as explaining
from evenhand.workflows.lookup import manifest_of, version_record


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One case explained.

    Attributes:
        row: its place in the table, counted from 1.
        values: of its columns, as text; they stand in no evidence.
        body: what was found; the documented shape of ``docs/reference/reports.md``.
        entry: that filed it, if it was filed.
    """

    row: int
    values: dict[str, str]
    body: dict[str, Any]
    entry: Entry | None = None

    @property
    def reasons(self) -> tuple[str, ...]:
        """Inputs that spoke for the decision, the strongest first."""
        return tuple(self.body["reasons"])

    def as_json(self) -> dict[str, Json]:
        """Everything, the values of the case included."""
        return {"row": self.row, "values": dict(self.values), **self.body}

    def __str__(self) -> str:
        return "\n".join(_lines(self))


def explain(
    version: str | Reference, *, data: object, row: int | None = None, id: str | None = None,  # noqa: A002 - as typed
    background: object = None, pairs: int = PAIRS, seed: int = 0, file_as: str | None = None,
    actor: str | None = None, workspace: Folder = None,
) -> Explanation:  # fmt: skip
    """What each input accounts for in the score of one case, each with its interval.

    Args:
        version: for example ``credit@3``.
        data: a table that holds the case.
        row: its place, counted from 1.
        id: or its value in the column that the contract marks as key.
        background: rows that it is compared with; ``data`` when left out.
        pairs: of walks that the estimate stands on.
        seed: of the chance in it.
        file_as: file it as evidence under this name of the case, for example the id of a prediction.
        actor: who files it.
        workspace: where; from the current folder upwards when left out.

    Raises:
        RowMissing: no row, or more than one, is meant.
        ModelNotHeld: only predictions of the model were registered.
    """
    if (row is None) == (id is None):
        raise RowMissing("Say which row is meant: by its number or by its id.")
    with read(workspace) as place:
        reference = reference_of(version)
        contract = Contract.from_json(manifest_of(place, version_record(place.ledger, reference)).contract)
        rows = TableSample.of(data, contract=contract)
        chosen = row if row is not None else rows.place_of(str(id), column=_key(contract))
        case = rows.only(chosen)
        compared = rows if background is None else TableSample.of(background, contract=contract)
        models = SandboxedModels(artifacts_for(settings_for(workspace)))
        body = explaining.explain_row(
            place, reference, case=case, background=compared, models=models, pairs=pairs, seed=seed
        )
    if file_as is None:
        return Explanation(row=chosen, values=case.shown(), body=body)
    with opened(workspace, actor) as (place, identity):
        entry = explaining.file_explanation(place, identity, reference, body, case=file_as)
    return Explanation(row=chosen, values=case.shown(), body=body, entry=entry)


def _key(contract: Contract) -> str:
    keys = contract.by_role("key")
    if len(keys) != 1:
        raise RowMissing(f"The contract marks {len(keys)} columns as key, so no id names a row.")
    return keys[0]


def _lines(shown: Explanation) -> list[str]:
    body = shown.body
    decision = "favourable" if body["decision"] else "not favourable"
    lines = [
        f"{body['version']}, row {shown.row:,}: score {body['score']:.3f}, {decision} (cut-off {body['cut_off']:g}).",
        f"Compared with {body['background']:,} rows, whose mean score is {body['base']:.3f}:",
    ]
    width = max((len(f"{each['column']} {shown.values[each['column']]}") for each in body["contributions"]), default=0)
    for each in body["contributions"]:
        name = f"{each['column']} {shown.values[each['column']]}"
        lines.append(f"  {name:<{width}}  {each['value']:+.3f}  ({each['lower']:+.3f} to {each['upper']:+.3f})")
    lines.append(f"They add up to the score with a gap of {body['additivity_gap']:+.4f}.")
    lines.append(
        f"Reasons for the decision: {', '.join(body['reasons']) or 'none that pushed that way beyond chance'}."
    )
    lines += [
        f"Without {', '.join(each['removed'])} the score is {body['score'] - each['moved']:.3f}, so this accounted for "
        f"{each['moved']:+.3f} ({each['lower']:+.3f} to {each['upper']:+.3f}); claimed {each['claimed']:+.3f}."
        for each in body["deletion"]
    ]
    stability = body["stability"]
    if stability["rank_correlation"] is not None:
        lines.append(
            f"Asked again with other chance: rank correlation {stability['rank_correlation']:.2f}, "
            f"{stability['same_top']} of the first three the same."
        )
    if shown.entry is not None:
        lines.append(f"Filed as individual-explanation: ledger entry {shown.entry.sequence}.")
    return lines
