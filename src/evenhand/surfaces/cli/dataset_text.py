"""Dataset versions and readings of them, as a terminal shows them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import short

if TYPE_CHECKING:
    from evenhand.ports.ledger import Record
    from evenhand.workflows.dataset.show_dataset import ShownDataset


def listed(record: "Record") -> str:
    """One line for one version."""
    body = record.body
    where = f"{record.key:<24} {body['use_case']!s:<16} {_rows(body['n_rows']):>14}"
    return f"{where}  {body['registered_at']}  {body['author']}"


def dataset_text(shown: "ShownDataset") -> str:
    """All of it: where the rows are from, their parts, their columns, what comparing the parts found."""
    document = shown.document
    source = _map(document["source"])
    lines = [
        f"dataset:{shown.record.key}  for {document['use_case']}, by {document['author']}",
        f"  from      {source_text(source)}",
        f"  rows      {_rows(document['n_rows'])}, {short(str(document['rows_digest']))}",
    ]
    order = document["order"]
    for name in order if isinstance(order, list) else []:
        part = _map(_map(document["parts"])[str(name)])
        kept = "" if part["file"] else "  (rows lie elsewhere)"
        lines.append(f"  part      {name!s:<12} {_rows(part['n_rows']):>14}  {short(str(part['rows_digest']))}{kept}")
    lines += [f"  columns   {role}: {', '.join(names)}" for role, names in _by_role(shown).items()]
    lines += _leakage(document)
    lines += _personal(shown)
    lines += [f"  evidence  {', '.join(sorted(shown.evidence)) or 'none'}"]
    if shown.children:
        lines.append(f"  made from it: {', '.join(shown.children)}")
    return "\n".join(lines)


def columns_text(shown: "ShownDataset") -> str:
    """One line for each column that a transform made, with the columns that it was made from."""
    lines = [
        f"  {name} from {', '.join(map(str, _list(origins))) or 'nothing that was seen to change it'}"
        for name, origins in _map(shown.document["lineage"]).items()
        if _list(origins) != [name]
    ]
    return "\n".join(lines)


def readings_text(shown: "ShownDataset") -> str:
    """One line for each reading."""
    lines = [f"{each['at']}  {each['actor']:<12} {each['part']:<12} {each['purpose']}" for each in shown.readings]
    return "\n".join(lines) or f"Nobody has read {shown.record.key} yet."


def representation_text(report: Mapping[str, Json]) -> str:
    """One line for each group, with what to make of it."""
    population = _map(report["population"])
    groups, missing = report["groups"], report["missing"]
    lines = [f"Against {population['name']} ({population['source']}):"]
    for each in groups if isinstance(groups, list) else []:
        row = _map(each)
        found = _map(row["measurement"])
        stated = "not stated" if row["population"] is None else f"stated {_percent(row['population'])}"
        bounds = f"{_percent(found['value'])} ({_percent(found['lower'])} to {_percent(found['upper'])})"
        group = f"{row['attribute']}={row['group']}"
        lines.append(f"  {group:<28} {row['n']:>9}  {bounds:<28} {stated:<16} {row['reading']}")
    lines += [f"  Nobody of {_map(each)['attribute']}={_map(each)['group']} is in the rows." for each in _list(missing)]
    return "\n".join(lines)


def personal_text(report: Mapping[str, Json]) -> str:
    """What was confirmed and denied, and what is left to be said."""
    words = {name: ", ".join(map(str, _list(report[name]))) or "none" for name in ("confirmed", "denied", "open")}
    left = "Every proposed column is answered." if not _list(report["open"]) else f"Left open: {words['open']}."
    return f"Personal data: {words['confirmed']}. Denied: {words['denied']}. {left}"


def source_text(source: Mapping[str, Json]) -> str:
    """Where rows were, in a few words."""
    kind = source.get("kind")
    if kind == "file":
        return f"the file {source['name']} ({short(str(source['digest']))})"
    if kind == "files":
        return "files, one for each part: " + ", ".join(
            f"{name} {source_text(_map(each))}" for name, each in _map(source["parts"]).items()
        )
    if kind == "sql":
        return f"{source['place']} at {source['snapshot_at']}: {' '.join(str(source['query']).split())}"
    if kind == "reference":
        return f"the snapshot {source['snapshot']}, which is kept elsewhere"
    if kind == "transform":
        return f"{source['of']} by the code {short(str(source['code']))}"
    return "a table in memory"


def _personal(shown: "ShownDataset") -> list[str]:
    """What may be personal data and is waiting for a person's word, and what a person said."""
    if shown.scan is None:
        return []
    left = {str(name) for name in _list(shown.scan["open"])}
    signs = [_map(each) for each in _list(shown.scan["proposed"])]
    waiting = [f"{each['column']} ({each['sign']})" for each in signs if each["column"] in left]
    said = [str(name) for name in _list(shown.scan["confirmed"])]
    lines = [f"  personal  {', '.join(said)}, as a person said"] if said else []
    if waiting:
        lines.append(f"  personal? {', '.join(waiting)}: evenhand dataset confirm-personal {shown.record.key}")
    return lines


def _by_role(shown: "ShownDataset") -> dict[str, list[str]]:
    roles: dict[str, list[str]] = {}
    for name, role in _map(shown.record.body["columns"]).items():
        roles.setdefault(str(role), []).append(name)
    return roles


def _leakage(document: Mapping[str, Json]) -> list[str]:
    lines = []
    found = _map(document["leakage"])
    for word, text in (("shared_keys", "keys in both"), ("repeated_rows", "rows repeated")):
        pairs = found.get(word)
        for pair in pairs if isinstance(pairs, list) else []:
            if isinstance(pair, Mapping) and pair["n"]:
                names = pair["parts"]
                between = " and ".join(map(str, names)) if isinstance(names, list) else ""
                lines.append(f"  leakage   {pair['n']:,} {text}: {between}")
    if found and not lines:
        lines.append("  leakage   none found")
    return [*_set_aside(document), *lines]


def _set_aside(document: Mapping[str, Json]) -> list[str]:
    n, total = _map(document["split"]).get("n_set_aside"), document["n_rows"]
    if not isinstance(n, int) or not n or _map(document["source"]).get("kind") == "transform":
        return []
    share = f" ({100 * n / total:.0f} %)" if isinstance(total, int) and total else ""
    return [f"  set aside {_rows(n)}{share} of keys that belong to an earlier part"]


def _map(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, Mapping) else {}


def _list(value: Json) -> list[Json]:
    return list(value) if isinstance(value, list) else []


def _percent(share: Json) -> str:
    return "unknown" if share is None else f"{100 * float(str(share)):.1f} %"


def _rows(n: Json) -> str:
    return f"{n:,} rows" if isinstance(n, int) else "rows not counted"
