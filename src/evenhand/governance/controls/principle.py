"""Where checks and kinds of evidence stand among five principles and seven phases, and what the catalogue cites."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from evenhand.governance.controls.catalogue import requirements
from evenhand.governance.controls.resource import Node, names, node, resource_file
from evenhand.kernel.canonical import Json

Cell = tuple[str, str]
"""Principle and phase."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """The table of ``resources/documents/principles.yaml``.

    Attributes:
        principles, phases: in their order.
        kinds: of evidence, to the cells in which they stand.
    """

    principles: tuple[str, ...]
    phases: tuple[str, ...]
    kinds: Mapping[str, tuple[Cell, ...]]

    def cells_of_check(self, check: Mapping[str, Json], gate: str, kind: str | None) -> tuple[Cell, ...]:
        """The cells in which a recorded check stands.

        Args:
            check: as the verdict holds it.
            gate: that it belongs to.
            kind: of evidence that it asks for, if it asks for any.
        """
        if check.get("predicate") == "evidence":
            return self.kinds.get(kind or "", ())
        phase = str(node(_table(), "gates").get(gate, ""))
        return tuple((principle, phase) for principle in _principles(check) if phase)

    def expected(self, cell: Cell) -> tuple[str, ...]:
        """Kinds of evidence that stand in a cell."""
        return tuple(kind for kind, cells in self.kinds.items() if cell in cells)


@cache
def placing() -> Placing:
    """The table, read once.

    Examples:
        >>> placing().kinds["fairness-report"]
        (('fairness', 'evaluation'), ('transparency', 'evaluation'))
    """
    table = _table()
    kinds: dict[str, tuple[Cell, ...]] = {}
    for phase in names(table, "phases"):
        placed = node(node(table, "kinds"), phase)
        kinds |= {kind: tuple((principle, phase) for principle in names(placed, kind)) for kind in placed}
    return Placing(principles=names(table, "principles"), phases=names(table, "phases"), kinds=kinds)


@cache
def cited(kind: str, principle: str) -> tuple[str, ...]:
    """Places in the catalogue's instruments that ask for a kind of evidence under a principle, each once.

    A citation says where to read, never that anything is met.

    Examples:
        >>> [place.partition(":")[0] for place in cited("retirement-record", "accountability")]
        ['nist-ai-rmf', 'sr-11-7']
    """
    found = [
        f"{each.framework}: {each.source}"
        for each in requirements()
        if kind in (*each.required, *each.supporting) and principle in each.principles
    ]
    return tuple(dict.fromkeys(found))


def _principles(check: Mapping[str, Json]) -> tuple[str, ...]:
    table, predicate = _table(), str(check.get("predicate"))
    if predicate != "metric":
        placed = node(table, "predicates")
        return names(placed, predicate) if predicate in placed else names(table, "other_metrics")
    measured, by_group = _measured(check)
    placed = node(table, "metrics")
    known = [principle for name in measured if name in placed for principle in names(placed, name)]
    if by_group:
        return tuple(dict.fromkeys(["fairness", *known]))
    return tuple(dict.fromkeys(known)) or names(table, "other_metrics")


def _measured(check: Mapping[str, Json]) -> tuple[list[str], bool]:
    """Names of the metrics of a check, and whether it compares groups."""
    reasons = check.get("reasons")
    maps = [each for each in (reasons if isinstance(reasons, list) else []) if isinstance(each, Mapping)]
    written, _, by = str(check.get("id")).partition(" by ")
    measured = list(dict.fromkeys([str(each["name"]) for each in maps if "name" in each] or [written]))
    compares = any(name.endswith(("_difference", "_ratio")) for name in measured)
    return measured, compares or bool(by) or any(each.get("group") for each in maps)


def _table() -> Node:
    return resource_file("documents", "principles")
