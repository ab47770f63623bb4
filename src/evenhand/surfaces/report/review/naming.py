"""How groups, counts, estimates and verdicts are called in a review."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from evenhand.kernel.number import counted, kind_of, spread
from evenhand.lifecycle.release.estimate import ALL_BUT_FEW, FEW, Count, Estimate
from evenhand.lifecycle.release.review import Review
from evenhand.surfaces.report.tree import Mark, Tone

Group = TypeVar("Group")

MOST_GROUPS = 40
"""Groups that a table lists; the JSON form has all."""

_TONES: Mapping[str, Tone] = {
    "fail": "bad", "reject": "bad", "send-back": "bad", "missing": "open", "stale": "open", "insufficient": "open",
    "unjudged": "open", "pass": "good", "approve": "good", "approve-with-conditions": "good",
}  # fmt: skip


def tone_of(verdict: str) -> Tone:
    """How a verdict or an answer is set."""
    return _TONES.get(verdict, "plain")


def mark(verdict: str) -> Mark:
    """A verdict or an answer as a word to be seen at once."""
    return Mark(text=verdict, tone=tone_of(verdict))


def group_name(review: Review, group: Mapping[str, str]) -> str:
    """``women (2), AGEP 18-24``, or ``everybody``: what the use case says a code means, the code behind it."""
    named = [(attribute, value, code_name(review, attribute, value)) for attribute, value in group.items()]
    # A bare code or band says nothing without its attribute.
    words = [f"{attribute} {value}" if name == value else name for attribute, value, name in named]
    return ", ".join(words) or "everybody"


def in_order(review: Review, groups: Iterable[Group], key: Callable[[Group], Mapping[str, str]]) -> list[Group]:
    """Groups in the order in which the accounts list them; others stay in theirs, behind."""
    place = {
        (account.attribute, group.group): (at, index)
        for at, account in enumerate(review.accounts)
        for index, group in enumerate(account.groups)
    }
    last = (len(review.accounts), 0)
    return sorted(groups, key=lambda group: [place.get(pair, last) for pair in key(group).items()])


def code_name(review: Review, attribute: str, value: str) -> str:
    """A code with its meaning, or the bare code."""
    meaning = review.meanings.get(attribute, {}).get(value, "")
    return f"{meaning} ({value})" if meaning and meaning != value else value


def count_text(count: Count) -> str:
    """A number of people, or why there is none."""
    if count is None:
        return "not known"
    return counted(count) if isinstance(count, int) else count


def share_text(estimate: Estimate | None) -> str:
    """A share with its interval and its count; what is withheld or undefined says so."""
    if estimate is None:
        return "not measured"
    if estimate.ends is not None:
        return f"{spread(estimate.ends, kind_of(estimate.name))}, n {count_text(estimate.n)}"
    if estimate.count in (FEW, ALL_BUT_FEW):
        return f"{estimate.count} of {count_text(estimate.n)}" if estimate.n != FEW else "withheld"
    return "no value" if estimate.undefined else "withheld"


def when(at: str) -> str:
    """An instant to the minute.

    Examples:
        >>> when("2026-11-23T07:13:44.123456Z")
        '2026-11-23 07:13 UTC'
    """
    return f"{at[:10]} {at[11:16]} UTC"


def several(names: Sequence[str], *, most: int = 5) -> str:
    """A few names in a row, the others as a number.

    Examples:
        >>> several(["a", "b", "c"], most=2), several(["a"])
        ('a, b and 1 more', 'a')
    """
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def first_sentence(text: str) -> str:
    """What the policy engine says first; the rest is where it stands and who can mend it."""
    head, stop, _ = text.partition(". ")
    return f"{head}." if stop else text
