"""What the robustness report holds: how easily a decision turns, by valid moves, by noise, by a missing value."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from evenhand.kernel.canonical import Json
from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.evaluation.attacked import Attacked
from evenhand.metrics.moves import Flips, Levels, moves_of, search_flips
from evenhand.metrics.uncertainty import wilson

Integers: TypeAlias = "NDArray[np.int64]"
Asked: TypeAlias = "Callable[[Integers], NDArray[np.float64]]"

BUDGET = 3
STEP = 0.1
"""Share of the rows that one move of a number may pass."""
NOISE = 0.02
CONFIDENCE = 0.95
_NOTE = (
    "A move changes one column to a value that stands in the table and that the contract allows: a category to any "
    "other, a number past at most a tenth of the rows. The search is greedy: it finds some changes and not all, so the "
    "true share is at least the lower end, and nothing bounds it from above. Whether a person could make a move is not "
    "known."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """What is searched, and how hard.

    Attributes:
        levels: of every column that the model takes, in its order.
        fixed: column to the reason why nobody changes it.
        cut_off: a score that reaches it decides favourably.
        budget: moves at most.
        step: of ``moves_of``.
        seed: of the noise.
    """

    levels: Sequence[Levels]
    fixed: Mapping[str, str] = field(default_factory=dict)
    cut_off: float = 0.5
    budget: int = BUDGET
    step: float = STEP
    seed: int = 0


def robustness_report(attack: Attack, attacked: Attacked, ask: Asked) -> dict[str, Json]:
    """Body of a ``robustness-report`` but for its part ``missing``.

    Args:
        attack: what is searched.
        attacked: the rows.
        ask: the model, about rows given as levels.

    Returns:
        ``method``, ``budget``, ``step``, ``moved``, ``fixed``, ``rows``, ``queries``, ``queries_per_row``, ``note`` and
        ``measurements``: ``flips_within_moves`` of the table and of each group, for every number of moves up to the
        budget, then ``flips_under_noise``.

    Examples:
        >>> levels = Levels(name="work", codes=np.array([0, 1] * 50), places=np.array([0, 1]), numbers=None,
        ...                 is_allowed=np.array([True, True]))
        >>> rows = Attacked(rows=np.arange(100), whole=np.arange(100), groups={}, sizes={})
        >>> report = robustness_report(Attack(levels=[levels], budget=1), rows, lambda asked: asked[:, 0] * 1.0)
        >>> report["measurements"][0]["value"], report["measurements"][0]["upper"], report["queries_per_row"]
        (1.0, 1.0, 1.0)
    """
    targets = [
        np.full((len(each.places), 0), -1, dtype=np.int64)
        if each.name in attack.fixed
        else moves_of(each, step=attack.step)
        for each in attack.levels
    ]
    start = np.stack([each.codes[attacked.rows] for each in attack.levels], axis=1)
    found = search_flips(start, targets, ask, cut_off=attack.cut_off, budget=attack.budget)
    moved = [each.name for each, to in zip(attack.levels, targets, strict=True) if (to >= 0).any()]
    measured = [each for budget in range(1, attack.budget + 1) for each in _flips(found, attacked, budget)]
    effort = int(found.queries.sum())
    return {
        "method": "greedy-valid-moves", "budget": attack.budget, "step": attack.step, "moved": list(moved),
        "fixed": dict(attack.fixed), "rows": len(attacked.rows), "seed": attack.seed, "queries": effort,
        "queries_per_row": effort / max(1, len(attacked.rows)), "note": _NOTE,
        "measurements": [each.as_json() for each in (*measured, _noise(attack, start[attacked.whole], ask))],
    }  # fmt: skip


def robustness_in_words(report: Mapping[str, Json]) -> list[str]:
    """The report as lines for a screen: the whole table alone."""
    measured = report.get("measurements")
    listed = measured if isinstance(measured, Sequence) and not isinstance(measured, str) else ()
    lines = []
    for each in listed:
        detail = each.get("detail") if isinstance(each, Mapping) else None
        if not isinstance(each, Mapping) or not isinstance(detail, Mapping) or each["groups"] or "budget" not in detail:
            continue
        value, lower, n = float(str(each["value"])), float(str(each["lower"])), int(str(each["n"]))
        moves = f"{detail['budget']} move{'' if detail['budget'] == 1 else 's'}"
        lines.append(f"  within {moves}: {value:.1%} of {n:,} decisions turned, so at least {lower:.1%} can")
    if not lines:
        return []
    return [f"Valid moves, found by search with {float(str(report['queries_per_row'])):.0f} questions a row:", *lines]


def flips_bounds(hits: int, n: int, confidence: float) -> tuple[float, float, float]:
    """Value and bounds of a share found by search: Wilson's lower end, and 1 above, for a search proves no safety.

    Examples:
        >>> flips_bounds(0, 100, 0.95)
        (0.0, 0.0, 1.0)
    """
    lower, _ = wilson(hits, n, confidence)
    return hits / n, float(lower), 1.0


def missing_part(
    attack: Attack,
    attacked: Attacked,
    ask: Asked,
    nullable: Sequence[str],
    refused: tuple[type[Exception], ...],
) -> dict[str, Json]:
    """The part ``missing``: each column that the contract lets be empty left out of every row, one at a time.

    Args:
        attack: as searched.
        attacked: the rows.
        ask: the model.
        nullable: columns that may be empty.
        refused: failures by which a model says that it cannot answer.
    """
    start = np.stack([each.codes[attacked.rows[attacked.whole]] for each in attack.levels], axis=1)
    before = ask(start) >= attack.cut_off
    measured: list[Json] = []
    unanswered: dict[str, Json] = {}
    for column, each in enumerate(attack.levels):
        if each.name in nullable:
            emptied = start.copy()
            emptied[:, column] = -1
            try:
                turned = int(((ask(emptied) >= attack.cut_off) != before).sum())
            except refused as failure:
                unanswered[each.name] = str(failure)
                continue
            measured.append(_share("flips_when_missing", turned, len(start), column=each.name).as_json())
    never = [each.name for each in attack.levels if each.name not in nullable]
    return {"measurements": measured, "unanswered": unanswered, "never_missing": list(never)}


def _flips(found: Flips, attacked: Attacked, budget: int) -> list[Measurement]:
    has_turned = (found.moves > 0) & (found.moves <= budget)
    kinds: list[tuple[dict[str, str], Integers, int]] = [({}, attacked.whole, 0)]
    kinds += [({name: group}, places, attacked.sizes[name, group]) for (name, group), places in attacked.groups.items()]
    measured = []
    for groups, places, size in kinds:
        hits, n, effort = int(has_turned[places].sum()), len(places), int(found.queries[places].sum())
        value, lower, upper = flips_bounds(hits, n, CONFIDENCE)
        measured.append(Measurement(
            name="flips_within_moves", value=value, lower=lower, upper=upper, confidence=CONFIDENCE, n=n, unit="share",
            method="wilson-lower", groups=groups,
            detail={"budget": budget, "effort": effort, "hits": hits, "rows": size or n},
        ))  # fmt: skip
    return measured


def _noise(attack: Attack, start: Integers, ask: Asked) -> Measurement:
    """Every number of a row moved at random a little at once, also those that nobody changes: they may be misread."""
    draw = np.random.default_rng(attack.seed)
    moved, columns = start.copy(), list[str]()
    for column, each in enumerate(attack.levels):
        if each.numbers is None:
            continue
        near = moves_of(each, step=NOISE)
        present = start[:, column]
        drawn = near[np.maximum(present, 0), draw.integers(0, near.shape[1], len(start))] if near.shape[1] else present
        moved[:, column] = np.where((present >= 0) & (drawn >= 0), drawn, present)
        columns.append(each.name)
    if not columns or not len(start):
        return Measurement(
            name="flips_under_noise", value=None, lower=None, upper=None, confidence=CONFIDENCE, n=len(start),
            unit="share", method="none", undefined="The model takes no column of numbers.",
        )  # fmt: skip
    turned = int(((ask(moved) >= attack.cut_off) != (ask(start) >= attack.cut_off)).sum())
    return _share("flips_under_noise", turned, len(start), detail={"columns": list(columns), "step": NOISE})


def _share(
    name: str, hits: int, n: int, *, column: str | None = None, detail: Mapping[str, Json] | None = None
) -> Measurement:
    lower, upper = wilson(hits, n, CONFIDENCE)
    return Measurement(
        name=name, value=hits / n, lower=float(lower), upper=float(upper), confidence=CONFIDENCE, n=n, unit="share",
        method="wilson", column=column, detail=detail or {},
    )  # fmt: skip
