"""What a trace of one prediction says, part by part."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from evenhand.kernel.canonical import Json
from evenhand.lifecycle.serving.prediction import Outcome, Prediction, Review


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """One entry of the ledger, proved to stand in its tree.

    Attributes:
        sequence: its number.
        at, actor, action: as the entry says.
        what: what it means here.
    """

    sequence: int
    at: str
    actor: str
    action: str
    what: str

    def as_json(self) -> dict[str, Json]:
        """The documented shape."""
        return dict(asdict(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """All that is known about one decision.

    Attributes:
        prediction: what was answered.
        withheld: protected columns that were logged beside it; their values are not shown.
        review: what a person decided, if anybody did.
        outcome: what became of the case, if it is known.
        shadows: version, score and decision of each shadow that scored the case.
        release: what let the version answer: environment, exposure, instant, policy, use case.
        version: manifest, author, loader, inputs, dataset, training run.
        approvals, verdicts, evidence: of the release.
        alerts, findings: of the windows that hold the case, and that the alerts opened.
        proved: the entries behind all this, in their order.
        size: entries in the ledger when it was proved.
        segment: whether the record lies as the ledger names it; ``None`` when the ledger names no segment of it.
        doubts: what does not fit, in sentences; empty when all does.
    """

    prediction: Prediction
    withheld: Sequence[str]
    review: Review | None
    outcome: Outcome | None
    shadows: Sequence[Mapping[str, Json]]
    release: Mapping[str, Json]
    version: Mapping[str, Json]
    approvals: Sequence[Mapping[str, Json]]
    verdicts: Sequence[Mapping[str, Json]]
    evidence: Sequence[Mapping[str, Json]]
    alerts: Sequence[Mapping[str, Json]]
    findings: Sequence[Mapping[str, Json]]
    proved: Sequence[Proved]
    size: int
    segment: bool | None
    doubts: Sequence[str]

    @property
    def final(self) -> int | None:
        """What was decided in the end; ``None`` while a person has to."""
        if self.review is not None:
            return self.review.decision
        return None if self.prediction.band == "review" else self.prediction.decision

    def as_json(self) -> dict[str, Json]:
        """The documented shape; protected values are left out."""
        asked = self.prediction
        names = ("id", "case", "at", "as_of", "deployment", "version", "release", "mode", "batch", "consumer", "score",
                 "decision", "band", "source")  # fmt: skip
        return {
            "prediction": {
                **{name: getattr(asked, name) for name in names}, "reasons": list(asked.reasons),
                "features": dict(asked.features), "withheld": list(self.withheld), "final_decision": self.final,
            },
            "review": None if self.review is None else {
                name: getattr(self.review, name) for name in ("decision", "reviewer", "reason", "at")
            },
            "outcome": None if self.outcome is None else {
                name: getattr(self.outcome, name) for name in ("outcome", "at", "batch", "correction")
            },
            "shadows": [dict(each) for each in self.shadows], "release": dict(self.release),
            "version": dict(self.version), "approvals": [dict(each) for each in self.approvals],
            "verdicts": [dict(each) for each in self.verdicts], "evidence": [dict(each) for each in self.evidence],
            "alerts": [dict(each) for each in self.alerts], "findings": [dict(each) for each in self.findings],
            "ledger": {"size": self.size, "entries": [each.as_json() for each in self.proved],
                       "segment_is_as_named": self.segment},
            "doubts": list(self.doubts),
        }  # fmt: skip
