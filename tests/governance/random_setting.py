"""What all facts of one case share: the gate that is asked, now, the manifest and the submission under review."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from tests.governance.random_policy import chance, pick

MANIFEST, OTHER_MANIFEST = "sha256:" + "a1" * 32, "sha256:" + "b2" * 32
SUBMISSION, OTHER_SUBMISSION = "sha256:" + "c3" * 32, "sha256:" + "d4" * 32
DOCUMENT = "sha256:" + "e5" * 32
NO_DIGESTS: list[object] = [None, "", "credit@3", 3, MANIFEST.upper(), MANIFEST[:-1], "md5:" + "a1" * 16]
ZERO, MICROSECOND, HOUR, DAY = timedelta(0), timedelta(microseconds=1), timedelta(hours=1), timedelta(days=1)
SOMEDAY = datetime(2026, 11, 23, 7, 13, 44, 123456)  # noqa: DTZ001 - always UTC, written with a Z


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The frame of one case; its manifest and submission are now and then no digests at all, everywhere alike."""

    rng: Random
    gate: str
    now: datetime
    manifest: object
    submission: object

    def at(self, ago: timedelta) -> str:
        """The instant a while before now (after it, if negative), with or without its fractions."""
        moment = self.now - ago
        if moment.microsecond == 0 and chance(self.rng, 0.5):
            return moment.isoformat(timespec="seconds") + "Z"
        return moment.isoformat(timespec="microseconds") + "Z"


def random_setting(rng: Random, gate: str) -> Setting:
    now = SOMEDAY + timedelta(days=int(rng.random() * 900))
    return Setting(
        rng=rng,
        gate=gate,
        now=now.replace(microsecond=0) if chance(rng, 0.2) else now,
        manifest=MANIFEST if chance(rng, 0.98) else pick(rng, NO_DIGESTS),
        submission=SUBMISSION if chance(rng, 0.98) else pick(rng, NO_DIGESTS),
    )
