"""All questions that are put to a pack, in order; the first refusal ends them.

The stand-alone verifier ``resources/verify_pack.py`` asks the same questions in its own words of Python and must
answer in the same sentences; a test holds the two together.
"""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import BinaryIO, TypeAlias

from evenhand.errors.base import EvenhandError
from evenhand.errors.pack import PackMalformed, PackRefused
from evenhand.governance.access.release import Release
from evenhand.governance.access.shape import Misfit
from evenhand.governance.access.trust import Fingerprint, Trust
from evenhand.governance.audit.checkpoint import Checkpoint
from evenhand.governance.pack.assent import check_approvals, check_waivers
from evenhand.governance.pack.case import DEMONSTRATION, Case
from evenhand.governance.pack.history import check_history, open_head, read_entries, require_whole
from evenhand.governance.pack.opened import Pack, open_pack
from evenhand.governance.pack.register import Logged, read_register
from evenhand.governance.pack.report import OK, OPEN, REFUSED, Outcome, PackCheck, PackReport
from evenhand.governance.pack.roots import Roots, by_fingerprint, roots_of
from evenhand.governance.pack.substance import (
    check_gates,
    check_model,
    check_submission,
    check_time,
    open_release,
)
from evenhand.kernel.canonical import Json
from evenhand.kernel.instant import Instant, moment

Answer: TypeAlias = tuple[Outcome, str]
MALFORMED = "A part of the pack has not the form that its format gives it."


def check_pack(
    content: bytes | BinaryIO,
    *,
    trust: Trust | Fingerprint | None,
    witness: Sequence[str] | None,
    now: Instant,
) -> PackReport:
    """Check an evidence pack.

    Args:
        content: the file, as bytes or opened for reading.
        trust: keys that the reader brings, or the fingerprint of the list of keys that the pack names; without
            either, nothing is established about who signed.
        witness: signed notes that a witness kept, if the reader has any; see ``split_notes``.
        now: the time to judge ends and dates by.

    Returns:
        A report with exit code 0 (established), 1 (refused) or 3 (not established); a hostile pack never raises.
    """
    opened = BytesIO(content) if isinstance(content, bytes) else content
    inquiry = _Inquiry(opened, trust, witness, now)
    checks: list[PackCheck] = []
    for name, question in inquiry.questions:
        outcome, sentence = _answer(question)
        checks.append(PackCheck(name=name, outcome=outcome, sentence=sentence))
        if outcome == REFUSED:
            break
    return PackReport(checks=checks, notes=inquiry.notes, claim=inquiry.claim, has_trust=trust is not None)


def _answer(question: Callable[[], Answer]) -> Answer:
    try:
        return question()
    except PackRefused as refusal:
        return REFUSED, refusal.fact
    except (EvenhandError, Misfit):
        return REFUSED, MALFORMED


class _Inquiry:
    """The questions; each leaves behind what the later ones build on."""

    pack: Pack
    roots: Roots
    head: Checkpoint
    entries: tuple[Logged, ...]
    release: Release
    case: Case
    verdicts: tuple[dict[str, Json], ...]

    def __init__(
        self, content: BinaryIO, trust: Trust | Fingerprint | None, witness: Sequence[str] | None, now: Instant
    ) -> None:
        self.content, self.trust, self.witness, self.now = content, trust, witness, now
        self.notes: list[str] = []
        self.claim = ""

    @property
    def questions(self) -> Sequence[tuple[str, Callable[[], Answer]]]:
        """Name and question, in order."""
        return (
            ("archive", self.ask_archive), ("keys", self.ask_keys), ("log", self.ask_log),
            ("entries", self.ask_entries), ("history", self.ask_history), ("release", self.ask_release),
            ("time", lambda: (OK, check_time(self.release, self.now))), ("signatures", self.ask_signatures),
            ("model", lambda: (OK, check_model(self.case))), ("submission", lambda: (OK, check_submission(self.case))),
            ("gates", self.ask_gates), ("waivers", self.ask_waivers),
            ("approvals", lambda: (self.roots.outcome_of_people, check_approvals(self.case))),
        )  # fmt: skip

    def ask_archive(self) -> Answer:
        """Is the file a pack, and is every file in it what its list states?"""
        self.pack = open_pack(self.content)
        return OK, f"The archive holds {self.pack.n_files} files, each with the digest and size that its list states."

    def ask_keys(self) -> Answer:
        """Whose keys are gone by?"""
        trust = by_fingerprint(self.pack.trust, self.trust) if isinstance(self.trust, str) else self.trust
        self.roots = roots_of(self.pack.trust, trust)
        if isinstance(self.trust, str):
            return OK, "The keys that the pack names have the fingerprint that you trust."
        if self.trust is None:
            return OK, "You trust no key: the keys that the pack names show only whether it agrees with itself."
        return OK, "Only keys that you brought count, where you brought any."

    def ask_log(self) -> Answer:
        """Did the log sign the checkpoint that everything leads to?"""
        self.head = open_head(self.pack, self.roots.logs)
        sentence = f"The checkpoint of {self.head.size} entries is signed by a key of the log {self.pack.log}."
        return self.roots.outcome_of_log, sentence

    def ask_entries(self) -> Answer:
        """Do the entries stand in the log?"""
        self.entries = read_entries(self.pack, self.head)
        return OK, f"{len(self.entries)} entries stand in the log, each with the document that it names."

    def ask_history(self) -> Answer:
        """Is the log the one that others saw?"""
        return check_history(self.pack, self.head, self.roots.logs, self.witness)

    def ask_release(self) -> Answer:
        """Who released what?"""
        last = [logged for logged in self.entries if logged.entry.sequence == self.pack.release]
        if not last or last[0].entry.action != "release.made":
            raise PackMalformed("The pack holds no release.")
        self.release = open_release(self.pack, self.roots, last[0])
        require_whole(self.entries, last[0])
        self.claim = f"{self.release.about} was released for {self.release.environment}"
        if self.release.mode == DEMONSTRATION:
            self.claim += " in mode=demonstration, where one person may play every part"
        return self.roots.outcome_of_release, f"The release of {self.release.at} is signed by a release key."

    def ask_signatures(self) -> Answer:
        """Did known persons sign what was put down, and a second one what was confirmed?"""
        before = [logged for logged in self.entries if logged.entry.sequence <= self.pack.release]
        register = read_register(self.pack.log, before, self.roots.people)
        if register.alone and self.release.mode != DEMONSTRATION:
            raise PackRefused(f"Entry {register.alone[0]} was proposed and confirmed by one person.")
        self.case = Case(pack=self.pack, register=register, release=self.release)
        if register.unknown:
            return OPEN, f"{len(register.unknown)} of the {len(before)} entries are signed by nobody whom you know."
        known = "whom you know" if self.roots.outcome_of_people == OK else "whom the pack names; you brought no people"
        return self.roots.outcome_of_people, f"Each of the {len(before)} entries is signed by a person {known}."

    def ask_gates(self) -> Answer:
        """Did both gates open?"""
        self.verdicts = tuple(dict(verdict) for verdict in check_gates(self.case))
        return OK, "The gates training-validation and deployment-approval opened under the policy of the release."

    def ask_waivers(self) -> Answer:
        """Was every waived check waived by the right people, for long enough?"""
        sentence, waivers = check_waivers(self.case, self.verdicts)
        for waiver in waivers:
            if moment(waiver.until) <= moment(self.now):
                self.notes.append(f"The waiver of {waiver.check} ended at {waiver.until}: no new load is allowed.")
        return (self.roots.outcome_of_people if waivers else OK), sentence
