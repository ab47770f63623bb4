"""The inventory: what is governed here, and what is only known by a few facts."""

from dataclasses import dataclass

from evenhand.governance.risk.inventory import KnownSystem
from evenhand.kernel.canonical import Json
from evenhand.ports.ledger import Record
from evenhand.ports.workspace import Workspace
from evenhand.workflows.lookup import use_case_in_force

_ROW = ("key", "name", "purpose", "owner", "vendor", "status", "class", "tier", "more")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One system.

    Attributes:
        system: what is known of it.
        is_governed: whether its use case is in force here.
        versions: references of its registered versions.
        source: the file that it came from; empty for a governed one.
    """

    system: KnownSystem
    is_governed: bool
    versions: tuple[str, ...] = ()
    source: str = ""

    def as_json(self) -> dict[str, Json]:
        """The documented shape."""
        return {
            **self.system.as_json(), "governed": self.is_governed, "versions": list(self.versions),
            "source": self.source, "gaps": list(self.system.gaps),
        }  # fmt: skip


def list_inventory(workspace: Workspace) -> tuple[Listed, ...]:
    """Every system: the governed ones first; one that is both is told once, by its use case."""
    governed = [_governed(workspace, record) for record in workspace.ledger.records("use-case")]
    keys = {each.system.key for each in governed}
    known = [_known(record) for record in workspace.ledger.records("inventory") if record.key not in keys]
    return (*governed, *sorted(known, key=lambda each: each.system.key))


def _known(record: Record) -> Listed:
    system = KnownSystem.from_json({name: record.body[name] for name in _ROW})
    return Listed(system=system, is_governed=False, source=str(record.body["source"]))


def _governed(workspace: Workspace, record: Record) -> Listed:
    use_case, _ = use_case_in_force(workspace.ledger, record.key)
    versions = workspace.ledger.records("version", parent=use_case.model)
    released = [each for each in versions if workspace.ledger.records("release", parent=each.key)]
    status = "in-use" if released else "in-development" if versions else "planned"
    known = workspace.ledger.record("inventory", record.key)
    vendor = "" if known is None else str(known.body["vendor"])
    system = KnownSystem(
        key=record.key.replace("_", "-").replace(".", "-"), name=use_case.name, purpose=use_case.purpose,
        owner=use_case.statement.owner or str(record.body["proposer"]), vendor=vendor or "none", status=status,
        case_class=use_case.ai_act_class, tier=use_case.tier,
    )  # fmt: skip
    return Listed(system=system, is_governed=True, versions=tuple(each.key for each in versions))
