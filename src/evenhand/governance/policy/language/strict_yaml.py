"""YAML without its surprises: no aliases, tags, merges, doubled keys, implicit dates, or ``yes`` that means true.

Of the plain words only ``true``, ``false``, ``null``, ``~``, whole numbers and decimals mean what they say; the rest is
text.
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from evenhand.errors.policy import PolicyUnreadable
from evenhand.kernel.canonical import Json

LONGEST = 256 * 1024
_DEEPEST = 24
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,15})\Z")
_DECIMAL = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,4})?\Z")
_WORDS: dict[str, bool | float | None] = {
    "true": True, "false": False, "null": None, "~": None, "": None,
    ".nan": float("nan"), ".inf": float("inf"), "-.inf": float("-inf"),
}  # fmt: skip
_EXPECTED = "Write one document of maps, lists and plain values."

# The C parser gives the same events in a twentieth of the time, and is not built everywhere.
_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Path = tuple[str | int, ...]


def read_yaml(text: str) -> Json:
    r"""Read one document.

    Raises:
        PolicyUnreadable: the text is too long or too deep, no YAML, or uses what this language leaves out.

    Examples:
        >>> read_yaml("on: yes\nat_least: 1e-3")
        {'on': 'yes', 'at_least': 0.001}
        >>> read_yaml("a: 1\na: 2")
        Traceback (most recent call last):
        evenhand.errors.policy.PolicyUnreadable: [POLICY-UNREADABLE] a: said twice (line 2). Keep one of them.
    """
    if len(text) > LONGEST:
        raise _mistake((), f"{len(text)} characters; {LONGEST} are the most", "Split it or shorten its examples.")
    return _read(text, _PARSER)


def _read(text: str, parser: Any) -> Json:  # noqa: ANN401 - a class of a library, fast or not
    try:
        text.encode()
        return _document(yaml.parse(text, Loader=parser))
    except UnicodeEncodeError as mistake:
        raise _mistake((), "a character that no text may hold", _EXPECTED) from mistake
    except yaml.MarkedYAMLError as mistake:
        if "nesting depth" in str(mistake.problem):  # the C parser of PyYAML 6.0.4 and later looks ahead that far
            return _read(text, yaml.SafeLoader)
        line = f" (line {mistake.problem_mark.line + 1})" if mistake.problem_mark else ""
        raise _mistake((), f"no YAML: {mistake.problem}{line}", _EXPECTED) from mistake
    except yaml.YAMLError as mistake:
        raise _mistake((), f"no YAML: {str(mistake).splitlines()[0]}", _EXPECTED) from mistake


def _document(events: Iterator[yaml.Event]) -> Json:
    value: Json = None
    n_documents = 0
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            n_documents += 1
            if n_documents > 1:
                raise _mistake((), "more than one document", _EXPECTED, event)
        elif isinstance(event, yaml.NodeEvent):
            value = _node(event, events, ())
    return value


def _node(event: yaml.Event, events: Iterator[yaml.Event], path: Path) -> Json:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise _mistake(path, "anchors and aliases are not part of the language", "Write it out.", event)
    if getattr(event, "tag", None):
        raise _mistake(path, "tags are not part of the language", "Leave the tag out.", event)
    if len(path) > _DEEPEST:
        raise _mistake(path, "nested too deep", _EXPECTED, event)
    if isinstance(event, yaml.ScalarEvent):
        return _scalar(event, path)
    if isinstance(event, yaml.SequenceStartEvent):
        entries: list[Json] = []
        while not isinstance(part := next(events), yaml.SequenceEndEvent):
            entries.append(_node(part, events, (*path, len(entries))))
        return entries
    return _map(events, path)


def _map(events: Iterator[yaml.Event], path: Path) -> Json:
    found: dict[str, Json] = {}
    while not isinstance(part := next(events), yaml.MappingEndEvent):
        key = _node(part, events, path)
        if isinstance(part, yaml.ScalarEvent) and not isinstance(key, str):
            # A bare 1, true or null as a key is what its author wrote: a name.
            key = part.value
        if not isinstance(key, str) or not key:
            raise _mistake(path, "a key that is no text", _EXPECTED, part)
        if key == "<<":
            raise _mistake(path, "merges are not part of the language", "Write it out.", part)
        if key in found:
            raise _mistake((*path, key), "said twice", "Keep one of them.", part)
        found[key] = _node(next(events), events, (*path, key))
    return found


def _scalar(event: yaml.ScalarEvent, path: Path) -> Json:
    text: str = event.value
    if any("\ud800" <= mark <= "\udfff" for mark in text):
        raise _mistake(path, "a character that no text may hold", _EXPECTED, event)
    if event.style:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.match(text):
        return int(text)
    return float(text) if _DECIMAL.match(text) else text


def _mistake(path: Path, fact: str, remedy: str, event: yaml.Event | None = None) -> PolicyUnreadable:
    line = f" (line {event.start_mark.line + 1})" if event is not None and event.start_mark else ""
    return PolicyUnreadable(f"{written(path)}: {fact}{line}.", remedy=remedy, path=written(path))


def written(path: Path) -> str:
    """A path as a reader types it.

    Examples:
        >>> written(("gates", "training-validation", 1, "metric", "at_leest"))
        'gates.training-validation[1].metric.at_leest'
    """
    parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in path]
    return "".join(parts).removeprefix(".") or "the policy"
