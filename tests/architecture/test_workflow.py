"""A workflow has one name: as a module, a function, a test, in Python and on the command line."""

from importlib import import_module, util
from pathlib import Path

import click
import pytest
from tests.architecture.source import PACKAGE, ROOT

# Workflows that nobody calls by themselves, each with the reason.
WITHOUT_A_COMMAND: dict[str, str] = {}


def _workflows() -> list[Path]:
    return sorted(path for path in (PACKAGE / "workflows").glob("*/*.py") if not path.stem.startswith("_"))


def _commands(group: click.Command, path: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    if not isinstance(group, click.Group):
        return {path}
    context = click.Context(group)
    found: set[tuple[str, ...]] = {path} if group.invoke_without_command else set()
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, f"{name} is listed and cannot be found"
        found |= _commands(command, (*path, name))
    return found


def _spellings(workflow: str) -> set[tuple[str, ...]]:
    """``judge_gate`` is ``judge``, ``gate judge`` or ``judge-gate``."""
    verb, _, noun = workflow.partition("_")
    whole = (workflow.replace("_", "-"),)
    return {whole, (verb,), (noun.replace("_", "-"), verb)} if noun else {whole}


needs_rooms = pytest.mark.skipif(
    not (_workflows() and util.find_spec("evenhand.surfaces.sdk")), reason="no workflows or no surface for them yet"
)


@pytest.mark.parametrize("path", _workflows(), ids=lambda path: path.stem)
class TestWorkflow:
    def test_its_function_has_the_name_of_its_file(self, path: Path) -> None:
        module = import_module(f"evenhand.workflows.{path.parent.name}.{path.stem}")

        assert callable(getattr(module, path.stem, None)), f"{path.name} defines no {path.stem}"

    def test_it_has_a_test_of_its_name(self, path: Path) -> None:
        assert list((ROOT / "tests" / "workflows").rglob(f"test_{path.stem}.py")) != []

    @needs_rooms
    def test_python_offers_it_under_its_name(self, path: Path) -> None:
        offered = set(import_module("evenhand.surfaces.sdk").__all__)

        assert path.stem in WITHOUT_A_COMMAND or {path.stem, path.stem.partition("_")[0]} & offered

    @needs_rooms
    def test_the_command_line_offers_it_under_its_name(self, path: Path) -> None:
        root = import_module("evenhand.surfaces.cli.entry").root

        assert path.stem in WITHOUT_A_COMMAND or _spellings(path.stem) & _commands(root)


def test_exceptions_name_workflows_that_exist() -> None:
    assert set(WITHOUT_A_COMMAND) <= {path.stem for path in _workflows()}


def test_a_workflow_may_be_called_by_its_verb_or_by_noun_and_verb() -> None:
    assert _spellings("judge_gate") == {("judge-gate",), ("judge",), ("gate", "judge")}
    assert _spellings("approve") == {("approve",)}
