"""Evidence and verdicts, under the target they speak about."""

from collections.abc import Mapping, Sequence

from evenhand.errors.release import EntryRefused
from evenhand.governance.audit.entry import Change, Entry, Reader
from evenhand.governance.policy.stated import stated_ids
from evenhand.governance.projection.figures import WITH_FIGURES, require_scored
from evenhand.governance.projection.grounds import require_grounds, use_case_of
from evenhand.governance.projection.rejudged import require_judged
from evenhand.governance.projection.signed import signed_document
from evenhand.governance.projection.target import GATE_OF, Target, target_of
from evenhand.governance.projection.validation import KIND as VALIDATION
from evenhand.governance.projection.validation import require_validator
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import digest_of_json

MEASURED = frozenset({"evaluation-report", "fairness-report", "calibration-report"})
"""Kinds that are numbers about rows, so that a look at them was a look at a holdout."""


def file(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """One piece of evidence; it must name the manifest that it speaks about among its inputs.

    What measures rows names those too, and the look at them was recorded before. The same document filed again stays
    what and when it was: an old report is not the newest by being sent again.
    """
    document = signed_document(state, entry, payload)
    target = target_of(state, entry)
    inputs = document.get("inputs")
    if document.get("about") != target.name or not isinstance(inputs, list) or target.manifest not in inputs:
        raise EntryRefused(f"The evidence does not speak about {target.name} as it is registered here.")
    if document.get("author") != entry.actor:
        raise EntryRefused(f"The evidence is by {document.get('author')!r}, filed by {entry.actor}.")
    looked = (state.record("look", f"{target.name}/{each}") for each in inputs)
    if document.get("kind") in MEASURED and not any(looked):
        raise EntryRefused(
            f"The {document['kind']} names no rows at which a look of {target.name} is recorded.",
            remedy="Measure with 'evenhand evaluate', which records the look first.",
        )  # fmt: skip
    digest = digest_of_json(document)
    if state.record("evidence", digest) is not None:
        return []
    said = document.get("body")
    stated: Mapping[str, Json] = said if isinstance(said, Mapping) else {}
    if document["kind"] == VALIDATION:
        require_validator(state, target, entry, stated)
    body: dict[str, Json] = {
        "kind": document["kind"], "digest": digest, "payload": entry.payload, "made_at": document["made_at"],
        "manifest": target.manifest, "author": entry.actor, "inputs": inputs,
        "basis": "attested" if stated.get("basis") == "attested" else "computed",
    }  # fmt: skip
    if document["kind"] in WITH_FIGURES:
        body["figures"] = stated.get("figures")
        require_scored(state, target, str(document["kind"]), stated.get("figures"))
    return [Change(kind="evidence", key=digest, parent=target.name, body=body)]


def judge(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """The latest verdict of a gate on a target, judged on what the ledger held and by the policy in force."""
    document = signed_document(state, entry, payload)
    target = target_of(state, entry)
    verdict = document.get("verdict")
    if not isinstance(verdict, Mapping):
        raise EntryRefused("The document holds no verdict.")
    if GATE_OF.get(str(verdict.get("gate"))) != target.kind:
        raise EntryRefused(f"The gate {verdict.get('gate')} does not judge a {target.kind}.")
    _require_stated(state, target, verdict)
    facts = require_grounds(state, target, entry, document)
    require_judged(state, target, verdict, facts, policy=str(document["policy"]))
    body: dict[str, Json] = {
        "gate": verdict["gate"], "verdict": verdict["verdict"], "opens": verdict["opens"],
        "payload": entry.payload, "digest": digest_of_json(document), "judged_at": entry.at,
        "manifest": target.manifest, "policy": document["policy"], "environment": facts.get("environment"),
        "after": entry.expects[entry.about],
    }  # fmt: skip
    return [Change(kind="verdict", key=f"{target.name}/{verdict['gate']}", parent=target.name, body=body)]


def _require_stated(state: Reader, target: Target, verdict: Mapping[str, Json]) -> None:
    """Refuse a verdict that leaves out a criterion or a signature that the use case in force asks for."""
    checks = verdict.get("checks")
    judged = {check.get("id") for check in checks if isinstance(check, Mapping)} if isinstance(checks, list) else set()
    wanted = stated_ids(use_case_of(state, target.use_case)[1], str(verdict["gate"]))
    if left_out := [name for name in wanted if judged and name not in judged]:
        raise EntryRefused(
            f"The verdict on {target.name} leaves out {', '.join(left_out)}.",
            remedy="Judge again: the use case itself asks for it.",
        )
