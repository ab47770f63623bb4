"""What the child says about itself and its model, believed only as far as its form can be checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from evenhand.adapters.runner.process import printable
from evenhand.errors.model import ModelAnswerInvalid

Label: TypeAlias = "bool | int | float | str"
"""A value of the label column."""

_MOST_NAMES = 100_000
_OUTPUTS = ("probability", "decision", "score")
_PROTECTIONS = ("write", "read", "network")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sandbox:
    """What confines the child, as tried from inside before any file of the model was opened.

    Attributes:
        landlock: version of Landlock in force, 0 for none.
        seccomp: whether the filter of system calls is in force.
        limits: names of the resource limits that hold.
        blocked: ``write``, ``read``, ``network``, ``process``, ``signal`` to whether the attempt failed.
        refusals: what this machine would not put on, and why.
    """

    landlock: int
    seccomp: bool
    limits: tuple[str, ...]
    blocked: Mapping[str, bool]
    refusals: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether files outside the model can be neither read nor written, and no socket can be made."""
        return all(self.blocked[act] for act in _PROTECTIONS)

    def __str__(self) -> str:
        """One line for a screen."""
        open_acts = [act for act, is_blocked in self.blocked.items() if not is_blocked]
        kernel = f"Landlock {self.landlock or 'absent'}, seccomp {'on' if self.seccomp else 'absent'}"
        return f"{kernel}; possible still: {', '.join(open_acts) or 'nothing that was tried'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFacts:
    """What a model knows about itself.

    Attributes:
        framework: the library that it is made with.
        versions: of the libraries that run it here.
        features: names of its input columns in its own order; ``None`` when it knows none.
        n_features: how many columns it takes; ``None`` when it does not say.
        classes: label values in the order of its outputs; ``None`` when it knows none.
        n_outputs: numbers that it gives for one row; ``None`` when only an answer will tell.
        output: ``probability``, ``decision`` (0 or 1, the model knows no probability) or ``score``.
    """

    framework: str
    versions: Mapping[str, str]
    features: tuple[str, ...] | None
    n_features: int | None
    classes: tuple[Label, ...] | None
    n_outputs: int | None
    output: str


def sandbox_of(said: Any) -> Sandbox:  # noqa: ANN401 - unchecked JSON
    """Read the child's report, written before the model was touched."""
    return Sandbox(
        landlock=int(said["landlock"]), seccomp=bool(said["seccomp"]), limits=tuple(map(str, said["limits"])),
        blocked={str(act): bool(held) for act, held in said["blocked"].items()},
        refusals=tuple(map(str, said["refusals"])),
    )  # fmt: skip


def facts_of(said: Any) -> ModelFacts:  # noqa: ANN401 - unchecked JSON
    """Read what the child says about the model.

    Raises:
        ModelAnswerInvalid: a part is missing or of the wrong kind.
    """
    try:
        return ModelFacts(
            framework=printable(_text(said["framework"])),
            versions={printable(_text(name)): printable(_text(version)) for name, version in said["versions"].items()},
            features=_names(said["features"]), n_features=_count(said["n_features"]),
            classes=_labels(said["classes"]), n_outputs=_count(said["n_outputs"]), output=_output(said["output"]),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, AttributeError) as mistake:
        words = printable(str(mistake))
        raise ModelAnswerInvalid(f"The child describes the model in no known form: {words}.") from mistake


def _text(said: Any) -> str:  # noqa: ANN401
    if not isinstance(said, str):
        raise TypeError(f"a {type(said).__name__} where text is due")
    return said


def _shown(said: Any) -> str:  # noqa: ANN401
    """Text that ends up in messages, so it must not steer a terminal."""
    if not _text(said).isprintable():
        raise ValueError("a name that cannot be shown")
    return str(said)


def _list(said: Any) -> Sequence[Any]:  # noqa: ANN401
    if not isinstance(said, list) or not 0 < len(said) <= _MOST_NAMES:
        raise TypeError("no list of names")
    return said


def _names(said: Any) -> tuple[str, ...] | None:  # noqa: ANN401
    if said is None:
        return None
    names = tuple(_shown(name) for name in _list(said))
    if len(set(names)) != len(names):
        raise ValueError("a feature is named twice")
    return names


def _labels(said: Any) -> tuple[Label, ...] | None:  # noqa: ANN401
    if said is None:
        return None
    labels = tuple(_shown(label) if isinstance(label, str) else label for label in _list(said))
    if not all(isinstance(label, bool | int | float | str) for label in labels) or len(set(labels)) != len(labels):
        raise ValueError("the classes are no distinct labels")
    return labels


def _count(said: Any) -> int | None:  # noqa: ANN401
    if said is None:
        return None
    if not isinstance(said, int) or isinstance(said, bool) or not 0 < said <= _MOST_NAMES:
        raise ValueError("a count is no whole number above 0")
    return said


def _output(said: Any) -> str:  # noqa: ANN401
    if said not in _OUTPUTS:
        raise ValueError("an unknown kind of output")
    return str(said)
