"""How good a copy of the model somebody can make from its answers."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from evenhand.kernel.canonical import Json
from evenhand.lifecycle.evaluation.explanation import Answers
from evenhand.metrics.boosting import BoostedSurrogate
from evenhand.metrics.slicing import Facet
from evenhand.metrics.surrogate import AdditiveSurrogate, agreement

HELD_BACK = 3_000
"""Rows on which a copy is compared with the model."""
FEWEST = 50
_NOTE = (
    "Each copy is made from answers about rows like those of the use case and compared on other rows. Rounding the "
    "score does not protect: compare the figures of one number of answers. Leaving the score out slows copying and "
    "does not stop it. What can be done is to count and limit what one caller asks, and to watch for rows that no "
    "applicant has. Whoever is patient gets at least so far; a cleverer copy gets further."
)

Copy = Callable[[Sequence[Facet]], NDArray[np.float64]]


def extraction_part(asked: Answers, held_back: Answers, *, counts: Sequence[int], cut_off: float) -> dict[str, Json]:
    """The part ``extraction`` of a security test report.

    Args:
        asked: rows that the attacker asks about, and the model's scores.
        held_back: other rows.
        counts: how many answers copies are made from, each at most all of ``asked``.
        cut_off: a score that reaches it decides favourably.

    Returns:
        ``rows``, ``constant`` (agreement of whoever always says the commoner decision), ``note`` and ``measurements``:
        ``extraction_agreement`` for each count, each form of answer and each copy, in ``detail``.

    Examples:
        >>> facet = Facet(name="a", codes=np.arange(400) % 2, values=("0", "1"))
        >>> rows = Answers(facets=[facet], scores=np.where(facet.codes, 0.8, 0.2))
        >>> found = extraction_part(rows, rows, counts=[200], cut_off=0.5)
        >>> found["measurements"][0]["value"], found["constant"], len(found["measurements"])
        (1.0, 0.5, 6)
    """
    truth = held_back.scores >= cut_off
    measured: list[Json] = []
    for n in counts:
        facets = [facet.at(np.arange(n)) for facet in asked.facets]
        for form, (answers, bound) in _forms(asked.scores[:n], cut_off).items():
            for name, copy in _copies(facets, answers).items():
                same = agreement(truth, copy(held_back.facets) >= bound, name="extraction_agreement").as_json()
                measured.append({**same, "detail": {"answers": n, "form": form, "copy": name}})
    share = float(truth.mean())
    return {"rows": len(truth), "constant": max(share, 1 - share), "note": _NOTE, "measurements": measured}


def extraction_in_words(report: Mapping[str, Json]) -> list[str]:
    """The best copy of each number of answers and form, as lines for a screen."""
    part = report.get("extraction")
    listed = part.get("measurements") if isinstance(part, Mapping) else None
    best: dict[tuple[str, str], tuple[float, float, float]] = {}
    for each in listed if isinstance(listed, Sequence) else ():
        detail = each.get("detail") if isinstance(each, Mapping) else None
        if not isinstance(each, Mapping) or not isinstance(detail, Mapping) or each["value"] is None:
            continue
        key = str(detail["answers"]), str(detail["form"])
        value, lower, upper = (float(str(each[end])) for end in ("value", "lower", "upper"))
        best[key] = max(best.get(key, (0.0, 0.0, 0.0)), (value, lower, upper))
    if not best or not isinstance(part, Mapping):
        return []
    lines = [
        f"  from {int(n):,} answers ({form}): {value:.1%} the same ({lower:.1%} to {upper:.1%})"
        for (n, form), (value, lower, upper) in best.items()
    ]
    return [f"Copies made from answers; always saying the same agrees in {float(str(part['constant'])):.1%}:", *lines]


def _forms(scores: NDArray[np.float64], cut_off: float) -> dict[str, tuple[NDArray[np.float64], float]]:
    """What a caller is told, and where a copy of it decides."""
    return {
        "score": (scores, cut_off),
        "two decimals": (np.round(scores, 2), cut_off),
        "decision only": ((scores >= cut_off).astype(np.float64), 0.5),
    }


def _copies(facets: Sequence[Facet], answers: NDArray[np.float64]) -> dict[str, Copy]:
    return {
        "additive": AdditiveSurrogate.fitted(facets, answers).predict,
        "boosted trees": BoostedSurrogate.fitted(facets, answers).predict,
    }
