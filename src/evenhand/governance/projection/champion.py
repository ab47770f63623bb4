"""What a version must have to answer, or to score along, in a deployment."""

from collections.abc import Mapping

from evenhand.errors.serving import ChampionRefused
from evenhand.governance.access.release import FULL, SHADOW
from evenhand.governance.audit.entry import Entry, Reader, Record
from evenhand.governance.projection.grounds import LONGEST_SECONDS, use_case_of
from evenhand.governance.projection.needed import needed_gates
from evenhand.governance.projection.releases import release_key
from evenhand.governance.projection.signed import mode_of
from evenhand.kernel.canonical import Json
from evenhand.kernel.instant import moment

CHANGE = "change"


def may_answer(state: Reader, deployment: Record, document: Mapping[str, Json], *, as_shadow: bool = False) -> Record:
    """The version that a document names, when it may answer in the deployment, or score along.

    Raises:
        ChampionRefused: it is not registered, of another use case, retired, not released for this environment or only
            as a shadow, the document names another release, or a gate that let it through no longer stands open.
    """
    name = str(document.get("version"))
    version = state.record("version", name)
    if version is None:
        raise ChampionRefused(f"{name} is not registered.", version=name)
    if version.body["use_case"] != deployment.body["use_case"]:
        fact = f"{name} serves {version.body['use_case']}, the deployment {deployment.body['use_case']}."
        raise ChampionRefused(fact, version=name)
    if state.record("retired", name) is not None:
        raise ChampionRefused(f"{name} is retired.", version=name)
    release = _release(state, deployment, name, as_shadow=as_shadow)
    if release.body["payload"] != document.get("release"):
        raise ChampionRefused(f"The document names another release than that of {release.key}.", version=name)
    _require_open(state, name, SHADOW if as_shadow else FULL)
    return version


def may_follow(state: Reader, entry: Entry, deployment: Record, version: Record, champion: Mapping[str, Json]) -> None:
    """Refuse to replace a champion where the policy holds a change gate that has not opened for this change.

    Raises:
        ChampionRefused: it was not judged, does not open, was judged before the present champion took over or too long
            ago, or something was recorded about the version since.
    """
    if version.key == champion["version"]:
        raise ChampionRefused(f"{version.key} is the champion of {deployment.key} already.", version=version.key)
    holding = _holding_change(state, str(deployment.body["use_case"]))
    if not holding:
        return
    verdict = state.record("verdict", f"{version.key}/{CHANGE}")
    if verdict is None or verdict.body["opens"] is not True or verdict.body["manifest"] != version.body["manifest"]:
        raise ChampionRefused(f"The gate change has not opened for {version.key}.", gate=CHANGE, version=version.key)
    if verdict.body["policy"] not in holding:
        raise ChampionRefused(f"The gate change of {version.key} was judged by a policy that is not in force.")
    if str(verdict.body["judged_at"]) < str(champion["from"]):
        raise ChampionRefused(
            f"The gate change of {version.key} was judged before {champion['version']} became the champion.",
            remedy=f"Judge the change again: evenhand judge {version.key} --gate change.", version=version.key,
        )  # fmt: skip
    is_old = (moment(entry.at) - moment(str(verdict.body["judged_at"]))).total_seconds() > LONGEST_SECONDS
    if is_old or verdict.head != entry.expects.get(f"version:{version.key}"):
        raise ChampionRefused(
            f"The gate change of {version.key} was judged too long ago, or something was recorded about it since.",
            remedy="Move it with 'evenhand promote', which judges the gate again.", version=version.key,
        )  # fmt: skip


def _release(state: Reader, deployment: Record, name: str, *, as_shadow: bool) -> Record:
    environment = str(deployment.body["environment"])
    exposures = (SHADOW, FULL) if as_shadow else (FULL,)
    for exposure in exposures:
        found = state.record("release", release_key(name, environment, exposure=exposure))
        if found is not None and found.body.get("exposure", FULL) == exposure:
            return found
    if not as_shadow and state.record("release", release_key(name, environment, exposure=SHADOW)) is not None:
        raise ChampionRefused(f"{name} is released for {environment} as a shadow only.", version=name)
    raise ChampionRefused(f"{name} is not released for {environment}.", version=name)


def _require_open(state: Reader, name: str, exposure: str) -> None:
    for gate in needed_gates(exposure):
        verdict = state.record("verdict", f"{name}/{gate}")
        if verdict is None or verdict.body["opens"] is not True:
            raise ChampionRefused(f"The gate {gate} does not stand open for {name}.", gate=gate, version=name)


def _holding_change(state: Reader, use_case: str) -> set[str]:
    """Digests of the policies in force for a use case that hold a change gate."""
    content = use_case_of(state, use_case)[1]
    is_demonstration = mode_of(state) == "demonstration"
    holding = set()
    for record in state.records("policy"):
        document = record.body["document"]
        policy = document.get("content") if isinstance(document, Mapping) else None
        if isinstance(policy, Mapping) and _is_for(record.key, policy, content, is_demonstration=is_demonstration):
            holding |= {str(record.body["digest"])} if CHANGE in _map(policy.get("gates")) else set()
    return holding


def _is_for(name: str, policy: Mapping[str, Json], content: Mapping[str, Json], *, is_demonstration: bool) -> bool:
    """Whether a policy is the one that the use case names, or is for its class and tier when it names none."""
    if content.get("policy") is not None:
        return content["policy"] == name
    when = _map(policy.get("applies_when"))
    fits = all(when.get(part) is None or content.get(part) in (_list(when[part])) for part in ("class", "tier"))
    return fits and bool(policy.get("demonstration")) == is_demonstration


def _map(stored: Json) -> Mapping[str, Json]:
    return stored if isinstance(stored, Mapping) else {}


def _list(stored: Json) -> list[Json]:
    return [*stored] if isinstance(stored, list) else [stored]
