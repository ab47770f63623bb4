"""What changed against the version before."""

from collections.abc import Iterator, Sequence

from evenhand.kernel.digest import is_digest, short
from evenhand.kernel.metric import METRICS
from evenhand.kernel.number import kind_of, spread, written
from evenhand.lifecycle.release.diff import Change, Diff, FigureChange
from evenhand.lifecycle.release.estimate import Estimate
from evenhand.lifecycle.release.review import Review
from evenhand.surfaces.report.review.naming import group_name, in_order
from evenhand.surfaces.report.tree import Heading, Paragraph, Part, Table

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
        rows = [(each.name, *_then_and_now(each)) for each in diff.figures]
        header = ("Metric", "Before", "Now", "Change")
        yield Table(caption="Everybody, then and now", header=header, rows=rows, numeric=frozenset({1, 2, 3}))
    known = [account.attribute for account in review.accounts]
    for attribute in dict.fromkeys([*known, *(name for each in diff.group_figures for name in each.group)]):
        yield from _by_group(review, diff, attribute)


def _by_group(review: Review, diff: Diff, attribute: str) -> Iterator[Part]:
    for rate in _GROUP_RATES:
        found = [each for each in diff.group_figures if each.name == rate and list(each.group) == [attribute]]
        rows = [
            (group_name(review, each.group), *_then_and_now(each))
            for each in in_order(review, found, lambda change: change.group)[:_MOST_ROWS]
        ]
        more = f"; the first {len(rows)} of {len(found)}, all in the JSON form" if len(found) > len(rows) else ""
        if rows:
            caption = f"{_sentence(METRICS[rate].meaning)}, by {attribute}, then and now{more}"
            header = ("Group", "Before", "Now", "Change")
            yield Table(caption=caption, header=header, rows=rows, numeric=frozenset({1, 2, 3}))


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"


def _then_and_now(change: FigureChange) -> tuple[str, str, str]:
    return _number(change.before), _number(change.after), _moved(change)


def _number(estimate: Estimate | None) -> str:
    if estimate is None:
        return "not measured"
    if estimate.ends is None:
        return "no value" if estimate.undefined else "withheld"
    return spread(estimate.ends, kind_of(estimate.name))


def _moved(change: FigureChange) -> str:
    old, new = change.before, change.after
    if old is None or new is None or old.value is None or new.value is None:
        return "—"
    kind = "points" if kind_of(change.name) in ("percent", "points") else "plain"
    moved = new.value - old.value
    return written(moved, kind) if kind == "points" else f"{moved:+.3f}"
