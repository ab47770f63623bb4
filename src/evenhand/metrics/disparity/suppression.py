"""Which groups may be shown: small ones are not, nor others from which a small one could be worked out.

A group of fewer than ``min_count`` usable rows is hidden. The whole table and every group of one attribute that is
shown are published sums, so further groups are hidden, smallest first, until

* no published sum holds hidden groups that are one alone, or fewer than ``min_count`` rows together, and
* no hidden small group follows from what is shown by any adding and subtracting, and
* no sum of small groups with fewer than ``min_count`` rows together follows so, as far as reducing the sums shows.

This protects who belongs to a small group. It does not keep a large group's uniform outcome from telling that of each
member, which is true of every published rate.

Source:
    Hundepool and others, Statistical Disclosure Control (2012), chapter 4: threshold rule and secondary suppression.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from evenhand.metrics.grouping import groups_of
from evenhand.metrics.profile import EvaluationProfile
from evenhand.metrics.tally import Integers, Tally

Group = frozenset[tuple[str, str]]
"""Attribute and value, one or several; empty for the whole table."""

_ZERO = 1e-9
_NEAR = 1e-6
_TRIES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """Which groups are hidden.

    Attributes:
        small: hidden because they hold too few rows.
        beside: hidden because a small one would follow from them.
    """

    small: frozenset[Group] = field(default_factory=frozenset)
    beside: frozenset[Group] = field(default_factory=frozenset)

    def hides(self, groups: Mapping[str, str]) -> bool:
        """Whether nothing of the group may be shown."""
        key = frozenset(groups.items())
        return key in self.small or key in self.beside


def suppression_of(profile: EvaluationProfile, *, by: tuple[str, ...], min_count: int) -> Suppression:
    """What is hidden of the whole table, of the groups of each attribute of ``by`` and of the crossing of them all.

    Args:
        profile: whose groups are shown.
        by: attributes.
        min_count: least usable rows of a group that is shown; groups without any are shown as empty.

    Raises:
        AttributeUnknown: ``by`` names what is no attribute, or one twice.

    Examples:
        >>> from evenhand.metrics.profile import Cases
        >>> profile = EvaluationProfile.of(Cases(
        ...     label=np.ones(80), decision=np.ones(80), attributes={"race": np.repeat(list("abc"), [50, 26, 4])},
        ... ))
        >>> found = suppression_of(profile, by=("race",), min_count=10)
        >>> found.hides({"race": "c"}), found.hides({"race": "b"}), found.hides({"race": "a"})
        (True, True, False)
    """
    small: set[Group] = set()
    beside: set[Group] = set()
    if 0 < profile.n_usable < min_count:
        small.add(frozenset())
    sums: list[Group] = [frozenset()]
    for attribute in by:
        table = _Table.of(profile, (attribute,), [frozenset()], min_count)
        table.close({})
        small |= table.groups_where(table.is_small)
        beside |= table.groups_where(table.is_hidden & ~table.is_small)
        sums += table.groups_where(~table.is_hidden)
    if len(by) > 1:
        table = _Table.of(profile, by, sums, min_count)
        table.close({key: table.within(key) for key in small})
        small |= table.groups_where(table.is_small)
        beside |= table.groups_where(table.is_hidden & ~table.is_small)
    return Suppression(small=frozenset(small), beside=frozenset(beside))


def without_hidden(profile: EvaluationProfile, *, by: tuple[str, ...], suppression: Suppression) -> EvaluationProfile:
    """The profile without the decisions of hidden groups of the crossing ``by``, for numbers between the others.

    Its score cells are those of the whole table.
    """
    places = [profile.plan.attributes.index(name) for name in by]
    members, row = np.unique(profile.cells.keys[:, places], axis=0, return_inverse=True)
    is_shown = np.array([
        not suppression.hides({
            name: profile.values[place][code] for name, place, code in zip(by, places, member, strict=True)
        })
        for member in members.tolist()
    ], dtype=bool)  # fmt: skip
    if is_shown.all():
        return profile
    kept = is_shown[row.reshape(-1)]
    return replace(profile, cells=Tally(keys=profile.cells.keys[kept], counts=profile.cells.counts[kept]))


@dataclass(slots=True, kw_only=True, eq=False)
class _Table:
    """The groups of one crossing, and the published sums over them, each a mask."""

    keys: list[Group]
    rows: Integers
    min_count: int
    sums: list[NDArray[np.bool_]]
    is_small: NDArray[np.bool_]
    is_hidden: NDArray[np.bool_]

    @classmethod
    def of(cls, profile: EvaluationProfile, by: tuple[str, ...], sums: list[Group], min_count: int) -> "_Table":
        found = groups_of(profile, by)
        keys = [frozenset(name.items()) for name in found.names]
        is_small = (found.rows > 0) & (found.rows < min_count)
        masks = [np.array([published <= key for key in keys], dtype=bool) for published in sums]
        return cls(
            keys=keys, rows=found.rows, min_count=min_count, sums=masks, is_small=is_small, is_hidden=is_small.copy()
        )

    def within(self, part: Group) -> NDArray[np.bool_]:
        return np.array([part <= key for key in self.keys], dtype=bool)

    def groups_where(self, mask: NDArray[np.bool_]) -> set[Group]:
        return {self.keys[row] for row in np.flatnonzero(mask)}

    def close(self, secrets: Mapping[Group, NDArray[np.bool_]]) -> None:
        """Hide more, smallest first, until nothing small follows from what is shown."""
        wanted = [np.arange(len(self.rows)) == row for row in np.flatnonzero(self.is_small)] + list(secrets.values())
        narrow = sorted(self.sums, key=lambda mask: int(mask.sum()))
        seen: set[bytes] = set()
        while wanted:
            told = next((mask for mask in narrow if self._tells(mask)), None)
            if told is None:
                basis = self._basis()
                secret = next((each for each in wanted if self._follows(each, basis)), None)
                if secret is None:
                    few = [rest for rest in self._few_left(basis) if rest.tobytes() not in seen]
                    seen |= {rest.tobytes() for rest in few}
                    wanted += few
                    if not few:
                        return
                    continue
                more = self._that_helps(secret)
                if more is None:
                    # Everything beside it is hidden already: it is as large as a sum that is shown.
                    wanted = [each for each in wanted if each is not secret]
                    continue
            else:
                more = self._smallest(told)[0]
            self.is_hidden[more] = True

    def _smallest(self, mask: NDArray[np.bool_]) -> Integers:
        shown = np.flatnonzero(mask & ~self.is_hidden & (self.rows > 0))
        return shown[np.argsort(self.rows[shown], kind="stable")]

    def _tells(self, mask: NDArray[np.bool_]) -> bool:
        """Whether a sum, less what is shown of it, leaves too little to hide in, and more could be hidden."""
        hidden = mask & self.is_hidden
        is_few = hidden.sum() == 1 or self.rows[hidden].sum() < self.min_count
        return bool((hidden & self.is_small).any() and is_few and len(self._smallest(mask)))

    def _basis(self) -> NDArray[np.float64]:
        """Orthonormal rows that span what the published sums say of hidden groups."""
        sums = np.array([mask[self.is_hidden] for mask in self.sums], dtype=np.float64)
        _, weight, basis = np.linalg.svd(sums, full_matrices=False)
        return np.asarray(basis[weight > _ZERO])

    def _follows(self, secret: NDArray[np.bool_], basis: NDArray[np.float64]) -> bool:
        """Whether the sum of some hidden groups is a linear combination of what is published."""
        part = secret[self.is_hidden].astype(np.float64)
        total = float(part @ part)
        return bool(total) and float(((basis @ part) ** 2).sum()) >= (1 - _ZERO) * total

    def _few_left(self, basis: NDArray[np.float64]) -> list[NDArray[np.bool_]]:
        """Small groups of too few rows in all whose sum follows, though none of them does alone."""
        hidden = np.flatnonzero(self.is_hidden)
        is_small = self.is_small[hidden]
        _, weight, mixes = np.linalg.svd(basis[:, ~is_small].T)
        known = _reduced(mixes[int((weight > _ZERO).sum()) :] @ basis[:, is_small])
        few = []
        for sum_known in known:
            rest = np.zeros(len(self.rows), dtype=bool)
            rest[hidden[is_small]] = np.abs(sum_known - 1) < _NEAR
            is_sum = bool((rest[hidden[is_small]] | (np.abs(sum_known) < _NEAR)).all())
            if is_sum and self.rows[rest].sum() < self.min_count:
                few.append(rest)
        return few

    def _that_helps(self, secret: NDArray[np.bool_]) -> int | None:
        """The smallest group that keeps the secret once it is hidden; else one that shares a sum with it."""
        for row in self._smallest(np.ones(len(self.rows), dtype=bool))[:_TRIES].tolist():
            self.is_hidden[row] = True
            helps = not self._follows(secret, self._basis())
            self.is_hidden[row] = False
            if helps:
                return int(row)
        touched = [mask for mask in self.sums if (mask & secret).any() and len(self._smallest(mask))]
        return int(self._smallest(touched[-1])[0]) if touched else None


def _reduced(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same span in reduced echelon form: each row holds as few columns as that form allows."""
    rows = rows.copy()
    done = 0
    for column in range(rows.shape[1]):
        if done == len(rows):
            break
        pivot = done + int(np.abs(rows[done:, column]).argmax())
        if abs(rows[pivot, column]) < _NEAR:
            continue
        rows[[done, pivot]] = rows[[pivot, done]]
        rows[done] /= rows[done, column]
        others = np.arange(len(rows)) != done
        rows[others] -= np.outer(rows[others, column], rows[done])
        done += 1
    return rows[:done]
