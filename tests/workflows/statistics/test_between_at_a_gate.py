"""A number between groups goes from the profile to the verdict of a policy."""

import numpy as np
import pytest
from tests.governance.policy.opening import opening, policy, verdict_of

from evenhand.governance.policy.demand import demands
from evenhand.kernel.digest import digest_of
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.metrics.profile import Cases, EvaluationProfile
from evenhand.workflows.gate.figures import Figures

LOAN = UseCase(
    name="loan", purpose="Decide who gets a loan.", ai_act_class="high_risk", tier=1, label="repaid", favourable="yes",
    protected=("sex",),
)  # fmt: skip
TEXT = """policy: one
version: 1
gates:
  training-validation:
    - looks: {at_holdout: 5}
    - metric: {name: demographic_parity_ratio, by: [sex], at_least: 0.8}
"""


@pytest.mark.parametrize(("selected", "verdict"), [(9500, "pass"), (8050, "insufficient"), (7400, "fail")])
def test_four_fifths_between_groups_is_proved_or_not(selected: int, verdict: str) -> None:
    decision = np.concatenate([np.arange(20_000) < 10_000, np.arange(20_000) < selected]).astype(int)
    profile = EvaluationProfile.of(
        Cases(label=decision, decision=decision, attributes={"sex": np.repeat(["m", "f"], 20_000)})
    )
    agreed = policy(TEXT)
    (demand,) = demands(agreed, "training-validation", 1)
    figures = Figures(profile=profile, digest=digest_of(b""), use_case=LOAN)
    fact = figures.fact(demand, demand.confidence_for(1))

    assert verdict_of(demand.check, opening(metrics={demand.check: [fact]}), text=TEXT) == verdict
