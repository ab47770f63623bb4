"""What a deployment is now, held against the entries that made it so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evenhand.errors.ledger import LedgerDamaged
from evenhand.errors.serving import ChampionRefused, DeploymentMissing
from evenhand.governance.access.release import FULL, SHADOW
from evenhand.governance.access.signature import PublicKey
from evenhand.governance.audit.entry import Entry, Record
from evenhand.governance.projection.deployments import answering
from evenhand.governance.projection.releases import release_key
from evenhand.kernel.canonical import Json
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.lifecycle.serving.oversight import Oversight
from evenhand.lifecycle.training.decision_rule import DecisionRule
from evenhand.ports.workspace import Workspace
from evenhand.workflows.lookup import use_case_in_force
from evenhand.workflows.release.load_version import Released, load_version

_ACTS = (
    "deployment.created", "champion.moved", "shadow.added", "shadow.removed", "deployment.stopped",
    "deployment.resumed",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Answerer:
    """A released version in a deployment: all that answering needs beside the model's own files.

    Attributes:
        deployment: the record.
        version: the reference of the version.
        release: digest of the release that lets it answer, or score along.
        released: the release, verified.
        use_case: in force.
        contract, rule, oversight: read from the manifest and the deployment.
    """

    deployment: Record
    version: str
    release: str
    released: Released
    use_case: UseCase
    contract: Contract
    rule: DecisionRule
    oversight: Oversight

    @property
    def inputs(self) -> Sequence[str]:
        """Columns that the model is given."""
        return self.released.manifest.inputs or self.contract.by_role("feature")

    @property
    def context(self) -> Sequence[str]:
        """Columns that go to the log and never to the model."""
        named = [*self.use_case.attributes, *self.contract.by_role("protected"), *self.contract.by_role("context")]
        if self.use_case.current_practice is not None:
            named.append(self.use_case.current_practice.column)
        return [name for name in dict.fromkeys(named) if name not in self.inputs]


def deployment_in_force(workspace: Workspace, name: str) -> Record:
    """The record of a deployment, when it is what the entries about it say.

    Raises:
        DeploymentMissing: there is none.
        LedgerDamaged: somebody changed the record behind the ledger's back.
    """
    record = workspace.ledger.record("deployment", name)
    if record is None:
        known = ", ".join(each.key for each in workspace.ledger.records("deployment")) or "none"
        raise DeploymentMissing(f"There is no deployment {name!r}; there is {known}.", deployment=name)
    said = _said(workspace, name)
    held = {part: _seen(part, record.body.get(part)) for part in said}
    if odd := [part for part in said if said[part] != held[part]]:
        raise LedgerDamaged(
            f"The record of deployment {name} says {odd[0]}: {held[odd[0]]}; its entries say {said[odd[0]]}.",
            deployment=name,
        )
    return record


def champion_of(workspace: Workspace, name: str, *, release_keys: Sequence[PublicKey]) -> Answerer:
    """The champion of a running deployment, its release verified.

    Raises:
        DeploymentMissing, DeploymentStopped, ChampionMissing, LedgerDamaged: nothing answers there.
        Refusal: of ``load_version``, word for word.
        ChampionRefused: the version was released again since it became the champion.
    """
    deployment = deployment_in_force(workspace, name)
    champion = answering(deployment)
    return _answerer(workspace, deployment, champion, release_keys=release_keys, exposure=FULL)


def shadow_of(workspace: Workspace, name: str, version: str, *, release_keys: Sequence[PublicKey]) -> Answerer:
    """A shadow of a deployment, its release verified; it may score along while the deployment is stopped.

    Raises:
        ChampionRefused: it is no shadow there.
        Refusal: of ``load_version``, word for word.
    """
    deployment = deployment_in_force(workspace, name)
    shadows = deployment.body["shadows"]
    for each in shadows if isinstance(shadows, list) else ():
        if isinstance(each, Mapping) and each["version"] == version:
            exposure = _exposure(workspace, deployment, each)
            return _answerer(workspace, deployment, each, release_keys=release_keys, exposure=exposure)
    raise ChampionRefused(f"{version} is no shadow of {name}.", remedy="Add it with 'evenhand shadow add'.")


def _exposure(workspace: Workspace, deployment: Record, shadow: Mapping[str, Json]) -> str:
    key = release_key(str(shadow["version"]), str(deployment.body["environment"]), exposure=SHADOW)
    found = workspace.ledger.record("release", key)
    return SHADOW if found is not None and found.body["payload"] == shadow["release"] else FULL


def _answerer(
    workspace: Workspace, deployment: Record, named: Mapping[str, Json], *, release_keys: Sequence[PublicKey],
    exposure: str,
) -> Answerer:  # fmt: skip
    version, environment = str(named["version"]), str(deployment.body["environment"])
    released = load_version(
        workspace, Reference.parse(version), environment=environment, release_keys=release_keys, exposure=exposure
    )
    record = workspace.ledger.record("release", release_key(version, environment, exposure=exposure))
    if record is None or record.body["payload"] != named["release"]:
        raise ChampionRefused(
            f"{version} was released again since it took its place in {deployment.key}.",
            remedy="Put it there again: 'evenhand promote' for the champion, 'evenhand shadow add' for a shadow.",
        )
    manifest = released.manifest
    stored = deployment.body["oversight"]
    return Answerer(
        deployment=deployment, version=version, release=str(named["release"]), released=released,
        use_case=use_case_in_force(workspace.ledger, manifest.use_case)[0],
        contract=Contract.from_json(manifest.contract), rule=DecisionRule.from_json(manifest.decision_rule),
        oversight=Oversight.from_json(stored if isinstance(stored, Mapping) else {}),
    )  # fmt: skip


def _said(workspace: Workspace, name: str) -> dict[str, Json]:
    """The state of a deployment as its entries tell it, each proved to stand in the tree and following the one before.

    Raises:
        LedgerDamaged: an entry between them is not shown.
    """
    said: dict[str, Json] = {}
    before: int | None = None
    for entry in workspace.trail.walk(about=f"deployment:{name}"):
        if entry.expects[entry.about] != before:
            raise LedgerDamaged(f"The ledger shows no entry about deployment {name} between {before} and {entry}.")
        before = entry.sequence
        if entry.action in _ACTS:
            workspace.trail.prove(entry.sequence)
            said = _after(said, entry, _document(workspace, entry))
    return said


def _after(said: dict[str, Json], entry: Entry, document: Mapping[str, Json]) -> dict[str, Json]:
    version, shadows = document.get("version"), [*_texts(said.get("shadows"))]
    match entry.action:
        case "deployment.created":
            made = {part: document[part] for part in ("use_case", "environment", "oversight")}
            return {**made, "champion": None, "shadows": [], "is_stopped": False}
        case "champion.moved":
            kept = [each for each in shadows if not each.startswith(f"{version} ")]
            return {**said, "champion": f"{version} {document['release']}", "shadows": [*kept]}
        case "shadow.added":
            return {**said, "shadows": [*shadows, f"{version} {document['release']}"]}
        case "shadow.removed":
            return {**said, "shadows": [each for each in shadows if not each.startswith(f"{version} ")]}
        case _:
            return {**said, "is_stopped": entry.action == "deployment.stopped"}


def _seen(part: str, stored: Json) -> Json:
    """A part of the record in the form in which it is compared."""
    if part == "champion" and isinstance(stored, Mapping):
        return f"{stored['version']} {stored['release']}"
    if part == "shadows" and isinstance(stored, list):
        return [f"{each['version']} {each['release']}" for each in stored if isinstance(each, Mapping)]
    return stored


def _document(workspace: Workspace, entry: Entry) -> Mapping[str, Json]:
    payload = workspace.ledger.payload(entry.payload)
    document = payload.get("document") if isinstance(payload, Mapping) else None
    return document if isinstance(document, Mapping) else {}


def _texts(stored: Json) -> Sequence[str]:
    return [str(each) for each in stored] if isinstance(stored, list) else ()
