"""A lineage as one picture: boxes in columns from the sources on, and curves from each to what it went into."""

from html import escape

from evenhand.lifecycle.data.lineage import Lineage, Node
from evenhand.surfaces.report.harmless import harmless

_BOX, _GAP, _LINE, _PAD, _BETWEEN = 232, 108, 16, 10, 22
_MARGIN, _MOST = 24, 34
_STYLE = """
text{font:13px system-ui,sans-serif;fill:#1b1f24}.fact{font-size:11px;fill:#57606a}.kind{font-size:10px;fill:#57606a}
rect{fill:#f6f8fa;stroke:#8c959f}.about rect{fill:#ddf4ff;stroke:#0969da;stroke-width:2}
.gap rect{fill:#fff8c5;stroke:#9a6700;stroke-dasharray:5 3}path{fill:none;stroke:#8c959f;stroke-width:1.5}
.label{font-size:10px;fill:#57606a}.ground{fill:#fff;stroke:none}
"""


def flow_svg(graph: Lineage) -> str:
    """The picture as one file that needs no other.

    Examples:
        >>> graph = Lineage(about="a")
        >>> graph.add(Node(id="a", kind="dataset", title="people@1"))
        >>> flow_svg(graph).startswith("<svg")
        True
    """
    layers = _ordered(graph)
    spots, height = _spots(layers)
    width = 2 * _MARGIN + len(layers) * _BOX + (len(layers) - 1) * _GAP
    title = _text(f"Lineage of {graph.nodes[graph.about].title}", cut=False)
    return "".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"',
        f' role="img" aria-label="{title}"><title>{title}</title><style>{_STYLE}</style>',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">',
        '<path d="M0 0 8 4 0 8" style="fill:#8c959f;stroke:none"/></marker></defs>',
        f'<rect class="ground" width="{width}" height="{height}"/>',
        *(_curve(spots, edge.start, edge.end, edge.label) for edge in graph.edges.values()),
        *(_box(node, spots[node.id], is_about=node.id == graph.about) for layer in layers for node in layer),
        "</svg>\n",
    ])  # fmt: skip


def _ordered(graph: Lineage) -> list[list[Node]]:
    """Each column in the order of what its boxes come from, so that few curves cross."""
    layers: list[list[Node]] = []
    place: dict[str, float] = {}
    for layer in graph.layers():
        middles = {
            node.id: [place[edge.start] for edge in graph.before(node.id) if edge.start in place] for node in layer
        }
        ordered = sorted(layer, key=lambda node: sum(middles[node.id]) / max(1, len(middles[node.id])))
        place.update({node.id: float(number) for number, node in enumerate(ordered)})
        layers.append(ordered)
    return layers


def _spots(layers: list[list[Node]]) -> tuple[dict[str, tuple[int, int, int]], int]:
    """Left, top and height of every box, columns centred, and the height of the picture."""
    tall = [sum(_height(node) + _BETWEEN for node in layer) - _BETWEEN for layer in layers]
    height = max(tall) + 2 * _MARGIN
    spots = {}
    for number, layer in enumerate(layers):
        top = (height - tall[number]) // 2
        for node in layer:
            spots[node.id] = (_MARGIN + number * (_BOX + _GAP), top, _height(node))
            top += _height(node) + _BETWEEN
    return spots, height


def _height(node: Node) -> int:
    return 2 * _PAD + _LINE * (2 + len(node.facts))


def _box(node: Node, spot: tuple[int, int, int], *, is_about: bool) -> str:
    left, top, height = spot
    mark = "about" if is_about else node.kind
    rows = [("kind", "nobody recorded" if node.kind == "gap" else node.kind), ("", node.title)]
    rows += [("fact", fact) for fact in node.facts]
    lines = [
        f'<text class="{name}" x="{left + _PAD}" y="{top + _PAD + 12 + _LINE * at}">{_text(text)}</text>'
        for at, (name, text) in enumerate(rows)
    ]
    whole = _text("; ".join((node.title, *node.facts)), cut=False)
    box = f'<rect x="{left}" y="{top}" width="{_BOX}" height="{height}" rx="6"/>'
    return f'<g class="{mark}"><title>{whole}</title>{box}{"".join(lines)}</g>'


def _curve(spots: dict[str, tuple[int, int, int]], start: str, end: str, label: str) -> str:
    left, top, height = spots[start]
    x1, y1 = left + _BOX, top + height // 2
    left, top, height = spots[end]
    x2, y2 = left, top + height // 2
    half = (x2 - x1) // 2 if x2 - x1 <= _GAP else _GAP // 2
    line = f'<path d="M{x1} {y1}C{x1 + half} {y1} {x2 - half} {y2} {x2} {y2}" marker-end="url(#tip)"/>'
    if not label:
        return line
    middle = f'x="{(x1 + x2) // 2}" y="{(y1 + y2) // 2 - 4}" text-anchor="middle"'
    return f'{line}<text class="label" {middle}>{_text(label)}</text>'


def _text(text: str, *, cut: bool = True) -> str:
    shown = harmless(text)
    return escape(f"{shown[: _MOST - 1]}…" if cut and len(shown) > _MOST else shown)
