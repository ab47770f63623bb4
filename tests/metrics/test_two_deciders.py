import numpy as np
import pytest

from evenhand.metrics.two_deciders import Decided, paired_differences, paired_share


def test_newcombe_s_example_for_pairs() -> None:
    # Stat. Med. 17 (1998), table II, method 10 without continuity correction: a=36, b=12, c=2, d=0 of 50.
    one = np.repeat([True, True, False, False], [36, 12, 2, 0])
    other = np.repeat([True, False, True, False], [36, 12, 2, 0])
    value, lower, upper = paired_share(other, one, 0.95)

    assert value == pytest.approx(0.2)
    assert (round(lower, 4), round(upper, 4)) == (0.0569, 0.3404)


def test_pairs_are_surer_than_two_separate_samples() -> None:
    draw = np.random.default_rng(0)
    before = draw.random(500) < 0.5
    after = before ^ (draw.random(500) < 0.05)
    _, lower, upper = paired_share(before, after, 0.95)

    assert upper - lower < 0.06


def test_the_interval_covers_as_it_says() -> None:
    draw, held = np.random.default_rng(1), 0
    for _ in range(400):
        before = draw.random(120) < 0.6
        after = before ^ (draw.random(120) < np.where(before, 0.1, 0.3))
        _, lower, upper = paired_share(before, after, 0.95)
        held += lower <= 0.4 * 0.3 - 0.6 * 0.1 <= upper

    assert 0.92 <= held / 400 <= 0.99


def test_the_same_decisions_differ_by_nothing_and_are_not_certain() -> None:
    same = np.array([True] * 30 + [False] * 20)
    found = {each.name: each for each in paired_differences(Decided(label=same, before=same, after=same))}

    assert found["accuracy"].difference == 0
    assert found["accuracy"].lower < 0 < found["accuracy"].upper
    assert found["true_positive_rate"].n == 30
    assert "roc_auc" not in found


def test_two_areas_of_the_same_rows_are_compared() -> None:
    draw = np.random.default_rng(4)
    label = draw.random(800) < 0.5
    good, noise = label + draw.normal(0, 1, 800), draw.normal(0, 1, 800)
    rows = Decided(label=label, before=noise > 0, after=good > 0.5, scores=(noise, good))
    [area] = [each for each in paired_differences(rows) if each.name == "roc_auc"]

    assert area.lower > 0
    assert area.difference == pytest.approx(area.after - area.before)
