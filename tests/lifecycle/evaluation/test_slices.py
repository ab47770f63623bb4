import numpy as np

from evenhand.lifecycle.evaluation.slices import slice_sentences, slices_in_words, weak_slices
from evenhand.metrics.slicing import Facet

RNG = np.random.default_rng(6)
N = 8000
SEX = Facet(name="sex", codes=RNG.integers(0, 2, N), values=("f", "m"))
WORK = Facet(name="work", codes=RNG.integers(0, 5, N), values=tuple("abcde"))
LABEL = RNG.integers(0, 2, N).astype(np.float64)


def test_a_planted_weakness_is_found_shown_and_counted() -> None:
    is_weak = (SEX.codes == 0) & (WORK.codes == 3)
    wrong = RNG.random(N) < np.where(is_weak, 0.4, 0.1)
    report = weak_slices([SEX, WORK], label=LABEL, decision=np.where(wrong, 1 - LABEL, LABEL), seed=1)
    worst = report["found"][0]

    assert worst["slice"] == {"sex": "f", "work": "d"}
    assert worst["difference"]["upper"] < 0
    assert worst["inside"]["n"] < 1000
    assert report["rows"] == {"searched": 4000, "confirmed": 4000}
    assert "sex f and work d: accuracy 0.6" in slices_in_words({"slices": report})[1]


def test_a_filed_report_that_holds_something_else_gives_no_sentence() -> None:
    for part in (None, [], {"searched": "many"}, {"searched": 3, "confirmed": 1, "found": [{"slice": 7}]}):
        assert slice_sentences({"slices": part}) == ()


def test_a_model_that_is_wrong_anywhere_alike_has_no_weak_slice() -> None:
    wrong = RNG.random(N) < 0.1
    report = weak_slices([SEX, WORK], label=LABEL, decision=np.where(wrong, 1 - LABEL, LABEL), seed=1)

    assert report["found"] == []
    assert report["searched"] > 20


def test_rows_without_a_decision_take_no_part() -> None:
    decision = LABEL.copy()
    decision[:4000] = np.nan
    report = weak_slices([SEX, WORK], label=LABEL, decision=decision, seed=1)

    assert report["rows"] == {"searched": 2000, "confirmed": 2000}


def test_no_row_and_no_column_give_an_empty_search() -> None:
    assert weak_slices([], label=LABEL, decision=LABEL, seed=0)["searched"] == 0
    assert weak_slices([SEX], label=LABEL, decision=LABEL * np.nan, seed=0)["found"] == []
