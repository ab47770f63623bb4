"""What runs training code."""

from typing import Any, Protocol

from evenhand.lifecycle.training.order import Order, Trained


class Trainer(Protocol):
    """Runs an order in a fresh process."""

    def run(self, order: Order, rows: Any, /) -> Trained:  # noqa: ANN401 - an Arrow table
        """Fit as the order says.

        Raises:
            TrainingFailed, TrainingCrashed, TrainingTimedOut: the code raised, its process ended, or it took too long.
            ParameterUnclear: a parameter is unknown to the code, or it never read it.
            ModelNotSerialisable, ModelClassUnknown, ModelInputsDiffer, ModelAnswerInvalid: what it returned is no
                model that could be registered.
        """
        ...
