"""What changed against the version before."""

from collections.abc import Iterator, Sequence

from evenhand.kernel.digest import is_digest, short
from evenhand.lifecycle.release.diff import Change, Diff, FigureChange
from evenhand.lifecycle.release.estimate import Estimate
from evenhand.lifecycle.release.review import Review
from evenhand.surfaces.report.number import kind_of, spread, written
from evenhand.surfaces.report.review.naming import count_text, group_name
from evenhand.surfaces.report.tree import Heading, Line, Paragraph, Part, Table

_MOST_ROWS = 60
_GROUP_RATES = ("selection_rate", "true_positive_rate")


def change_parts(review: Review) -> list[Part]:
    """The section about the version before."""
    diff = review.diff
    if diff is None:
        text = f"{review.about} is the first version: nothing to compare."
        return [Heading(text="What changed"), Paragraph(line=text)]
    parts: list[Part] = [Heading(text=f"What changed since {diff.before}")]
    rules = "Policy and use case"
    for title, found in (
        ("Files", diff.files), ("Inputs of the model, with their roles", diff.inputs),
        ("Decision rule, contract, environment", diff.settings), (rules, diff.rules),
    ):  # fmt: skip
        nothing = f"{title}: {_nothing(diff, is_about_rules=title == rules)}."
        parts.append(_table(title, found) if found else Paragraph(line=nothing))
    return [*parts, *_figures(review, diff)]


def _nothing(diff: Diff, *, is_about_rules: bool) -> str:
    if is_about_rules and not diff.has_rules:
        return f"not compared, because {diff.before} was never submitted"
    return "no change"


def _table(title: str, found: Sequence[Change]) -> Table:
    rows = [(change.name, _stated(change.before), _stated(change.after)) for change in found[:_MOST_ROWS]]
    left = len(found) - len(rows)
    more = f" (the first {len(rows)} of {len(found)}; all in the JSON form)" if left else ""
    return Table(caption=f"{title}{more}", header=("What", "Before", "Now"), rows=rows)


def _stated(text: str | None) -> str:
    if text is None:
        return "—"
    return short(text) if is_digest(text) else text


def _figures(review: Review, diff: Diff) -> Iterator[Part]:
    if diff.is_same_rows is None:
        yield Paragraph(line=f"Numbers: {diff.before} or {review.about} was not measured.", tone="open")
        return
    if diff.is_same_rows:
        yield Paragraph(line="Both were measured on the same rows.")
    else:
        text = "They were measured on different rows: a change of a number is also a change of the people measured."
        yield Paragraph(line=text, tone="open")
    if diff.figures:
        yield _numbers(review, "Numbers of the whole table, then and now", diff.figures)
    shown = [each for each in diff.group_figures if each.name in _GROUP_RATES]
    if shown:
        yield _numbers(review, "Numbers by group, then and now", shown)


def _numbers(review: Review, title: str, found: Sequence[FigureChange]) -> Table:
    rows = [
        (_subject(review, change), _number(change.before), _number(change.after), _moved(change))
        for change in found[:_MOST_ROWS]
    ]
    left = len(found) - len(rows)
    more = f" (the first {len(rows)} of {len(found)}; all in the JSON form)" if left else ""
    return Table(
        caption=f"{title}{more}", header=("Metric", "Before", "Now", "Change"), rows=rows, numeric=frozenset({1, 2, 3})
    )


def _subject(review: Review, change: FigureChange) -> Line:
    return f"{change.name} of {group_name(review, change.group)}" if change.group else change.name


def _number(estimate: Estimate | None) -> str:
    if estimate is None:
        return "not measured"
    if estimate.ends is None:
        return "no value" if estimate.undefined else "withheld"
    return f"{spread(estimate.ends, kind_of(estimate.name))}, n {count_text(estimate.n)}"


def _moved(change: FigureChange) -> str:
    old, new = change.before, change.after
    if old is None or new is None or old.value is None or new.value is None:
        return "—"
    kind = "points" if kind_of(change.name) in ("percent", "points") else "plain"
    moved = new.value - old.value
    return written(moved, kind) if kind == "points" else f"{moved:+.3f}"
