"""The reference pages say what the commands and the verbs say."""

import inspect
import re
import shlex
from pathlib import Path

import click
import pytest
from tests.docs.command_reference import commands, examples, page

import evenhand
from evenhand.surfaces.cli.entry import root

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
COMMANDS = dict(commands(root))


def test_the_page_of_commands_is_what_the_commands_say() -> None:
    fresh = "python -m tests.docs.command_reference > docs/reference/cli.md"

    assert (REFERENCE / "cli.md").read_text(encoding="utf-8") == page(), f"write it anew: {fresh}"


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_the_examples_of_a_command_are_written_as_it_wants_them(path: tuple[str, ...]) -> None:
    command = COMMANDS[path]
    lines = examples(command)

    assert lines
    for line in lines:
        words = shlex.split(re.sub(r"\(.*\)$|>.*$", "", line))
        assert words[: len(path) + 1] == ["evenhand", *path]
        assert isinstance(command.make_context(path[-1], words[len(path) + 1 :]), click.Context)


@pytest.mark.parametrize("verb", evenhand.__all__)
def test_a_verb_is_shown_with_its_signature_and_used(verb: str) -> None:
    text = (REFERENCE / "python.md").read_text(encoding="utf-8")
    found = re.search(rf"^### {verb}\n\n```text\n(.*?)\n```$", text, re.MULTILINE | re.DOTALL)

    assert found is not None, verb
    assert " ".join(found[1].split()) == _signature(verb)
    assert f"evenhand.{verb}(" in text


def _signature(verb: str) -> str:
    """The call without types: ``submit(version, *, actor=None, workspace=None)``."""
    signature = inspect.signature(getattr(evenhand, verb))
    bare = [each.replace(annotation=inspect.Parameter.empty) for each in signature.parameters.values()]
    return verb + str(signature.replace(parameters=bare, return_annotation=inspect.Signature.empty))
