"""The story from beginning to end."""

from pathlib import Path
from shlex import quote
from time import monotonic
from typing import Any

from evenhand.errors.workspace import ExtraMissing
from evenhand.governance.policy.verdict import GateVerdict
from evenhand.surfaces.quickstart.cast import ACCOUNTS
from evenhand.surfaces.quickstart.chapter.candidate import (
    Candidate,
    try_lower_cut_off,
    try_with_protected,
    try_without_protected,
)
from evenhand.surfaces.quickstart.chapter.change import renew
from evenhand.surfaces.quickstart.chapter.credit import (
    measure_one_model,
    say_what_is_undecided,
    split_once,
    state_the_problem,
)
from evenhand.surfaces.quickstart.chapter.proof import prove
from evenhand.surfaces.quickstart.chapter.retirement import withdraw
from evenhand.surfaces.quickstart.chapter.review import review_candidate
from evenhand.surfaces.quickstart.chapter.rows_of_2015 import take_in_rows
from evenhand.surfaces.quickstart.chapter.rules import lay_down_rules
from evenhand.surfaces.quickstart.chapter.serving import serve_version
from evenhand.surfaces.quickstart.chapter.shadow import DEPLOYMENT, try_in_shadow
from evenhand.surfaces.quickstart.chapter.waiver import waive_age
from evenhand.surfaces.quickstart.chapter.years import let_years_go_by
from evenhand.surfaces.quickstart.place import Place
from evenhand.surfaces.quickstart.telling import Telling
from evenhand.surfaces.quickstart.template import CREDIT, EMPLOYMENT, Template

LIBRARIES = ("numpy", "pyarrow", "msgspec", "pandas", "sklearn")


def tell(folder: Path, telling: Telling, template: Template = EMPLOYMENT) -> dict[str, Any]:
    """Run the whole path in ``folder``, tell it, and give back the record.

    Args:
        folder: a fresh one, which is made.
        telling: where it is told.
        template: which story.

    Returns:
        ``folder``, ``workspace``, ``keys``, the last ``version``, ``released``, ``exit_code``, ``seconds`` and
        ``steps``.

    Raises:
        ExtraMissing: a library that it trains with is not installed.
        WorkspaceExists, FileExists: the folder is not fresh.
        AttemptSucceeded: what must be refused was not.
    """
    started = monotonic()
    _require_libraries()
    place = Place.at(folder, template)
    place.prepare(ACCOUNTS)
    telling.plain(template.headline)
    with place.keys_in_use():
        version, verdict, trust = (_weigh if template is CREDIT else _walk)(place, telling)
    seconds = monotonic() - started
    telling.plain(f"\nThat took {seconds:.0f} s. Look around:")
    telling.plain("\n".join(_next(place, version, trust, is_released=verdict.opens)))
    return {
        "folder": str(place.folder), "workspace": str(place.folder / ".evenhand"), "keys": str(place.keys),
        "version": version, "released": verdict.opens, "exit_code": verdict.exit_code, "seconds": round(seconds, 1),
        "steps": telling.steps,
    }  # fmt: skip


def _walk(place: Place, telling: Telling) -> tuple[str, GateVerdict, Path]:
    lay_down_rules(place, telling)
    rows = take_in_rows(place, telling)
    first = try_with_protected(place, telling, rows)
    second = try_without_protected(place, telling, rows, first)
    third = try_lower_cut_off(place, telling, rows, second)
    judged = waive_age(place, telling, third)
    last = third
    if judged.verdict.opens:
        try_in_shadow(place, telling, third.version)
        review_candidate(place, telling, third.version, first.version)
        serve_version(place, telling, third.version, rows)
        last = _years_later(place, telling, third)
    trust = prove(place, telling, last.version, is_released=judged.verdict.opens)
    return str(last.version), judged.verdict, trust


def _years_later(place: Place, telling: Telling, champion: Candidate) -> Candidate:
    let_years_go_by(place, telling)
    new = renew(place, telling, champion)
    if new is None:
        return champion
    withdraw(place, telling, champion.version, new.version)
    return new


def _weigh(place: Place, telling: Telling) -> tuple[str, GateVerdict, Path]:
    state_the_problem(place, telling)
    rows = split_once(place, telling)
    version, judged = measure_one_model(place, telling, rows)
    say_what_is_undecided(telling, judged)
    trust = prove(place, telling, version, is_released=False)
    return str(version), judged.verdict, trust


def _require_libraries() -> None:
    from importlib.util import find_spec

    missing = [name for name in LIBRARIES if find_spec(name) is None]
    if missing:
        raise ExtraMissing(
            f"The quickstart trains with libraries that are not installed: {', '.join(missing)}.",
            remedy="Install them with: pip install 'evenhand-core[quickstart]'", libraries=missing,
        )  # fmt: skip


def _next(place: Place, version: str, trust: Path, *, is_released: bool) -> list[str]:
    commands = [
        f"cd {quote(str(place.folder))}", f"export EVENHAND_CONFIG_HOME={quote(str(place.keys))}", "evenhand status",
        "evenhand audit log", *([] if is_released else [f"evenhand judge {version} --gate training-validation"]),
    ]  # fmt: skip
    if is_released:
        brought = trust.relative_to(place.folder) if trust.is_relative_to(place.folder) else trust
        commands += [
            f"evenhand review {version}",
            f"evenhand principles {version}",
            f"evenhand deployment show {DEPLOYMENT}",
            f"evenhand predict {version} {place.applicants.name} --environment demo",
            f"evenhand verify {place.pack.name} --trust {quote(str(brought))}",
        ]
    return [*(f"  {command}" for command in commands), "Then bring a model of your own: evenhand register --help"]
