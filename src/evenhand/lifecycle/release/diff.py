"""What changed from one version to the next: files, inputs, decision rule, rules, numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest
from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.release.account import RATES
from evenhand.lifecycle.release.estimate import Estimate, estimate
from evenhand.lifecycle.training.manifest import Manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two versions, as far as it is known.

    Attributes:
        manifest: what it consists of.
        rows: digest of the rows that it was measured on; ``None`` when it was not.
        figures: of its whole table.
        group_figures: of its groups, one attribute each.
        use_case: content of the use case that it was submitted under; empty when it never was.
        policy: name and number of the policy that it was submitted under; empty when it never was.
        checks: gate and id to the check as the policy writes it.
    """

    manifest: Manifest
    rows: Digest | None = None
    figures: Sequence[Measurement] = ()
    group_figures: Sequence[Measurement] = ()
    use_case: Mapping[str, Json] = field(default_factory=dict)
    policy: str = ""
    checks: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that is another now; ``None`` where it was not, or is no more."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureChange:
    """One number then and now.

    Attributes:
        name: of the metric.
        group: attribute to value; empty for the whole table.
        before, after: ``None`` where it was not measured.
    """

    name: str
    group: Mapping[str, str]
    before: Estimate | None
    after: Estimate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Diff:
    """Two versions, side by side.

    Attributes:
        before: the earlier one, for example ``credit@2``.
        files: model files and code, by path, with their digests.
        inputs: columns that the model takes now and did not, or the reverse.
        settings: loader, decision rule, outputs, contract, packages.
        rules: policy and use case; empty also when ``has_rules`` is false.
        has_rules: whether both were submitted, so that there is something to compare.
        figures, group_figures: numbers that both or one of them has.
        is_same_rows: whether both were measured on the same rows; ``None`` when one was not measured.
    """

    before: str
    files: Sequence[Change]
    inputs: Sequence[Change]
    settings: Sequence[Change]
    rules: Sequence[Change]
    has_rules: bool
    figures: Sequence[FigureChange]
    group_figures: Sequence[FigureChange]
    is_same_rows: bool | None


def difference(before: Side, after: Side) -> Diff:
    """What is another in ``after``."""
    old, new = before.manifest, after.manifest
    has_rules = bool(before.policy and after.policy)
    rules: list[Change] = []
    if has_rules:
        rules += changes({"policy": before.policy}, {"policy": after.policy})
        rules += changes(_texts("check", before.checks), _texts("check", after.checks))
        rules += changes(_texts("use case", before.use_case), _texts("use case", after.use_case))
    return Diff(
        before=str(old.about), files=changes(_files(old), _files(new)), inputs=changes(_inputs(old), _inputs(new)),
        settings=changes(_settings(old), _settings(new)), rules=rules, has_rules=has_rules,
        figures=_figures(before.figures, after.figures),
        group_figures=_figures(_rates(before.group_figures), _rates(after.group_figures)),
        is_same_rows=None if before.rows is None or after.rows is None else before.rows == after.rows,
    )  # fmt: skip


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    """Names that have another text now, in the order of the names.

    Examples:
        >>> [(each.name, each.before, each.after) for each in changes({"a": "1", "b": "2"}, {"b": "3", "c": "4"})]
        [('a', '1', None), ('b', '2', '3'), ('c', None, '4')]
    """
    return [
        Change(name=name, before=before.get(name), after=after.get(name))
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    ]


def _files(manifest: Manifest) -> dict[str, str]:
    return {file.path: file.digest for file in (*manifest.files, *manifest.code)}


def _inputs(manifest: Manifest) -> dict[str, str]:
    """Column to its role in the contract; a column whose role changed is another input too."""
    columns = manifest.contract.get("columns")
    listed = columns if isinstance(columns, Sequence) and not isinstance(columns, str) else ()
    roles = {str(each.get("name")): str(each.get("role")) for each in listed if isinstance(each, Mapping)}
    return {name: roles.get(name, "not in the contract") for name in manifest.inputs or ()}


def _settings(manifest: Manifest) -> dict[str, str]:
    settings = {"loader": manifest.loader, "use case": manifest.use_case}
    if manifest.inputs is None:
        settings["inputs"] = "not known"
    for name, part in (("decision rule", manifest.decision_rule), ("outputs", manifest.outputs)):
        settings.update(_texts(name, part))
    settings.update(_columns(manifest))
    settings.update(_packages(manifest.environment))
    return settings


def _columns(manifest: Manifest) -> dict[str, str]:
    columns = manifest.contract.get("columns")
    listed = columns if isinstance(columns, Sequence) and not isinstance(columns, str) else ()
    return {
        f"contract: {each.get('name')}": _text({key: part for key, part in each.items() if key != "name"})
        for each in listed
        if isinstance(each, Mapping)
    }


def _packages(environment: Mapping[str, Json]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, part in environment.items():
        if isinstance(part, Mapping):
            found.update({f"environment: {key}": _text(value) for key, value in part.items()})
        else:
            found[f"environment: {name}"] = _text(part)
    return found


def _texts(prefix: str, part: Mapping[str, Json]) -> dict[str, str]:
    return {f"{prefix}: {key}": _text(value) for key, value in part.items()}


def _text(value: Json) -> str:
    """A stored value as a reader can take it."""
    if isinstance(value, Mapping):
        written = "; ".join(f"{key}: {_text(part)}" for key, part in value.items()) or "nothing"
    elif isinstance(value, Sequence) and not isinstance(value, str):
        written = ", ".join(map(_text, value)) or "none"
    elif isinstance(value, bool) or value is None:
        written = {True: "yes", False: "no", None: "none"}[value]
    else:
        written = str(value)
    return written


def _rates(measured: Sequence[Measurement]) -> list[Measurement]:
    return [each for each in measured if each.name in RATES and len(each.groups) == 1]


def _figures(before: Sequence[Measurement], after: Sequence[Measurement]) -> list[FigureChange]:
    """In the order of the newer ones; what only the older has comes last."""
    old, new = _by_subject(before), _by_subject(after)
    return [
        FigureChange(
            name=key[0], group=dict(key[1]), before=estimate(old[key]) if key in old else None,
            after=estimate(new[key]) if key in new else None,
        )
        for key in (*new, *(key for key in old if key not in new))
    ]  # fmt: skip


def _by_subject(measured: Sequence[Measurement]) -> dict[tuple[str, tuple[tuple[str, str], ...]], Measurement]:
    return {(each.name, tuple(sorted(each.groups.items()))): each for each in measured}
