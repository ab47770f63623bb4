"""Packs that are what they claim, and packs that are not; both verifiers must say the same of each."""

import json
import random
from collections.abc import Callable
from io import BytesIO

import pytest
from tests.governance.pack import (  # noqa: F401
    attempts_on_the_archive,
    attempts_on_the_log,
    attempts_on_the_people,
    attempts_on_the_substance,
    attempts_that_hold,
)
from tests.governance.pack.attempt import ATTEMPTS, Attempt
from tests.governance.pack.story import NOW, Story, trust

from evenhand.governance.access.trust import Trust
from evenhand.governance.pack.check import check_pack
from evenhand.resources import verify_pack as alone


@pytest.mark.parametrize("make", ATTEMPTS.values(), ids=[name.replace("_", " ") for name in ATTEMPTS])
def test_both_verifiers_say_the_same_of(make: Callable[[], Attempt]) -> None:
    tried = make()

    report = check_pack(tried.pack, trust=tried.trust, witness=tried.witness, now=tried.now)
    code, sentence = _alone(tried)

    assert (report.exit_code, tried.says in report.sentence) == (tried.code, True), report.lines
    assert (code, sentence) == (report.exit_code, report.sentence)


def _alone(tried: Attempt) -> tuple[int, str]:
    keys = alone.keyring(json.loads(tried.trust.as_bytes())) if isinstance(tried.trust, Trust) else tried.trust
    return alone.answer(tried.pack, keys, None if tried.witness is None else [*tried.witness], tried.now)


@pytest.mark.parametrize("seed", range(24))
def test_both_say_the_same_when_anything_is_changed_at_random(seed: int) -> None:
    chance = random.Random(seed)
    pack = bytearray(Story().told().pack())
    for _ in range(chance.choice((1, 1, 2, 5))):
        pack[chance.randrange(len(pack))] = chance.randrange(256)
    if seed % 4 == 0:
        del pack[chance.randrange(len(pack)) :]

    report = check_pack(bytes(pack), trust=trust(), witness=None, now=NOW)

    tried = Attempt(pack=bytes(pack), code=1, says="", trust=trust())
    assert _alone(tried) == (report.exit_code, report.sentence)
    assert report.exit_code == 1


def test_a_pack_is_read_from_a_file_as_well() -> None:
    report = check_pack(BytesIO(Story().told().pack(models=True)), trust=trust(), witness=None, now=NOW)

    assert report.exit_code == 0
    assert [check.name for check in report.checks] == [
        "archive", "keys", "log", "entries", "history", "release", "time", "signatures", "model", "submission", "gates",
        "waivers", "approvals",
    ]  # fmt: skip
    assert report.as_json()["exit_code"] == 0
    assert report.lines[-1] == report.sentence


def test_the_questions_end_with_the_first_refusal() -> None:
    report = check_pack(Story(keys={"release": "alice"}).told().pack(), trust=trust(), witness=None, now=NOW)

    assert [check.outcome for check in report.checks] == [*["ok"] * 5, "refused"]


def test_a_waiver_that_ended_since_is_told_as_a_note() -> None:
    ended = ATTEMPTS["a_waiver_that_ended_after_the_release"]()

    report = check_pack(ended.pack, trust=ended.trust, witness=None, now=NOW)

    assert report.notes == ["The waiver of parity ended at 2026-11-24T00:00:00.000000Z: no new load is allowed."]


def test_a_name_that_plays_with_the_screen_is_not_printed() -> None:
    pack = Story(environment="\x1b[2Jproduction\u202e").told().pack()

    report = check_pack(pack, trust=trust(), witness=None, now=NOW)

    assert report.sentence == "Established: credit@3 was released for ?[2Jproduction?."
