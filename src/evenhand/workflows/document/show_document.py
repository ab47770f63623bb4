"""A governed document as it can be filled now: nothing is recorded, nothing is invented."""

from collections.abc import Mapping, Sequence

from evenhand.errors.document import DocumentUnknown
from evenhand.governance.audit.entry import Record
from evenhand.governance.controls.resource import Node, catalogue_file, entries, names, node, resource_file, word
from evenhand.kernel.canonical import Json
from evenhand.kernel.part import did_you_mean
from evenhand.lifecycle.data.paper import Question, questions
from evenhand.lifecycle.release.document import Field, GovernedDocument, Written, fields_of
from evenhand.lifecycle.release.source import BY_A_PERSON, Source, find
from evenhand.ports.workspace import Workspace
from evenhand.workflows.document.gathering import ATTESTED, RECORDED, sources_of
from evenhand.workflows.document.subject import Subject, subject_named
from evenhand.workflows.lookup import document_of


def show_document(workspace: Workspace, kind: str, reference: str) -> GovernedDocument:
    """Fill a document of the catalogue about one thing from what is on record.

    Raises:
        DocumentUnknown: the catalogue has none of that kind.
        NotFound: nothing of that name is on record.
    """
    described = describe(kind)
    subject = subject_named(workspace.ledger, reference)
    sources = sources_of(workspace, subject)
    asked = questions(described)
    found = find(_places(kind, described, asked), sources)
    fields = fields_of(asked, found=found, written=_written(workspace, kind, subject), tier=_tier(sources))
    recorded, newer = _recorded(workspace, kind, subject, fields)
    return GovernedDocument(
        kind=kind, title=word(described, "title"), origin=names(described, "sources"), about=subject.target.name,
        mode=workspace.mode, entries=workspace.trail.size, recorded=recorded, newer=newer, fields=fields,
    )  # fmt: skip


def document_kinds() -> Mapping[str, str]:
    """Id to title of every document of the catalogue.

    Examples:
        >>> document_kinds()["technical-file"]
        'Technical file'
    """
    return {word(each, "id"): word(each, "title") for each in entries(catalogue_file("documents"), "documents")}


def describe(kind: str) -> Node:
    """A document's entry in the catalogue.

    Raises:
        DocumentUnknown: there is none; the fact names one that comes close.

    Examples:
        >>> describe("model-card")["title"]
        'Model card'
    """
    known = {word(each, "id"): each for each in entries(catalogue_file("documents"), "documents")}
    if kind not in known:
        raise DocumentUnknown(f"The catalogue has no document {kind!r}{did_you_mean(kind, list(known))}.", kind=kind)
    return known[kind]


def _places(kind: str, described: Node, asked: Sequence[Question]) -> dict[str, object]:
    """Field to the places where it is answered: the table's, then evidence of the document's kind, then a person's."""
    table = node(resource_file("documents", "sources"), kind)
    own = str(described.get("evidence_kind", kind))
    places: dict[str, object] = {}
    for question in asked:
        name = question.name
        more = [f"written:{own} {name}"]
        if question.source is not None and question.fill in ("human", "mixed"):
            more.append(f"{ATTESTED}:{question.source}")
        if question.fill != "human" and not isinstance(table.get(name), Mapping):
            more.append(f"{own} {name}")  # software never answers a field for people
        places[name] = _with(table.get(name), more)
    return places


def _with(mapped: object, more: Sequence[str]) -> object:
    if isinstance(mapped, Mapping):
        return {**mapped, BY_A_PERSON: " | ".join(more)}
    return " | ".join([str(mapped), *more] if mapped else more)


def _tier(sources: Mapping[str, Source]) -> int | None:
    use_case = sources.get("use-case")
    tier = None if use_case is None else use_case.body.get("tier")
    return tier if isinstance(tier, int) else None


def _written(workspace: Workspace, kind: str, subject: Subject) -> dict[str, Written]:
    """The last answer of a person to each field."""
    answers: dict[str, Written] = {}
    for record in workspace.ledger.records("answer", parent=subject.target.name):
        if record.body["document"] == kind:
            answers[str(record.body["field"])] = _answer(workspace, record)
    return answers


def _answer(workspace: Workspace, record: Record) -> Written:
    document, body = document_of(workspace, record), record.body
    seen = body["seen"]
    return Written(
        text=str(document["text"]), is_not_applicable=body["not_applicable"] is True, author=str(body["author"]),
        at=str(body["answered_at"]), digest=str(body["digest"]),
        seen=tuple(map(str, seen)) if isinstance(seen, list) else (),
    )  # fmt: skip


def _recorded(
    workspace: Workspace, kind: str, subject: Subject, fields: Sequence[Field]
) -> tuple[Source | None, tuple[str, ...]]:
    """The last form of the document that was filed, and what stands in the fields now and did not stand in it."""
    filed = workspace.ledger.records("evidence", parent=subject.target.name)
    for record in sorted(filed, key=lambda record: record.head, reverse=True):
        body = document_of(workspace, record)["body"] if record.body["kind"] == kind else None
        if isinstance(body, Mapping) and body.get("schema") == RECORDED:
            recorded = Source(
                kind=kind, about=subject.target.name, digest=record.key, made_at=str(record.body["made_at"]),
                author=str(record.body["author"]), body={},
            )  # fmt: skip
            return recorded, _newer(body, fields)
    return None, ()


def _newer(body: Mapping[str, Json], fields: Sequence[Field]) -> tuple[str, ...]:
    sources, written = (body.get(name) for name in ("sources", "fields"))
    known = {str(each.get("digest")) for each in _maps(sources)}
    texts = {str(each.get("name")): each.get("written") for each in _maps(written)}
    now = {
        source.kind for field in fields if field.found for source in field.found.sources if source.digest not in known
    }
    answers = {
        f"answer to {field.question.name}"
        for field in fields
        if field.written is not None and field.written.text != texts.get(field.question.name)
    }
    return tuple(sorted(now | answers))


def _maps(value: Json) -> list[Mapping[str, Json]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []
