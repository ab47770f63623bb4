"""The problem, the people and the rules: who answers, what is decided, what must hold."""

from evenhand.surfaces.quickstart.cast import ADA, EL
from evenhand.surfaces.quickstart.chapter.founding import enact, found, tell_tier
from evenhand.surfaces.quickstart.judged import tell_door
from evenhand.surfaces.quickstart.place import Place
from evenhand.surfaces.quickstart.telling import Telling
from evenhand.surfaces.sdk.releasing import approve
from evenhand.surfaces.sdk.rules import judge

TITLE = "People, problem and rules come before any model"
_USE_CASE = (
    "job-search: support for people without work is the favourable outcome (employed == 0); SEX and RAC1P (race) are"
    " protected."
)
_POLICY = (
    "seven gates. On a model: no protected input; roc_auc at least 0.85; of those without work, no group's share that"
    " is offered support may lie more than 0.10 below that of all; three people approve, none the author."
)


def lay_down_rules(place: Place, telling: Telling) -> None:
    """Found the workspace; propose and confirm use case and policy; pass the gate on the use case."""
    telling.chapter(TITLE)
    found(place, telling)
    enact(place, telling, use_case=_USE_CASE, policy=_POLICY)
    tell_tier(place, telling)
    about = f"use-case:{place.template.model}"
    approve(about, reason="Worth the advisers' time.", actor=EL, workspace=place.folder)
    verdict = judge(about, gate="intake", actor=ADA, workspace=place.folder)
    tell_door(telling, verdict, "what is decided, why and at which risk is on record; El, who pays, said yes.")
