"""What models may learn from in a dataset: its features, each with the role that it really has."""

from collections.abc import Mapping

from evenhand.kernel.canonical import Json
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.ports.ledger import Record
from evenhand.ports.workspace import Workspace
from evenhand.workflows.lookup import document_of

_STRONGEST = ("label", "protected", "key")
"""What a feature is, however its contract calls it, when it was made from a column of that role."""


def feature_roles(workspace: Workspace, dataset: Record, use_case: UseCase) -> dict[str, Json] | None:
    """Each column that the contract calls a feature, with its role; ``None`` when nobody described the columns.

    The role is that of the use case where the use case names the column, else the strongest of the columns that it was
    made from, through every transform back to the source: calling the sex of a person a feature, or writing it into a
    new column, makes neither of them one.
    """
    columns = dataset.body["columns"]
    known = columns if isinstance(columns, Mapping) else {}
    roles: dict[str, Json] = {
        name: _role(workspace, dataset, name, use_case) for name, role in known.items() if role == "feature"
    }
    return roles or None


def taken_roles(
    workspace: Workspace, dataset: Record | None, stated: Mapping[str, Json], use_case: UseCase
) -> dict[str, Json]:  # fmt: skip
    """The columns that a model takes, as the lineage of the dataset that it learned from shows them.

    Args:
        workspace: where.
        dataset: that dataset version; ``None`` leaves every role as it is stated.
        stated: column to its role in the contract of the model's version; ``None`` where nobody says.
        use_case: names protected columns and the label.
    """
    found = dict(stated)
    for name in stated if dataset is not None else ():
        real = _role(workspace, dataset, name, use_case)
        if real in _STRONGEST:
            found[name] = real
    return found


def _role(workspace: Workspace, dataset: Record | None, name: str, use_case: UseCase) -> str | None:
    columns = None if dataset is None else dataset.body["columns"]
    stated = columns.get(name) if isinstance(columns, Mapping) else None
    if name == use_case.label:
        return "label"
    if name in use_case.protected:
        return "protected"
    if dataset is None or stated in _STRONGEST:
        return None if stated is None else str(stated)
    document = document_of(workspace, dataset)
    source, lineage = document["source"], document["lineage"]
    if not isinstance(source, Mapping) or source.get("kind") != "transform":
        return None if stated is None else str(stated)
    parent = workspace.ledger.record("dataset", str(source["of"]))
    origins = lineage.get(name) if isinstance(lineage, Mapping) else None
    found = {
        _role(workspace, parent, str(each), use_case) for each in (origins if isinstance(origins, list) else [name])
    }
    return next((role for role in _STRONGEST if role in found), None if stated is None else str(stated))
