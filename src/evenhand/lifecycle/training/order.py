"""What a training process is told to do, and what it brings back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from evenhand.kernel.canonical import Json
from evenhand.lifecycle.problem.scalar import Scalar
from evenhand.lifecycle.training.mitigation import Mitigation
from evenhand.lifecycle.training.training_code import TrainingCode

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One process: fit on all rows, then once for each fold on the rows outside it.

    Attributes:
        code: with the function that fits.
        parameters: passed to it.
        seed: passed to it, and set for ``random`` and numpy before every fit.
        features: columns that it is given beside the label.
        label: the column with the outcome.
        favourable: the outcome whose probability a score is.
        unfavourable: the other outcome.
        folds: per row the fold that holds it out; empty for none.
        is_final: whether the fit on all rows is wanted.
        cut_off: score that decides; mitigation by constraints needs it.
        inputs: columns that the model takes, when it does not know them itself.
        classes: label values in the order of its outputs, when it does not know them itself.
        mitigation: of differences between groups, if any.
        groups: per row the group that the mitigation looks at; empty without one.
        outcome: per row 1 for the favourable outcome, else 0; empty without a mitigation.
        threads: of the numeric libraries.
        timeout: seconds after which the process is ended; ``None`` for no end.
    """

    code: TrainingCode
    parameters: Mapping[str, Json]
    seed: int
    features: Sequence[str]
    label: str
    favourable: Scalar
    unfavourable: Scalar
    folds: Sequence[int] = ()
    is_final: bool = True
    cut_off: float = 0.5
    inputs: Sequence[str] | None = None
    classes: Sequence[Scalar] | None = None
    mitigation: Mitigation | None = None
    groups: Sequence[str] = ()
    outcome: Sequence[int] = ()
    threads: int = 1
    timeout: float | None = None

    @property
    def n_folds(self) -> int:
        """How many folds there are."""
        return max(self.folds, default=-1) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A fitted object as files.

    Attributes:
        loader: how the files are parsed.
        files: path to content.
        classes: label values in the order of its outputs, when its files do not tell them.
        environment: Python and the packages that the object came from.
        needs_code: whether the files can be opened only beside the author's own code.
        detail: what the mitigation reports about itself.
    """

    loader: str
    files: Mapping[str, bytes]
    classes: Sequence[Scalar] | None
    environment: Mapping[str, Json]
    needs_code: bool
    detail: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """What a process brought back.

    Attributes:
        fit: on all rows; ``None`` when it was not asked for.
        scores: per row the score by the fit that had not seen it; ``None`` without folds.
        fit_seconds: wall seconds of each fit, that on all rows first.
        code: with every file of the author's own that was imported.
        parameters: those given and the defaults that the code declares.
        packages: every installed distribution and its version.
        hardware: the machine.
        resources: wall and processor seconds, peak memory, threads.
        printed: what the code printed, its middle left out when it was long.
        n_lines: how many lines it printed.
    """

    fit: Fit | None
    scores: "NDArray[np.float64] | None"
    fit_seconds: Sequence[float]
    code: TrainingCode
    parameters: Mapping[str, Json]
    packages: Mapping[str, Json]
    hardware: Mapping[str, Json]
    resources: Mapping[str, Json]
    printed: bytes
    n_lines: int
