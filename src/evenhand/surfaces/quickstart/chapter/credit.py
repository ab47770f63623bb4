"""A thousand credits: what can be said about them with honest intervals, and what cannot yet."""

from collections.abc import Sequence
from typing import Any

from evenhand.governance.policy.verdict import CheckVerdict, Reason
from evenhand.kernel.reference import Reference
from evenhand.surfaces.quickstart.cast import ADA
from evenhand.surfaces.quickstart.chapter.founding import enact, found, tell_tier
from evenhand.surfaces.quickstart.judged import GATE, TONES, Judged, tell_gate
from evenhand.surfaces.quickstart.place import Place
from evenhand.surfaces.quickstart.telling import Telling
from evenhand.surfaces.sdk.dataset import read_dataset, register_dataset
from evenhand.surfaces.sdk.model import evaluate
from evenhand.surfaces.sdk.rules import judge
from evenhand.surfaces.sdk.training import train

SPLIT = "training=0.6,holdout=0.4"
_USE_CASE = (
    "credit: that a credit goes well is the favourable outcome (credit_risk == 1); sex, the personal status whose code"
    " says it, and foreign_worker are protected; age is judged."
)
_POLICY = (
    "no protected input; roc_auc at least 0.70; of those whose credit goes well, no group's share that is granted one"
    " may lie more than 0.10 below that of all, with groups from 30 rows up; two people approve."
)


def state_the_problem(place: Place, telling: Telling) -> None:
    """People, use case with its tier, rules."""
    telling.chapter("People and rules come before any model")
    found(place, telling)
    enact(place, telling, use_case=_USE_CASE, policy=_POLICY)
    tell_tier(place, telling)


def split_once(place: Place, telling: Telling) -> tuple[Any, Any]:
    """Register the table as a dataset; the parts for training and for measuring."""
    telling.chapter("A thousand people, split once")
    table = place.folder / place.template.table
    place.template.write_table(table)
    dataset = register_dataset(
        "credits", table, split=SPLIT, statement=place.statement, actor=ADA, workspace=place.folder
    )
    parts = [
        read_dataset(dataset, part, purpose=purpose, actor=ADA, workspace=place.folder)
        for part, purpose in (("training", "training"), ("holdout", "measuring"))
    ]
    telling.say(
        "dataset", f"{dataset}: {parts[0].num_rows} credits to learn from, {parts[1].num_rows} to measure on, fixed by"
        " digest; each reading is an entry of the ledger.",
        dataset=str(dataset), training=parts[0].num_rows, holdout=parts[1].num_rows,
    )  # fmt: skip
    return parts[0], parts[1]


def measure_one_model(place: Place, telling: Telling, rows: tuple[Any, Any]) -> tuple[Reference, Judged]:
    """Train a small model, measure it, judge it."""
    telling.chapter("One small model, measured on the rest")
    training, holdout = rows
    with telling.busy("training"):
        made = train(
            place.code, data=training, parameters={"strength": 0.3}, cross_validation=0, actor=ADA,
            workspace=place.folder,
        )  # fmt: skip
    with telling.busy("measuring"):
        evaluate(made.version, data=holdout, training=training, actor=ADA, workspace=place.folder)
        verdict = judge(made.version, gate=GATE, actor=ADA, workspace=place.folder)
    judged = Judged.of(place, made.version, verdict)
    value, lower, upper = judged.whole_table("roc_auc")
    telling.say(
        "@1", f"linear, without the protected columns. roc_auc {value:.3f} looks good; on {holdout.num_rows} credits it"
        f" may be anything from {lower:.3f} to {upper:.3f}.",
        version=str(made.version), roc_auc=(value, lower, upper),
    )  # fmt: skip
    return made.version, judged


def say_what_is_undecided(telling: Telling, judged: Judged) -> None:
    """Every check of the gate: what is decided, and for the rest how many rows would decide it."""
    telling.chapter("What a thousand rows cannot say stays undecided")
    passed = [check.id for check in judged.verdict.checks if check.verdict == "pass"]
    telling.say("pass", ", ".join(passed), outcome="pass", checks=passed)
    for check in judged.verdict.checks:
        if check.verdict != "pass":
            for reason in _standing_in_the_way(check):
                label = "REFUSED" if check.verdict == "fail" else "undecided"
                telling.say(
                    label, f"{check.id}: {_short(reason)}", outcome=TONES[check.verdict],
                    check=check.as_json(), rows_to_settle=reason.rows_to_settle,
                )  # fmt: skip
    tell_gate(telling, judged)
    telling.say(
        "what now", "collect the rows that are named, or let people decide about the groups that are too small, until"
        " a day and with a reason (evenhand waive). Lowering the bar would not make the model better.", outcome="note",
    )  # fmt: skip


def _standing_in_the_way(check: CheckVerdict) -> Sequence[Reason]:
    return [reason for reason in check.reasons if reason.verdict == check.verdict]


def _short(reason: Reason) -> str:
    """The sentence without the digest and the roles, which the record holds."""
    return reason.text.split(" Evidence ")[0]
