"""Failures of metrics and of values that cannot be written down."""

from evenhand.errors.base import EvenhandError, Usage


class MetricUndefined(EvenhandError):
    """The inputs are valid, but the metric has no value for them."""

    code = "METRIC-UNDEFINED"
    remedy = "Merge groups or widen the table, then measure again."


class MetricUnknown(Usage):
    """No metric has this name, or it is not derived from an evaluation profile."""

    code = "METRIC-UNKNOWN"
    remedy = "See docs/reference/metrics.md for the names."


class MeasurementMissing(Usage):
    """A report holds no such number, or several."""

    code = "MEASUREMENT-MISSING"
    remedy = "'report.measurements' lists every number; name metric, column and groups as there."


class AttributeUnknown(Usage):
    """A group is asked for by an attribute that the profile does not hold."""

    code = "ATTRIBUTE-UNKNOWN"
    remedy = "Name attributes that the profile was made with, each once."


class ReferenceGroupUnfit(Usage):
    """A comparison lacks its reference group, or another metric was given one."""

    code = "REFERENCE-GROUP-UNFIT"
    remedy = (
        "Give 'overall', 'largest', 'best' or a group that occurs to names ending in _difference or _ratio, with 'by', "
        "and to no others."
    )


class CasesUnequal(Usage):
    """The arrays of one table do not line up."""

    code = "CASES-UNEQUAL"
    remedy = "Pass one-dimensional arrays of the same length, one entry a case."


class OutcomeNotBinary(Usage):
    """A label, a decision or a decision of current practice is neither 0, 1 nor null."""

    code = "OUTCOME-NOT-BINARY"
    remedy = "Write 1 for the favourable outcome, 0 for the other and null where it is not known."


class ScoreNotNumber(Usage):
    """A score is no real number."""

    code = "SCORE-NOT-NUMBER"
    remedy = "Pass real numbers; null and NaN are counted apart."


class AttributeNotText(Usage):
    """A value of an attribute is no text."""

    code = "ATTRIBUTE-NOT-TEXT"
    remedy = "Band numbers and write every value as text; null becomes the group '(missing)'."


class WeightsRefused(Usage):
    """The cases carry weights, and no interval here would be honest with them."""

    code = "WEIGHTS-REFUSED"
    remedy = "Measure without weights, or draw a table that represents the population."


class ProfilesUnlike(Usage):
    """Two profiles describe different tables and cannot be merged."""

    code = "PROFILES-UNLIKE"
    remedy = "Make both with the same attributes, crossings, scores and current practice."


class RowsNeeded(Usage):
    """A question needs rows, and what was given holds counts alone."""

    code = "ROWS-NEEDED"
    remedy = "Pass the table itself in place of its profile."


class ProfileUnreadable(Usage):
    """The bytes are no profile, or one of a version that is not known here."""

    code = "PROFILE-UNREADABLE"
    remedy = "Measure again to make a new one."


class NumberOutOfRange(Usage):
    """A number that steers a measurement is NaN, infinite or outside the range that it has."""

    code = "NUMBER-OUT-OF-RANGE"
    remedy = "Give a confidence above 0 and below 1, such as 0.95, and a threshold that is a finite number."


class HierarchyUnfit(Usage):
    """A hierarchy of categories names an unknown attribute or runs in a circle."""

    code = "HIERARCHY-UNFIT"
    remedy = "Give each category one parent, so that every path ends."


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
