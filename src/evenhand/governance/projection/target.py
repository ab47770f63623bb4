"""What evidence, verdicts, approvals, waivers and findings speak about."""

from collections.abc import Mapping
from dataclasses import dataclass

from evenhand.errors.release import EntryRefused
from evenhand.governance.audit.entry import Entry, Reader, Record
from evenhand.kernel.digest import Digest

VERSION = "version"
GATE_OF: Mapping[str, str] = {
    "intake": "use-case", "development": "dataset", "training-validation": VERSION, "deployment-approval": VERSION,
    "change": VERSION, "monitoring": "deployment", "retirement": "retirement",
}  # fmt: skip
"""Gate to the kind of thing that it judges."""
KINDS = ("use-case", "dataset", VERSION, "deployment", "retirement")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One thing that can be judged.

    Attributes:
        kind: one of ``KINDS``.
        key: its name among those of its kind, for example ``credit@3``.
        manifest: digest of the content that is judged: a change of it makes evidence and approvals those of another.
        use_case: the use case that it belongs to.
        author: the account that made or proposed it.
        submission: digest that approvals are given on; ``None`` for a version that was never submitted.
    """

    kind: str
    key: str
    manifest: Digest
    use_case: str
    author: str
    submission: Digest | None

    @property
    def subject(self) -> str:
        """The ledger's subject, for example ``version:credit@3``."""
        return f"{self.kind}:{self.key}"

    @property
    def name(self) -> str:
        """How people name it, and the parent of records about it: ``credit@3``, ``dataset:adult@1``."""
        return self.key if self.kind == VERSION else self.subject


def target_of(state: Reader, entry: Entry) -> Target:
    """What an entry speaks about.

    Raises:
        EntryRefused: nothing of that name can be judged here.
    """
    found = find_target(state, entry.about)
    if found is None:
        raise EntryRefused(f"{entry.about} is nothing that is registered here.", about=entry.about)
    return found


def first_gate(name: str) -> str:
    """The gate that a thing of that name meets first.

    Examples:
        >>> first_gate("credit@3"), first_gate("use-case:loan"), first_gate("dataset:adult@1")
        ('training-validation', 'intake', 'development')
    """
    kind = name.partition(":")[0] if ":" in name else VERSION
    return next((gate for gate, judged in GATE_OF.items() if judged == kind), "training-validation")


def find_target(state: Reader, name: str) -> Target | None:
    """The target of a name such as ``credit@3`` or ``dataset:adult@1``; ``None`` when there is none."""
    kind, _, key = (name if ":" in name else f"{VERSION}:{name}").partition(":")
    record = state.record(kind, key) if kind in KINDS else None
    return None if record is None else _target(record)


def _target(record: Record) -> Target:
    body = record.body
    if record.kind == "use-case":
        digest = str(body["digest"])
        return Target(
            kind=record.kind, key=record.key, manifest=digest, use_case=record.key, author=str(body["proposer"]),
            submission=digest,
        )  # fmt: skip
    manifest, submission = str(body["manifest"]), body.get("submission") if record.kind == VERSION else body["manifest"]
    return Target(
        kind=record.kind, key=record.key, manifest=manifest, use_case=str(body["use_case"]), author=str(body["author"]),
        submission=None if submission is None else str(submission),
    )  # fmt: skip
