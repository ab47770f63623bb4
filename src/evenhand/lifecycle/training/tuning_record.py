"""What a search leaves as evidence: all of it, the rule that was stated first, and why this one was taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest
from evenhand.lifecycle.training.attempt import Attempt, pareto_front
from evenhand.lifecycle.training.space import ARCHITECTURE
from evenhand.lifecycle.training.training_run import DataSource
from evenhand.lifecycle.training.tuning_plan import TuningPlan

SCHEMA = "evenhand/tuning/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A search with what it tried.

    Attributes:
        key: its name in the ledger, for example ``T-1``.
        plan: as it was stated before the first attempt.
        stated: digest of the entry's document that stated it.
        source: the rows; the only ones that were opened.
        code: digest of the code.
        seed: of sampler, folds and fits.
        made_with: library and settings of who proposed.
        attempts: all of them, failed ones too.
    """

    key: str
    plan: TuningPlan
    stated: Digest
    source: DataSource
    code: Digest
    seed: int
    made_with: Mapping[str, Json]
    attempts: Sequence[Attempt]

    def tuning_record(self, chosen: Attempt, *, picture: Digest, why: str) -> dict[str, Json]:
        """Body of a ``tuning-record``."""
        front = pareto_front(self.attempts, self.plan)
        plan = self.plan.as_json()
        failed = [each for each in self.attempts if not each.is_usable]
        return {
            "schema": SCHEMA, "search": self.key, "stated_before": self.stated, "plan": plan,
            "space": plan["space"], "rule": plan["rule"], "n_attempts": len(self.attempts),
            "data": self.source.as_json(), "code": self.code, "seed": self.seed, "sampler": dict(self.made_with),
            "attempts": [each.as_json() for each in self.attempts], "n_failed": len(failed),
            "pareto_front": [each.number for each in front], "chosen": chosen.number, "picture": picture,
            "reason": f"{self.plan.rule.sentence(self.plan.names)}: attempt {chosen.number}. {why}",
            "overfitting_control": (
                "Only the rows named under data were opened; held-out rows stayed closed. The best of "
                f"{len(self.attempts)} attempts looks better than it is, by having been chosen: the run record "
                "measures it again on other folds, and held-out rows decide."
            ),
        }  # fmt: skip

    def design_record(self, chosen: Attempt, *, why: str) -> dict[str, Json]:
        """Body of a ``design-record``: the architecture that was chosen, those that were not, and why."""
        rivals: dict[str, Attempt] = {}
        sign = -1 if self.plan.directions[self.plan.rule.best] == "maximize" else 1
        for each in sorted(
            (each for each in self.attempts if each.is_usable), key=lambda each: sign * each.value(self.plan.rule.best)
        ):
            rivals.setdefault(str(each.parameters.get(ARCHITECTURE, "the only one")), each)
        return {
            "architecture": str(chosen.parameters.get(ARCHITECTURE, "the only one")),
            "parameters": dict(chosen.parameters), "rationale": why,
            "alternatives": [
                {"architecture": name, "attempt": each.number,
                 "values": {key: measured.as_json() for key, measured in each.values.items()}}
                for name, each in rivals.items()
            ],
            "trade_offs": self.plan.rule.sentence(self.plan.names), "search": self.key,
            "assumptions": None, "open": ["Assumptions are for people to state."],
        }  # fmt: skip
