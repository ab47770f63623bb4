"""What the rest of evenhand may know about a model: it turns rows into scores."""

from typing import Protocol, TypeVar

Rows = TypeVar("Rows", contravariant=True)
Scores = TypeVar("Scores", covariant=True)


class Predictor(Protocol[Rows, Scores]):
    """Anything that scores rows, wherever it runs.

    The score of a row is the probability of the favourable outcome, in ``[0, 1]``, and does not depend on the other
    rows: a caller may split a table as it likes.
    """

    def predict(self, rows: Rows, /) -> Scores:
        """One score for each row, in the order of the rows."""
        ...
