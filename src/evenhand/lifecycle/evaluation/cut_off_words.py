"""What decisions cost and where they would cost least, in plain words."""

from collections.abc import Iterator, Sequence

from evenhand.kernel.measurement import Measurement
from evenhand.kernel.number import written
from evenhand.lifecycle.evaluation.table_report import Sentence


def cost_words(found: Sequence[Measurement]) -> Iterator[Sentence]:
    """Sentences about ``expected_cost`` and ``best_cut_off``, where they have a value."""
    for each in found:
        if each.value is None:
            continue
        value, lower, upper = (written(end or 0.0, "column") for end in (each.value, each.lower, each.upper))
        if each.name == "expected_cost":
            yield Sentence(text=f"A case costs {value} ({lower} to {upper}) on average.", weight=0.6)
        if each.name == "best_cut_off":
            text = f"Decisions would cost least from a score of {value} on; cut-offs from {lower} to {upper} cannot be"
            yield Sentence(text=f"{text} told from it by this table.", weight=0.5)
