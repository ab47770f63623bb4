"""A workflow has one name: as a module, a function, in a test, in Python and on the command line."""

import ast
import re
from functools import cache
from importlib import import_module, util

import click
import pytest
from tests.architecture.source import ROOT, Module, modules

# Workflows whose command has another name, or that nobody calls by themselves, each with the reason.
WITHOUT_A_COMMAND: dict[str, str] = {
    "check_quality": "evenhand quality says it in one word",
    "merge_profiles": "evenhand profile merge",
    "profile_table": "evenhand profile says it in one word",
    "propose_retirement": "evenhand retire propose",
    "show_principles": "evenhand principles says it in one word",
    "show_status": "evenhand status says it in one word",
    "file_readings": "evenhand dataset reads --file",
    "list_entries": "evenhand audit log",
    "measure_drift": "evenhand drift",
    "list_alerts": "evenhand alert list",
    "list_findings": "evenhand finding list",
    "measure_performance": "evenhand performance says it in one word",
    "prove_entry": "evenhand audit proof",
    "prove_growth": "evenhand audit proof --since",
    "publish_checkpoint": "evenhand audit checkpoint",
    "tell_apart": "evenhand.tell_apart in Python: it reads rows, and takes as long as the rows are many",
    "verify_log": "evenhand audit verify; evenhand verify checks packs",
    "measure_fairness": "evenhand fairness says it in one word",
}


def _in_folders() -> list[Module]:
    """The modules of the folders of workflows, one folder a stage."""
    return [
        module
        for module in modules()
        if module.room == "workflows" and module.name.count(".") == 3 and module.path.stem != "__init__"
    ]


def _is_workflow(module: Module) -> bool:
    return any(isinstance(node, ast.FunctionDef) and node.name == module.path.stem for node in module.tree.body)


WORKFLOWS = [module.path.stem for module in _in_folders() if _is_workflow(module)]
needs_surfaces = pytest.mark.skipif(not util.find_spec("evenhand.surfaces.sdk"), reason="there is no surface yet")


def test_a_module_is_a_workflow_or_serves_one() -> None:
    imported = {
        name
        for module in modules()
        if module.room == "workflows"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom)
        for name in (node.module, *(f"{node.module}.{alias.name}" for alias in node.names))
    }
    lost = [module.name for module in _in_folders() if not _is_workflow(module) and module.name not in imported]

    assert lost == []


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_a_workflow_is_tested_by_its_name(workflow: str) -> None:
    assert re.search(rf"\b{workflow}\b", _texts_of_tests())


@needs_surfaces
@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_python_offers_it_under_its_name(workflow: str) -> None:
    offered = set(import_module("evenhand.surfaces.sdk").__all__)

    assert workflow in WITHOUT_A_COMMAND or {workflow, workflow.partition("_")[0]} & offered


@needs_surfaces
@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_the_command_line_offers_it_under_its_name(workflow: str) -> None:
    root = import_module("evenhand.surfaces.cli.entry").root

    assert workflow in WITHOUT_A_COMMAND or _spellings(workflow) & _commands(root)


def test_exceptions_name_workflows_that_exist() -> None:
    assert set(WITHOUT_A_COMMAND) <= set(WORKFLOWS)


def test_a_workflow_may_be_called_by_its_verb_or_by_noun_and_verb() -> None:
    assert _spellings("judge_gate") == {("judge-gate",), ("judge",), ("gate", "judge")}
    assert _spellings("send_back_submission") >= {("send-back",), ("submission", "send-back")}
    assert _spellings("approve") == {("approve",)}


def test_commands_of_groups_are_found() -> None:
    group = click.Group(
        "root", commands=[click.Group("gate", commands=[click.Command("judge")]), click.Command("load")]
    )

    assert _commands(group) == {("gate", "judge"), ("load",)}


def _spellings(workflow: str) -> set[tuple[str, ...]]:
    """``judge_gate`` is ``judge``, ``gate judge`` or ``judge-gate``; a verb may have several words."""
    words = workflow.split("_")
    ways: set[tuple[str, ...]] = {("-".join(words),)}
    for cut in range(1, len(words)):
        verb, noun = "-".join(words[:cut]), "-".join(words[cut:])
        ways |= {(verb,), (noun, verb)}
    return ways


def _commands(command: click.Command, path: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    if not isinstance(command, click.Group):
        return {path}
    context = click.Context(command)
    found: set[tuple[str, ...]] = {path} if command.invoke_without_command else set()
    for name in command.list_commands(context):
        part = command.get_command(context, name)
        assert part is not None, f"{name} is listed and cannot be found"
        found |= _commands(part, (*path, name))
    return found


@cache
def _texts_of_tests() -> str:
    folders = [ROOT / "tests" / "workflows", ROOT / "tests" / "scenarios"]
    return "\n".join(path.read_text(encoding="utf-8") for folder in folders for path in sorted(folder.rglob("*.py")))
