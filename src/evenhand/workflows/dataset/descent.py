"""From a dataset or a column over the versions that learned from it to the places where they answer."""

from collections.abc import Iterator, Mapping

from evenhand.governance.audit.entry import Record
from evenhand.kernel.canonical import Json
from evenhand.lifecycle.data.lineage import Lineage, Node, mapping
from evenhand.ports.workspace import Workspace
from evenhand.workflows.dataset.ancestry import Ancestry
from evenhand.workflows.lookup import document_of, manifest_of


class Descent:
    """Adds what came of things to a graph.

    Args:
        workspace: whose ledger is read.
        graph: to add to.
    """

    def __init__(self, workspace: Workspace, graph: Lineage) -> None:
        self._state = workspace.ledger
        self._workspace = workspace
        self._graph = graph
        self._ancestry = Ancestry(workspace, graph)

    def of_dataset(self, record: Record) -> None:
        """Versions that learned from it, and datasets that were made from it with theirs."""
        for version in self._learners(record):
            self._ancestry.version(version)
            self.of_version(version)
        for child in self._children(record):
            self._ancestry.dataset(child)
            self.of_dataset(child)

    def of_column(self, record: Record, name: str) -> None:
        """Columns that were made from it, and versions that take it or them."""
        column = self._ancestry.column(record, name)
        for version in self._learners(record):
            inputs = manifest_of(self._workspace, version).inputs or ()
            if name in inputs:
                key = f"version:{version.key}"
                facts = (f"takes {len(inputs)} columns",)
                self._graph.add(Node(id=key, kind="version", title=version.key, facts=facts))
                self._graph.link(column, key, "input")
                self.of_version(version)
        for child in self._children(record):
            for new, origins in mapping(document_of(self._workspace, child)["lineage"]).items():
                if isinstance(origins, list) and name in origins:
                    self._graph.link(column, self._ancestry.column(child, new))
                    self.of_column(child, new)

    def of_version(self, record: Record) -> None:
        """Where it answers, answered, or scores along; releases that no deployment uses too."""
        key = f"version:{record.key}"
        used = set()
        for deployment in self._state.records("deployment"):
            for way, environment in _ways(deployment.body, record.key):
                name = f"deployment:{deployment.key}"
                facts = (f"in {environment}", *(["stopped"] if deployment.body["is_stopped"] else []))
                self._graph.add(Node(id=name, kind="deployment", title=name, facts=facts))
                self._graph.link(key, name, way)
                used.add(environment)
        for release in self._state.records("release"):
            version, _, rest = release.key.partition("/")
            if version == record.key and rest.partition("/")[0] not in used:
                self._graph.add(Node(id=f"release:{release.key}", kind="release", title=f"released for {rest}"))
                self._graph.link(key, f"release:{release.key}")

    def _learners(self, record: Record) -> list[Record]:
        found = [each for each in self._state.records("version") if each.body.get("dataset") == record.key]
        return sorted(found, key=lambda each: each.head)

    def _children(self, record: Record) -> list[Record]:
        return [
            each
            for each in self._state.records("dataset")
            if mapping(document_of(self._workspace, each)["source"]).get("of") == record.key
        ]


def _ways(body: Mapping[str, Json], version: str) -> Iterator[tuple[str, str]]:
    environment = str(body["environment"])
    if mapping(body["champion"]).get("version") == version:
        yield "champion", environment
    for name, way in (("shadows", "shadow"), ("former", "former champion")):
        listed = body[name]
        if any(mapping(each).get("version") == version for each in (listed if isinstance(listed, list) else [])):
            yield way, environment
