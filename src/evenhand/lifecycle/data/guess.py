"""Which column of a table probably plays which part: guesses for a person to confirm, never a finding."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from evenhand.lifecycle.data.facts import ColumnFacts, TableFacts
from evenhand.lifecycle.problem.scalar import Scalar

FEW = 12
"""Different numbers up to which an attribute is grouped by its values, and from which on by bands."""
_LABEL = ("label", "target", "outcome", "y")
_OUTCOME = (
    "repaid", "default", "approved", "granted", "hired", "churn", "churned", "fraud", "survived", "income", "employed",
    "class", "decision", "result", "accepted", "admitted", "risk", "readmitted", "passed", "bad", "good", "response",
    "subscribed", "deposit", "loan", "credit", "paid", "purchased", "released", "recidivism", "credit_risk",
)  # fmt: skip
_PROTECTED = frozenset({
    "sex", "gender", "race", "ethnicity", "ethnic", "age", "agep", "religion", "disability", "disabled", "marital",
    "nationality", "citizen", "citizenship", "foreign", "native", "nativity", "pregnant", "orientation", "colour",
    "color", "rac", "skin", "caste", "immigrant",
})  # fmt: skip
_KEYS = frozenset({"id", "key", "uuid", "identifier", "number", "no", "nr", "index", "unnamed"})
_WHO = frozenset({"person", "customer", "client", "applicant", "patient", "employee", "member", "student", "user",
                  "subject", "borrower", "household", "case"})  # fmt: skip
"""Names that stand for a key when they are the whole name: ``person``, not ``person_height``."""
_GOOD = ("yes", "y", "true", "good", "approved", "accepted", "granted", "hired", "admitted", "repaid", "paid", "pass",
         "passed", "employed", "positive", "released", "survived", ">50k", ">50k.", "1")  # fmt: skip
_HARM = frozenset({"default", "defaulted", "fraud", "churn", "churned", "bad", "risk", "arrest", "arrested", "death",
                   "died", "readmitted", "recidivism", "recid", "delinquent", "late"})  # fmt: skip
_PLAIN = ({"0", "1"}, {"no", "yes"}, {"n", "y"}, {"false", "true"}, {"negative", "positive"})
_AGE_BANDS = (25, 45, 65)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What the columns of a table probably are.

    Attributes:
        label: the column with the outcome; ``None`` when nothing looks like one.
        candidates: all columns that could be it.
        protected: attributes that people must not be treated differently by.
        key: columns that say who a row is about.
        time: the column that orders the rows.
        context: columns that no model should take: names, addresses, free text, further instants.
    """

    label: str | None
    candidates: tuple[str, ...]
    protected: tuple[str, ...]
    key: tuple[str, ...]
    time: str | None
    context: tuple[str, ...]


def guessed(facts: TableFacts, personal: Collection[str] = (), *, label: str | None = None) -> Guess:
    """Guess the part of every column, from its name and from what was counted.

    Args:
        facts: of the table.
        personal: columns that a scan took for direct signs of a person, such as names and addresses.
        label: the column with the outcome, where somebody said so.

    Examples:
        >>> sex = ColumnFacts(name="sex", kind="text", n=4, n_distinct=2, values=(("f", 2), ("m", 2)))
        >>> paid = ColumnFacts(name="repaid", kind="integer", n=4, n_distinct=2, values=((1, 3), (0, 1)))
        >>> found = guessed(TableFacts(digest="", n_rows=4, n_repeated=0, n_repeated_keys=None, columns=(sex, paid)))
        >>> found.label, found.protected
        ('repaid', ('sex',))
    """
    candidates = [each for each in facts.columns if _may_be_label(each)]
    chosen = label or _best(candidates, facts.columns)
    others = [each for each in facts.columns if each.name != chosen]
    protected = _named(others, lambda each: is_protected(each.name) and each.name not in personal)
    key = _named(others, lambda each: _is_key(each) and each.name not in protected)
    free = [each for each in others if each.name not in {*protected, *key}]
    instants = _named(free, lambda each: each.kind == "instant" and each.name not in personal)
    time = instants[0] if len(instants) == 1 else None
    context = _named(free, lambda each: each.name != time and (
        each.name in personal or each.kind == "instant" or _is_free_text(each)
    ))  # fmt: skip
    return Guess(
        label=chosen, candidates=tuple(each.name for each in candidates), protected=protected, key=key, time=time,
        context=context,
    )  # fmt: skip


def favourable_of(label: ColumnFacts) -> "Scalar | None":
    """The value of a label of two values that is probably good for the person; ``None`` where nothing tells.

    Examples:
        >>> favourable_of(ColumnFacts(name="default", kind="integer", n=3, n_distinct=2, values=((0, 2), (1, 1))))
        0
    """
    values = [value for value, _ in label.values]
    if len(values) != 2:
        return None
    told = {value: str(value).strip().lower() for value in values}
    good = [value for value in values if told[value] in _GOOD]
    if len(good) != 1:
        return None
    is_plain = set(told.values()) in _PLAIN
    if not is_plain and told[good[0]] == "1":  # 1 beside 2 may stand for either
        return None
    is_harm = is_plain and not _HARM.isdisjoint(_words(label.name))
    return next(value for value in values if value != good[0]) if is_harm else good[0]


def bands_of(column: ColumnFacts) -> tuple[int, ...]:
    """Cut points for an attribute that is a number of many values; none for others.

    Examples:
        >>> bands_of(ColumnFacts(name="age", kind="integer", n=90, n_distinct=60, minimum=19, maximum=75))
        (25, 45, 65)
    """
    low, high = column.minimum, column.maximum
    if column.kind not in ("integer", "number") or column.n_distinct <= FEW or low is None or high is None:
        return ()
    inside = tuple(cut for cut in _AGE_BANDS if low < cut <= high)
    if inside and not {"age", "agep"}.isdisjoint(_words(column.name)):
        return inside
    thirds = sorted({round(low + (high - low) * part / 3) for part in (1, 2)})
    return tuple(cut for cut in thirds if low < cut <= high)


def is_protected(name: str) -> bool:
    """Whether the name of a column speaks of an attribute that law protects.

    Examples:
        >>> is_protected("native_country"), is_protected("RAC1P"), is_protected("usage")
        (True, True, False)
    """
    return not _PROTECTED.isdisjoint(_words(name))


def _may_be_label(column: ColumnFacts) -> bool:
    return column.n_distinct == 2 and len(column.values) == 2 and column.n_null + column.n_nan == 0


def _best(candidates: Sequence[ColumnFacts], columns: Sequence[ColumnFacts]) -> str | None:
    ranked = sorted(candidates, key=lambda each: _rank(each, columns), reverse=True)
    if not ranked or _rank(ranked[0], columns) <= 0:
        return None
    return ranked[0].name


def _rank(column: ColumnFacts, columns: Sequence[ColumnFacts]) -> int:
    words = _words(column.name)
    rank = 4 * any(word in words for word in _LABEL) + 2 * any(word in words for word in _OUTCOME)
    return rank + (column.name == columns[-1].name) - 8 * is_protected(column.name)


def _is_key(column: ColumnFacts) -> bool:
    is_named = column.name.lower() in _WHO or not _KEYS.isdisjoint(_words(column.name))
    if column.kind not in ("integer", "text") or not is_named:
        return False
    return column.n_distinct * 2 > column.n_present


def _is_free_text(column: ColumnFacts) -> bool:
    return column.kind == "text" and column.n_distinct > 50 and column.n_distinct * 2 > column.n_present


def _named(columns: Sequence[ColumnFacts], fits: Callable[[ColumnFacts], bool]) -> tuple[str, ...]:
    return tuple(each.name for each in columns if fits(each))


def _words(name: str) -> set[str]:
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)
    return {part.lower() for part in parts} | {name.lower()}
