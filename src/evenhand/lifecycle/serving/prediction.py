"""What the prediction log holds: one answer of a model, what became of the case, and what a person decided."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from evenhand.kernel.digest import digest_of
from evenhand.kernel.instant import Instant

Scalar: TypeAlias = "bool | int | float | str | None"
"""A value of a column, as a record holds it; instants are text."""

Mode: TypeAlias = Literal["champion", "shadow"]
Band: TypeAlias = Literal["automatic", "review"]
Source: TypeAlias = Literal["served", "batch", "imported"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """One answer.

    Attributes:
        id: name of the prediction, for whoever was decided about; a shadow's answer has that of the champion's.
        case: key of the case in the caller's own books, if he gave one.
        at: when it was answered.
        as_of: when the case belongs to; windows go by it.
        deployment, version: who answered.
        release: digest of the release that allowed it; empty for what another server answered.
        mode: ``champion`` answered somebody, ``shadow`` nobody.
        batch: the batch or import that it came with, if any.
        consumer: who asked.
        features: what the model was given.
        context: protected columns, which no model is given.
        score: probability of the favourable outcome.
        decision: 1 for the favourable decision, by the decision rule alone.
        reasons: what moved the score most, if it was asked for.
        band: ``review`` where a person decides.
        source: which way it came into the log.
    """

    id: str
    case: str | None
    at: Instant
    as_of: Instant
    deployment: str
    version: str
    release: str
    mode: Mode
    batch: str | None
    consumer: str | None
    features: Mapping[str, Scalar]
    context: Mapping[str, Scalar]
    score: float
    decision: int
    reasons: Sequence[str]
    band: Band
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a case.

    Attributes:
        id: of the prediction.
        outcome: 1 when it was the favourable one, else 0.
        at: when it was known.
        batch: the import that it came with.
        correction: why it replaces an earlier outcome; ``None`` for the first.
    """

    id: str
    outcome: int
    at: Instant
    batch: str
    correction: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What a person decided where the model did not, or otherwise than it.

    Attributes:
        id: of the prediction.
        decision: 1 for the favourable decision, else 0.
        reviewer: the account of the person.
        reason: in his words.
        at: when.
    """

    id: str
    decision: int
    reviewer: str
    reason: str
    at: Instant


def prediction_id(milliseconds: int, chance: bytes) -> str:
    """A UUID of version 7: it sorts by the instant at which it was made.

    Args:
        milliseconds: since 1970.
        chance: ten random bytes.

    Examples:
        >>> prediction_id(1_800_000_000_000, bytes(10))
        '01a3185c-5000-7000-8000-000000000000'
    """
    head = (milliseconds & (2**48 - 1)).to_bytes(6, "big")
    tail = bytearray(chance)
    tail[0] = 0x70 | tail[0] & 0x0F
    tail[2] = 0x80 | tail[2] & 0x3F
    text = (head + tail).hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def repeated_keys(cases: Sequence[str | None]) -> str | None:
    """What to tell of keys that stand for more than one case of a batch; ``None`` when each stands for one.

    Examples:
        >>> repeated_keys(["a", "b", "a", None, None])
        "1 key stands for more than one row, first 'a'; an outcome by that key counts for each of its rows"
    """
    repeated = [key for key, n in Counter(key for key in cases if key is not None).items() if n > 1]
    if not repeated:
        return None
    keys = "1 key stands" if len(repeated) == 1 else f"{len(repeated):,} keys stand"
    return f"{keys} for more than one row, first {repeated[0]!r}; an outcome by that key counts for each of its rows"


def worker_of(kind: str, *names: str) -> str:
    """The name that records are written under when it follows from what they are, so that they are found again.

    Examples:
        >>> worker_of("batch", "2018", "sha256:ab")
        'batch-152e69cf3c8e-65c8150519cf'
    """
    return "-".join([kind, *(digest_of(name.encode()).removeprefix("sha256:")[:12] for name in names)])
