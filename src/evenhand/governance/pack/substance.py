"""Whether release, manifest, submission, evidence, policy and verdicts hang together by their digests."""

from collections.abc import Mapping

from evenhand.errors.pack import PackRefused
from evenhand.governance.access.claim import as_map
from evenhand.governance.access.envelope import verified_by
from evenhand.governance.access.release import FULL, Release
from evenhand.governance.pack.case import DEMONSTRATION, Case, maps, said, text, texts
from evenhand.governance.pack.opened import Pack
from evenhand.governance.pack.register import Document, Logged, envelope_of
from evenhand.governance.pack.roots import Roots
from evenhand.governance.policy.criterion import GATE as CRITERIA_GATE
from evenhand.governance.policy.criterion import criterion_ids
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import digest_of_json, short
from evenhand.kernel.instant import Instant, moment

GATES = ("training-validation", "deployment-approval")
DEMO = "demo"


def open_release(pack: Pack, roots: Roots, logged: Logged) -> Release:
    """The release of the pack, signed by a release key.

    Raises:
        PackRefused: it is about something else, or signed by no such key.
        PackMalformed, StatementUnreadable: it is no release.
    """
    envelope = envelope_of(logged)
    release = Release.parse(envelope.payload)
    if (release.about, release.log, logged.entry.about) != (pack.about, pack.log, f"version:{pack.about}"):
        raise PackRefused("The release is of another version or log than the pack.")
    if release.exposure != FULL:
        raise PackRefused("The release is a shadow's: it lets the version answer nobody.")
    if not verified_by(envelope, roots.release_keys):
        raise PackRefused("The release is signed by no release key that is trusted.")
    if release.mode == DEMONSTRATION and release.environment != DEMO:
        raise PackRefused(f"A release in mode=demonstration cannot serve in {release.environment}.")
    return release


def check_time(release: Release, now: Instant) -> str:
    """Whether the release holds at ``now``.

    Raises:
        PackRefused: it has ended, or is not made yet.
    """
    if moment(release.at) > moment(now):
        raise PackRefused(f"The release is dated {release.at}, after {now}.")
    if release.until is not None and moment(release.until) <= moment(now):
        raise PackRefused(f"The release ended at {release.until}.")
    return f"The release of {release.at} holds at {now}" + (f", until {release.until}." if release.until else ".")


def check_model(case: Case) -> str:
    """Whether the release covers the manifest and its files.

    Raises:
        PackRefused: it names others, or the pack holds a file that the manifest does not.
    """
    release, manifest = case.release, case.manifest
    if f"{said(manifest, 'model')}@{said(manifest, 'version')}" != release.about:
        raise PackRefused("The manifest is of another version.")
    files = {text(each, "path"): text(each, "digest") for each in (*maps(manifest, "files"), *maps(manifest, "code"))}
    if files != dict(release.files):
        raise PackRefused("The release names other files than the manifest.")
    if digest_of_json(said(manifest, "decision_rule")) != digest_of_json(release.decision_rule):
        raise PackRefused("The release states another decision rule than the manifest.")
    if not case.pack.models <= set(files.values()):
        raise PackRefused("The pack holds a file that the manifest does not name.")
    n_files = f"{len(files)} file" if len(files) == 1 else f"{len(files)} files"
    return f"The manifest and its {n_files} are those that the release names; the pack holds {len(case.pack.models)}."


def check_submission(case: Case) -> str:
    """Whether what was reviewed is what was released.

    Raises:
        PackRefused: submission, evidence, policy or use case are others, or missing.
    """
    release, submission = case.release, case.submission
    stated = tuple(text(submission, name) for name in ("about", "manifest", "policy", "use_case", "mode"))
    named = (release.about, release.manifest, release.policy, release.use_case, release.mode)
    if stated != named or sorted(texts(submission, "evidence")) != sorted(release.evidence):
        raise PackRefused("The submission is of another manifest, policy, use case or evidence than the release.")
    for digest in release.evidence:
        evidence = case.document("evidence.filed", digest, f"evidence {short(digest)}").body
        if text(evidence, "about") != release.about or release.manifest not in texts(evidence, "inputs"):
            raise PackRefused(f"Evidence {short(digest)} is not about this manifest.")
    use_case = case.register.in_force.get(f"use-case:{text(case.manifest, 'use_case')}")
    if use_case is None or digest_of_json(use_case) != release.use_case:
        raise PackRefused("The use case that the release names was not in force.")
    rules = {f"use-case:{text(case.manifest, 'use_case')}", f"policy:{text(case.policy(), 'policy')}"}
    if not {*rules, f"version:{release.about}"} <= case.register.signed[-1].entry.expects.keys():
        raise PackRefused("The release does not say which entries about policy, use case and version came before it.")
    n = len(release.evidence)
    return f"The submission, {n} pieces of evidence, policy and use case are those that the release names."


def check_gates(case: Case) -> tuple[Mapping[str, Json], ...]:
    """The last verdict of each gate before the release; both opened.

    Raises:
        PackRefused: one is missing, did not open, or was judged on something else.
    """
    return tuple(_verdict(case, gate) for gate in GATES)


def _verdict(case: Case, gate: str) -> Mapping[str, Json]:
    release = case.release
    last = _last(case, gate)
    if last is None:
        raise PackRefused(f"The pack holds no verdict of the gate {gate}.")
    verdict = as_map(said(last.body, "verdict"))
    if said(verdict, "verdict") not in ("pass", "waived") or said(verdict, "opens") is not True:
        raise PackRefused(f"The gate {gate} did not open.")
    subject = as_map(said(as_map(said(last.body, "facts")), "subject"))
    if said(verdict, "policy_digest") != release.policy or said(subject, "manifest") != release.manifest:
        raise PackRefused(f"The gate {gate} was judged on another policy or manifest.")
    if gate == CRITERIA_GATE:
        use_case = case.register.in_force.get(f"use-case:{text(case.manifest, 'use_case')}", {})
        if not set(criterion_ids(use_case)) <= {text(check, "id") for check in maps(verdict, "checks")}:
            raise PackRefused(f"The gate {gate} left out a success criterion of the use case.")
    is_last = gate == GATES[-1]
    if is_last and (digest_of_json(last.body) != release.verdict or said(subject, "submission") != release.submission):
        raise PackRefused("The release names another verdict or submission than those of the gate that let it through.")
    return verdict


def _last(case: Case, gate: str) -> Document | None:
    found = [
        document
        for (action, _), document in case.register.documents.items()
        if action == "gate.judged" and document.entry.about == f"version:{case.release.about}"
        and said(as_map(said(document.body, "verdict")), "gate") == gate
    ]  # fmt: skip
    return max(found, key=lambda document: document.entry.sequence, default=None)
