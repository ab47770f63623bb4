"""Failures of metrics and of values that cannot be written down."""

from evenhand.errors.base import EvenhandError, Usage


class MetricUndefined(EvenhandError):
    """The inputs are valid, but the metric has no value for them."""

    code = "METRIC-UNDEFINED"
    remedy = "Merge groups or widen the table, then measure again."


class ValueNotCanonical(Usage):
    """A value has no canonical form, so no digest can stand for it."""

    code = "VALUE-NOT-CANONICAL"
    remedy = "Pass text, whole numbers, true, false, null, lists and maps with text keys; write NaN as null."


class ReferenceUnreadable(Usage):
    """A reference does not read as NAME@VERSION."""

    code = "REFERENCE-UNREADABLE"
    remedy = "Write the name and the version number, for example credit@3."


class InstantUnreadable(Usage):
    """A text does not read as an instant in UTC."""

    code = "INSTANT-UNREADABLE"
    remedy = "Write it as 2026-11-23T07:13:44Z."
