"""``contract.yaml``: the contract of a table as people read and edit it."""

import json
import re
from pathlib import Path

from evenhand.errors.table import ContractInvalid
from evenhand.kernel.canonical import Json
from evenhand.kernel.part import Part
from evenhand.lifecycle.data.contract import SCHEMA, Contract
from evenhand.wiring.form_file import read_form
from evenhand.wiring.user_file import write_file

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_HIDDEN = re.compile("[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]")
"""What YAML takes as a line break or refuses; in quotes it reads JSON's escapes instead."""
_WORDS = frozenset({"true", "false", "null"})
_HEADER = """\
# What every table for this model must look like. Edit it: kinds, roles, ranges and categories were read off one table.
# Kinds: integer number boolean text instant. Roles: feature protected key time label weight context.
columns:
"""


def read_contract(path: Path) -> Contract:
    """The contract in the file.

    Raises:
        FormUnreadable: the file cannot be read as plain YAML.
        ContractInvalid: a part is missing, unknown or contradicts another; the fact names file and path.
    """
    return read_form(path, _contract)


def write_contract(contract: Contract, path: Path) -> None:
    """Write the contract for people to edit; an existing file is never overwritten.

    Raises:
        FileExists, FileUnwritable: there is a file already, or none can be written.
    """
    write_file(path, contract_text(contract).encode())


def contract_text(contract: Contract) -> str:
    """The file's text: one line a column.

    Examples:
        >>> from evenhand.lifecycle.data.contract import Column
        >>> print(contract_text(Contract(columns=(Column(name="sex", kind="text", categories=("1", "no")),))))
        # What every table ...
        columns:
          - {name: sex, kind: text, role: feature, nullable: false, categories: ["1", no]}
    """
    return _HEADER + "".join(f"  - {flow_text(column.as_json())}\n" for column in contract.columns)


def _contract(document: Json) -> Contract:
    parts = Part(value=document, path="", refusal=ContractInvalid).fields(needed=("columns",), optional=("schema",))
    return Contract.from_json({"schema": SCHEMA, **{key: part.value for key, part in parts.items()}})


def flow_text(value: Json) -> str:
    """A value as YAML on one line, quoted where a reader could take it for something else.

    Examples:
        >>> flow_text({"favourable": "1", "protected": ["sex"]})
        '{favourable: "1", protected: [sex]}'
    """
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow_text(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow_text(part) for part in value) + "]"
    if isinstance(value, str) and not (_PLAIN.match(value) and value not in _WORDS):
        return _HIDDEN.sub(lambda mark: f"\\u{ord(mark[0]):04x}", json.dumps(value, ensure_ascii=False))
    return value if isinstance(value, str) else json.dumps(value)
