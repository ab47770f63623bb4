"""Where a field of a governed document is answered: which record, and which place in its body."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest, digest_of_json
from evenhand.kernel.instant import Instant

BY_A_PERSON = "filed by a person"
"""Label of evidence that a person filed: it answers a field whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One record that fields may be filled from.

    Attributes:
        kind: of evidence, or ``manifest``, ``use-case``, ``decision-log``, ``findings``, ``predecessor``.
        about: what it speaks about, for example ``credit@3``.
        digest: the record's name.
        made_at, author: when and by whom.
        body: what it says.
        told: what can be said about the body, found under keys that the body itself does not have.
        is_attested: a person stated it; software only checked the signature.
        is_view: it is no record of its own but a look at several, so that its digest changes with any of them.
    """

    kind: str
    about: str
    digest: Digest
    made_at: Instant
    author: str
    body: Mapping[str, Json]
    told: Mapping[str, Json] = field(default_factory=lambda: MappingProxyType({}))
    is_attested: bool = False
    is_view: bool = False

    def as_json(self) -> dict[str, Json]:
        """All but the body."""
        return {
            "kind": self.kind, "about": self.about, "digest": self.digest, "made_at": self.made_at,
            "author": self.author, "attested": self.is_attested,
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What records say to one field.

    Attributes:
        answer: a value, or a map of labels to values where several places answer.
        sources: the records, in the order of the table.
        missing: labels of the table that no record answers.
        is_partial: the first label, which is what the field asks for before all, is among them.
    """

    answer: Json
    sources: tuple[Source, ...]
    missing: tuple[str, ...] = ()
    is_partial: bool = False

    @property
    def seen(self) -> tuple[Digest, ...]:
        """What an answer beside it rests on: the records, and the words of a view."""
        records = {source.digest for source in self.sources if not source.is_view}
        views = {digest_of_json(self.answer)} if any(source.is_view for source in self.sources) else set()
        return tuple(sorted(records | views))


def find(table: Mapping[str, object], sources: Mapping[str, Source]) -> dict[str, Found]:
    """Every field that ``sources`` answer.

    Args:
        table: field to a place, or to a map of labels to places. A place is ``KIND PATH``; several in order of
            preference are parted by ``|``.
        sources: by kind.

    Examples:
        >>> run = Source(kind="training-run-record", about="credit@3", digest="sha256:...",
        ...              made_at="2026-01-01T00:00:00.000000Z", author="ada", body={"seed": 7, "code": {"digest": "d"}})
        >>> find({"reproducibility": {"seed": "training-run-record seed", "code": "training-run-record code.digest"},
        ...       "search": "tuning-record"}, {run.kind: run})["reproducibility"].answer
        {'seed': 7, 'code': 'd'}
    """
    found = {field: _found(places, sources) for field, places in table.items()}
    return {field: answer for field, answer in found.items() if answer is not None}


def _found(places: object, sources: Mapping[str, Source]) -> Found | None:
    if isinstance(places, str):
        reached = _first(places, sources)
        return None if reached is None else Found(answer=reached[0], sources=(reached[1],))
    if not isinstance(places, Mapping):
        raise TypeError(f"{places!r} names no place")
    parts = {str(label): _first(str(place), sources) for label, place in places.items()}
    known = {label: part for label, part in parts.items() if part is not None}
    if not known:
        return None
    used = {source.digest: source for _, source in known.values()}
    missing = tuple(label for label in parts if label not in known and label != BY_A_PERSON)
    return Found(
        answer={label: answer for label, (answer, _) in known.items()}, sources=tuple(used.values()), missing=missing,
        is_partial=next(iter(parts)) in missing and BY_A_PERSON not in known,
    )  # fmt: skip


def _first(places: str, sources: Mapping[str, Source]) -> tuple[Json, Source] | None:
    for place in places.split("|"):
        kind, _, path = place.strip().partition(" ")
        source = sources.get(kind)
        answer = None if source is None else reach(source.body, path)
        if source is not None and answer is None and path:
            answer = reach(source.told, path)
        if source is not None and answer is not None:
            return answer, source
    return None


def reach(body: Json, path: str) -> Json:
    """What stands at ``path``: keys parted by dots; ``?KEY=a,b`` keeps the maps of a list that say so.

    ``?prefix=a.`` keeps the keys of a map that begin so, without their beginning. ``?whole`` keeps measurements of
    the whole table, ``?grouped`` those of one attribute, ``?crossed`` those of several. The place of nothing, and a
    list of which nothing was kept, is ``None``.

    Examples:
        >>> reach({"a": {"b": [{"name": "x", "n": 1}, {"name": "y", "n": 2}]}}, "a.b?name=y")
        [{'name': 'y', 'n': 2}]
        >>> reach({"a": 1}, "a.b") is None, reach({"a": 1}, "")
        (True, {'a': 1})
    """
    keys, _, kept = path.partition("?")
    for key in filter(None, keys.split(".")):
        if not isinstance(body, Mapping):
            return None
        body = body.get(key)
    if not kept:
        return body
    if kept.startswith("prefix=") and isinstance(body, Mapping):
        start = kept.removeprefix("prefix=")
        return {key.removeprefix(start): each for key, each in body.items() if key.startswith(start)} or None
    listed = [each for each in _list(body) if isinstance(each, Mapping) and _is_kept(each, kept)]
    return listed or None


def _is_kept(each: Mapping[str, Json], kept: str) -> bool:
    groups = each.get("groups")
    n = len(groups) if isinstance(groups, Mapping) else 0
    if kept in ("whole", "grouped", "crossed"):
        return {"whole": n == 0, "grouped": n == 1, "crossed": n > 1}[kept]
    key, _, values = kept.partition("=")
    return str(each.get(key)) in values.split(",")


def _list(value: Json) -> Sequence[Json]:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()
