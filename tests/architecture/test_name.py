"""Words that say nothing are not names."""

import ast
import re

import pytest
from tests.architecture.source import modules

NOWHERE = {"common", "handler", "helper", "helpers", "manager", "misc", "processor", "util", "utils"}
NOT_AS_THE_NOUN = {"base", "data", "flag", "info", "item", "result", "service", "status", "type"}
# The root of all failures; the stage of that name; commands, and so their workflows, may be called by these words.
ALLOWED = re.compile(
    r"evenhand\.(errors\.base|(lifecycle|workflows|errors)\.data|surfaces\.cli\.\w+|workflows\.\w+\.show_status)\Z"
)


def test_no_module_has_an_empty_name() -> None:
    assert [module.name for module in modules() if not ALLOWED.match(module.name) and _is_empty(module.name)] == []


def test_no_class_has_an_empty_name() -> None:
    classes = [
        f"{module.place}:{node.lineno} {node.name}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef) and _is_empty(node.name)
    ]

    assert classes == []


@pytest.mark.parametrize(
    ("name", "empty"),
    [
        ("evenhand.kernel.digest", False),
        ("evenhand.kernel.digest_utils", True),
        ("evenhand.adapters.data", True),
        ("DataSheet", False),
        ("RowData", True),
        ("HTTPHandler", True),
        ("Status", True),
        ("Manager", True),
    ],
)
def test_emptiness_is_judged_word_by_word(name: str, *, empty: bool) -> None:
    assert _is_empty(name) is empty


def _is_empty(name: str) -> bool:
    words = [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+", name.rpartition(".")[2])]
    return bool(words) and (not NOWHERE.isdisjoint(words) or words[-1] in NOT_AS_THE_NOUN)
