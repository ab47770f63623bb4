from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenhand.lifecycle.evaluation.explanation import Answers
from evenhand.lifecycle.evaluation.extraction import extraction_in_words, extraction_part
from evenhand.metrics.slicing import Facet

RNG = np.random.default_rng(7)
N = 2000
FACETS = [Facet(name=name, codes=RNG.integers(0, 8, N), values=tuple("01234567")) for name in "abc"]
SCORES = 1 / (1 + np.exp(-(FACETS[0].codes + 0.5 * FACETS[1].codes - 5.5)))


def answers(first: int, last: int, scores: NDArray[np.float64] = SCORES) -> Answers:
    rows = np.arange(first, last)
    return Answers(facets=[each.at(rows) for each in FACETS], scores=scores[rows])


def agreed(report: Mapping[str, Any], **detail: object) -> float:
    return max(float(each["value"]) for each in report["measurements"] if detail.items() <= each["detail"].items())


def test_a_plain_model_is_copied_from_few_answers_and_rounding_does_not_protect() -> None:
    report = extraction_part(answers(0, 800), answers(800, N), counts=[100, 800], cut_off=0.5)

    assert agreed(report, answers=800, form="score") > 0.93
    assert abs(agreed(report, answers=800, form="score") - agreed(report, answers=800, form="two decimals")) < 0.02
    assert agreed(report, answers=800, form="decision only") > 0.9
    assert len(report["measurements"]) == 2 * 3 * 2
    assert any("from 800 answers (score)" in line for line in extraction_in_words({"extraction": report}))


def test_answers_by_chance_cannot_be_copied() -> None:
    chance = RNG.random(N)
    report: Any = extraction_part(answers(0, 800, chance), answers(800, N, chance), counts=[800], cut_off=0.5)

    assert agreed(report) < 0.57
    assert 0.5 <= report["constant"] < 0.55


def test_no_copy_gives_no_line() -> None:
    assert extraction_in_words({"extraction": {"measurements": [], "note": "Too few."}}) == []
