"""Which columns of a table say what was predicted, for whom, and what came true."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class GuessColumns:
    """What is asked of a table that holds classes or numbers beside their predictions.

    Attributes:
        label: column with what came true.
        prediction: column with what was predicted.
        attributes: columns whose values are groups.
    """

    label: str
    prediction: str
    attributes: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is read, each once."""
        return tuple(dict.fromkeys((self.label, self.prediction, *self.attributes)))
