"""Load a released version, or refuse; answer for a table."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self

from evenhand.adapters.signing.trust_file import own_trust_path, read_trust
from evenhand.errors.people import TrustUnreadable
from evenhand.governance.access.release import Release
from evenhand.governance.access.signature import PublicKey
from evenhand.governance.access.trust import Trust, TrustedPerson
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.training.decision_rule import DecisionRule
from evenhand.ports.sample import Scorer
from evenhand.ports.workspace import Workspace
from evenhand.surfaces.sdk.opening import Folder, read, reference_of, settings_for
from evenhand.wiring.artifacts import artifacts_for
from evenhand.wiring.models import SandboxedModels
from evenhand.wiring.sample import TableSample
from evenhand.workflows.answering import scores_for
from evenhand.workflows.release import load_version as loading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Sandbox = Literal["required", "limits"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Predictions:
    """What the system answered.

    Attributes:
        scores: probability of the favourable outcome for each row.
        decisions: 1 where the favourable decision is given, else 0.
        violations: where the rows broke the contract.
    """

    scores: "NDArray[np.float64]"
    decisions: "NDArray[np.int8]"
    violations: tuple[str, ...]


class LoadedVersion:
    """A released version, ready to answer; close it, or use it in ``with``.

    Attributes:
        statement: what the release key signed.
        sandbox: what confines the model's process.
    """

    def __init__(self, released: loading.Released, models: SandboxedModels) -> None:
        self.statement: Release = released.statement
        self._contract = Contract.from_json(released.manifest.contract)
        self._rule = DecisionRule.from_json(released.manifest.decision_rule)
        self._stack = ExitStack()
        self._model: Scorer = self._stack.enter_context(loading.opened_version(released, models))
        self.sandbox = str(getattr(self._model, "sandbox", "unknown"))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def predict(self, rows: object) -> Predictions:
        """Scores and decisions for ``rows``: a path, or a pandas, Polars or Arrow table, or a dict of lists."""
        sample = TableSample.of(rows, contract=self._contract)
        scores = scores_for(self._model, sample, self._contract)
        return Predictions(
            scores=scores, decisions=self._rule.decide(scores), violations=sample.violations(self._contract)
        )

    def close(self) -> None:
        """End the model's process."""
        self._stack.close()


def load(
    version: str | Reference, *, environment: str, trust: str | Path | None = None, sandbox: Sandbox | None = None,
    workspace: Folder = None,
) -> LoadedVersion:  # fmt: skip
    """Verify the release and every byte it covers before any parser sees one, then load; or refuse with the reason.

    Args:
        version: for example ``credit@3``.
        environment: where it is to serve; only a release for this environment counts.
        trust: a trust file with the release keys that count; your own for this ledger when left out.
        sandbox: ``required`` refuses a machine that cannot keep the model from files and network; ``limits`` goes on
            with resource limits alone. Left out: what ``EVENHAND_SANDBOX`` says, else ``required``.
        workspace: where; from the current folder upwards when left out.

    Raises:
        ReleaseMissing, ReleaseNotTrusted, ReleaseBroken, ReleaseExpired, EnvironmentRefused: it may not serve.
        ModelTampered, GoldenRowsDiffer: its bytes, or its answers, are not those that were released.
    """
    return LoadedVersion(
        verified_release(version, environment=environment, trust=trust, workspace=workspace),
        SandboxedModels(artifacts_for(settings_for(workspace)), sandbox=sandbox),
    )


def verified_release(
    version: str | Reference, *, environment: str, trust: str | Path | None = None, workspace: Folder = None
) -> loading.Released:
    """The release of a version, once its signature, its place in the ledger and its content hold."""
    with read(workspace) as place:
        return loading.load_version(
            place,
            reference_of(version),
            environment=environment,
            release_keys=tuple(trust_for(place, workspace, trust).release_keys),
        )


def trust_for(place: Workspace, workspace: Folder, trust: str | Path | None) -> Trust:
    """The trust file named, or the user's own for this ledger.

    Raises:
        TrustUnreadable: none is named, and this user keeps none.
    """
    if trust is not None:
        return read_trust(Path(trust))
    try:
        return read_trust(own_trust_path(settings_for(workspace).config_home, place.log))
    except TrustUnreadable as mistake:
        if not isinstance(mistake.__cause__, FileNotFoundError):
            raise
        raise TrustUnreadable(
            f"You keep no trust file for the ledger {place.log}: its workspace was created elsewhere.",
            remedy="Name one with --trust; 'evenhand trust --out FILE' writes it where the workspace was created.",
        ) from mistake


def enrolled_trust(place: Workspace, workspace: Folder) -> Trust:
    """The user's own trust for this ledger, with everybody who is enrolled by now."""
    own = trust_for(place, workspace, None)
    people = {known.key: known for known in own.people}
    for actor in place.ledger.records("actor"):
        keys, roles = actor.body["keys"], actor.body["roles"]
        for key in map(PublicKey.parse, map(str, keys if isinstance(keys, list) else [])):
            held = tuple(map(str, roles)) if isinstance(roles, list) else ()
            people[key] = TrustedPerson(person=str(actor.parent), key=key, roles=held)
    return Trust(logs=own.logs, release_keys=own.release_keys, people=tuple(people.values()))
