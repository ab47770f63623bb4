"""What the oracle takes for a text, a number, a count, a digest, an instant.

"Nothing that is missing, null, NaN, infinite, of the wrong kind, empty, misspelt, unmeasured or stale ever passes."
"A fact absent from the map counts as null." So every fact is read with ``get``, and its kind is asked before its worth.
"""

import re
from datetime import datetime
from functools import lru_cache
from math import isfinite
from typing import Any, TypeGuard

Map = dict[str, Any]

# "fail > missing > stale > insufficient > waived > pass"
ORDER = ["fail", "missing", "stale", "insufficient", "waived", "pass"]


def worst(verdicts: list[str]) -> str:
    for verdict in ORDER:
        if verdict in verdicts:
            return verdict
    return "missing"  # nothing was judged, so nothing passed


def is_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and value.strip() != ""


def is_texts(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(is_text(item) for item in value)


def is_number(value: object) -> TypeGuard[float]:
    # "Booleans are not numbers." NaN and infinity are numbers here; whether they count is asked by `is_finite`.
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_finite(value: object) -> bool:
    try:
        return is_number(value) and isfinite(value)
    except OverflowError:  # an integer that no float holds
        return False


def is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def is_count(value: object) -> TypeGuard[int]:
    # "A count in a metric fact is a whole number from 0 to 2^53 - 1, the most that canonical JSON can hold."
    return is_whole(value) and 0 <= value <= 2**53 - 1


@lru_cache(maxsize=4096)
def _is_digest_text(text: str) -> bool:
    return re.fullmatch(r"sha256:[0-9a-f]{64}", text) is not None


def is_digest(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and _is_digest_text(value)


@lru_cache(maxsize=4096)
def _moment_of_text(text: str) -> datetime | None:
    form = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}([.][0-9]{1,6})?Z"
    if re.fullmatch(form, text) is None:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:  # the thirtieth of February
        return None


def moment(value: object) -> datetime | None:
    """The instant as a time that can be compared, or None when it cannot be read."""
    return _moment_of_text(value) if isinstance(value, str) else None


def as_map(value: object) -> Map:
    return value if isinstance(value, dict) else {}


def is_demonstration(policy: Map) -> bool:
    return bool(policy.get("demonstration", False))


def subject_manifest(facts: Map) -> str | None:
    manifest = as_map(facts.get("subject")).get("manifest")
    return manifest if is_digest(manifest) else None
