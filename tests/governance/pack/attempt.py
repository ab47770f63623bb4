"""What is tried with packs: each attempt is a pack, what its reader brings, and what he must be told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from tests.governance.pack.story import NOW, Story, repacked, trust, unpacked

from evenhand.governance.access.trust import Trust

Thing: TypeAlias = Any

HIDDEN = "something is hidden, missing or repeated"
Files = dict[str, bytes]


@dataclass(kw_only=True)
class Attempt:
    """A pack, what its reader brings, and what he must be told."""

    pack: bytes
    code: int
    says: str
    trust: Trust | str | None = None
    witness: Sequence[str] | None = None
    now: str = NOW


ATTEMPTS: dict[str, Callable[[], Attempt]] = {}


def attempt(make: Callable[[], Attempt]) -> Callable[[], Attempt]:
    assert make.__name__ not in ATTEMPTS
    ATTEMPTS[make.__name__] = make
    return make


def refused(says: str, pack: bytes, **more: Thing) -> Attempt:
    return Attempt(pack=pack, code=1, says=says, **{"trust": trust(), **more})


def told(says: str, *, code: int = 1, **parts: Thing) -> Attempt:
    """A story whose parts were changed before they were signed."""
    return Attempt(pack=Story(**parts).told().pack(), code=code, says=says, trust=trust())


def changed(says: str, name: str, change: Callable[[Any], Any], *, code: int = 1, **parts: Thing) -> Attempt:
    """A story of which one part was changed before it was signed."""
    return told(says, code=code, changes={name: change}, **parts)


def tampered(says: str, tamper: Callable[[Files, Story], None], *, listed: bool = True) -> Attempt:
    """A good pack whose files were changed afterwards."""
    story = Story().told()
    files = unpacked(story.pack(models=True))
    tamper(files, story)
    return refused(says, repacked(files, listed=listed))


def with_field(**fields: Thing) -> Callable[[Mapping[str, Any]], Any]:
    return lambda document: {**document, **fields}


def entry(story: Story, name: str, part: str) -> str:
    """Where the pack keeps a part of an entry."""
    return f"entries/{story.names[name]:08d}.{part}.json"
