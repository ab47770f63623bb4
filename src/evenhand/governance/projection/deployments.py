"""Which version answers where: the champion slot moves by entries alone, and only to what its gates let through."""

from collections.abc import Mapping, Sequence

from evenhand.errors.release import EntryRefused, EnvironmentRefused, RoleMissing, SecondPersonNeeded
from evenhand.errors.serving import (
    ChampionMissing,
    ChampionRefused,
    DeploymentExists,
    DeploymentMissing,
    DeploymentRunning,
    DeploymentStopped,
    ReasonMissing,
)
from evenhand.governance.audit.entry import Change, Entry, Reader, Record
from evenhand.governance.projection.champion import may_answer, may_follow
from evenhand.governance.projection.grounds import use_case_of
from evenhand.governance.projection.signed import enrolled, mode_of, signed_document
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import digest_of_json

MOVERS = ("operations", "model-owner")
"""Roles of which one creates deployments, moves champions and shadows, and resumes."""
STOPPERS = (
    *MOVERS, "independent-validation", "model-risk", "compliance", "legal", "data-protection", "security",
    "ethics-committee", "model-risk-committee", "business-sponsor", "internal-audit",
)  # fmt: skip
"""Roles of which one may stop: everybody who answers for people, and nobody who has to ask first."""
_HIGHEST_TIERS = (1, 2)


def create(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """A place where a use case is decided; it has no champion yet."""
    document = signed_document(state, entry, payload)
    name, environment = str(document.get("name")), str(document.get("environment"))
    require_role(state, entry, MOVERS)
    if entry.about != f"deployment:{name}":
        raise EntryRefused(f"The document names {name!r}, the entry {entry.about}.")
    if state.record("deployment", name) is not None:
        raise DeploymentExists(f"The deployment {name} was created before.", deployment=name)
    use_case_of(state, str(document.get("use_case")))
    if mode_of(state) == "demonstration" and environment != "demo":
        raise EnvironmentRefused(f"A deployment in mode={mode_of(state)} cannot be in {environment!r}.")
    if not isinstance(document.get("oversight"), Mapping):
        raise EntryRefused("The document holds no oversight setting.")
    body: dict[str, Json] = {
        "manifest": digest_of_json(document), "use_case": document["use_case"], "author": entry.actor,
        "environment": environment, "champion": None, "former": [], "shadows": [], "is_stopped": False, "why": "",
        "oversight": document["oversight"], "created_at": entry.at, "payload": entry.payload,
    }  # fmt: skip
    return [Change(kind="deployment", key=name, parent=str(document["use_case"]), body=body)]


def move_champion(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """Another version answers from now on, or a former one again; both have to be let through by the gates."""
    document = signed_document(state, entry, payload)
    deployment = deployment_of(state, entry, document)
    require_role(state, entry, MOVERS)
    require_reason(document)
    version = may_answer(state, deployment, document)
    champion = deployment.body["champion"]
    if isinstance(champion, Mapping):
        may_follow(state, entry, deployment, version, champion)
    _require_another_person(state, entry, deployment, version)
    former = [*_listed(deployment, "former")]
    if isinstance(champion, Mapping):
        former.append({"version": champion["version"], "from": champion["from"], "to": entry.at})
    body: dict[str, Json] = {
        **deployment.body, "manifest": version.body["manifest"], "former": former,
        "champion": {"version": version.key, "release": document["release"], "from": entry.at, "by": entry.actor},
        "shadows": [each for each in _listed(deployment, "shadows") if _version(each) != version.key],
    }  # fmt: skip
    return [_changed(deployment, body)]


def add_shadow(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """A version scores the same cases from now on, and answers nobody."""
    document = signed_document(state, entry, payload)
    deployment = deployment_of(state, entry, document)
    require_role(state, entry, MOVERS)
    version = may_answer(state, deployment, document, as_shadow=True)
    shadows = _listed(deployment, "shadows")
    if version.key in map(_version, shadows) or version.key == _version(deployment.body["champion"]):
        raise ChampionRefused(f"{version.key} is champion or shadow of {deployment.key} already.")
    added = {"version": version.key, "release": document["release"], "from": entry.at}
    return [_changed(deployment, {**deployment.body, "shadows": [*shadows, added]})]


def remove_shadow(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """A version no longer scores along."""
    document = signed_document(state, entry, payload)
    deployment = deployment_of(state, entry, document)
    require_role(state, entry, MOVERS)
    shadows = _listed(deployment, "shadows")
    left = [each for each in shadows if _version(each) != document.get("version")]
    if len(left) == len(shadows):
        raise ChampionRefused(f"{document.get('version')} is no shadow of {deployment.key}.")
    return [_changed(deployment, {**deployment.body, "shadows": left})]


def stop(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """Nothing is answered from now on."""
    document = signed_document(state, entry, payload)
    deployment = deployment_of(state, entry, document)
    require_role(state, entry, STOPPERS)
    require_reason(document)
    return [_changed(deployment, {**deployment.body, "is_stopped": True, "why": document["why"]})]


def resume(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """A stopped deployment answers again."""
    document = signed_document(state, entry, payload)
    deployment = deployment_of(state, entry, document)
    require_role(state, entry, MOVERS)
    require_reason(document)
    if deployment.body["is_stopped"] is not True:
        raise DeploymentRunning(f"{deployment.key} is not stopped.", deployment=deployment.key)
    return [_changed(deployment, {**deployment.body, "is_stopped": False, "why": ""})]


def deployment_of(state: Reader, entry: Entry, document: Mapping[str, Json]) -> Record:
    """The deployment that an entry is about, when its document names the same.

    Raises:
        DeploymentMissing: there is none.
        EntryRefused: the document names another.
    """
    kind, _, name = entry.about.partition(":")
    record = state.record("deployment", name) if kind == "deployment" else None
    if record is None:
        raise DeploymentMissing(f"There is no {entry.about}.", deployment=name)
    if document.get("deployment") != name:
        raise EntryRefused(f"The document names {document.get('deployment')!r}, the entry {entry.about}.")
    return record


def answering(deployment: Record) -> Mapping[str, Json]:
    """The champion of a deployment that answers.

    Raises:
        DeploymentStopped, ChampionMissing: it does not.
    """
    if deployment.body["is_stopped"]:
        raise DeploymentStopped(f"{deployment.key} is stopped: {deployment.body['why']}", deployment=deployment.key)
    champion = deployment.body["champion"]
    if not isinstance(champion, Mapping):
        raise ChampionMissing(f"{deployment.key} has no champion.", deployment=deployment.key)
    return champion


def require_role(state: Reader, entry: Entry, roles: Sequence[str]) -> None:
    """Refuse an entry by somebody who holds none of the roles.

    Raises:
        RoleMissing: with those that would do.
    """
    require_one_of(state, entry.actor, roles)


def require_one_of(state: Reader, actor: str, roles: Sequence[str]) -> None:
    """Refuse an actor who holds none of the roles.

    Raises:
        EntryRefused: nobody of this name is enrolled.
        RoleMissing: with those that would do.
    """
    held = enrolled(state, actor).body["roles"]
    if not isinstance(held, list) or set(roles).isdisjoint(map(str, held)):
        raise RoleMissing(f"{actor} holds none of {', '.join(roles)}.", actor=actor)


def require_reason(document: Mapping[str, Json]) -> None:
    """Refuse an act without a reason.

    Raises:
        ReasonMissing: it is blank.
    """
    why = document.get("why")
    if not isinstance(why, str) or not why.strip():
        raise ReasonMissing("No reason is given.")


def _require_another_person(state: Reader, entry: Entry, deployment: Record, version: Record) -> None:
    """In the two highest tiers, who built a version does not also put it where it answers."""
    tier = use_case_of(state, str(deployment.body["use_case"]))[1].get("tier")
    author = enrolled(state, str(version.body["author"])).parent
    is_own = author == enrolled(state, entry.actor).parent
    if is_own and tier in _HIGHEST_TIERS and mode_of(state) != "demonstration":
        raise SecondPersonNeeded(
            f"{entry.actor} built {version.key}; at tier {tier} another person makes it the champion.",
            remedy=f"Ask another person who holds {' or '.join(MOVERS)}.",
        )


def _listed(deployment: Record, name: str) -> list[Json]:
    stored = deployment.body[name]
    return [*stored] if isinstance(stored, list) else []


def _version(stored: Json) -> Json:
    return stored.get("version") if isinstance(stored, Mapping) else None


def _changed(deployment: Record, body: Mapping[str, Json]) -> Change:
    return Change(kind="deployment", key=deployment.key, parent=deployment.parent, body=body)
