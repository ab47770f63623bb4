"""contract.yaml says the same after being written and read."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.errors.table import ContractInvalid
from evenhand.errors.workspace import FileExists
from evenhand.governance.policy.language.strict_yaml import read_yaml
from evenhand.lifecycle.data.contract import SCHEMA, Column, Contract
from evenhand.wiring.contract_file import contract_text, read_contract, write_contract

SAFE = 2**53 - 1
texts = st.text() | st.sampled_from(
    ["yes", "no", "null", "true", "1", "1e3", "0x1", "~", "", "a: b", "- a", "#", "\x85"]
)
words = texts.filter(lambda text: text.strip() != "")
numbers = st.integers(-SAFE, SAFE) | st.floats(allow_nan=False, allow_infinity=False)


@given(name=words, categories=st.lists(texts, min_size=1, max_size=4, unique=True), minimum=numbers)
def test_a_contract_means_the_same_in_yaml(name: str, categories: list[str], minimum: float) -> None:
    contract = Contract(
        columns=(
            Column(name=name, kind="text", role="key", categories=tuple(categories)),
            Column(name=name + "2", kind="number", nullable=True, minimum=minimum),
        )
    )

    document = read_yaml(contract_text(contract))

    assert isinstance(document, dict)
    assert Contract.from_json({"schema": SCHEMA, **document}) == contract


def test_a_file_is_written_once_and_read_back(tmp_path: Path) -> None:
    contract = Contract(columns=(Column(name="sex", kind="text", role="protected", categories=("no", "yes")),))
    write_contract(contract, tmp_path / "contract.yaml")

    assert read_contract(tmp_path / "contract.yaml") == contract
    with pytest.raises(FileExists):
        write_contract(contract, tmp_path / "contract.yaml")


def test_a_mistake_names_file_and_path(tmp_path: Path) -> None:
    file = tmp_path / "contract.yaml"
    file.write_text("columns:\n  - {name: age, kind: integer, minimum: 1.5}\n")
    with pytest.raises(ContractInvalid, match=r"contract.yaml: age.minimum is 1.5, no whole number"):
        read_contract(file)

    file.write_text("columns:\n  - {name: age, knd: integer}\n")
    with pytest.raises(ContractInvalid, match=r"contract.yaml: columns\[0\].knd is unknown \(did you mean kind\?\)"):
        read_contract(file)
