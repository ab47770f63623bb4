"""Where people decide, not the model: the oversight setting of a deployment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

from evenhand.errors.serving import OversightInvalid
from evenhand.kernel.canonical import Json
from evenhand.kernel.part import did_you_mean
from evenhand.lifecycle.serving.prediction import Band

MODES = ("human-in-the-loop", "human-on-the-loop", "human-in-command")
"""A person decides where a band says so; watches and may step in; decides about the use as a whole."""

_FIELDS = ("mode", "review", "objection")
EVERYTHING = (0.0, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Oversight:
    """How people stand over the decisions of one deployment.

    Attributes:
        mode: one of ``MODES``.
        review: closed bands of the score, inside of which a person decides.
        objection: how whoever was decided about may object, in one sentence.

    Examples:
        >>> setting = Oversight(mode="human-in-the-loop", review=((0.4, 0.6),))
        >>> setting.band_of(0.5), setting.band_of(0.7)
        ('review', 'automatic')
        >>> Oversight.from_json(setting.as_json()) == setting
        True
    """

    mode: str = "human-on-the-loop"
    review: tuple[tuple[float, float], ...] = ()
    objection: str = ""

    def __post_init__(self) -> None:
        if self.mode not in MODES:
            told = f"is {self.mode!r}, none of {', '.join(MODES)}{did_you_mean(self.mode, MODES)}"
            raise OversightInvalid(f"mode: {told}.", path="mode")
        for low, high in self.review:
            if not (isfinite(low) and isfinite(high) and 0 <= low <= high <= 1):
                raise OversightInvalid(f"review: {low} to {high} is no band of scores from 0 to 1.", path="review")
        if self.mode == "human-in-the-loop" and not self.review:
            raise OversightInvalid(
                "review: human-in-the-loop names no band in which a person decides; 0 to 1 is all of them.",
                path="review",
            )

    def band_of(self, score: float) -> Band:
        """``review`` where a person decides."""
        return "review" if any(low <= score <= high for low, high in self.review) else "automatic"

    def as_json(self) -> dict[str, Json]:
        """The setting as a document holds it."""
        return {
            "mode": self.mode, "review": [[low, high] for low, high in self.review], "objection": self.objection,
        }  # fmt: skip

    @classmethod
    def from_json(cls, stored: Mapping[str, Json]) -> "Oversight":
        """Read a setting, also from canonical bytes, where floats are text.

        Raises:
            OversightInvalid: a part is unknown or is no setting.
        """
        if odd := [name for name in stored if name not in _FIELDS]:
            raise OversightInvalid(f"{odd[0]}: no such part{did_you_mean(odd[0], _FIELDS)}.", path=odd[0])
        mode, objection = stored.get("mode", "human-on-the-loop"), stored.get("objection", "")
        if not isinstance(mode, str) or not isinstance(objection, str):
            raise OversightInvalid("mode and objection are texts.", path="mode")
        return cls(mode=mode, review=_bands(stored.get("review", [])), objection=objection)


def _bands(stored: Json) -> tuple[tuple[float, float], ...]:
    if isinstance(stored, str) or not isinstance(stored, Sequence):
        raise OversightInvalid("review: no list of bands such as [[0.4, 0.6]].", path="review")
    return tuple(_band(each) for each in stored)


def _band(stored: Json) -> tuple[float, float]:
    try:
        if isinstance(stored, str) or not isinstance(stored, Sequence) or any(isinstance(end, bool) for end in stored):
            raise ValueError("no pair")
        low, high = (float(str(end)) for end in stored)
    except ValueError as mistake:
        raise OversightInvalid(f"review: {stored!r} is no band such as [0.4, 0.6].", path="review") from mistake
    return low, high
