"""Retirement: announced, told, agreed on, and refused from then on."""

from datetime import UTC, datetime, timedelta

from evenhand.kernel.reference import Reference
from evenhand.surfaces.quickstart.cast import BO, CY, EL
from evenhand.surfaces.quickstart.chapter.review import DEMO, refused, tell_refusal
from evenhand.surfaces.quickstart.judged import tell_door
from evenhand.surfaces.quickstart.place import Place
from evenhand.surfaces.quickstart.telling import Telling
from evenhand.surfaces.sdk.evidence import attest
from evenhand.surfaces.sdk.loading import load
from evenhand.surfaces.sdk.releasing import approve
from evenhand.surfaces.sdk.retiring import propose_retirement, retire
from evenhand.surfaces.sdk.rules import judge

_NOTICE = """To everybody who used {old}

From {on} on its answers come from {new}. Objections to earlier decisions are still heard;
their records are kept until {until}.
"""
_YEARS_KEPT = 10


def withdraw(place: Place, telling: Telling, old: Reference, new: Reference) -> None:
    """Plan, tell, decide, withdraw; then ask the old version once more."""
    telling.chapter("The old version is retired")
    today = datetime.now(tz=UTC).date()
    until = (today + timedelta(days=365 * _YEARS_KEPT)).isoformat()
    plan = propose_retirement(
        old, reason="Replaced.", successor=new, on=today.isoformat(), retention=until, actor=CY, workspace=place.folder
    )
    n = sum(each.n for each in plan.consumers)
    telling.say(
        "planned", f"{old} gave {n:,} answers; records stay until {until}, the successor is {new}.", version=str(old),
        consumers=[each.as_json() for each in plan.consumers],
    )  # fmt: skip
    place.notice.write_text(_NOTICE.format(old=old, new=new, on=today, until=until), encoding="utf-8")
    about = f"retirement:{old}"
    attest("notice-record", about, file=place.notice, actor=CY, workspace=place.folder)
    approve(about, reason="Everybody was told.", actor=EL, workspace=place.folder)
    tell_door(telling, judge(about, gate="retirement", actor=BO, workspace=place.folder), "told and agreed on by El.")
    retire(old, actor=CY, workspace=place.folder)
    attempt = f"{old} loaded once more"
    failure = refused(attempt, lambda: load(old, environment=DEMO, workspace=place.folder).close())
    tell_refusal(telling, attempt, failure)
