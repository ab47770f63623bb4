"""Where a column, a dataset, a version or a prediction comes from, and what came of it."""

from collections.abc import Callable

from evenhand.errors.number import ReferenceUnreadable
from evenhand.errors.workspace import NotFound
from evenhand.governance.audit.entry import Reader, Record
from evenhand.kernel.part import did_you_mean
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.data.lineage import Lineage, Node, mapping
from evenhand.lifecycle.serving.prediction import Prediction
from evenhand.ports.workspace import Workspace
from evenhand.workflows.dataset.ancestry import Ancestry
from evenhand.workflows.dataset.descent import Descent
from evenhand.workflows.dataset.read_dataset import dataset_record


def lineage(workspace: Workspace, name: str, *, find: Callable[[str], Prediction | None]) -> Lineage:
    """The graph around one thing, from its sources to the places where it is in use.

    Args:
        workspace: where.
        name: ``people@2/age`` or ``age`` for a column, ``dataset:people@2``, a version such as ``loan@1``, or the id of
            a prediction.
        find: the prediction of an id, if a deployment logged it.

    Raises:
        NotFound: nothing is called so, or a column lies in several datasets.
    """
    state = workspace.ledger
    if "/" in name:
        dataset, _, column = name.partition("/")
        return _of_column(workspace, dataset_record(state, dataset), column)
    record = _registered(state, name)
    if record is not None:
        return _of_record(workspace, record)
    prediction = find(name)
    if prediction is not None:
        return _of_prediction(workspace, prediction)
    return _of_column(workspace, _holder(state, name), name)


def _registered(state: Reader, name: str) -> Record | None:
    """A version, else a dataset; ``dataset:people@1`` and ``version:loan@1`` say which."""
    kind, _, key = name.rpartition(":")
    try:
        Reference.parse(key)
    except ReferenceUnreadable:
        return None
    kinds = (kind,) if kind in ("version", "dataset") else ("version", "dataset")
    found = [record for each in kinds if (record := state.record(each, key)) is not None]
    if not found:
        raise NotFound(f"{name} is no registered version and no registered dataset.", reference=name)
    return found[0]


def _of_record(workspace: Workspace, record: Record) -> Lineage:
    graph = Lineage(about=f"{record.kind}:{record.key}")
    ancestry, descent = Ancestry(workspace, graph), Descent(workspace, graph)
    if record.kind == "version":
        ancestry.version(record)
        descent.of_version(record)
    else:
        ancestry.dataset(record)
        descent.of_dataset(record)
    return graph


def _of_column(workspace: Workspace, record: Record, column: str) -> Lineage:
    columns = mapping(record.body["columns"])
    if column not in columns:
        hint = did_you_mean(column, list(columns))
        raise NotFound(
            f"{record.key} has no column {column!r}{hint}.", column=column,
            remedy=f"See its columns with 'evenhand dataset show {record.key}'.",
        )  # fmt: skip
    graph = Lineage(about=f"column:{record.key}/{column}")
    Ancestry(workspace, graph).column(record, column)
    Descent(workspace, graph).of_column(record, column)
    return graph


def _of_prediction(workspace: Workspace, prediction: Prediction) -> Lineage:
    graph = Lineage(about=f"prediction:{prediction.id}")
    version = workspace.ledger.record("version", prediction.version)
    decision = "favourable" if prediction.decision else "unfavourable"
    facts = (f"score {prediction.score:.3f}, {decision}", f"answered {prediction.at[:19]}", f"as {prediction.mode}")
    graph.add(Node(id=graph.about, kind="prediction", title=prediction.id, facts=facts))
    place = f"deployment:{prediction.deployment}"
    graph.add(Node(id=place, kind="deployment", title=place))
    graph.link(place, graph.about)
    if version is None:
        graph.add(Node(id=f"gap:{prediction.version}", kind="gap", title=f"the version {prediction.version}"))
        graph.link(f"gap:{prediction.version}", place)
    else:
        graph.link(Ancestry(workspace, graph).version(version), place, prediction.mode)
    return graph


def _holder(state: Reader, column: str) -> Record:
    newest: dict[str, Record] = {}
    for record in sorted(state.records("dataset"), key=lambda each: each.head):
        newest[str(record.parent)] = record
    found = [record for record in newest.values() if column in mapping(record.body["columns"])]
    if len(found) == 1:
        return found[0]
    places = ", ".join(f"{record.key}/{column}" for record in found)
    if found:
        raise NotFound(f"Several datasets have a column {column!r}.", remedy=f"Name one: {places}.", column=column)
    raise NotFound(
        f"{column!r} is no version, no prediction and no column of a newest dataset version.",
        remedy="Write loan@1, people@2/age, dataset:people@2 or the id of a prediction.",
    )  # fmt: skip
