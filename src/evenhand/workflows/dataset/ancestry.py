"""From sources over datasets and columns to the versions that learned from them, read off the ledger."""

from evenhand.governance.audit.entry import Record
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import short
from evenhand.lifecycle.data.lineage import Lineage, Node, mapping
from evenhand.lifecycle.training.manifest import Manifest
from evenhand.ports.workspace import Workspace
from evenhand.workflows.lookup import document_of, latest_evidence, manifest_of


class Ancestry:
    """Adds things to a graph, each with all that it was made from.

    Args:
        workspace: whose ledger is read.
        graph: to add to.
    """

    def __init__(self, workspace: Workspace, graph: Lineage) -> None:
        self._workspace = workspace
        self._graph = graph

    def dataset(self, record: Record) -> str:
        """A dataset version with its source, or with code and the version that it was made from."""
        document, name = document_of(self._workspace, record), f"dataset:{record.key}"
        if name in self._graph.nodes:
            return name
        source = mapping(document["source"])
        facts = (f"{len(mapping(document['parts']))} parts", f"rows {short(str(document['rows_digest']))}")
        self._graph.add(Node(id=name, kind="dataset", title=name, facts=facts))
        if source.get("kind") == "transform":
            parent = self._workspace.ledger.record("dataset", str(source["of"]))
            if parent is not None:
                code = short(str(source["code"]))[:8]
                self._graph.link(self.dataset(parent), name, f"by code {code}")
            self._graph.link(self._code(str(source["code"]), f"fitted on {source['fitted_on']}"), name)
        else:
            self._graph.link(self._source(record.key, source), name)
        return name

    def column(self, record: Record, name: str) -> str:
        """A column of a dataset version with the columns that it was made from."""
        document, key = document_of(self._workspace, record), f"column:{record.key}/{name}"
        if key in self._graph.nodes:
            return key
        role = mapping(record.body["columns"]).get(name)
        facts = (f"role {role}",) if role is not None else ("not in the contract",)
        self._graph.add(Node(id=key, kind="column", title=f"{record.key}/{name}", facts=facts))
        source = mapping(document["source"])
        parent = self._workspace.ledger.record("dataset", str(source.get("of")))
        if source.get("kind") != "transform" or parent is None:
            self._graph.link(self._source(record.key, source), key)
            return key
        origins = mapping(document["lineage"]).get(name)
        for origin in origins if isinstance(origins, list) else []:
            self._graph.link(self.column(parent, str(origin)), key)
        self._graph.link(self._code(str(source["code"]), ""), key)
        return key

    def version(self, record: Record) -> str:
        """A version with the dataset or the rows, and the code, that it was made from."""
        name = f"version:{record.key}"
        if name in self._graph.nodes:
            return name
        manifest = manifest_of(self._workspace, record)
        inputs = "inputs not known" if manifest.inputs is None else f"inputs {', '.join(manifest.inputs)}"
        facts = (inputs, f"{len(manifest.files)} files", f"by {manifest.author}")
        self._graph.add(Node(id=name, kind="version", title=record.key, facts=facts))
        run = self._run(record)
        self._graph.link(self._learned_from(name, manifest, run), name, "learned from")
        if run.get("code.digest"):
            self._graph.link(self._code(str(run["code.digest"]), f"{run['code.main']}, seed {run['seed']}"), name)
        for file in manifest.code:
            self._graph.link(self._code(file.digest, file.path), name)
        return name

    def _learned_from(self, name: str, manifest: Manifest, run: "dict[str, Json]") -> str:
        record = None
        if manifest.dataset is not None:
            record = self._workspace.ledger.record("dataset", manifest.dataset.removeprefix("dataset:"))
        if record is not None:
            return self.dataset(record)
        if run.get("data.digest"):
            rows = f"rows:{run['data.digest']}"
            facts = (f"{run['data.n_rows']} rows", short(str(run["data.digest"])), "no registered dataset")
            self._graph.add(Node(id=rows, kind="rows", title=str(run["data.place"] or "training rows"), facts=facts))
            return rows
        self._graph.add(Node(id=f"gap:{name}", kind="gap", title="the rows that it learned from"))
        return f"gap:{name}"

    def _run(self, record: Record) -> "dict[str, Json]":
        evidence = latest_evidence(self._workspace.ledger, record, "training-run-record")
        if evidence is None:
            return {}
        return dict(mapping(mapping(document_of(self._workspace, evidence)["body"]).get("facts")))

    def _code(self, digest: str, facts: str) -> str:
        name = f"code:{digest}"
        told = (facts,) if facts else ()
        self._graph.add(Node(id=name, kind="code", title=f"code {short(digest)}", facts=told))
        return name

    def _source(self, key: str, source: "Json") -> str:
        told, name = mapping(source), f"source:{key}"
        kind = told.get("kind")
        title = {
            "file": f"file {told.get('name')}", "sql": f"query of {told.get('place')}",
            "reference": f"snapshot {told.get('snapshot')}", "files": "files, one for each part",
        }.get(str(kind), "a table in memory")  # fmt: skip
        at = next((str(told[word]) for word in ("read_at", "snapshot_at", "pinned_at") if word in told), "")
        facts = [f"read {at[:16]}"] if at else []
        if "digest" in told:
            facts.append(short(str(told["digest"])))
        if "query" in told:
            facts.append(" ".join(str(told["query"]).split())[:80])
        self._graph.add(Node(id=name, kind="source", title=title, facts=tuple(facts)))
        return name
