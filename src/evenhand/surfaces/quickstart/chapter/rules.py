"""People and rules: who answers, what is decided, what must hold."""

from evenhand.surfaces.quickstart.chapter.founding import enact, found
from evenhand.surfaces.quickstart.place import Place
from evenhand.surfaces.quickstart.telling import Telling

TITLE = "People and rules come before any model"
_USE_CASE = (
    "job-search: support for people without work is the favourable outcome (employed == 0); SEX and RAC1P (race) are"
    " protected."
)
_POLICY = (
    "no protected input; roc_auc at least 0.85; of those without work, no group's share that is offered support may lie"
    " more than 0.10 below that of all; three people approve, none the author."
)


def lay_down_rules(place: Place, telling: Telling) -> None:
    """Found the workspace; propose and confirm use case and policy."""
    telling.chapter(TITLE)
    found(place, telling)
    enact(place, telling, use_case=_USE_CASE, policy=_POLICY)
