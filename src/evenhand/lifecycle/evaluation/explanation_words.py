"""The explanation report in a few lines for a screen."""

from collections.abc import Mapping, Sequence

from evenhand.kernel.canonical import Json

_SHOWN = 3


def explanation_in_words(report: Mapping[str, Json]) -> list[str]:
    """Which columns the order rests on most, whether that would come out again, how much of the model it tells.

    Examples:
        >>> explanation_in_words({"measurements": [{"column": "age", "value": 0.2, "lower": 0.1, "upper": 0.3}]})
        ['The order rests most on age (0.200).']
    """
    listed = [each for each in _list(report.get("measurements")) if each.get("value") is not None][:_SHOWN]
    if not listed:
        return []
    named = ", ".join(f"{each['column']} ({float(str(each['value'])):.3f})" for each in listed)
    lines = [f"The order rests most on {named}."]
    stability = report.get("stability")
    if isinstance(stability, Mapping) and stability.get("value") is not None:
        value, lower, upper = (float(str(stability[end])) for end in ("value", "lower", "upper"))
        lines.append(f"  other rows would order the columns alike: {value:.2f} ({lower:.2f} to {upper:.2f})")
    fidelity = report.get("fidelity")
    steps = _list(fidelity.get("steps")) if isinstance(fidelity, Mapping) else []
    if steps and isinstance(whole := steps[-1].get("decisions"), Mapping):
        value, lower, upper = (float(str(whole[end])) for end in ("value", "lower", "upper"))
        lines.append(f"  columns taken one by one repeat {value:.1%} of its decisions ({lower:.1%} to {upper:.1%})")
    return lines


def _list(stored: Json) -> list[Mapping[str, Json]]:
    if not isinstance(stored, Sequence) or isinstance(stored, str):
        return []
    return [each for each in stored if isinstance(each, Mapping)]
