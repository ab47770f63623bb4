"""A trace of one prediction, as labelled lines and as a page."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from evenhand.kernel.canonical import Json
from evenhand.lifecycle.release.review import DEMONSTRATION
from evenhand.surfaces.report.tree import Report, Table

if TYPE_CHECKING:
    from evenhand.workflows.monitoring.traced import Trace

_STAMP = "Demonstration: one person plays all parts."


def trace_report(found: "Trace") -> Report:
    """The trace as a report, for any renderer."""
    asked = found.prediction
    rows = [(label, text) for label, text in lines(found)]
    return Report(
        title=f"Decision {asked.id}", lead=f"{asked.deployment}, answered by {asked.version} at {_at(asked.at)}.",
        footer=f"Trace of {asked.id}, ledger of {found.size} entries",
        stamp=_STAMP if found.release.get("mode") == DEMONSTRATION else "",
        parts=[Table(caption="What the decision rests on", header=("what", "which"), rows=rows)],
    )  # fmt: skip


def lines(found: "Trace") -> list[tuple[str, str]]:
    """What is told, as a label and a text; the label is blank where the one above goes on."""
    return [*_decision(found), *_afterwards(found), *_rests_on(found), *_watched(found), *_ledger(found)]


def _decision(found: "Trace") -> list[tuple[str, str]]:
    asked = found.prediction
    named = f" (case {asked.case})" if asked.case else ""
    features = ", ".join(f"{name}={value:.6g}" if isinstance(value, float) else f"{name}={value}"
                         for name, value in asked.features.items())  # fmt: skip
    withheld = f"; withheld: {', '.join(found.withheld)}" if found.withheld else ""
    came = f"{asked.source}{f', batch {asked.batch}' if asked.batch else ''}"
    decided = _word(asked.decision)
    if asked.band == "review":
        decided = f"left to a person, {decided} by the rule alone"
    rows = [
        ("prediction", f"{asked.id}{named}, {asked.deployment}, {came}"),
        ("answered", f"{_at(asked.at)}, case of {_at(asked.as_of)}, by {asked.version} ({asked.mode})"),
        ("decision", f"{decided}, score {asked.score:.6g}, band {asked.band}"),
    ]
    if asked.reasons:
        rows.append(("reasons", "; ".join(asked.reasons)))
    rows.append(("given", f"{features}{withheld}"))
    return rows


def _afterwards(found: "Trace") -> list[tuple[str, str]]:
    rows = []
    if found.review is not None:
        said = found.review
        rows.append(("review", f"{_word(said.decision)} by {said.reviewer} at {_at(said.at)}: {said.reason}"))
    elif found.prediction.band == "review":
        rows.append(("review", "waits for a person"))
    outcome = found.outcome
    rows.append(
        ("outcome", "not known" if outcome is None else f"{_word(outcome.outcome)}, known at {_at(outcome.at)}")
    )
    rows += [
        ("shadow", f"{each['version']}: {_word(each['decision'])}, score {each['score']}") for each in found.shadows
    ]
    return rows


def _rests_on(found: "Trace") -> list[tuple[str, str]]:
    version, release = found.version, found.release
    rows = [("version", f"{found.prediction.version}, manifest {_short(version['manifest'])}, by {version['author']}")]
    run = f", run {_short(version['training_run'])}" if version["training_run"] else ""
    rows.append(("data", f"{version['dataset'] or 'no registered dataset'}{run}"))
    if "at" in release:
        policy: Any = release["policy"]
        use_case: Any = release["use_case"]
        where = f"{release['environment']} ({release['exposure']})"
        rows.append(("release", f"{_short(release['digest'])} for {where}, {_at(release['at'])} by {release['by']}"))
        named = policy["name"] or "no longer in force"
        rows.append(("policy", f"{named} {_short(policy['digest'])}, use case {use_case['name']}"))
    rows += _listed("approval", [f"{each['role']}: {each['decision']} by {each['actor']} at {_at(each['at'])}: "
                                 f"{each['reason']}" for each in found.approvals])  # fmt: skip
    rows += _listed(
        "verdict", [f"{each['gate']}: {each['verdict']} at {_at(each['judged_at'])}" for each in found.verdicts]
    )
    kinds = ", ".join(f"{each['kind']} {_short(each['digest'])}" for each in found.evidence)
    return [*rows, ("evidence", kinds or "none was named")]


def _watched(found: "Trace") -> list[tuple[str, str]]:
    alerts = [_alert(each) for each in found.alerts]
    findings = [
        f"{each['id']} ({each['severity']}), {each['owner']}, due {each['due_on']}"
        + ("" if each["is_open"] else ", resolved")
        for each in found.findings
    ]
    return [*_listed("alert", alerts or ["none in its window"]), *_listed("finding", findings)]


def _alert(each: Mapping[str, Json]) -> str:
    text = str(each["text"]).partition(" Most moved")[0]
    return f"{each['id']} ({each['level']}{'' if each['is_open'] else ', closed'}): {text}"


def _ledger(found: "Trace") -> list[tuple[str, str]]:
    entries = [f"{each.sequence}: {each.what}, {each.actor}, {_at(each.at)}" for each in found.proved]
    rows = _listed("ledger", entries)
    held = {True: "the record lies as the ledger names it", False: "the record is not what the ledger names",
            None: "the ledger names no digest of this record"}[found.segment]  # fmt: skip
    rows.append(("", f"each proved in the tree of {found.size} entries; {held}"))
    return [*rows, *_listed("doubt", list(found.doubts))]


def _listed(label: str, texts: list[str]) -> list[tuple[str, str]]:
    return [("" if place else label, text) for place, text in enumerate(texts)]


def _word(decision: object) -> str:
    return {1: "favourable", 0: "not favourable"}.get(int(str(decision)), "undecided")


def _at(instant: object) -> str:
    """An instant to the second."""
    return f"{str(instant)[:19]}Z"


def _short(digest: object) -> str:
    return str(digest)[:19] if digest else "none"
