"""Which rows each fold holds out: both labels in every fold, and rows of one key never on both sides."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from random import Random

from evenhand.errors.training import FoldsUnfit


def stratified_folds(
    labels: Sequence[int], *, n_folds: int, seed: int, keys: Sequence[Hashable] | None = None
) -> tuple[int, ...]:
    """Per row the fold that holds it out.

    Rows without a key are dealt out in random order, label by label. Rows of one key go together: the largest keys
    first, each to the fold that then comes nearest to its share of either label.

    Args:
        labels: 1 or 0 for each row.
        n_folds: 2 or more.
        seed: the same seed gives the same folds.
        keys: per row whom it is about; ``None`` when every row is somebody else.

    Raises:
        FoldsUnfit: a fold, or the rows outside it, would lack a label.

    Examples:
        >>> folds = stratified_folds([1, 0] * 6, n_folds=3, seed=0)
        >>> [sum(label for label, at in zip([1, 0] * 6, folds) if at == fold) for fold in range(3)]
        [2, 2, 2]
        >>> stratified_folds([1, 0, 0, 0], n_folds=2, seed=0)
        Traceback (most recent call last):
        evenhand.errors.training.FoldsUnfit: [FOLDS-UNFIT] 1 of 4 rows has the favourable label: fewer than 2 folds. ...
    """
    if n_folds < 2:
        raise FoldsUnfit(f"{n_folds} folds hold nothing out.", remedy="Use 2 or more, or 0 for no cross-validation.")
    _require_labels(labels, n_folds)
    draw = Random(f"folds:{seed}")  # noqa: S311 - repeatable on purpose
    folds = _dealt(labels, n_folds, draw) if keys is None else _together(labels, keys, n_folds, draw)
    seen = {(fold, label) for fold, label in zip(folds, labels, strict=True)}
    lacking = [fold for fold in range(n_folds) for label in (0, 1) if (fold, label) not in seen]
    if lacking:
        fact = f"Fold {lacking[0] + 1} of {n_folds} would lack a label, because rows of one key stay together."
        raise FoldsUnfit(fact, n_folds=n_folds)
    return folds


def _require_labels(labels: Sequence[int], n_folds: int) -> None:
    counts = Counter(labels)
    for label, name in ((1, "favourable"), (0, "unfavourable")):
        n = counts[label]
        if n < n_folds:
            verb = "has" if n == 1 else "have"
            raise FoldsUnfit(f"{n} of {len(labels)} rows {verb} the {name} label: fewer than {n_folds} folds.", n=n)


def _dealt(labels: Sequence[int], n_folds: int, draw: Random) -> tuple[int, ...]:
    folds = [0] * len(labels)
    start = 0
    for label in (1, 0):
        rows = [row for row, own in enumerate(labels) if own == label]
        draw.shuffle(rows)
        for place, row in enumerate(rows):
            folds[row] = (start + place) % n_folds
        start += len(rows)
    return tuple(folds)


def _together(
    labels: Sequence[int], keys: Sequence[Hashable], n_folds: int, draw: Random
) -> tuple[int, ...]:  # fmt: skip
    members: dict[Hashable, list[int]] = defaultdict(list)
    for row, key in enumerate(keys):
        members[key].append(row)
    order = list(members)
    draw.shuffle(order)
    order.sort(key=lambda key: -len(members[key]))
    ones_of_all = sum(labels)
    totals = (len(labels) - ones_of_all, ones_of_all)
    held = [[0, 0] for _ in range(n_folds)]
    folds = [0] * len(labels)
    for key in order:
        ones = sum(labels[row] for row in members[key])
        own = (len(members[key]) - ones, ones)
        fold = min(range(n_folds), key=lambda at: (_load(held[at], own, totals), at))
        held[fold] = [held[fold][0] + own[0], held[fold][1] + own[1]]
        for row in members[key]:
            folds[row] = fold
    return tuple(folds)


def _load(held: Sequence[int], own: tuple[int, int], totals: tuple[int, int]) -> float:
    """How full a fold would be of the labels that the key brings."""
    return max(((held[at] + own[at]) / totals[at] for at in (0, 1) if own[at]), default=0.0)
