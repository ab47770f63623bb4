"""How a model's outputs become scores of the favourable outcome: which columns go in, which number is read."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenhand.adapters.runner.facts import Label, ModelFacts
from evenhand.errors.model import ModelAnswerInvalid, ModelClassUnknown, ModelInputsDiffer

_MOST_OUTPUTS = 1000
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoring:
    """What the manifest states beyond the model's files.

    Attributes:
        favourable: the label value whose probability is the score.
        inputs: the columns that the model takes; needed when it knows no names of its own.
        classes: label values in the order of the model's outputs; needed when it knows none of its own. For one output
            these are two, and the output is the probability of the second.
    """

    favourable: Label
    inputs: Sequence[str] | None = None
    classes: Sequence[Label] | None = None


def columns_for(facts: ModelFacts, inputs: Sequence[str] | None) -> list[str]:
    """Names of the columns to send, in the model's order.

    Raises:
        ModelInputsDiffer: nobody names them, or the model and ``inputs`` disagree.

    Examples:
        >>> columns_for(ModelFacts(framework="x", versions={}, features=("a", "b"), n_features=2, classes=None,
        ...                        n_outputs=1, output="score"), ["b", "a"])
        ['a', 'b']
    """
    if facts.features is None:
        if inputs is None:
            raise ModelInputsDiffer("The model does not name its columns, and no inputs are stated.")
        if facts.n_features not in (None, len(inputs)):
            raise ModelInputsDiffer(f"The model takes {facts.n_features} columns, and {len(inputs)} inputs are stated.")
        return list(inputs)
    if inputs is None:
        return list(facts.features)
    # LightGBM stores blanks in names as underscores.
    stated = {name if name in facts.features else re.sub(r"\s", "_", name): name for name in inputs}
    unknown = [name for key, name in stated.items() if key not in facts.features]
    absent = [name for name in facts.features if name not in stated]
    if unknown or absent or len(stated) != len(inputs):
        raise ModelInputsDiffer(
            f"The model takes {', '.join(facts.features)}; the inputs state {', '.join(inputs)}.",
            unknown=unknown, absent=absent,
        )  # fmt: skip
    return [stated[name] for name in facts.features]


def classes_for(facts: ModelFacts, scoring: Scoring) -> tuple[Label, ...]:
    """The label values in the order of the outputs.

    Raises:
        ModelClassUnknown: nobody names them, two sources disagree, or the favourable value is none of them.
    """
    stated = None if scoring.classes is None else tuple(scoring.classes)
    classes = facts.classes or stated
    if classes is None:
        raise ModelClassUnknown("The model names no classes, and none are stated.")
    if stated is not None and stated != classes:
        raise ModelClassUnknown(f"The model's classes are {_listed(classes)}; those stated are {_listed(stated)}.")
    if len(classes) < 2 or len(set(classes)) != len(classes):
        raise ModelClassUnknown(f"The classes {_listed(classes)} are no two different labels.")
    if facts.n_outputs is not None and facts.n_outputs != _outputs_of(classes, facts.n_outputs):
        raise ModelClassUnknown(f"The model gives {facts.n_outputs} numbers for {len(classes)} classes.")
    if scoring.favourable not in classes:
        raise ModelClassUnknown(
            f"The favourable value {scoring.favourable!r} is none of the classes {_listed(classes)}.",
            favourable=scoring.favourable, classes=classes,
        )  # fmt: skip
    return classes


def outputs_of(header: Mapping[str, Any], body: bytearray, n_rows: int) -> NDArray[np.float64]:
    """The child's numbers, shape ``(n_rows, outputs)``: raw doubles, so that no parser of ours reads its bytes.

    Raises:
        ModelAnswerInvalid: their count is wrong, or one is not finite.
    """
    rows, outputs = header.get("rows"), header.get("outputs")
    is_count = isinstance(outputs, int) and 0 < outputs <= _MOST_OUTPUTS
    if rows != n_rows or not is_count or len(body) != n_rows * int(outputs or 0) * 8:
        raise ModelAnswerInvalid(
            f"The model answered {len(body)} bytes as {rows} rows of {outputs}, for {n_rows} rows.", rows=n_rows
        )
    numbers: NDArray[np.float64] = np.frombuffer(body, dtype="<f8").reshape(n_rows, -1)
    broken = ~np.isfinite(numbers).all(axis=1)
    if broken.any():
        row = int(np.argmax(broken))
        raise ModelAnswerInvalid(f"The model answered {numbers[row].tolist()} for row {row}.", row=row)
    return numbers


def favourable_scores(numbers: NDArray[np.float64], classes: Sequence[Label], favourable: Label) -> NDArray[np.float64]:
    """The probability of ``favourable`` for each row.

    Raises:
        ModelAnswerInvalid: there are not as many numbers as classes, or one lies outside ``[0, 1]``.

    Examples:
        >>> favourable_scores(np.array([[0.2], [0.9]]), ("no", "yes"), "no").round(1).tolist()
        [0.8, 0.1]
    """
    if numbers.shape[1] != _outputs_of(classes, numbers.shape[1]):
        raise ModelAnswerInvalid(f"The model answered {numbers.shape[1]} numbers a row for {len(classes)} classes.")
    outside = ((numbers < -_ROUNDING) | (numbers > 1 + _ROUNDING)).any(axis=1)
    if outside.any():
        row = int(np.argmax(outside))
        raise ModelAnswerInvalid(f"The model answered {numbers[row].tolist()} for row {row}, outside 0 to 1.", row=row)
    at = list(classes).index(favourable)
    chosen = numbers[:, at] if numbers.shape[1] > 1 else numbers[:, 0] if at == 1 else 1.0 - numbers[:, 0]
    return np.clip(chosen, 0.0, 1.0)


def _outputs_of(classes: Sequence[Label], n_outputs: int) -> int:
    return 1 if n_outputs == 1 and len(classes) == 2 else len(classes)


def _listed(labels: Sequence[Label]) -> str:
    return ", ".join(repr(label) for label in labels)
