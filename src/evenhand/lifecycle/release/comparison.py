"""Two versions in data, code, parameters, environment, metrics and groups, as one document and as lines to read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from evenhand.kernel.canonical import Json
from evenhand.lifecycle.release.diff import Change, Diff, FigureChange, changes
from evenhand.lifecycle.release.estimate import LEAST_SHOWN
from evenhand.metrics.two_deciders import PairedDifference
from evenhand.metrics.uncertainty import mover_difference

_UNITS = frozenset({"log_loss", "calibration_slope", "calibration_intercept"})
"""Numbers without bounds, whose ends do not make the ends of a difference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a version comes from, as far as it is recorded; every part is name to text.

    Attributes:
        data: rows, dataset and features.
        parameters: and seed of its training.
        code: path to digest of the training code.
        texts: path to the text of each file of code that is kept.
        packages: of the training environment, and the machine.
    """

    data: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)
    code: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    packages: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Decisions that are others now, of the same rows.

    Attributes:
        groups: attribute to group; empty for the whole table.
        n: rows.
        gained, lost: rows that get the favourable decision now and did not, and the reverse.
    """

    groups: Mapping[str, str]
    n: int
    gained: int
    lost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All that is known about the way from one version to another.

    Attributes:
        before, after: their names.
        diff: of manifests, rules and filed figures.
        origins: of both, in that order.
        paired: differences on the same rows; empty when these were not measured.
        moved: decisions that changed on these rows.
    """

    before: str
    after: str
    diff: Diff
    origins: tuple[Origin, Origin]
    paired: Sequence[PairedDifference] = ()
    moved: Sequence[Moved] = ()

    def parts(self) -> dict[str, list[Change]]:
        """Heading to what is another now."""
        old, new = self.origins
        settings = self.diff.settings
        return {
            "data": changes(old.data, new.data) + _only(settings, "contract: "),
            "inputs": list(self.diff.inputs),
            "code": changes(old.code, new.code),
            "model files": list(self.diff.files),
            "parameters": changes(old.parameters, new.parameters),
            "decision": [
                each for each in settings if not each.name.startswith(("contract: ", "environment: "))
            ],
            "environment": changes(old.packages, new.packages) or _only(settings, "environment: "),
            "rules": list(self.diff.rules),
        }  # fmt: skip

    def figures(self) -> list[dict[str, Json]]:
        """Every number then and now, with the interval of its difference and how that was made."""
        if self.paired:
            return [_paired(each) for each in self.paired if not (each.groups and each.n < LEAST_SHOWN)]
        found = (*self.diff.figures, *self.diff.group_figures)
        return [made for each in found if (made := _unpaired(each)) is not None]

    def as_json(self) -> dict[str, Json]:
        """The documented shape of ``docs/reference/reports.md``."""
        changed: dict[str, Json] = {
            heading: [{"name": each.name, "before": each.before, "after": each.after} for each in part]
            for heading, part in self.parts().items()
        }
        return {
            "before": self.before, "after": self.after, "changes": changed,
            "not_recorded": list(self.not_recorded()), "code_lines": list(self.code_lines()),
            "same_rows": True if self.paired else self.diff.is_same_rows, "figures": list(self.figures()),
            "decisions": [_moved(each) for each in self.moved],
        }  # fmt: skip

    def not_recorded(self) -> list[str]:
        """Headings about which nothing is known of one of the two, so that no change there is no news."""
        known = {
            name: [bool(getattr(origin, part)) for origin in self.origins]
            for name, part in (("data", "data"), ("code", "code"), ("parameters", "parameters"))
        }
        return [name for name, both in known.items() if not all(both)]

    def code_lines(self) -> list[str]:
        """Lines of kept code that went and came."""
        from difflib import unified_diff  # noqa: PLC0415 - seldom needed

        old, new = (origin.texts for origin in self.origins)
        lines: list[str] = []
        for path in sorted({*old, *new}):
            pair = (old.get(path, "").splitlines(), new.get(path, "").splitlines())
            lines += unified_diff(*pair, f"{self.before}/{path}", f"{self.after}/{path}", lineterm="", n=1)
        return lines


def _only(found: Sequence[Change], prefix: str) -> list[Change]:
    return [each for each in found if each.name.startswith(prefix)]


def _moved(each: Moved) -> dict[str, Json]:
    return {
        "groups": dict(each.groups), "n": each.n, "gained": _few(each.gained, each), "lost": _few(each.lost, each),
    }  # fmt: skip


def _few(count: int, moved: Moved) -> Json:
    """A count, unless it points at somebody of a group."""
    return "fewer than 5" if moved.groups and 0 < count < LEAST_SHOWN else count


def _paired(each: PairedDifference) -> dict[str, Json]:
    return {
        "name": each.name, "groups": dict(each.groups), "before": each.before, "after": each.after,
        "difference": each.difference, "lower": each.lower, "upper": each.upper, "n": each.n, "how": "paired",
    }  # fmt: skip


def _unpaired(each: FigureChange) -> dict[str, Json] | None:
    """The difference as if the two stood on different rows; without bounds where one is withheld or missing."""
    old, new = (None if side is None else side.ends for side in (each.before, each.after))
    if old is None or new is None:
        return None
    figure: dict[str, Json] = {
        "name": each.name, "groups": dict(each.group), "before": old[0], "after": new[0],
        "difference": new[0] - old[0], "lower": None, "upper": None, "how": "unpaired",
        "n": None if each.after is None else each.after.n,
    }  # fmt: skip
    if each.name not in _UNITS:
        low, high = mover_difference(
            (np.array([new[0]]), (np.array([new[1]]), np.array([new[2]]))),
            (np.array([old[0]]), (np.array([old[1]]), np.array([old[2]]))),
        )
        figure["lower"], figure["upper"] = float(low[0]), float(high[0])
    return figure
