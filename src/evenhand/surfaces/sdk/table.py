"""Tables and their contracts, without a workspace."""

from pathlib import Path

from evenhand.adapters.tables import contract_check, describe
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.data.inference import Parts
from evenhand.lifecycle.data.violation import Violation
from evenhand.wiring.contract_file import read_contract
from evenhand.wiring.sample import TableSample


def infer_contract(table: object, parts: Parts) -> Contract:
    """The contract that a table suggests: kinds, ranges and categories as seen, roles as told."""
    return describe.infer_contract(TableSample.of(table).table, parts)


def check_contract(table: object, contract: Contract | str | Path) -> tuple[Violation, ...]:
    """Where a table breaks a contract."""
    agreed = contract if isinstance(contract, Contract) else read_contract(Path(contract))
    return contract_check.check_contract(TableSample.of(table, contract=agreed).table, agreed)
