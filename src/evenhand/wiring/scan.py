"""The ``Scanner`` of files and tables in memory."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from evenhand.adapters.tables.arrow_kind import held_in_words, kind_of
from evenhand.adapters.tables.scan.arrow_batch import kind_of_arrow
from evenhand.adapters.tables.scan.cases import cases_of
from evenhand.adapters.tables.scan.filtered import Filtered
from evenhand.adapters.tables.scan.profiled import plan_of, profile_of
from evenhand.adapters.tables.scan.recognised import source_of
from evenhand.adapters.tables.scan.repeated_rows import repeated_rows
from evenhand.adapters.tables.scan.row_cells import row_cells
from evenhand.adapters.tables.scan.row_groups import RowGroups
from evenhand.adapters.tables.scan.setting import choose_kernel
from evenhand.adapters.tables.scan.shape import require_columns, require_countable
from evenhand.adapters.tables.scan.source import Source
from evenhand.adapters.tables.scan.texted import with_texts
from evenhand.adapters.tables.scan.told import Progress, Told
from evenhand.adapters.tables.scan.written import written_profile
from evenhand.errors.number import ProfilesUnlike, RowsNeeded
from evenhand.lifecycle.data.repeated import Repeated
from evenhand.metrics.profiling.library import kernel_in_use

if TYPE_CHECKING:
    from evenhand.lifecycle.evaluation.case_columns import CaseColumns
    from evenhand.lifecycle.evaluation.distinct_values import DistinctValues
    from evenhand.lifecycle.evaluation.guess_columns import GuessColumns
    from evenhand.lifecycle.problem.scalar import Scalar
    from evenhand.metrics.cube.class_counts import ClassCounts
    from evenhand.metrics.cube.residual_profile import ResidualProfile
    from evenhand.metrics.profile import EvaluationProfile
    from evenhand.metrics.profiling.plan import ProfilePlan
    from evenhand.metrics.profiling.profile import Profile
    from evenhand.metrics.tally import Integers

_KERNELS = {"c": "the compiled kernel", "numpy": "NumPy"}
_KEPT = 8
_NAME_FIRST = "Name the profile as the reference and the table second, so that the table is counted on its cells."
_MAKE_LIKE = (
    "Count the table of the second anew on the cells of the first, 'evenhand profile FILE --like FIRST -o SECOND', "
    "or compare the tables themselves."
)
_KINDS = {"number": "number", "time": "instant", "text": "text", "boolean": "boolean"}


def kernel_in_words() -> str:
    """What counts tables here: the compiled kernel, or NumPy where it is missing or ``EVENHAND_KERNEL=numpy``.

    Examples:
        >>> kernel_in_words() in ("the compiled kernel", "NumPy")
        True
    """
    choose_kernel()
    return _KERNELS[kernel_in_use()]


class TableScanner:
    """See ``Scanner``; for one look: what it opened once it takes as unchanging.

    Args:
        progress: told after each batch: the table's name, rows read in this pass, rows in all where known.
    """

    def __init__(self, progress: Progress | None = None) -> None:
        self._progress = progress
        self._open: dict[object, tuple[object, Source]] = {}
        self._written: dict[object, tuple[object, Profile | None]] = {}
        self._others: dict[object, dict[str, tuple[Scalar, ...]]] = {}

    def origin(self, source: object) -> str:
        """See ``Scanner``."""
        if self._profile(source) is not None:
            return Path(source).name if isinstance(source, str | os.PathLike) else "the profile"
        return self.source(source).origin

    def plan(
        self, source: object, *, columns: Sequence[str] | None = None, is_exact: bool = False, text: Sequence[str] = ()
    ) -> "ProfilePlan":  # fmt: skip
        """See ``Scanner``."""
        written = self._profile(source)
        if written is not None:
            return _plan_of_written(written, columns, is_exact=is_exact, origin=self.origin(source))
        self.source(source)
        self._keep(source)
        opened = self.source(source, text=text)
        require_columns(opened.schema.names, columns or (), origin=opened.origin)
        require_countable(opened.schema, columns, origin=opened.origin)
        return plan_of(opened, columns=columns, is_exact=is_exact)

    def profile(self, source: object, plan: "ProfilePlan") -> "Profile":
        """See ``Scanner``."""
        written = self._profile(source)
        if written is None:
            return profile_of(self.source(source, text=_texts(plan)), plan)
        found = written.only([column.name for column in plan.columns if column.name in written.plan.place])
        try:
            found.plan.require_same(plan)
        except ProfilesUnlike as mistake:
            is_only = sum(profile is not None for _, profile in self._written.values()) == 1
            remedy = _NAME_FIRST if is_only else _MAKE_LIKE
            raise ProfilesUnlike(f"{self.origin(source)}: {mistake.fact}", remedy=remedy) from mistake
        return found

    def cases(self, source: object, asked: "CaseColumns") -> "EvaluationProfile":
        """See ``Scanner``."""
        found = cases_of(self.source(source), asked)
        self._others.setdefault(_key(source), {}).update(found.others)
        return found.profile

    def others(self, source: object, column: str) -> "tuple[Scalar, ...]":
        """See ``Scanner``."""
        return self._others.get(_key(source), {}).get(column, ())

    def row_cells(self, source: object, plan: "ProfilePlan", *, n_rows: int, seed: int) -> "Integers":
        """See ``Scanner``."""
        return row_cells(self.source(source, text=_texts(plan)), plan, n_rows=n_rows, seed=seed)

    def left_out(self, source: object) -> Mapping[str, str]:
        """See ``Scanner``."""
        if self._profile(source) is not None:
            return {}
        schema = self.source(source).schema
        return {field.name: held_in_words(field.type) for field in schema if kind_of_arrow(field.type) is None}

    def holds_rows(self, source: object) -> bool:
        """See ``Scanner``."""
        return self._profile(source) is None

    def distinct(self, source: object, column: str, *, at_most: int) -> "DistinctValues":
        """See ``Scanner``."""
        from evenhand.adapters.tables.scan.distinct import distinct_of

        return distinct_of(self.source(source), column, at_most=at_most)

    def classes(self, source: object, asked: "GuessColumns") -> "ClassCounts":
        """See ``Scanner``."""
        from evenhand.adapters.tables.scan.predictions import classes_of

        return classes_of(self.source(source), asked)

    def residuals(self, source: object, asked: "GuessColumns") -> "ResidualProfile":
        """See ``Scanner``."""
        from evenhand.adapters.tables.scan.predictions import residuals_of

        return residuals_of(self.source(source), asked)

    def kinds(self, source: object, *, text: Sequence[str] = ()) -> Mapping[str, str]:
        """See ``Scanner``."""
        written = self._profile(source)
        if written is not None:
            return {column.name: _KINDS[column.kind] for column in written.plan.columns}
        kinds = {field.name: kind_of(field.type) for field in self.source(source, text=text).schema}
        return {name: kind for name, kind in kinds.items() if kind is not None}

    def part(self, source: object, plan: "ProfilePlan", *, column: str, value: str | float) -> "Profile":
        """See ``Scanner``."""
        opened = self.source(source, text=_texts(plan))
        require_columns(opened.schema.names, [column], origin=opened.origin)
        return profile_of(Filtered(source=opened, column=column, value=value), plan)

    def repeated(
        self, source: object, *, columns: Sequence[str] | None = None, text: Sequence[str] = (), is_stated: bool = False
    ) -> Repeated:  # fmt: skip
        """See ``Scanner``."""
        return repeated_rows(self.source(source, text=text), columns, is_stated=is_stated)

    def source(self, source: object, *, text: Sequence[str] = ()) -> Source:
        """What ``source`` holds, opened once; see ``source_of``. A written profile is refused: it holds no rows."""
        key = _key(source)
        if self._profile(source) is not None:
            raise RowsNeeded(
                f"{self.origin(source)} is a written profile: it holds counts and no rows, which this needs."
            )
        if key not in self._open:
            opened = source_of(source)
            while len(self._open) >= _KEPT:
                del self._open[next(iter(self._open))]
            self._open[key] = (source, opened)
        opened = with_texts(self._open[key][1], text)
        return opened if self._progress is None else Told(source=opened, progress=self._progress)

    def _keep(self, source: object) -> None:
        """A reference is planned on and then counted: a small file is read once for both."""
        held, opened = self._open[_key(source)]
        if isinstance(opened, RowGroups):
            self._open[_key(source)] = (held, opened.keeping())

    def _profile(self, source: object) -> "Profile | None":
        key = _key(source)
        if key not in self._written:
            self._written[key] = (source, written_profile(source))
        return self._written[key][1]


def _texts(plan: "ProfilePlan") -> list[str]:
    return [column.name for column in plan.columns if column.kind == "text"]


def _key(source: object) -> object:
    """One key a table; an object in memory is held as long as its key is, so that no other takes its place."""
    return os.fspath(source) if isinstance(source, str | os.PathLike) else id(source)


def _plan_of_written(
    written: "Profile", columns: Sequence[str] | None, *, is_exact: bool, origin: str
) -> "ProfilePlan":  # fmt: skip
    require_columns(list(written.plan.place), columns or (), origin=origin)
    plan = written.plan if columns is None else written.plan.only(columns)
    coarse = [column.name for column in plan.columns if column.is_ordered and not column.is_exact]
    if is_exact and coarse:
        fact = f"{origin} was not made in the exact mode: column {coarse[0]!r} has lost its single values."
        raise ProfilesUnlike(fact, remedy="Make the profile of the reference anew, in the exact mode.")
    return plan
