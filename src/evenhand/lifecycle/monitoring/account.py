"""The account of one window: what was measured, what is beyond its limit, what changed and what did not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evenhand.kernel.canonical import Json
from evenhand.kernel.instant import Instant
from evenhand.kernel.measurement import Measurement
from evenhand.kernel.metric import metric
from evenhand.lifecycle.evaluation.baseline import baseline_report
from evenhand.lifecycle.monitoring.baseline import Baseline
from evenhand.lifecycle.monitoring.comparison import SHOWN, Beside, compare, judge_changes, judge_groups
from evenhand.lifecycle.monitoring.drift import Drift, drift_of
from evenhand.lifecycle.monitoring.limit import WHOLE, Standing, stand
from evenhand.lifecycle.monitoring.plan import Plan
from evenhand.lifecycle.monitoring.rows import WatchedRows
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.metrics.estimate import Reading
from evenhand.metrics.profile import EvaluationProfile
from evenhand.metrics.uncertainty import wilson

_RATES = ("selection_rate", "true_positive_rate", "false_positive_rate")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Profiles:
    """The stored profiles of one window or of the baseline window.

    Attributes:
        model: decisions and scores of the model, outcomes that are mature.
        final: what was decided in the end, outcomes that are mature.
        decided: what was decided in the end for everybody; the decision stands in the outcome's place.
    """

    model: EvaluationProfile
    final: EvaluationProfile
    decided: EvaluationProfile

    @classmethod
    def of(cls, rows: WatchedRows, mature: np.typing.NDArray[np.bool_]) -> "Profiles":
        """Count the rows three ways."""
        return cls(
            model=EvaluationProfile.of(rows.cases(mature)), final=EvaluationProfile.of(rows.cases(mature, final=True)),
            decided=EvaluationProfile.of(rows.decided()),
        )  # fmt: skip

    @classmethod
    def alike(cls, profile: EvaluationProfile) -> "Profiles":
        """Of rows that nobody but the model decided about."""
        return cls(model=profile, final=profile, decided=profile)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Account:
    """What a run says about one window.

    Attributes:
        rows: of the window.
        n_mature: predictions whose outcome should be known.
        n_known: mature predictions whose outcome is known.
        drift: of the columns.
        performance: measures of the whole table beside the baseline window.
        groups: measures of groups beside the baseline window.
        whole: measures of the window itself.
        standings: every limit of the plan on everything that it is on.
        unstated: groups of the use case that no prediction states.
        value: the model beside the baseline (simple rule or current practice) on the same mature rows.
    """

    rows: WatchedRows
    n_mature: int
    n_known: int
    drift: Drift
    performance: tuple[Beside, ...]
    groups: tuple[Beside, ...]
    whole: tuple[Measurement, ...]
    standings: tuple[Standing, ...]
    unstated: tuple[str, ...]
    value: Sequence[Json]

    @property
    def crossed(self) -> tuple[Standing, ...]:
        """What lies beyond a limit with its whole interval."""
        return tuple(each for each in self.standings if each.level is not None)

    @property
    def undecided(self) -> tuple[Standing, ...]:
        """What could lie on either side of its limit, or has no value."""
        return tuple(each for each in self.standings if each.verdict == "undecided")


def account_of(
    rows: WatchedRows, *, plan: Plan, use_case: UseCase, baseline: Baseline, before: Profiles, now: Instant
) -> tuple[Account, Profiles]:  # fmt: skip
    """Measure a window and judge it by its plan.

    Args:
        rows: of the window.
        plan: sets limits, maturity and confidence.
        use_case: names the groups, the baseline and the worth of outcomes.
        baseline: columns of the baseline window.
        before: profiles of the baseline window.
        now: decides which outcomes are mature.
    """
    mature = rows.is_mature(days=plan.maturity_days, now=now)
    profiles = Profiles.of(rows, mature)
    drift = drift_of(rows, baseline, plan.limits, plan.confidence)
    performance = compare(profiles.model, before.model, SHOWN, confidence=1 - (1 - plan.confidence) / len(SHOWN))
    groups = _groups(profiles, before, use_case, plan)
    whole = _whole(rows, mature, plan.confidence)
    standings = (
        *drift.standings, *judge_changes(performance, plan.limits), *_judged_groups(profiles, use_case, plan),
        *(stand(limit, each) for limit in plan.limits if limit.measure in WHOLE for each in whole
          if each.name == limit.measure),
    )  # fmt: skip
    known = mature & ~np.isnan(rows.outcome)
    account = Account(
        rows=rows, n_mature=int(mature.sum()), n_known=int(known.sum()), drift=drift, performance=performance,
        groups=groups, whole=whole, standings=standings,
        unstated=tuple(name for name in use_case.attributes if name not in rows.attributes),
        value=baseline_report(use_case, profiles.model) if profiles.model.n_usable else (),
    )  # fmt: skip
    return account, profiles


def _groups(profiles: Profiles, before: Profiles, use_case: UseCase, plan: Plan) -> tuple[Beside, ...]:
    """Rates of every group that has enough rows in both windows, at the level that all of them together ask for."""
    n_groups = sum(
        len(values)
        for name, values in zip(profiles.final.plan.attributes, profiles.final.values, strict=True)
        if name in use_case.attributes
    )
    level = 1 - (1 - plan.confidence) / max(1, n_groups * len(_RATES))
    found: list[Beside] = []
    for name in use_case.attributes:
        if name not in profiles.final.plan.attributes or name not in before.final.plan.attributes:
            continue
        found += compare(profiles.decided, before.decided, _RATES[:1], confidence=level, by=(name,))
        found += compare(profiles.final, before.final, _RATES[1:], confidence=level, by=(name,))
    return tuple(found)


def _judged_groups(profiles: Profiles, use_case: UseCase, plan: Plan) -> tuple[Standing, ...]:
    """Shares of decisions are judged on everybody, all else on mature outcomes."""
    made: list[Standing] = []
    shares = [each for each in plan.limits if each.measure.startswith("selection_rate")]
    others = [each for each in plan.limits if not each.measure.startswith("selection_rate")]
    for profile, limits in ((profiles.decided, shares), (profiles.final, others)):
        made += judge_groups(
            profile, limits, protected=use_case.protected, min_count=plan.min_count, confidence=plan.confidence
        )
    return tuple(made)


def _whole(rows: WatchedRows, mature: np.typing.NDArray[np.bool_], confidence: float) -> tuple[Measurement, ...]:
    known = mature & ~np.isnan(rows.outcome)
    changed = rows.is_reviewed & (rows.final != rows.decision)
    return (
        _share("outcome_coverage", int(known.sum()), int(mature.sum()), confidence, "No prediction is mature yet."),
        _share(
            "override_rate", int(changed.sum()), int(rows.is_reviewed.sum()), confidence, "Nobody reviewed a decision."
        ),
    )  # fmt: skip


def _share(name: str, count: int, n: int, confidence: float, why: str) -> Measurement:
    reading = Reading(reason=why)
    if n:
        lower, upper = wilson(count, n, confidence)
        reading = Reading(
            value=count / n, lower=float(lower), upper=float(upper), method="wilson", detail={"count": count}
        )
    return reading.measurement(metric(name), n=n, confidence=confidence)


def standing_as_json(standing: Standing) -> Mapping[str, Json]:
    """A limit and where it stands, as a report holds it."""
    return {
        "measure": standing.limit.key, "side": standing.limit.side, "subject": standing.subject,
        "verdict": standing.verdict, "level": standing.level, "limit": standing.bound,
        "value": standing.measured.value, "lower": standing.measured.lower, "upper": standing.measured.upper,
        "n": standing.measured.n, "undefined": standing.measured.undefined,
    }  # fmt: skip
