"""Parameters that a code file declares, and the defaults it gives them."""

import json
from collections.abc import Mapping
from typing import Any

from evenhand.errors.training import ParameterUnclear, TrainingFailed
from evenhand.kernel.part import did_you_mean


def with_defaults(given: Mapping[str, Any], declared: object) -> dict[str, Any]:
    """The parameters given, and for those left out the defaults of ``declared``.

    Args:
        given: name to value.
        declared: ``PARAMETERS`` of the code file, a dict of name to default; ``None`` when it declares none.

    Raises:
        ParameterUnclear: one is given that the code does not declare.
        TrainingFailed: what it declares is no dict of names to plain values.

    Examples:
        >>> with_defaults({"C": 0.1}, {"C": 1.0, "penalty": "l2"})
        {'C': 0.1, 'penalty': 'l2'}
        >>> with_defaults({"c": 0.1}, {"C": 1.0})
        Traceback (most recent call last):
        evenhand.errors.training.ParameterUnclear: [PARAMETER-UNCLEAR] 'c' is no parameter of the code; it declares C...
    """
    if declared is None:
        return dict(given)
    try:
        if not isinstance(declared, Mapping) or not all(isinstance(name, str) for name in declared):
            raise TypeError("it is no dict of names")
        defaults: dict[str, Any] = json.loads(json.dumps(dict(declared), allow_nan=False))
    except (TypeError, ValueError) as mistake:
        raise TrainingFailed(f"PARAMETERS of the code cannot be recorded: {mistake}.") from mistake
    for name in given:
        if name not in defaults:
            hint = did_you_mean(name, tuple(defaults))
            known = ", ".join(defaults) or "none"
            raise ParameterUnclear(f"{name!r} is no parameter of the code; it declares {known}{hint}.", name=name)
    return {**defaults, **given}
