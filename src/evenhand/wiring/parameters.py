"""Parameters of a run as a person writes them: ``name=value``, a YAML file, or a dict."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evenhand.errors.policy import PolicyUnreadable
from evenhand.errors.training import ParameterUnclear
from evenhand.governance.policy.language.strict_yaml import read_yaml
from evenhand.kernel.canonical import Json
from evenhand.wiring.form_file import read_form


def plain_parameters(given: Mapping[str, Any]) -> dict[str, Json]:
    """The same values as a document can hold them.

    Raises:
        ParameterUnclear: a name is no identifier, or a value is no plain one (text, number, truth, list, dict).

    Examples:
        >>> plain_parameters({"C": 0.5, "layers": (3, 2)})
        {'C': 0.5, 'layers': [3, 2]}
    """
    found: dict[str, Json] = {}
    for name, value in given.items():
        if not str(name).isidentifier():
            raise ParameterUnclear(f"{name!r} is no name of a parameter.", name=name)
        try:
            found[name] = json.loads(json.dumps(value, allow_nan=False))
        except (TypeError, ValueError) as mistake:
            fact = f"The parameter {name!r} is a {type(value).__name__}, no plain value: {mistake}."
            raise ParameterUnclear(
                fact, remedy="Pass text, numbers, true, false, lists or maps.", name=name
            ) from mistake
    return found


def written_parameters(pairs: Sequence[str], file: Path | None = None) -> dict[str, Json]:
    """Parameters of a file, overruled by ``name=value`` pairs whose values are read as YAML.

    Raises:
        ParameterUnclear: a pair does not read so, or names a parameter twice.
        FormUnreadable: the file cannot be read.

    Examples:
        >>> written_parameters(["C=0.5", "penalty=l1", "fit_intercept=true"])
        {'C': 0.5, 'penalty': 'l1', 'fit_intercept': True}
    """
    found = {} if file is None else read_form(file, _map)
    named: set[str] = set()
    for pair in pairs:
        name, sign, text = pair.partition("=")
        if not sign or not name.isidentifier():
            raise ParameterUnclear(f"{pair!r} does not read as name=value.", pair=pair)
        if name in named:
            raise ParameterUnclear(f"{name!r} is given twice.", name=name)
        named.add(name)
        found[name] = _value(name, text)
    return plain_parameters(found)


def _value(name: str, text: str) -> Json:
    try:
        return read_yaml(text)
    except PolicyUnreadable as mistake:
        fact = mistake.fact.removeprefix("the policy: ")
        raise ParameterUnclear(f"The value of {name!r} cannot be read: {fact}", name=name) from mistake


def _map(document: Json) -> dict[str, Json]:
    if not isinstance(document, Mapping):
        raise ParameterUnclear("The document is no map of parameter to value.")
    return dict(document)
