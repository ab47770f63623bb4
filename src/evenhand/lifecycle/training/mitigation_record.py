"""What a mitigation did and what it cost, on rows that no fit had seen, each change with its bounds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evenhand.kernel.canonical import Json
from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.training.mitigation import Mitigation
from evenhand.metrics.paired_change import Paired, accuracy_change, gap_change, roc_auc_change

SCHEMA = "evenhand/bias-mitigation/v1"
GAPS = ("selection_rate", "true_positive_rate", "false_positive_rate")
_AIMS = {
    "demographic-parity": "selection_rate", "true-positive-rate-parity": "true_positive_rate",
    "equalized-odds": "true_positive_rate",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class MitigationEffect:
    """A mitigation set beside the same training without it.

    Attributes:
        mitigation: what was done.
        changes: measurements of after minus before: accuracy, area, and per attribute the gaps.
        people: per attribute and group: rows, how many gained and lost the favourable decision.
        n: rows that were compared.
        reason: why this trade-off is taken; ``None`` while nobody says.
    """

    mitigation: Mitigation
    changes: Sequence[Measurement]
    people: Sequence[Mapping[str, Json]]
    n: int
    reason: str | None

    @classmethod
    def of(cls, mitigation: Mitigation, pair: Paired, *, seed: int, reason: str | None) -> "MitigationEffect":
        """Measure the effect on the rows of ``pair``."""
        changes = [accuracy_change(pair), roc_auc_change(pair)]
        changes += [gap_change(pair, name, attribute, seed=seed) for attribute in pair.groups for name in GAPS]
        return cls(
            mitigation=mitigation, changes=changes, people=_people(pair), n=len(pair.label), reason=reason
        )  # fmt: skip

    @property
    def price(self) -> tuple[str, ...]:
        """The trade-off in plain sentences: what became of the gap that was aimed at, and what of the accuracy."""
        aim = "selection_rate" if self.mitigation.method == "reweighing" else _AIMS[self.mitigation.constraint]
        gaps = [each for each in self.changes if each.name == f"{aim}_gap_change" and self._is_aimed_at(each)]
        told = [_gap_words(aim, each) for each in gaps]
        told += [_change_words(each) for each in self.changes[:2]]
        moved = sum(int(str(each["gained"])) + int(str(each["lost"])) for each in self._of_first_attribute())
        told.append(f"{moved:,} of {self.n:,} decisions change.")
        return tuple(told)

    def as_json(self, detail: Mapping[str, Json]) -> dict[str, Json]:
        """Body of a ``bias-mitigation-record``; ``detail`` is what the method tells about itself."""
        return {
            "schema": SCHEMA, "mitigation": self.mitigation.as_json(), "detail": dict(detail),
            "compared": (
                "The same code, parameters, seed and folds with and without the mitigation, on rows that no fit had "
                "seen."
            ),
            "n": self.n, "changes": [each.as_json() for each in self.changes],
            "people": [dict(each) for each in self.people], "price": list(self.price), "reason": self.reason,
            "open": [] if self.reason else ["Nobody has stated yet why this trade-off is taken."],
        }  # fmt: skip

    def _is_aimed_at(self, change: Measurement) -> bool:
        return change.detail.get("attribute") in self.mitigation.attributes

    def _of_first_attribute(self) -> list[Mapping[str, Json]]:
        return [each for each in self.people if each["attribute"] == self.people[0]["attribute"]]


def _people(pair: Paired) -> list[Mapping[str, Json]]:
    found: list[Mapping[str, Json]] = []
    for attribute, groups in pair.groups.items():
        texts = groups.astype(str)
        for group in np.unique(texts):
            own = texts == group
            before, after = pair.decided_before[own], pair.decided_after[own]
            found.append({
                "attribute": attribute, "group": str(group), "n": int(own.sum()),
                "gained": int(((before == 0) & (after == 1)).sum()), "lost": int(((before == 1) & (after == 0)).sum()),
            })  # fmt: skip
    return found


def _gap_words(name: str, change: Measurement) -> str:
    if change.value is None or change.lower is None or change.upper is None:
        return f"The gap of {name} is not known: {change.undefined}"
    verdict = "falls" if change.upper < 0 else "rises" if change.lower > 0 else "may not change"
    before, after = float(str(change.detail["before"])), float(str(change.detail["after"]))
    return (
        f"The gap of {name} over {change.detail['attribute']} {verdict}: {before:.3f} before, {after:.3f} after, "
        f"a change of {change.value:+.3f} [{change.lower:+.3f}, {change.upper:+.3f}]."
    )


def _change_words(change: Measurement) -> str:
    name = change.name.removesuffix("_change")
    if change.value is None or change.lower is None or change.upper is None:
        return f"The change of {name} is not known: {change.undefined}"
    figures = f"{change.value:+.4f} [{change.lower:+.4f}, {change.upper:+.4f}]"
    if change.lower <= 0 <= change.upper:
        return f"No change of {name} could be shown: {figures}."
    return f"It {'costs' if change.upper < 0 else 'gains'} {name}: {figures}."
