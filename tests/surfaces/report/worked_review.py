"""A review with a bit of everything, made by hand."""

from evenhand.kernel.digest import digest_of
from evenhand.lifecycle.release.account import AttributeAccount, GroupAccount
from evenhand.lifecycle.release.diff import Change, Diff, FigureChange
from evenhand.lifecycle.release.estimate import ALL_BUT_FEW, FEW, Count, Estimate
from evenhand.lifecycle.release.gap import Gap
from evenhand.lifecycle.release.review import (
    CheckUnderReview,
    DecisionGiven,
    EvidenceUnderReview,
    GateUnderReview,
    Ground,
    JudgedGroup,
    JudgedSplit,
    PlaceNeeded,
    Review,
)

WHOLE = digest_of(b"submission")
FIRST, LAST = "training-validation", "deployment-approval"


def number(name: str, value: float, n: int = 1000, *, count: Count = None) -> Estimate:
    """An estimate, five hundredths to either side."""
    return Estimate(
        name=name, value=value, lower=value - 0.05, upper=value + 0.05, confidence=0.95, n=n, count=count
    )  # fmt: skip


def withheld(name: str, count: Count, n: Count) -> Estimate:
    """An estimate that is not shown."""
    return Estimate(name=name, value=None, lower=None, upper=None, confidence=0.95, n=n, count=count)


def group(code: str, meaning: str, people: Count, rate: Estimate, losses: Estimate) -> GroupAccount:
    """One group."""
    rates = {
        "selection_rate": rate, "gains": withheld("gains", FEW, people), "losses": losses,
        "true_positive_rate": withheld("true_positive_rate", ALL_BUT_FEW, 60),
    }  # fmt: skip
    return GroupAccount(group=code, meaning=meaning, people=people, unusable=0, rates=rates)


def judged(code: str, verdict: str, value: float | None, n: Count) -> JudgedGroup:
    """One group against the limit."""
    ends = (None, None, None) if value is None else (value, value - 0.05, value + 0.05)
    return JudgedGroup(
        group={"sex": code}, verdict=verdict, is_reference=False, n=n, value=ends[0], lower=ends[1], upper=ends[2],
        confidence=0.99,
    )  # fmt: skip


SEX = AttributeAccount(
    attribute="sex", is_protected=True,
    groups=(
        group("1", "men", 480, number("selection_rate", 0.5833, 480, count=280), number("losses", 0.1, 480, count=48)),
        group("2", "women", 500, number("selection_rate", 0.5, 500, count=250), number("losses", 0.3, 500, count=150)),
        group("3", "", FEW, withheld("selection_rate", FEW, FEW), withheld("losses", FEW, FEW)),
    ),
)  # fmt: skip
SPLIT = JudgedSplit(
    metric="true_positive_rate_difference", by=("sex",), reference_group="overall", at_least=-0.1, at_most=None,
    min_count=100,
    groups=(judged("1", "pass", 0.06, 300), judged("2", "fail", -0.2, 280), judged("3", "unjudged", None, 9)),
)  # fmt: skip
CHECKS = (
    CheckUnderReview(
        gate=FIRST, id="applies", predicate="applies", verdict="pass", judged="pass", submitted_as="pass",
        grounds=(Ground(verdict="pass", text="tiny@1 is for class minimal, tier 4.", group={}),),
    ),
    CheckUnderReview(
        gate=FIRST, id="gap", predicate="metric", verdict="fail", judged="fail", submitted_as="pass",
        grounds=(
            Ground(
                verdict="fail", text="Long words.", metric="true_positive_rate_difference", group={"sex": "2"},
                value=-0.2, lower=-0.25, upper=-0.15, n=280, bound="at_least", limit=-0.1, who_can_mend=("developer",),
            ),
        ),
        splits=(SPLIT,),
    ),
    CheckUnderReview(
        gate=LAST, id="approvals", predicate="approvals", verdict="missing", judged="missing", submitted_as=None,
        grounds=(Ground(verdict="missing", text="Approvals still needed: legal (1).", group={}),),
    ),
)  # fmt: skip
DIFF = Diff(
    before="loan@1", files=(Change(name="model.pkl", before=digest_of(b"1"), after=digest_of(b"2")),),
    inputs=(Change(name="sex", before="protected", after=None),), settings=(), rules=(), has_rules=True,
    figures=(FigureChange(name="roc_auc", group={}, before=number("roc_auc", 0.9), after=number("roc_auc", 0.88)),),
    group_figures=(
        FigureChange(
            name="selection_rate", group={"sex": "2"}, before=number("selection_rate", 0.6),
            after=number("selection_rate", 0.5),
        ),
    ),
    is_same_rows=False,
)  # fmt: skip


REVIEW = Review(
    about="loan@2", use_case="loan", purpose="Decide who is offered a small loan.",
    ai_act_class="minimal", tier=4, outcome="repaid = 1 (repaid in time)", rule="A score of 0.5 or more.",
    practice="as recorded: favourable where today = yes", inputs={"income": "feature", "age": "feature"},
    meanings={"sex": {"1": "men", "2": "women"}}, submission=WHOLE, submitter="ada",
    submitted_at="2026-11-23T07:13:44.123456Z", author="ada", mode="governed", policy="tiny@1",
    superseded=(), environments=(), looks=2, n_rows=1000, n_usable=983,
    figures=(number("roc_auc", 0.88), number("selection_rate", 0.54, 983, count=531)), accounts=(SEX,),
    gates=(
        GateUnderReview(gate=FIRST, verdict="fail", opens=False),
        GateUnderReview(gate=LAST, verdict="missing", opens=False),
    ),
    checks=CHECKS, weak_slices=("Weakest slices: 90 searched.", "sex 2 and age 25-44: accuracy 0.600 against 0.800"),
    gaps=(Gap(kind="evidence", text="No privacy-report was filed."),),
    decisions=(
        DecisionGiven(
            person="cy", actor="cy", role="compliance", decision="approve-with-conditions", reason="Read it.",
            conditions=("Watch the gap.",), at="2026-11-23T08:00:00.000000Z", standing="counts",
        ),
    ),
    needed=(PlaceNeeded(role="legal", places=1),), barred=("ada",), diff=DIFF,
    evidence=(
        EvidenceUnderReview(
            kind="fairness-report", digest=digest_of(b"report"), made_at="2026-11-23T07:00:00.000000Z", author="ada",
            is_submitted=True,
        ),
    ),
)  # fmt: skip
