"""How records of the prediction log are told apart by the attributes of a use case."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.lifecycle.serving.prediction import Prediction


class Grouping(Protocol):
    """Reads groups and current practice off the features and the context of records."""

    def groups(self, records: Sequence[Prediction], use_case: UseCase) -> Mapping[str, Sequence[str]]:
        """Attribute to the group of every record; an attribute that no record has is left out.

        Raises:
            ColumnUnusable: an attribute has too many values to be groups, or bands are asked of texts.
        """
        ...

    def practice(self, records: Sequence[Prediction], use_case: UseCase) -> Sequence[int | None] | None:
        """What current practice decides about every record; ``None`` where it is not stated or not in the log."""
        ...
