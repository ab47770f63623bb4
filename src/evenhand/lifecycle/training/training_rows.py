"""The rows of a run as training sees them: the table, who had the favourable outcome, who belongs together."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from evenhand.lifecycle.problem.scalar import Scalar
from evenhand.lifecycle.training.training_run import DataSource
from evenhand.metrics.profile import Cases, EvaluationProfile

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TrainingRows:
    """Rows that were read once and checked.

    Attributes:
        table: features and label, as the training process gets them; no protected column, key or time.
        source: digest and place.
        features: columns of ``table`` beside the label.
        unfavourable: the other value of the label.
        cases: label and groups of every row.
        keys: per row whom it is about; ``None`` where the contract names no key.
        key_names: columns that ``keys`` were taken from.
    """

    table: Any
    source: DataSource
    features: Sequence[str]
    unfavourable: Scalar
    cases: Cases
    keys: Sequence[Hashable] | None
    key_names: Sequence[str]

    @property
    def labels(self) -> list[int]:
        """1 for the favourable outcome, else 0."""
        return [int(value) for value in self.cases.label]

    def profile(self, scores: "NDArray[Any]", decisions: "NDArray[Any]") -> EvaluationProfile:
        """Counts of what was decided about every row."""
        return EvaluationProfile.of(replace(self.cases, score=scores, decision=decisions))

    def taken(self, places: Sequence[int]) -> "TrainingRows":
        """Only the cases at ``places``; the table stays whole."""
        at = list(places)
        columns = {name: values[at] for name, values in self.cases.attributes.items()}
        practice = None if self.cases.practice is None else self.cases.practice[at]
        cases = replace(
            self.cases, label=self.cases.label[at], decision=self.cases.decision[at], practice=practice,
            attributes=columns,
        )  # fmt: skip
        return replace(self, cases=cases)

    def groups(self, attributes: Sequence[str]) -> list[str]:
        """Per row its group of the crossing of ``attributes``."""
        columns: Mapping[str, Any] = self.cases.attributes
        return [" x ".join(map(str, values)) for values in zip(*(columns[name] for name in attributes), strict=True)]
