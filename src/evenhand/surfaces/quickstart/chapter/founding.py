"""The people, the use case and the rules, put in force by two of them."""

from typing import Any

from evenhand.governance.policy.language.strict_yaml import read_yaml
from evenhand.surfaces.quickstart.cast import BO, CY, signed_founding
from evenhand.surfaces.quickstart.place import Place
from evenhand.surfaces.quickstart.telling import Telling
from evenhand.surfaces.sdk.people import confirm, create_workspace
from evenhand.surfaces.sdk.problem import tier
from evenhand.surfaces.sdk.rules import propose_policy, propose_use_case

_PEOPLE = "Ada builds, Bo validates, Cy owns the model, Di reviews, El pays: made up, with keys in"
_MODE = "mode=demonstration: releases serve in environment demo only."


def found(place: Place, telling: Telling) -> None:
    """Keys for everybody and a workspace that all of them signed."""
    made = create_workspace(place.folder, founding=signed_founding())
    telling.say("people", f"{_PEOPLE} {place.keys}.", keys=str(place.keys))
    telling.say("workspace", f"{made}, {_MODE}", workspace=str(made), mode="demonstration")


def enact(place: Place, telling: Telling, *, use_case: str, policy: str) -> None:
    """Propose and confirm both, and tell in the given words what they say."""
    proposed = propose_use_case(place.use_case, actor=CY, workspace=place.folder)
    confirm(proposed.about, actor=BO, workspace=place.folder)
    telling.say("use case", f"{use_case} Proposed by Cy, confirmed by Bo.", about=proposed.about)
    rules = propose_policy(place.policy, actor=CY, workspace=place.folder)
    confirm(rules.about, actor=BO, workspace=place.folder)
    telling.say("policy", f"{policy} Proposed by Cy, confirmed by Bo.", about=rules.about)


def tell_tier(place: Place, telling: Telling) -> None:
    """Class and tier that the answers in the use case lead to, and why."""
    content: Any = read_yaml(place.use_case.read_text(encoding="utf-8"))
    found = tier(content["use_case"]["tiering"])
    weight = found.materiality
    floors = "".join(f"; floor {floor.rule}" for floor in weight.floors)
    telling.say(
        "tier", f"class {found.case_class} by rule {found.rule}; tier {found.tier}: impact {weight.impact_level},"
        f" uncertainty {weight.uncertainty_level}{floors}. Answers, not opinions: evenhand tier.",
        tiering=found.as_json(),
    )  # fmt: skip
