"""From contributions to the reasons that a person is told: which inputs spoke most for the decision that was made.

Pure and without arrays, so that the path of an answer may call it for every case.
"""

from collections.abc import Mapping
from math import isfinite

REASONS_AT_MOST = 4
"""As many as a notice of adverse action usually names; more make none of them clearer."""


def top_reasons(
    contributions: Mapping[str, float],
    *,
    is_favourable: bool,
    texts: Mapping[str, str] | None = None,
    at_most: int = REASONS_AT_MOST,
) -> tuple[str, ...]:
    """The inputs that pushed the score furthest towards the decision made, the strongest first.

    An input that pushed the other way, or not at all, is no reason for this decision and is never named.

    Args:
        contributions: input to the signed part of the score that it accounts for; positive speaks for the favourable
            decision.
        is_favourable: the decision that was made.
        texts: input to the sentence that people read; the input's name where there is none. Two inputs with one text
            are told once.
        at_most: reasons to give.

    Raises:
        ValueError: a contribution is not finite, or ``at_most`` is below 1.

    Examples:
        >>> parts = {"income": -0.21, "debt": -0.35, "age": 0.1}
        >>> top_reasons(parts, is_favourable=False, texts={"debt": "Debts are high against income."})
        ('Debts are high against income.', 'income')
        >>> top_reasons(parts, is_favourable=True)
        ('age',)
    """
    if at_most < 1:
        raise ValueError(f"{at_most} reasons")
    strange = [name for name, part in contributions.items() if not isfinite(part)]
    if strange:
        raise ValueError(f"the contribution of {strange[0]} is no finite number")
    towards = 1.0 if is_favourable else -1.0
    pushed = sorted((-towards * part, name) for name, part in contributions.items() if towards * part > 0)
    told = dict.fromkeys((texts or {}).get(name, name) for _, name in pushed)
    return tuple(told)[:at_most]
