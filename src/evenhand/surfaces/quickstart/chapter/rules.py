"""People and rules: who answers, what is decided, what must hold."""

from evenhand.surfaces.quickstart.cast import BO, CY, signed_founding
from evenhand.surfaces.quickstart.place import Place
from evenhand.surfaces.quickstart.telling import Telling
from evenhand.surfaces.sdk.people import confirm, create_workspace
from evenhand.surfaces.sdk.rules import propose_policy, propose_use_case

TITLE = "People and rules come before any model"
_PEOPLE = "Ada builds, Bo validates, Cy owns the model, Di reviews: made up, with keys in"
_MODE = "mode=demonstration: releases serve in environment demo only."
_USE_CASE = (
    "job-search: support for people without work is the favourable outcome (employed == 0); SEX and RAC1P (race) are"
    " protected. Proposed by Cy, confirmed by Bo."
)
_POLICY = (
    "no protected input; roc_auc at least 0.85; of those without work, no group's share that is offered support may lie"
    " more than 0.10 below that of all; three people approve, none the author. Proposed by Cy, confirmed by Bo."
)


def lay_down_rules(place: Place, telling: Telling) -> None:
    """Found the workspace; propose and confirm use case and policy."""
    telling.chapter(TITLE)
    made = create_workspace(place.folder, founding=signed_founding())
    telling.say("people", f"{_PEOPLE} {place.keys}.", keys=str(place.keys))
    telling.say("workspace", f"{made}, {_MODE}", workspace=str(made), mode="demonstration")
    use_case = propose_use_case(place.use_case, actor=CY, workspace=place.folder)
    confirm(use_case.about, actor=BO, workspace=place.folder)
    telling.say("use case", _USE_CASE, about=use_case.about)
    policy = propose_policy(place.policy, actor=CY, workspace=place.folder)
    confirm(policy.about, actor=BO, workspace=place.folder)
    telling.say("policy", _POLICY, about=policy.about)
