"""Which keys the checks of a pack stand on: the reader's, or, where he brought none, those that the pack names."""

from collections.abc import Sequence
from dataclasses import dataclass

from evenhand.errors.pack import PackRefused
from evenhand.governance.access.signature import PublicKey
from evenhand.governance.access.trust import Fingerprint, Trust, TrustedPerson
from evenhand.governance.audit.note import VerifierKey
from evenhand.governance.pack.report import OK, OPEN, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Roots:
    """Keys, and for each kind whether the reader brought them.

    Attributes:
        logs, release_keys, people: the keys to check with.
        outcome_of_log, outcome_of_release, outcome_of_people: ``ok`` when they are the reader's, else
            ``not established``: keys inside a pack only show that it agrees with itself.
    """

    logs: Sequence[VerifierKey]
    release_keys: Sequence[PublicKey]
    people: Sequence[TrustedPerson]
    outcome_of_log: Outcome
    outcome_of_release: Outcome
    outcome_of_people: Outcome


def roots_of(own: Trust, brought: Trust | None) -> Roots:
    """The roots for a pack that names ``own`` keys, for a reader who brought ``brought``."""
    trust = brought or Trust(logs=(), release_keys=(), people=())
    return Roots(
        logs=trust.logs or own.logs, release_keys=trust.release_keys or own.release_keys,
        people=trust.people or own.people,
        outcome_of_log=OK if trust.logs else OPEN,
        outcome_of_release=OK if trust.release_keys else OPEN,
        outcome_of_people=OK if trust.people else OPEN,
    )  # fmt: skip


def by_fingerprint(own: Trust, fingerprint: Fingerprint) -> Trust:
    """The keys that the pack names, when their fingerprint is the one that the reader brought.

    Raises:
        PackRefused: it is another.
    """
    if own.fingerprint != fingerprint:
        raise PackRefused("The keys that the pack names have another fingerprint than the one that you trust.")
    return own
