"""The state of a version, read from the projection."""

from collections.abc import Mapping

from evenhand.lifecycle.release.standing import state_of
from evenhand.ports.ledger import Reader, Record


def version_state(state: Reader, version: Record) -> str:
    """One of ``STATES``."""
    verdicts = state.records("verdict", parent=version.key)
    releases = [each for each in state.records("release", parent=version.key) if each.body.get("exposure") != "shadow"]
    places = champion_of(state, version)
    return state_of(
        opened_gates=[str(verdict.body["gate"]) for verdict in verdicts if verdict.body["opens"] is True],
        decisions=decisions_on(state, version), is_released=bool(releases),
        is_suspended=bool(places) and all(place.body.get("is_stopped") is True for place in places),
        is_retired=state.record("retired", version.key) is not None,
    )  # fmt: skip


def decisions_on(state: Reader, version: Record) -> list[str]:
    """The latest decision of each person on the current submission."""
    latest = {
        str(record.body["person"]): str(record.body["decision"])
        for record in state.records("approval", parent=version.key)
        if record.body["submission"] == version.body["submission"]
    }
    return list(latest.values())


def champion_of(state: Reader, version: Record) -> list[Record]:
    """The deployments whose champion it is."""
    return [
        record
        for record in state.records("deployment", parent=str(version.body["use_case"]))
        if isinstance(champion := record.body.get("champion"), Mapping) and champion.get("version") == version.key
    ]
