"""Where something comes from and what it goes into: a graph that is read off what entries name."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from evenhand.kernel.canonical import Json

KINDS = ("source", "dataset", "column", "code", "rows", "gap", "version", "release", "deployment", "prediction")


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One thing.

    Attributes:
        id: unique in the graph.
        kind: one of ``KINDS``; ``gap`` stands for what nobody recorded.
        title: how people name it.
        facts: what else is to be known, a few words each.
    """

    id: str
    kind: str
    title: str
    facts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.kind!r} is no kind of thing in a lineage")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """``start`` went into ``end``.

    Attributes:
        start, end: ids of nodes.
        label: how, in a few words.
    """

    start: str
    end: str
    label: str = ""


@dataclass(slots=True, kw_only=True)
class Lineage:
    """A graph without circles, built node by node.

    Attributes:
        about: id of what was asked about.
        nodes: by id, in the order in which they were found.
        edges: without repetitions.

    Examples:
        >>> graph = Lineage(about="version:loan@1")
        >>> graph.add(Node(id="dataset:people@1", kind="dataset", title="people@1"))
        >>> graph.add(Node(id="version:loan@1", kind="version", title="loan@1"), made_from=["dataset:people@1"])
        >>> print(graph.as_text())
        loan@1
          made from
            people@1
    """

    about: str
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: dict[tuple[str, str], Edge] = field(default_factory=dict)

    def add(self, node: Node, *, made_from: Sequence[str] = (), label: str = "") -> None:
        """Put a node in, with an edge from each of ``made_from``."""
        self.nodes.setdefault(node.id, node)
        for start in made_from:
            self.link(start, node.id, label)

    def link(self, start: str, end: str, label: str = "") -> None:
        """Put an edge in, once."""
        if start != end:
            self.edges.setdefault((start, end), Edge(start=start, end=end, label=label))

    def before(self, node: str) -> list[Edge]:
        """What went into a node."""
        return [edge for edge in self.edges.values() if edge.end == node]

    def after(self, node: str) -> list[Edge]:
        """What a node went into."""
        return [edge for edge in self.edges.values() if edge.start == node]

    def layers(self) -> list[list[Node]]:
        """The nodes from the sources on: each after all that went into it, and a source as late as can be."""
        depth: dict[str, int] = {}

        def placed(node: str) -> int:
            if node not in depth:
                depth[node] = 1 + max((placed(edge.start) for edge in self.before(node)), default=-1)
            return depth[node]

        rows: dict[int, list[Node]] = {}
        for name, node in self.nodes.items():
            later = [placed(edge.end) for edge in self.after(name)] if not self.before(name) else []
            rows.setdefault(min(later) - 1 if later else placed(name), []).append(node)
        return [rows[number] for number in sorted(rows)]

    def as_text(self) -> str:
        """The node that was asked about, what it is made from and what it goes into, as trees."""
        node = self.nodes[self.about]
        lines = [_line(node, "")]
        for word, way in (("made from", "before"), ("goes into", "after")):
            branch = list(self._branch(self.about, way, "    ", {self.about}))
            lines += [f"  {word}", *branch] if branch else []
        return "\n".join(lines)

    def as_json(self) -> dict[str, Json]:
        """The documented shape."""
        nodes: list[Json] = [
            {"id": node.id, "kind": node.kind, "title": node.title, "facts": list(node.facts)}
            for node in self.nodes.values()
        ]
        edges: list[Json] = [
            {"from": edge.start, "to": edge.end, "label": edge.label} for edge in self.edges.values()
        ]  # fmt: skip
        return {"about": self.about, "nodes": nodes, "edges": edges}

    def _branch(self, name: str, way: str, indent: str, told: set[str]) -> Iterator[str]:
        edges = self.before(name) if way == "before" else self.after(name)
        for edge in edges:
            other = edge.start if way == "before" else edge.end
            label = f"  [{edge.label}]" if edge.label else ""
            if other in told:
                yield f"{indent}{self.nodes[other].title}{label}, as above"
                continue
            told.add(other)
            yield indent + _line(self.nodes[other], label)
            yield from self._branch(other, way, indent + "  ", told)


def _line(node: Node, label: str) -> str:
    facts = f"  {'; '.join(node.facts)}" if node.facts else ""
    mark = "(nobody recorded) " if node.kind == "gap" else ""
    return f"{mark}{node.title}{label}{facts}"


def mapping(value: Json) -> Mapping[str, Json]:
    """A part of a stored document as a map; empty when it is none."""
    return value if isinstance(value, Mapping) else {}
