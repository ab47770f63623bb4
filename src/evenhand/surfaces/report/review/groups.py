"""How each group fares: a figure and a table for each attribute."""

from evenhand.kernel.number import kind_of, plainly, spread, written
from evenhand.lifecycle.release.account import AttributeAccount, GroupAccount
from evenhand.lifecycle.release.estimate import Count, Estimate
from evenhand.lifecycle.release.review import Review
from evenhand.surfaces.report.review.naming import MOST_GROUPS, code_name, count_text, share_text
from evenhand.surfaces.report.scale import ticks
from evenhand.surfaces.report.tree import Bar, Figure, Heading, Limit, Paragraph, Part, Table

_RATE = "selection_rate"
_LEAST_TO_COMPARE = 100
"""People of a group before the finding compares it with others: below, chance has the word."""


def group_parts(review: Review) -> list[Part]:
    """The section about groups."""
    parts: list[Part] = [Heading(text="Who gets it, who gains, who loses")]
    if review.practice is None:
        text = "Current practice: not stated. Nobody can say from this evidence who gains or loses against today."
        parts.append(Paragraph(line=text, tone="open"))
    else:
        text = (
            f"Current practice, {review.practice}. Gain: gets the favourable decision and would not today. "
            "Lose: the reverse."
        )
        parts.append(Paragraph(line=text))
    if not review.accounts:
        parts.append(Paragraph(line="Nothing was measured by group.", tone="open"))
    for account in review.accounts:
        kind = "protected" if account.is_protected else "judged by"
        parts += [Heading(text=f"By {account.attribute} ({kind})", level=3), _figure(review, account)]
    if review.accounts:
        text = (
            "Counts from 1 to 4 are shown as “fewer than 5”, and a share that would tell such a count is not shown. "
            "Subtracting from the total still tells about the small groups together: this is for reviewers, not for "
            f"publication. Intervals: {_level(review)}, each by itself; the checks use the level of the policy."
        )
        parts.append(Paragraph(line=text))
    return parts


def _figure(review: Review, account: AttributeAccount) -> Figure:
    listed = _listed(account)
    rates = [group.rates.get(_RATE) for group in listed]
    overall = next((each for each in review.figures if each.name == _RATE), None)
    limits = () if overall is None or overall.value is None else (
        Limit(value=overall.value, text=f"everybody: {written(overall.value, kind_of(_RATE))}"),
    )  # fmt: skip
    ends = [end for rate in rates if rate is not None for end in rate.ends or ()]
    return Figure(
        title=f"Share that gets the favourable decision, by {account.attribute}",
        finding=_finding(review, account, overall), bars=[_bar(review, account, group) for group in listed],
        table=_table(review, account, listed), ticks=ticks([0.0, *ends, *(limit.value for limit in limits)], "percent"),
        origin=0.0, limits=limits,
    )  # fmt: skip


def _bar(review: Review, account: AttributeAccount, group: GroupAccount) -> Bar:
    rate = group.rates.get(_RATE)
    value, lower, upper = (None, None, None) if rate is None or rate.ends is None else rate.ends
    label = code_name(review, account.attribute, group.group)
    return Bar(label=label, value=value, lower=lower, upper=upper, shown=share_text(rate))


def _table(review: Review, account: AttributeAccount, listed: list[GroupAccount]) -> Table:
    has_practice = review.practice is not None
    header = ["Group", "People", "Get it", "Share that gets it", *(("Gain", "Lose") if has_practice else ()),
              f"Of those with {review.outcome.partition(' (')[0]}: get it"]  # fmt: skip
    rows = []
    for group in listed:
        moves = [_count(group.rates.get(name)) for name in ("gains", "losses")] if has_practice else []
        rows.append([
            code_name(review, account.attribute, group.group), count_text(group.people),
            _count(group.rates.get(_RATE)), _interval(group.rates.get(_RATE)), *moves,
            share_text(group.rates.get("true_positive_rate")),
        ])  # fmt: skip
    hidden = len(account.groups) - len(listed)
    more = f"; the {MOST_GROUPS} largest of {len(account.groups)}, all in the JSON form" if hidden else ""
    return Table(
        caption=f"Decisions by {account.attribute}{more}", header=header, rows=rows,
        numeric=frozenset(range(1, len(header))),
    )  # fmt: skip


def _count(rate: Estimate | None) -> str:
    return "not known" if rate is None else count_text(rate.count)


def _interval(rate: Estimate | None) -> str:
    if rate is not None and rate.ends is not None:
        return spread(rate.ends, kind_of(rate.name))
    return share_text(rate) if rate is None or rate.undefined else "withheld"


def _finding(review: Review, account: AttributeAccount, overall: Estimate | None) -> str:
    shown = [
        (ends, code_name(review, account.attribute, group.group))
        for group in account.groups
        if _RATE in group.rates
        and (ends := group.rates[_RATE].ends) is not None
        and _size(group.people) >= _LEAST_TO_COMPARE
    ]
    small = len(account.groups) - len(shown)
    tail = f" {small} smaller or withheld {'group is' if small == 1 else 'groups are'} left out." if small else ""
    everybody = "" if overall is None or overall.value is None else f"; everybody: {written(overall.value, 'percent')}"
    if not shown:
        return f"No group has {_LEAST_TO_COMPARE} people whose share may be shown, so none can be compared{everybody}."
    (low, lowest), (high, highest) = min(shown), max(shown)
    if len(shown) == 1:
        return f"{lowest}: {written(low[0], 'percent')}{everybody}.{tail}"
    apart = "do not overlap" if low[2] < high[1] else "overlap"
    return (
        f"Among groups of {_LEAST_TO_COMPARE} people or more the share runs from {written(low[0], 'percent')} "
        f"({lowest}) to {written(high[0], 'percent')} ({highest}), whose intervals {apart}{everybody}.{tail}"
    )


def _listed(account: AttributeAccount) -> list[GroupAccount]:
    largest = sorted(account.groups, key=lambda group: -_size(group.people))[:MOST_GROUPS]
    return [group for group in account.groups if group in largest]


def _size(people: Count) -> int:
    return people if isinstance(people, int) else 0


def _level(review: Review) -> str:
    groups = [group for account in review.accounts for group in account.groups]
    levels = {rate.confidence for group in groups for rate in group.rates.values()}
    return " or ".join(plainly(level, "percent") for level in sorted(levels)) or "level not known"
