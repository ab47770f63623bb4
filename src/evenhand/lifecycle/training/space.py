"""What a search may try: ranges, choices, fixed values, and architectures with parameters of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from evenhand.errors.training import SpaceInvalid
from evenhand.kernel.canonical import Json
from evenhand.kernel.part import Part
from evenhand.lifecycle.problem.scalar import Scalar, is_scalar

ARCHITECTURE = "architecture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Numbers between two bounds, both included.

    Attributes:
        low, high: the bounds.
        is_integer: whether only whole numbers are tried.
        is_log: whether small values are tried as often as large ones.
        step: distance of neighbouring values; ``None`` for any.
    """

    low: float
    high: float
    is_integer: bool
    is_log: bool = False
    step: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of several values; a single one is fixed."""

    options: Sequence[Scalar]


Dimension: TypeAlias = "Range | Choice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """All that may be tried.

    Attributes:
        shared: parameter to what it may be, whatever the architecture.
        architectures: name to the parameters that it has beside; empty when there is one architecture only. The name
            is passed to the code as the parameter ``architecture``.
    """

    shared: Mapping[str, Dimension]
    architectures: Mapping[str, Mapping[str, Dimension]]

    @classmethod
    def from_parts(cls, parameters: Part | None, architectures: Part | None) -> "Space":
        """Read the parts of a plan.

        Raises:
            SpaceInvalid: something is unknown, missing or contradicts itself; the path is named.
        """
        shared = {} if parameters is None else _dimensions(parameters)
        own = {} if architectures is None else {
            name: _dimensions(part) for name, part in architectures.entries().items()
        }  # fmt: skip
        if not shared and not own:
            raise SpaceInvalid("parameters and architectures are both empty: there is nothing to try.")
        for name, dimensions in own.items():
            both = sorted(set(shared) & set(dimensions))
            if both:
                raise SpaceInvalid(f"architectures.{name}.{both[0]} is a shared parameter too.", path=both[0])
        if ARCHITECTURE in shared and own:
            raise SpaceInvalid("parameters.architecture is the name of the chosen architecture already.")
        return cls(shared=shared, architectures=own)


def _dimensions(part: Part) -> dict[str, Dimension]:
    return {name: _dimension(each, name) for name, each in part.entries().items()}


def _dimension(part: Part, name: str) -> Dimension:
    if not name.isidentifier():
        raise part.refuse("is no name of a parameter")
    if is_scalar(part.value):
        return Choice(options=(part.value,))  # type: ignore[arg-type]
    if "one_of" in part.entries():
        options = [item.value for item in part.fields(needed=("one_of",))["one_of"].items()]
        if (
            not options
            or not all(is_scalar(option) for option in options)
            or len(set(map(repr, options))) < len(options)
        ):
            raise part.refuse("names no different plain values under one_of")
        return Choice(options=tuple(options))  # type: ignore[arg-type]
    return _range(part)


def _range(part: Part) -> Range:
    fields = part.fields(needed=("from", "to"), optional=("scale", "step"))
    low, high = fields["from"].number(), fields["to"].number()
    is_log = "scale" in fields and fields["scale"].text() == "log"
    if "scale" in fields and fields["scale"].value not in ("log", "linear"):
        raise fields["scale"].refuse(f"is {fields['scale'].value!r}, neither log nor linear")
    step = fields["step"].number() if "step" in fields else None
    if not low < high:
        raise part.refuse(f"goes from {low} to {high}")
    if is_log and (low <= 0 or step is not None):
        raise part.refuse("has a log scale, which needs bounds above 0 and no step")
    if step is not None and not 0 < step <= high - low:
        raise fields["step"].refuse(f"is {step}, no step inside the range")
    is_integer = all(isinstance(fields[key].value, int) for key in ("from", "to"))
    return Range(low=low, high=high, is_integer=is_integer, is_log=is_log, step=step)


def space_json(space: Space) -> dict[str, Json]:
    """The space as the record holds it."""
    return {
        "parameters": {name: _json(each) for name, each in space.shared.items()},
        "architectures": {
            name: {key: _json(each) for key, each in own.items()} for name, own in space.architectures.items()
        },
    }


def _json(dimension: Dimension) -> Json:
    if isinstance(dimension, Choice):
        return {"one_of": list(dimension.options)}
    body: dict[str, Json] = {
        "from": dimension.low,
        "to": dimension.high,
        "scale": "log" if dimension.is_log else "linear",
    }
    return body if dimension.step is None else {**body, "step": dimension.step}
