"""An account in sentences: what changed, what did not, what nobody can say yet."""

from collections.abc import Mapping, Sequence

from evenhand.kernel.instant import later
from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.monitoring.account import Account
from evenhand.lifecycle.monitoring.comparison import Beside
from evenhand.lifecycle.monitoring.drift import sentence_of_order
from evenhand.lifecycle.monitoring.limit import Standing
from evenhand.lifecycle.monitoring.plan import Plan

INDEX = "population_stability_index"


def told(account: Account, plan: Plan) -> dict[str, list[str]]:
    """Sentences under ``crossed``, ``changed``, ``unchanged``, ``order`` and ``unknown``."""
    return {
        "crossed": [crossed_sentence(each) for each in account.crossed],
        "changed": [*_moved_columns(account), *_moved_measures(account, plan)],
        "unchanged": [*_still_columns(account), *_still_measures(account, plan)],
        "order": _orders(account),
        "unknown": _unknown(account, plan),
    }


def crossed_sentence(standing: Standing) -> str:
    """A limit that was crossed, as the one who must answer reads it."""
    measured, limit = standing.measured, standing.limit
    where = "" if standing.subject == "all" else f" of {standing.subject}"
    way = {"above": "above", "below": "below", "drop": "a drop of more than", "rise": "a rise of more than"}[limit.side]
    return (
        f"{limit.measure}{where} is {measured.value:+.4g} [{measured.lower:+.4g}, {measured.upper:+.4g}], "
        f"{way} {standing.bound:g} ({standing.level}; {measured.n:,} rows).{_cause(measured)}"
    )


def _cause(measured: Measurement) -> str:
    moved = measured.detail.get("most_moved")
    if not isinstance(moved, Mapping):
        return ""
    before, now = float(str(moved["reference"])), float(str(moved["current"]))
    return f" Most moved: {moved['values']}, from {before:.1%} to {now:.1%}."


def _indices(account: Account) -> dict[str, Measurement]:
    return {str(each.column): each for each in account.drift.measured if each.name == INDEX}


def _moved_columns(account: Account) -> list[str]:
    found = [each for each in _indices(account).values() if each.lower is not None and each.lower > 0]
    lines = [
        f"{each.column}: stability index {each.value:.4f} [{each.lower:.4f}, {each.upper:.4f}].{_cause(each)}"
        for each in sorted(found, key=lambda each: -(each.value or 0))
    ]
    for each in account.drift.measured:
        if each.name.endswith("_rate_change") and each.lower is not None and each.upper is not None:
            if each.lower > 0 or each.upper < 0:
                lines.append(f"{each.column}: {each.name} {each.value:+.4f} [{each.lower:+.4f}, {each.upper:+.4f}].")
        elif each.name == "new_category_rate" and each.value:
            lines.append(f"{each.column}: {each.value:.2%} are values that the baseline window does not hold.")
    return lines


def _still_columns(account: Account) -> list[str]:
    found = [each for each in _indices(account).values() if each.lower == 0 and each.upper is not None]
    if not found:
        return []
    most = max(each.upper or 0 for each in found)
    names = ", ".join(str(each.column) for each in found)
    return [f"{names}: no move beyond chance; each stability index is at most {most:.4f}."]


def _moved_measures(account: Account, plan: Plan) -> list[str]:
    return [_beside(each) for each in (*account.performance, *_large(account, plan)) if each.has_moved]


def _still_measures(account: Account, plan: Plan) -> list[str]:
    lines = [_beside(each) for each in account.performance if each.has_moved is False]
    large = _large(account, plan)
    still = [each for each in large if each.has_moved is False]
    if still:
        lines.append(f"{len(still)} of {len(large)} rates of groups: no change that the intervals can tell.")
    return lines


def _large(account: Account, plan: Plan) -> list[Beside]:
    """Rates of groups that stand on enough rows on both sides."""
    least = plan.min_count
    return [each for each in account.groups if each.window.n >= least and each.baseline.n >= least]


def _beside(each: Beside) -> str:
    groups = "".join(f", {name}={value}" for name, value in each.window.groups.items())
    change = each.change
    return (
        f"{each.window.name}{groups}: {each.window.value:.4f}, {change.value:+.4f} [{change.lower:+.4f}, "
        f"{change.upper:+.4f}] against the baseline window ({each.window.n:,} rows)."
    )


def _orders(account: Account) -> list[str]:
    slices: dict[str, list[Measurement]] = {}
    for each in account.drift.sorted_columns:
        slices.setdefault(f"{each.detail['block']} of {each.detail['blocks']}", []).append(each)
    return [sentence_of_order(name, found, _indices(account)) for name, found in slices.items()]


def _unknown(account: Account, plan: Plan) -> list[str]:
    lines = _immature(account, plan)
    if len(account.rows.versions) > 1:
        shares = ", ".join(f"{n:,} by {version}" for version, n in account.rows.versions.items())
        lines.append(f"Several versions answered in this window ({shares}); they are measured together.")
    if account.unstated:
        lines.append(f"No prediction states {', '.join(account.unstated)}: nothing is judged by these groups.")
    if account.drift.unmatched:
        lines.append(f"The baseline does not hold {', '.join(account.drift.unmatched)}: no drift can be told there.")
    lines += [f"{each.column}: {each.undefined}" for each in _indices(account).values() if each.undefined]
    small = len(account.groups) - len(_large(account, plan))
    if small:
        lines.append(f"{small} rates of groups stand on fewer than {plan.min_count} rows; nothing is told of them.")
    return [*lines, *_undecided(account.undecided), *_undefined(account.performance)]


def _undecided(standings: Sequence[Standing]) -> list[str]:
    """One line for all subjects of which a limit lies in the same interval."""
    subjects: dict[tuple[str, str], list[str]] = {}
    for each in standings:
        lower, upper = each.measured.lower, each.measured.upper
        if lower is not None and upper is not None:
            told = f"[{lower:+.4g}, {upper:+.4g}] holds the limit {each.bound:g}."
            subjects.setdefault((each.limit.key, told), []).append(each.subject)
    return [f"{key} of {', '.join(names)}: {said}" for (key, said), names in subjects.items()]


def _immature(account: Account, plan: Plan) -> list[str]:
    rows, n = account.rows, account.n_mature
    lines = []
    if n < rows.n:
        until = later(rows.window.end, days=plan.maturity_days)
        lines.append(
            f"{rows.n - n:,} of {rows.n:,} predictions are not mature ({plan.maturity_days:g} days): nothing is judged "
            f"on their outcomes; the whole window is at {until[:10]}."
        )
    if account.n_known < n:
        lines.append(f"{n - account.n_known:,} of {n:,} mature predictions have no outcome.")
    if rows.torn:
        lines.append(f"{rows.torn} segments of the prediction log end torn; what was whole was read.")
    return lines


def _undefined(found: Sequence[Beside]) -> list[str]:
    reasons: dict[str, list[str]] = {}
    for each in found:
        if each.change.undefined is not None:
            reasons.setdefault(each.change.undefined, []).append(each.window.name)
    return [f"{', '.join(names)}: {reason}" for reason, names in reasons.items()]
