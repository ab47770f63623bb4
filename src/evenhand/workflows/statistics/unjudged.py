"""Who stands in no comparison of a grouping, told before any comparison is."""

import numpy as np

from evenhand.kernel.number import counted
from evenhand.lifecycle.evaluation.table_report import Sentence
from evenhand.metrics.grouping import groups_of
from evenhand.workflows.statistics.grouped import COMPARED_FROM, Grouped

WEIGHT = 9.0
"""More than any difference weighs, less than what holds of the whole table."""


def unjudged_words(grouping: Grouped) -> list[Sentence]:
    """How many rows stand in groups that are hidden, or that nothing is left to compare; nothing where neither is so.

    The rows of hidden groups together are the rows of the table less those of the groups that are shown, so naming
    them tells nothing new. How many groups are hidden is not said: that could tell their rows.

    Args:
        grouping: of who was selected.
    """
    rows = groups_of(grouping.profile, grouping.by).rows
    by, n = " and ".join(grouping.by), int(rows.sum())
    if grouping.suppression.hides({}):
        text = f"By {by}, nothing can be said: there are fewer than {grouping.min_count} usable rows. {_WAY_OUT}"
        return [Sentence(text=text, weight=WEIGHT)]
    is_hidden, is_compared = grouping.is_hidden, rows >= COMPARED_FROM
    told = []
    n_hidden, n_small = int(rows[is_hidden].sum()), int(rows[~is_hidden & ~is_compared].sum())
    if n_hidden:
        told.append(
            f"{_of(n_hidden, n)} are in hidden groups, which hold fewer than {grouping.min_count} rows or would tell "
            f"the rows of one that does. {_WAY_OUT}"
        )
    has_none = np.count_nonzero(~is_hidden & is_compared) < 2
    if n_small and (n_hidden or has_none):
        told.append(f"{_of(n_small, n)} are in groups of fewer than {COMPARED_FROM} rows, too few to compare.")
    if not told:
        return [Sentence(text=f"By {by}, there is nothing to compare.", weight=WEIGHT)] if has_none else []
    lead = "there is nothing left to compare" if has_none else "not all groups are judged"
    return [Sentence(text=f"By {by}, {lead}: {' '.join(told)}", weight=WEIGHT)]


_WAY_OUT = "Whoever may see them asks for --min-count 1."


def _of(n: int, n_rows: int) -> str:
    return f"{counted(n)} of {counted(n_rows)} rows"
