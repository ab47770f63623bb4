"""What a module offers is listed, sorted and there."""

import ast
from importlib import import_module

import pytest
from tests.architecture.source import Module, modules

LISTED = [module for module in modules() if "__all__" in module.text]
PACKAGES = [module for module in modules() if module.path.name == "__init__.py"]


@pytest.mark.parametrize("module", LISTED, ids=lambda module: module.name)
def test_public_names_are_sorted_and_exist(module: Module) -> None:
    imported = import_module(module.name)
    names = list(imported.__all__)

    assert names == sorted(set(names), key=_order)
    assert [name for name in names if not hasattr(imported, name)] == []


@pytest.mark.parametrize("module", PACKAGES, ids=lambda module: module.name)
def test_a_package_says_what_it_is_about_and_lists_what_it_offers(module: Module) -> None:
    offers = [node for node in module.tree.body if isinstance(node, ast.ImportFrom | ast.FunctionDef | ast.ClassDef)]

    assert ast.get_docstring(module.tree)
    assert "__all__" in module.text or offers == []


def _order(name: str) -> tuple[int, str]:
    """Constants, classes, functions: the order that the linter writes."""
    kind = 0 if name.isupper() else 1 if name[:1].isupper() else 2
    return kind, name
