"""Three candidates: with sex and race, without, and with a cut-off that finds more people."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evenhand.kernel.reference import Reference
from evenhand.surfaces.quickstart.cast import ADA
from evenhand.surfaces.quickstart.judged import GATE, Judged, tell_check, tell_gate, tell_groups
from evenhand.surfaces.quickstart.place import Place
from evenhand.surfaces.quickstart.rows import PROTECTED, ROUNDS, Rows, fit
from evenhand.surfaces.quickstart.telling import Telling
from evenhand.surfaces.sdk.model import evaluate, register
from evenhand.surfaces.sdk.rules import judge
from evenhand.surfaces.sdk.training import train

if TYPE_CHECKING:
    from evenhand.metrics.profile import EvaluationProfile

FIRST_CUT_OFF, LOWER_CUT_OFF = 0.5, 0.3
ATTACKS = ("robustness-report", "security-test-report")
MODEL_REPORTS = ("explanation-report", "privacy-report", *ATTACKS)
N_ATTACKED, N_ANSWERS = 100, 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A version that was registered, measured and judged.

    Attributes:
        version: its reference.
        inputs: columns that it takes.
        profile: counts on the held-out rows.
        judged: its first verdict.
    """

    version: Reference
    inputs: list[str]
    profile: "EvaluationProfile"
    judged: Judged


def try_with_protected(place: Place, telling: Telling, rows: Rows) -> Candidate:
    """A model that takes all columns is refused by the role of two of them."""
    telling.chapter("A first model takes whatever predicts")
    inputs = rows.features
    with telling.busy(f"training on {rows.training.num_rows:,} rows"):
        fitted = fit(rows, inputs)
        version = register(
            fitted, data=rows.training, cut_off=FIRST_CUT_OFF, actor=ADA, dataset=str(rows.dataset),
            workspace=place.folder,
        )  # fmt: skip
    candidate = measured(place, telling, rows, version, inputs, without=MODEL_REPORTS)
    telling.say(
        str(candidate.version)[-2:],
        f"trained on {rows.training.num_rows:,} people of every age and {len(inputs)} columns, measured on"
        f" {rows.holdout.num_rows:,} others: roc_auc {figure(candidate)}.",
        version=str(candidate.version), inputs=inputs, roc_auc=candidate.judged.whole_table("roc_auc"),
    )  # fmt: skip
    tell_check(telling, candidate.judged, "inputs")
    return candidate


def try_without_protected(place: Place, telling: Telling, rows: Rows, first: Candidate) -> Candidate:
    """The price of leaving sex and race out, and what is known about each group."""
    telling.chapter("Without sex and race")
    inputs = [name for name in rows.features if name not in PROTECTED]
    candidate = trained(place, telling, rows, inputs, FIRST_CUT_OFF)
    price = first.judged.whole_table("roc_auc")[0] - candidate.judged.whole_table("roc_auc")[0]
    telling.say(
        str(candidate.version)[-2:],
        f"roc_auc {figure(candidate)}: leaving them out costs {price:.3f}. Of those without work {helped(candidate)}"
        " are offered support; this is the lowest group of each kind against that:",
        version=str(candidate.version), inputs=inputs, roc_auc=candidate.judged.whole_table("roc_auc"), price=price,
    )  # fmt: skip
    tell_groups(telling, candidate.judged, "groups", before=first.judged)
    tell_gate(telling, candidate.judged)
    return candidate


def try_lower_cut_off(place: Place, telling: Telling, rows: Rows, second: Candidate) -> Candidate:
    """The same trees, another decision rule: a new version, measured anew, and the look is counted."""
    telling.chapter("A needless offer costs 40 minutes, a needed one saves 95: offer support from 30 %")
    candidate = trained(place, telling, rows, second.inputs, LOWER_CUT_OFF, is_proposed=True)
    telling.say(
        str(candidate.version)[-2:],
        f"the same trees, cut-off {LOWER_CUT_OFF} instead of {FIRST_CUT_OFF}: support for {helped(candidate)} of those"
        f" without work (before {helped(second)}), and for {_needless(candidate)} of those with work"
        f" ({_needless(second)}).",
        version=str(candidate.version), inputs=second.inputs, roc_auc=candidate.judged.whole_table("roc_auc"),
    )  # fmt: skip
    tell_groups(telling, candidate.judged, "groups", before=second.judged)
    looks = candidate.judged.check("looks").reasons[0].text
    level = candidate.judged.metrics["roc_auc"][0]["groups"][0]["confidence"]
    telling.say("looks", f"{looks} Who looks often passes by chance, hence {level:.0%} intervals.", outcome="note")
    tell_gate(telling, candidate.judged)
    return candidate


def share(candidate: Candidate, name: str, *, by: tuple[str, ...] = ()) -> dict[str, float]:
    """A share of the held-out rows, by group; the whole table's under the empty name."""
    from evenhand.metrics.derive import derive

    measured = derive(candidate.profile, name=name, by=by)
    return {",".join(each.groups.values()): each.value for each in measured if each.value is not None}


def trained(
    place: Place, telling: Telling, rows: Rows, inputs: list[str], cut_off: float, *, is_proposed: bool = False
) -> Candidate:
    """Train by the recorded way, which hands no protected column to the code, and measure."""
    with telling.busy(f"training on {rows.training.num_rows:,} rows"):
        made = train(
            place.code, dataset=str(rows.dataset), parameters={"rounds": ROUNDS}, cross_validation=0, cut_off=cut_off,
            actor=ADA, workspace=place.folder,
        )  # fmt: skip
    return measured(place, telling, rows, made.version, inputs, without=() if is_proposed else ATTACKS)


def measured(
    place: Place, telling: Telling, rows: Rows, version: Reference, inputs: list[str], *, without: Sequence[str]
) -> Candidate:
    """Measure on the held-out rows and judge, without the reports that ask the model much."""
    with telling.busy(f"measuring on {rows.holdout.num_rows:,} rows"):
        found = evaluate(
            version, data=rows.holdout, training=rows.training, without=without,
            attacked=N_ATTACKED, answers=N_ANSWERS, actor=ADA, workspace=place.folder,
        )  # fmt: skip
        verdict = judge(version, gate=GATE, actor=ADA, workspace=place.folder)
    judged = Judged.of(place, version, verdict)
    return Candidate(version=version, inputs=inputs, profile=found.profile, judged=judged)


def figure(candidate: Candidate) -> str:
    """Its roc_auc with the interval."""
    value, lower, upper = candidate.judged.whole_table("roc_auc")
    return f"{value:.3f} [{lower:.3f}, {upper:.3f}]"


def helped(candidate: Candidate) -> str:
    """Of those without work the share that is offered support."""
    return f"{share(candidate, 'true_positive_rate')['']:.1%}"


def _needless(candidate: Candidate) -> str:
    return f"{share(candidate, 'false_positive_rate')['']:.1%}"
