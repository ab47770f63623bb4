"""Every record that a document about one thing may be filled from."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from evenhand.governance.audit.entry import Record
from evenhand.kernel.canonical import Json
from evenhand.lifecycle.release.source import Source
from evenhand.ports.workspace import Workspace
from evenhand.workflows.document.recorded import recorded_sources
from evenhand.workflows.document.subject import Subject
from evenhand.workflows.lookup import document_of

ATTESTED = "attested"
"""What the body of evidence says under ``basis`` when a person filed a file of his own."""
RECORDED = "evenhand/document/v1"
"""What the body of a document that was filed says: it is made from records, and no record to fill fields from."""
FILED = "filed"
_KEPT = 5
"""Pieces of evidence of one kind that are looked at, the newest first."""
_FORM = ("basis", "size", "media_type", "gaps")
_SHOWN = 400


def sources_of(workspace: Workspace, subject: Subject) -> dict[str, Source]:
    """Kind to the source, the thing's own before those of what belongs to it, the newest of its kind.

    Evidence that a person filed is there a second time, as ``attested:KIND``; what people wrote into the fields of a
    filed document, as ``written:KIND``; evidence about what belongs to the thing as ``dataset:KIND`` and so on too.
    A document that was itself filled from records is there as ``filed:KIND`` alone.
    """
    sources = recorded_sources(workspace, subject)
    for name in subject.names:
        for record in reversed(_by_age(workspace, name)):
            for kind, source in _sources(workspace, name, record).items():
                sources.setdefault(kind, source)
                if name != subject.names[0]:
                    sources.setdefault(f"{name.partition(':')[0]}:{kind}", source)
    return sources


def _by_age(workspace: Workspace, name: str) -> list[Record]:
    """The last few pieces of evidence of each kind, oldest first; the newest may be a document that was filed."""
    found = sorted(workspace.ledger.records("evidence", parent=name), key=lambda record: record.head)
    last: dict[str, list[Record]] = {}
    for record in found:
        last.setdefault(str(record.body["kind"]), []).append(record)
    kept = [record for records in last.values() for record in records[-_KEPT:]]
    return sorted(kept, key=lambda record: record.head)


def _sources(workspace: Workspace, name: str, record: Record) -> dict[str, Source]:
    body, kind = document_of(workspace, record)["body"], str(record.body["kind"])
    if not isinstance(body, Mapping):
        return {}
    if body.get("schema") == RECORDED:
        return {f"{FILED}:{kind}": _source(record, name, {}, is_attested=False)}
    is_attested = body.get("basis") == ATTESTED
    told: dict[str, Json] = {
        "methods": _methods(body), "confidence": _confidence(body), "made_at": record.body["made_at"],
    }  # fmt: skip
    plain = _source(record, name, body, is_attested=is_attested)
    made = {kind: replace(plain, told={**told, **_fields(body, "found")})}
    if is_attested:
        made[f"{ATTESTED}:{kind}"] = _source(record, name, _paper(body), is_attested=True)
    if written := _fields(body, "written"):
        made[f"written:{kind}"] = _source(record, name, written, is_attested=True)
    return made


def _source(record: Record, name: str, body: Mapping[str, Json], *, is_attested: bool) -> Source:
    return Source(
        kind=str(record.body["kind"]), about=name, digest=record.key, made_at=str(record.body["made_at"]),
        author=str(record.body["author"]), body=body, is_attested=is_attested,
    )  # fmt: skip


def _paper(body: Mapping[str, Json]) -> Mapping[str, Json]:
    """What a person filed, as far as a document repeats it: a file by its name, and how its text begins."""
    kept = {name: value for name, value in body.items() if name not in _FORM and value is not None}
    text = kept.get("text")
    if isinstance(text, str) and len(text) > _SHOWN:
        kept["text"] = f"{text[:_SHOWN]}..."
    return kept


def _fields(body: Mapping[str, Json], part: str) -> dict[str, Json]:
    """Name to answer of every field of a filed document."""
    return {
        str(field["name"]): field[part]
        for field in _maps(body.get("fields"))
        if "name" in field and field.get(part) is not None
    }


def _methods(body: Mapping[str, Json]) -> Json:
    found = {str(each["method"]): each.get("name") for each in _maps(body.get("measurements")) if "method" in each}
    names: dict[str, Json] = {
        method: sorted({str(each["name"]) for each in _maps(body.get("measurements")) if each.get("method") == method})
        for method in found
    }
    return names or None


def _confidence(body: Mapping[str, Json]) -> Json:
    found = sorted({str(each["confidence"]) for each in _maps(body.get("measurements")) if "confidence" in each})
    return ", ".join(found) or None


def _maps(value: Json) -> Sequence[Mapping[str, Json]]:
    listed = value if isinstance(value, Sequence) and not isinstance(value, str) else ()
    return [each for each in listed if isinstance(each, Mapping)]
