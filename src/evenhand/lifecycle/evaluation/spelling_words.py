"""What a reader must know where a column of two outcomes has further values or other spellings."""

from collections.abc import Sequence

from evenhand.lifecycle.problem.scalar import Scalar, scalar_text

_MOST_SHOWN = 5


def spelling_words(column: str, favourable: Scalar, others: Sequence[Scalar]) -> list[str]:
    """A warning where several values count as unfavourable, or one that is the favourable one but for case and blanks.

    Args:
        column: name of the label or the decision.
        favourable: its favourable value.
        others: every other value that it holds.

    Examples:
        >>> spelling_words("hired", "yes", ["no"])
        []
        >>> spelling_words("hired", "yes", ["Yes ", "no"])
        ["'hired' holds 2 values beside 'yes', which all count as unfavourable: 'Yes ', 'no'. 'Yes ' is 'yes' but for \
case and blanks."]
    """
    wanted = _bare(favourable)
    near = [each for each in others if _bare(each) == wanted]
    if len(others) < 2 and not near:
        return []
    ordered = [*near, *(each for each in others if each not in near)]
    n = f"{len(others)} values" if len(others) > 1 else "1 value"
    which = "which all count" if len(others) > 1 else "which counts"
    text = f"{column!r} holds {n} beside {scalar_text(favourable)!r}, {which} as unfavourable: {_shown(ordered)}."
    if near:
        verb = "is" if len(near) == 1 else "are"
        text += f" {_shown(near)} {verb} {scalar_text(favourable)!r} but for case and blanks."
    return [text]


def _bare(value: Scalar) -> str:
    return " ".join(scalar_text(value).split()).casefold()


def _shown(values: Sequence[Scalar]) -> str:
    more = f" and {len(values) - _MOST_SHOWN} more" if len(values) > _MOST_SHOWN else ""
    return ", ".join(repr(scalar_text(each)) for each in values[:_MOST_SHOWN]) + more
