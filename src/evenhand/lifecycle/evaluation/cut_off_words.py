"""What decisions cost and where they would cost least, in plain words."""

from collections.abc import Iterator, Sequence

from evenhand.kernel.measurement import Measurement
from evenhand.kernel.number import kind_of, spread
from evenhand.lifecycle.evaluation.table_report import Sentence


def cost_words(found: Sequence[Measurement]) -> Iterator[Sentence]:
    """Sentences about ``expected_cost``, ``best_cut_off`` and ``least_expected_cost``, where they have a value."""
    told = {each.name: _as_shown(each) for each in found if each.value is not None}
    least = told.get("least_expected_cost")
    if "expected_cost" in told:
        value, ends = told["expected_cost"]
        yield Sentence(text=f"A case costs {value}{ends} on average.", weight=0.6)
    if least and "best_cut_off" in told:
        value, ends = told["best_cut_off"]
        text = f"Decisions would cost least from a score of {value} on: {least[0]}{least[1]} a case"
        text += f"; this table cannot tell cut-offs{ends} from it." if ends else "."
        yield Sentence(text=text, weight=0.5)
    elif least:
        text = f"Decisions would cost least if nobody got the favourable one: {least[0]}{least[1]} a case."
        yield Sentence(text=text, weight=0.5)


def _as_shown(found: Measurement) -> tuple[str, str]:
    """Value and interval with the digits that tables give them; no interval where it is the value."""
    ends = (found.value or 0.0, found.lower or 0.0, found.upper or 0.0)
    value, _, rest = spread(ends, kind_of(found.name, found.unit)).partition(" [")
    return value, f" ({rest.rstrip(']').replace(', ', ' to ')})" if rest and ends[1] < ends[2] else ""
