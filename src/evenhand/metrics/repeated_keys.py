"""Rows whose key stood in an earlier row."""

from collections.abc import Sequence

from evenhand.errors.number import CasesUnequal
from evenhand.kernel.measurement import Measurement
from evenhand.metrics.coding import Array, line_up, unlike_values
from evenhand.metrics.columns.share import Teller
from evenhand.metrics.tally import Tally


def duplicate_rate(keys: Sequence[Array], *, confidence: float = 0.95) -> Measurement:
    """Share of rows whose key, one value from each array of ``keys``, stood in an earlier row.

    Null and NaN are values like others here: two rows without a key are duplicates.

    Raises:
        CasesUnequal: no key is given, or lengths differ.

    Examples:
        >>> import numpy as np
        >>> duplicate_rate([np.array(["a", "b", "a", "a"])]).value
        0.5
    """
    if not keys:
        raise CasesUnequal("No key is given.")
    rows = line_up({f"key {index}": key for index, key in enumerate(keys)})
    once = len(Tally.of([unlike_values(key)[1] for key in keys]).counts)
    return Teller(column=None, confidence=confidence).share("duplicate_rate", rows - once, n=rows)
