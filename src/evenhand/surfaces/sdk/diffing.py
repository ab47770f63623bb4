"""Two versions, side by side."""

from dataclasses import dataclass
from typing import Any

from evenhand.kernel.canonical import Json
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.release.comparison import Comparison
from evenhand.surfaces.sdk.opening import Folder, opened, read, reference_of, settings_for
from evenhand.wiring.artifacts import artifacts_for
from evenhand.wiring.models import SandboxedModels
from evenhand.wiring.sample import TableSample
from evenhand.workflows.lookup import manifest_of, version_record
from evenhand.workflows.release import diff_versions as comparing

_LINES_AT_MOST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDiff:
    """Two versions compared.

    Attributes:
        comparison: what was found.
    """

    comparison: Comparison

    def as_json(self) -> dict[str, Json]:
        """The documented shape of ``docs/reference/reports.md``."""
        return self.comparison.as_json()

    def __str__(self) -> str:
        return "\n".join(_lines(self.as_json()))


def diff(
    before: str | Reference, after: str | Reference, *, data: object = None, actor: str | None = None,
    workspace: Folder = None,
) -> ShownDiff:  # fmt: skip
    """Two versions in data, code, parameters, environment, metrics and groups.

    Args:
        before: for example ``credit@2``.
        after: for example ``credit@3``.
        data: rows on which both are asked; the differences are paired then, and each look is recorded. Left out, the
            filed figures are compared and nothing is recorded.
        actor: who looks at ``data``.
        workspace: where; from the current folder upwards when left out.

    Raises:
        NotFound: one of them was never registered.
        ModelNotHeld: ``data`` is given, and only predictions of one of them are there.
    """
    old, new = reference_of(before), reference_of(after)
    if data is None:
        with read(workspace) as place:
            return ShownDiff(comparison=comparing.diff_versions(place, old, new))
    with opened(workspace, actor) as (place, identity):
        contract = Contract.from_json(manifest_of(place, version_record(place.ledger, new)).contract)
        models = SandboxedModels(artifacts_for(settings_for(workspace)))
        rows = TableSample.of(data, contract=contract)
        return ShownDiff(comparison=comparing.diff_on_rows(place, identity, old, new, rows=rows, models=models))


def _lines(body: dict[str, Any]) -> list[str]:
    lines = [f"{body['before']} -> {body['after']}"]
    for heading, part in body["changes"].items():
        lines += _opening(heading, body) if heading != "rules" or part else []
        lines += [f"  {each['name']}: {_side(each['before'])} -> {_side(each['after'])}" for each in part]
    lines += [f"  {line}" for line in body["code_lines"][:_LINES_AT_MOST]]
    if len(body["code_lines"]) > _LINES_AT_MOST:
        lines.append(f"  ... {len(body['code_lines']) - _LINES_AT_MOST} more lines; --json has all")
    lines += [f"figures ({_how(body)}):"]
    shown = [each for each in body["figures"] if not each["groups"] or _has_moved(each)]
    lines += [f"  {_figure(each)}" for each in shown] or ["  none filed for both"]
    if hidden := len(body["figures"]) - len(shown):
        lines.append(f"  and {hidden} of groups whose interval does not leave 0 out; --json has all")
    if body["decisions"]:
        lines.append("decisions that changed:")
        lines += [
            f"  {_group(each['groups'])}: {each['gained']} gain, {each['lost']} lose, of {each['n']:,}"
            for each in body["decisions"]
        ]
    return lines


def _opening(heading: str, body: dict[str, Any]) -> list[str]:
    if body["changes"][heading]:
        return [f"{heading}:"]
    return [f"{heading}: not recorded for both" if heading in body["not_recorded"] else f"{heading}: the same"]


def _has_moved(each: dict[str, Any]) -> bool:
    return each["lower"] is not None and not each["lower"] <= 0 <= each["upper"]


def _how(body: dict[str, Any]) -> str:
    if body["decisions"]:
        return "both asked about the same rows; paired intervals"
    if body["same_rows"]:
        return "filed on the same rows, but as if on others: these intervals are too wide; --data pairs them"
    rows = "on different rows" if body["same_rows"] is False else "one of them was not measured"
    return f"{rows}; unpaired intervals"


def _figure(each: dict[str, Any]) -> str:
    bounds = "" if each["lower"] is None else f" ({each['lower']:+.4f} to {each['upper']:+.4f})"
    values = f"{each['before']:.4f} -> {each['after']:.4f}"
    return f"{each['name']} of {_group(each['groups'])}: {values}, {each['difference']:+.4f}{bounds}"


def _group(groups: dict[str, str]) -> str:
    return " and ".join(f"{name} {value}" for name, value in groups.items()) or "all"


def _side(text: str | None) -> str:
    if text is None:
        return "(none)"
    return text[:19] if text.startswith("sha256:") else text if len(text) <= 80 else f"{text[:77]}..."
