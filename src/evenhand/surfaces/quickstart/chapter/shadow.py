"""Shadow: a version scores real cases and answers nobody, and what it would have changed is on record."""

from typing import Any

from evenhand.kernel.reference import Reference
from evenhand.surfaces.quickstart.cast import CY
from evenhand.surfaces.quickstart.chapter.review import DEMO, refused, submit_for_review, tell_refusal
from evenhand.surfaces.quickstart.place import Place
from evenhand.surfaces.quickstart.rows import KEY, LATER
from evenhand.surfaces.quickstart.telling import Telling
from evenhand.surfaces.sdk.releasing import release
from evenhand.surfaces.sdk.serving import create_deployment, promote
from evenhand.surfaces.sdk.shadowing import add_shadow, remove_shadow, report_shadow, run_shadow

DEPLOYMENT = "advice"
REVIEW = (0.28, 0.32)
N_TRIAL = 4000


def try_in_shadow(place: Place, telling: Telling, version: Reference) -> None:
    """Make the deployment; score the first people who ask, beside what happens today."""
    import pyarrow.parquet as pq

    telling.chapter("First in shadow: it scores real people and answers nobody")
    submit_for_review(place, telling, version)
    create_deployment(
        DEPLOYMENT, environment=DEMO, oversight={"mode": "human-in-the-loop", "review": [[*REVIEW]]}, actor=CY,
        workspace=place.folder,
    )  # fmt: skip
    release(version, environment=DEMO, shadow=True, actor=CY, workspace=place.folder)
    attempt = f"{version}, released in shadow, made champion of deployment {DEPLOYMENT}"
    failure = refused(attempt, lambda: promote(version, DEPLOYMENT, why="Now.", actor=CY, workspace=place.folder))
    tell_refusal(telling, attempt, failure)
    add_shadow(version, DEPLOYMENT, why="Before anybody approves it.", actor=CY, workspace=place.folder)
    with telling.busy("scoring in shadow"):
        first = pq.read_table(place.year(LATER[0])).slice(0, N_TRIAL)
        run_shadow(
            DEPLOYMENT, version=version, rows=first, batch="trial", as_of=f"{LATER[0]}-01-15", key=KEY, actor=CY,
            workspace=place.folder,
        )  # fmt: skip
    tell_report(place, telling, version, "today's rule")


def run_along(place: Place, telling: Telling, version: Reference) -> None:
    """Score, beside the champion, every case that it answered."""
    release(version, environment=DEMO, shadow=True, actor=CY, workspace=place.folder)
    add_shadow(version, DEPLOYMENT, why="Before it may take over.", actor=CY, workspace=place.folder)
    with telling.busy("scoring in shadow"):
        run_shadow(DEPLOYMENT, version=version, actor=CY, workspace=place.folder)
    tell_report(place, telling, version, "the champion")


def tell_report(place: Place, telling: Telling, version: Reference, rival: str) -> None:
    """File the report, tell how often both agree and who would have been answered otherwise."""
    _, report = report_shadow(DEPLOYMENT, version, actor=CY, workspace=place.folder)
    remove_shadow(version, DEPLOYMENT, why="Enough was seen.", actor=CY, workspace=place.folder)
    told: Any = report
    same, whole = told["agreement"], told["flips"][0]
    more, fewer = whole["to_favourable"]["count"], whole["to_unfavourable"]["count"]
    telling.say(
        "shadow",
        f"{version} scored {told['figures']['n']:,} people and agrees with {rival} in {same['value']:.1%}"
        f" [{same['lower']:.1%}, {same['upper']:.1%}]; {more:,} would get an offer who get none,"
        f" {fewer:,} the other way round.",
        version=str(version), report=report["figures"],
    )  # fmt: skip
