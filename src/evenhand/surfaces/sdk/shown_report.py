"""What a look at files found, as a reader or a program wants it: text, a page, a notebook, rows, one number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from evenhand.errors.number import MeasurementMissing
from evenhand.kernel.canonical import Json
from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.evaluation.table_report import TableReport

_WIDTH = 100
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownReport:
    """Numbers about files, what they mean, and the forms in which they can be read.

    Attributes:
        report: what was found; ``print`` shows it, a notebook draws it.

    Examples:
        >>> import evenhand
        >>> table = {"repaid": [1, 1, 0, 0] * 50, "offered": [1, 0, 1, 0] * 50, "sex": ["f", "m"] * 100}
        >>> report = evenhand.fairness(table, label="repaid", prediction="offered", by="sex")
        >>> report.measurement("selection_rate", groups={"sex": "f"}).value
        1.0
    """

    report: TableReport

    @property
    def measurements(self) -> tuple[Measurement, ...]:
        """Every number; of columns those that matter most first."""
        return self.report.measurements

    @property
    def sentences(self) -> tuple[str, ...]:
        """What the numbers mean, worst first."""
        return tuple(each.text for each in sorted(self.report.sentences, key=lambda each: -each.weight))

    @property
    def problems(self) -> tuple[str, ...]:
        """What could not be measured, and why."""
        return self.report.problems

    def measurement(
        self, name: str, *, column: str | None = None, groups: Mapping[str, str] | None = None,
        by: str | Sequence[str] | None = None,
    ) -> Measurement:  # fmt: skip
        """One number.

        Args:
            name: of the metric, for example ``selection_rate``.
            column: that it speaks about; may be left out where one column alone has it.
            groups: attribute to value; may be left out where the whole table, or one group alone, has it.
            by: attributes of the groups that it compares, as ``demographic_parity_ratio`` does; in any order. May be
                left out where one grouping alone has it.

        Raises:
            MeasurementMissing: there is none, or more than one fits.
        """
        named = [each for each in self.measurements if each.name == name]
        fit = [each for each in named if column is None or each.column == column]
        if groups is not None:
            fit = [each for each in fit if dict(each.groups) == dict(groups)]
        if by is not None:
            wanted = {by} if isinstance(by, str) else set(by)
            fit = [each for each in fit if set(_grouping(each)) == wanted]
        if len(fit) > 1:  # the whole table comes before its groups, and no column before one
            fit = [each for each in fit if each.column == column and dict(each.groups) == dict(groups or {})]
        if len(fit) != 1:
            raise _missing(name, named, self.measurements)
        return fit[0]

    def as_json(self) -> list[dict[str, Json]]:
        """The list that ``--json`` prints, of the shape that ``docs/reference/measurements.md`` tells."""
        return [each.as_json() for each in self.measurements]

    def to_rows(self) -> list[dict[str, Json]]:
        """One flat row a number, as a data frame takes it: each attribute of a group is a column of its own.

        Examples:
            >>> import evenhand
            >>> report = evenhand.quality({"age": [30, None]})
            >>> rows = report.to_rows()  # pandas.DataFrame(rows), polars.DataFrame(rows)
            >>> rows[0].keys() >= {"name", "column", "value", "lower", "upper", "n"}
            True
        """
        attributes = list(dict.fromkeys(name for each in self.measurements for name in each.groups))
        rows = []
        for each in self.measurements:
            row = {name: value for name, value in each.as_json().items() if name not in ("groups", "input", "detail")}
            row["undefined"] = each.undefined
            rows.append({**row, **{f"group:{name}": each.groups.get(name) for name in attributes}})
        return rows

    def as_text(self, *, width: int = _WIDTH) -> str:
        """For a terminal, at most ``width`` places wide."""
        from evenhand.surfaces.report.look.page import look_report
        from evenhand.surfaces.report.text import as_text

        return as_text(look_report(self.report, is_brief=True), width=width)

    def as_html(self) -> str:
        """One page that needs nothing else: to be kept, sent or printed."""
        from evenhand.surfaces.report.html import as_html
        from evenhand.surfaces.report.look.page import look_report

        return as_html(look_report(self.report))

    def to_html(self, path: str | Path) -> Path:
        """Write the page to ``path``, whole or not at all; a page of evenhand's that is there is replaced.

        Raises:
            FileExists: another file is there.
            FileUnwritable: the folder is not there or may not be written.
        """
        from evenhand.surfaces.report.html import MARKER
        from evenhand.surfaces.report.page_file import require_page, write_page

        require_page(Path(path), MARKER)
        write_page(Path(path), self.as_html())
        return Path(path)

    def _repr_html_(self) -> str:
        from evenhand.surfaces.report.html import as_fragment
        from evenhand.surfaces.report.look.page import look_report

        return as_fragment(look_report(self.report))

    def __str__(self) -> str:
        return self.as_text()

    def __repr__(self) -> str:  # a prompt shows this, and the fields would be thousands of words
        return self.as_text()


def _missing(name: str, named: list[Measurement], known: tuple[Measurement, ...]) -> MeasurementMissing:
    if named:
        places = [_place(each) for each in named[:_MOST_NAMED]]
        more = f" and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
        return MeasurementMissing(f"The report holds {name} for {'; '.join(places)}{more}.", name=name)
    near = get_close_matches(name, {each.name for each in known}, n=1)
    hint = f"; it holds {near[0]}" if near else ""
    return MeasurementMissing(f"The report holds no {name}{hint}.", name=name)


def _grouping(each: Measurement) -> list[str]:
    """The attributes whose groups a number lies between; none where it is of one group or of the whole table."""
    by = each.detail.get("by")
    return [str(name) for name in by] if isinstance(by, list) and not each.groups else []


def _place(each: Measurement) -> str:
    parts = [] if each.column is None else [f"column {each.column!r}"]
    if each.groups:
        parts.append(f"groups {dict(each.groups)}")
    if _grouping(each):
        parts.append(f"by={_grouping(each)!r}")
    return ", ".join(parts) or "the whole table"
