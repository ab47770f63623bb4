"""Numbers as reviewers read them: filed with the evidence, and withheld where they would tell about a few people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from evenhand.kernel.canonical import Json
from evenhand.kernel.measurement import Measurement

LEAST_SHOWN = 5
"""People whom a number has to be about before it is shown."""
FEW = "fewer than 5"
ALL_BUT_FEW = "all but fewer than 5"

Count: TypeAlias = "int | str | None"
"""People: a number, ``fewer than 5``, ``all but fewer than 5``, or ``None`` when not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """One number about people.

    Attributes:
        name: of the metric.
        value, lower, upper: the estimate and its interval; ``None`` when undefined or withheld.
        confidence: of the interval.
        n: people that it stands on.
        count: of a share, those of them that it counts.
        undefined: why there is no value; ``None`` where there is one, or where it is withheld.
    """

    name: str
    value: float | None
    lower: float | None
    upper: float | None
    confidence: float
    n: Count
    count: Count = None
    undefined: str | None = None

    @property
    def ends(self) -> tuple[float, float, float] | None:
        """Value, lower and upper end, where they are shown."""
        if self.value is None or self.lower is None or self.upper is None:
            return None
        return self.value, self.lower, self.upper


def people(n: int) -> Count:
    """A number of people, unless they are so few that it points at somebody; nobody is nobody.

    Examples:
        >>> people(0), people(4), people(5)
        (0, 'fewer than 5', 5)
    """
    return FEW if 0 < n < LEAST_SHOWN else n


def estimate(measured: Measurement) -> Estimate:
    """A measurement as a reviewer may see it.

    A share of a group is withheld when it counts one to four people, or leaves one to four out: the share and its
    interval would tell the number. Whatever there is to say about a group of fewer than five is withheld.

    Examples:
        >>> few = Measurement(name="selection_rate", value=0.03, lower=0.01, upper=0.08, confidence=0.95, n=100,
        ...                   unit="share", method="wilson", groups={"sex": "2"})
        >>> estimate(few).count, estimate(few).value
        ('fewer than 5', None)
    """
    if is_of_few(measured):
        return _withheld(measured, n=FEW, count=FEW if measured.unit == "share" else None)
    count: Count = None
    if measured.unit == "share" and measured.value is not None:
        count = _counted(measured)
    if isinstance(count, str):
        return _withheld(measured, n=measured.n, count=count)
    return Estimate(
        name=measured.name, value=measured.value, lower=measured.lower, upper=measured.upper,
        confidence=measured.confidence, n=measured.n, count=count, undefined=measured.undefined,
    )  # fmt: skip


def is_of_few(measured: Measurement) -> bool:
    """Whether a measurement is about a group of one to four people, or stands on so few of it."""
    rows = measured.detail.get("rows")
    sizes = (measured.n, rows if isinstance(rows, int) else 0)
    return bool(measured.groups) and any(0 < size < LEAST_SHOWN for size in sizes)


def _withheld(measured: Measurement, *, n: Count, count: Count) -> Estimate:
    return Estimate(
        name=measured.name, value=None, lower=None, upper=None, confidence=measured.confidence, n=n, count=count
    )


def _counted(measured: Measurement) -> Count:
    count = round((measured.value or 0) * measured.n)
    if not measured.groups:
        return count
    if 0 < count < LEAST_SHOWN:
        return FEW
    return ALL_BUT_FEW if 0 < measured.n - count < LEAST_SHOWN else count


def measurements_of(body: Mapping[str, Json]) -> tuple[tuple[Measurement, ...], int]:
    """The measurements under ``measurements`` of a filed report, and how many could not be read.

    Examples:
        >>> measurements_of({"measurements": [{"name": "roc_auc", "value": "nan"}]})
        ((), 1)
    """
    stored = body.get("measurements")
    found: list[Measurement] = []
    listed: Sequence[Json] = stored if isinstance(stored, Sequence) and not isinstance(stored, str) else ()
    for each in listed:
        try:
            found.append(_measurement(each))
        except (KeyError, TypeError, ValueError):
            # Anybody enrolled may file evidence; what does not read as a measurement is counted and told.
            continue
    return tuple(found), len(listed) - len(found)


def _measurement(stored: Json) -> Measurement:
    if not isinstance(stored, Mapping):
        raise TypeError("a measurement is a map")
    groups, detail, n = stored.get("groups", {}), stored.get("detail", {}), stored["n"]
    if not isinstance(groups, Mapping) or not isinstance(detail, Mapping):
        raise TypeError("groups and detail are maps")
    if isinstance(n, bool) or not isinstance(n, int):
        raise TypeError("n is a whole number")
    undefined = stored.get("undefined")
    return Measurement(
        name=str(stored["name"]), value=_number(stored["value"]), lower=_number(stored["lower"]),
        upper=_number(stored["upper"]), confidence=float(str(stored["confidence"])), n=n, unit=str(stored["unit"]),
        method=str(stored["method"]), groups={str(key): str(value) for key, value in groups.items()},
        undefined=None if undefined is None else str(undefined), detail=dict(detail),
    )  # fmt: skip


def _number(stored: Json) -> float | None:
    """Canonical JSON writes floats as text."""
    return None if stored is None else float(str(stored))
