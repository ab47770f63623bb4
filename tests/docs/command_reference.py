"""Write the reference of commands from the commands themselves.

From the root of the project: ``python -m tests.docs.command_reference > docs/reference/cli.md``.
"""

import sys
from collections.abc import Iterator

import click

from evenhand.surfaces.cli.entry import root

HEAD = """# Commands

Every command, as `evenhand COMMAND --help` shows it. This page is written by `python -m tests.docs.command_reference`;
change the command, not the page.

`--json` prints one JSON document on standard output and nothing else. `--as NAME` says who acts, where you have several
identities.
Exit codes: 0 done or pass, 1 refused, 2 usage, 3 undecided, 4 could not run.
"""


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command with its name, groups left out."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, name
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


def examples(command: click.Command) -> list[str]:
    """The lines of the example in its help; a line that ends with a backslash goes on."""
    _, _, shown = (command.help or "").partition("Example:\n")
    return [line.strip() for line in shown.replace("\\\n", " ").splitlines() if line.strip()]


def section(path: tuple[str, ...], command: click.Command) -> str:
    """The section of one command."""
    words, _, _ = (command.help or "").partition("\b")
    said = "\n\n".join(" ".join(part.split()) for part in words.strip().split("\n\n"))
    context = click.Context(command, info_name=" ".join(("evenhand", *path)))
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    lines = [f"## {' '.join(path)}", "", said, "", "```text", usage, "```", ""]
    named = [each for each in command.params if isinstance(each, click.Option)]
    options = [record for each in named if (record := each.get_help_record(context)) is not None]
    if options:
        lines += ["| option | meaning |", "|---|---|"]
        lines += [f"| `{_cell(name)}` | {_cell(meaning)} |" for name, meaning in options]
        lines.append("")
    return "\n".join([*lines, "```text", *examples(command), "```", ""])


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *(section(path, command) for path, command in commands(root))])


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(page())
