"""What the ledger itself says about a target, as facts of a gate; and that a verdict was judged on nothing else."""

from collections.abc import Mapping, Sequence

from evenhand.errors.release import EntryRefused
from evenhand.governance.access.actor import Actor
from evenhand.governance.access.separation import persons_behind
from evenhand.governance.audit.entry import Entry, Reader, Record
from evenhand.governance.projection.figures import newest_figures
from evenhand.governance.projection.signed import mode_of
from evenhand.governance.projection.target import VERSION, Target
from evenhand.kernel.canonical import Json, canonical_bytes, from_canonical
from evenhand.kernel.digest import Digest, digest_of_json
from evenhand.kernel.instant import moment

LONGEST_SECONDS = 3600.0
"""Between the instant that a gate was judged for and the entry that records the verdict."""
_EVIDENCE = ("kind", "digest", "made_at", "manifest")
_APPROVAL = ("person", "role", "decision", "submission")
_WAIVER = (
    "check", "gate", "manifest", "persons", "roles", "reason", "compensating_control", "given_at", "until",
)  # fmt: skip


def recorded_facts(state: Reader, target: Target, *, policy: Digest) -> dict[str, Json]:
    """The facts of ``docs/reference/policy.md`` that follow from entries alone.

    Args:
        state: the projection.
        target: what is judged.
        policy: digest of the policy that it is judged by.
    """
    use_case, content = use_case_of(state, target.use_case)
    submission = _submission(state, target)
    protected = content.get("protected")
    # Before anybody submits, the author stands in for the submitter: a waiver is judged again once one has.
    submitter = str(submission.body["submitter"] if submission else target.author)
    evidence = state.records("evidence", parent=target.name)
    return {
        "mode": mode_of(state),
        "use_case": {"class": content.get("class"), "tier": content.get("tier")},
        "protected": protected or None,
        "subject": {
            "manifest": target.manifest,
            "submission": _subject(target, submission, policy=policy, use_case=use_case),
        },
        "people": {"author": _persons(state, [target.author]), "submitter": _persons(state, [submitter])},
        "evidence": [{name: record.body[name] for name in _EVIDENCE} for record in evidence],
        "approvals": [
            {
                **{name: record.body[name] for name in _APPROVAL}, "at": record.body["recorded_at"],
                "is_verified": True, "submission": _answered(target, record, policy=policy),
            }
            for record in state.records("approval", parent=target.name)
        ],
        "waivers": [
            {**{name: record.body[name] for name in _WAIVER}, "is_verified": True}
            for record in state.records("waiver", parent=target.name)
        ],
        "looks": len(state.records("look", parent=target.use_case)) or None,
        "findings": _findings(state, target),
        "reproduction": newest_figures(evidence, "reproducibility-manifest", manifest=target.manifest),
        "shadow": newest_figures(evidence, "shadow-report", manifest=target.manifest),
    }  # fmt: skip


def require_grounds(state: Reader, target: Target, entry: Entry, document: Mapping[str, Json]) -> Mapping[str, Json]:
    """The facts of a verdict, when they are those of the ledger and the policy is the one in force.

    Returns:
        The facts of the document, those that the ledger holds as the ledger has them.

    Raises:
        EntryRefused: they are not, were judged at another time, or name numbers from no evidence of the version.
    """
    facts, verdict, policy = document.get("facts"), document.get("verdict"), str(document.get("policy"))
    if not isinstance(facts, Mapping) or not isinstance(verdict, Mapping) or verdict.get("policy_digest") != policy:
        raise EntryRefused("The document holds no facts, or a verdict under another policy than it names.")
    require_in_force(state, target.use_case, policy=policy)
    found = recorded_facts(state, target, policy=policy)
    if odd := [name for name in found if _read_back(facts.get(name)) != _read_back(found[name])]:
        raise EntryRefused(
            f"The verdict on {target.name} rests on {', '.join(odd)} that the ledger does not hold.",
            remedy="Judge again; somebody may have recorded something meanwhile.", facts=odd,
        )  # fmt: skip
    seconds = (moment(entry.at) - moment(str(facts.get("now")))).total_seconds()
    if abs(seconds) > LONGEST_SECONDS:
        raise EntryRefused(f"The verdict on {target.name} was judged for {facts.get('now')}, recorded at {entry.at}.")
    if _inputs(facts) - _filed(state, target):
        raise EntryRefused(f"The verdict on {target.name} names numbers from no evidence that was filed for it.")
    return {**facts, **found}


def require_in_force(state: Reader, name: str, *, policy: Digest) -> tuple[str, str]:
    """Refuse a policy that is not in force, or not the one that the use case ``name`` names.

    Returns:
        The subjects of policy and use case.

    Raises:
        EntryRefused: with the digest.
    """
    names = {record.key for record in state.records("policy") if record.body["digest"] == policy}
    wanted = use_case_of(state, name)[1].get("policy")
    if not names or (wanted is not None and wanted not in names):
        raise EntryRefused(f"The policy {policy[:19]} is not in force for {name}.", policy=policy)
    return f"policy:{wanted if isinstance(wanted, str) else min(names)}", f"use-case:{name}"


def use_case_of(state: Reader, name: str) -> tuple[Digest, Mapping[str, Json]]:
    """Digest and content of the use case in force.

    Raises:
        EntryRefused: there is none of this name.
    """
    record = state.record("use-case", name)
    document = None if record is None else record.body["document"]
    content = document.get("content") if isinstance(document, Mapping) else None
    if record is None or not isinstance(content, Mapping):
        raise EntryRefused(f"No use case {name!r} is in force.", use_case=name)
    return str(record.body["digest"]), content


def _submission(state: Reader, target: Target) -> Record | None:
    if target.kind != VERSION or target.submission is None:
        return None
    return state.record("submission", target.submission)


def _subject(target: Target, submission: Record | None, *, policy: Digest, use_case: Digest) -> str | None:
    """What counting approvals name.

    Of a version the submission, when it is of what is in force; else a name that no approval bears, so that they are
    stale. Of everything else its content.
    """
    if target.kind != VERSION:
        return target.manifest
    if submission is None:
        return None
    if (submission.body["policy"], submission.body["use_case"]) == (policy, use_case):
        return submission.key
    return digest_of_json({"superseded": submission.key, "policy": policy, "use_case": use_case})


def _answered(target: Target, approval: Record, *, policy: Digest) -> Json:
    """What an approval was given on; where no submission freezes the policy, one under another policy is stale."""
    given = approval.body["submission"]
    if target.kind == VERSION or approval.body["policy"] == policy:
        return given
    return digest_of_json({"superseded": given, "policy": approval.body["policy"]})


def _findings(state: Reader, target: Target) -> list[Json]:
    """Findings about the target, its use case, and the deployments that run it or, for a deployment, what it runs."""
    names = {target.name, f"use-case:{target.use_case}"}
    for record in state.records("deployment", parent=target.use_case):
        champion = record.body.get("champion")
        runs = str(champion["version"]) if isinstance(champion, Mapping) else None
        if runs is not None and target.name in (runs, f"deployment:{record.key}", f"retirement:{runs}"):
            names |= {runs, f"deployment:{record.key}"}
    return [
        {"id": record.key, "severity": record.body["severity"], "is_open": record.body["is_open"]}
        for record in state.records("finding") if record.parent in names
    ]  # fmt: skip


def _read_back(value: Json) -> Json:
    """A value as the ledger gives it back, so that a number and its text are the same."""
    return from_canonical(canonical_bytes(value))


def _persons(state: Reader, accounts: Sequence[str]) -> list[Json]:
    records = [state.record("actor", account) for account in accounts]
    enrolled = {record.key: Actor.from_json(record.body) for record in records if record is not None}
    return [*sorted(persons_behind(accounts, enrolled))]


def _inputs(facts: Mapping[str, Json]) -> set[str]:
    """What the numbers were read from, as each of them says."""
    metrics = facts.get("metrics")
    listed = [each for found in metrics.values() if isinstance(found, list) for each in found] if isinstance(
        metrics, Mapping) else []  # fmt: skip
    return {str(each.get("input")) for each in listed if isinstance(each, Mapping)}


def _filed(state: Reader, target: Target) -> set[str]:
    """Every digest that evidence about the target bears or names."""
    filed: set[str] = set()
    for record in state.records("evidence", parent=target.name):
        inputs = record.body["inputs"]
        filed |= {record.key, *(map(str, inputs) if isinstance(inputs, list) else ())}
    return filed
