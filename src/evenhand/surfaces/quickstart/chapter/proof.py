"""Proof: the ledger is whole, and what lies in the pack can be checked by somebody who trusts none of us."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evenhand.adapters.signing.trust_file import own_trust_path
from evenhand.kernel.reference import Reference
from evenhand.surfaces.quickstart.chapter.review import DEMO
from evenhand.surfaces.quickstart.place import Place
from evenhand.surfaces.quickstart.telling import Telling, Tone
from evenhand.surfaces.sdk.opening import read
from evenhand.surfaces.sdk.packing import pack, verify

_OUTCOMES: Mapping[int, Tone] = {0: "pass", 1: "refused", 3: "undecided"}


def prove(place: Place, telling: Telling, version: Reference, *, is_released: bool) -> Path:
    """Examine the ledger, write and check the pack of a release; gives back whom the workspace's owner trusts."""
    telling.chapter("Anyone can check it afterwards")
    with telling.busy("examining the ledger"), read(place.folder) as workspace:
        found: Any = workspace.verify()
        log = workspace.log
    telling.say(
        "ledger", f"{found.size} entries: every leaf, tile and signature holds, and the tables rebuilt from the entries"
        " are those that are stored.", outcome="pass", entries=found.size, log=log, root=found.root.hex(),
    )  # fmt: skip
    trust = own_trust_path(place.keys, log)
    if is_released:
        _pack(place, telling, version, trust)
    return trust


def _pack(place: Place, telling: Telling, version: Reference, trust: Path) -> None:
    n_entries = pack(version, place.pack, environment=DEMO, workspace=place.folder)
    size = place.pack.stat().st_size
    telling.say("packed", f"{place.pack}: {n_entries} entries, {size / 1000:,.0f} kB.", file=str(place.pack))
    for label, brought in (("no trust", None), ("own trust", trust)):
        report = verify(place.pack, trust=brought)
        telling.say(
            label, report.sentence, outcome=_OUTCOMES[report.exit_code], report=report.as_json(),
            trust=None if brought is None else str(brought),
        )  # fmt: skip
