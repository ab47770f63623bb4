"""``evenhand retire`` and ``consumers``: withdraw a version, and see who still uses it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from evenhand.surfaces.cli.fallback import FallbackGroup
from evenhand.surfaces.cli.screen import as_option, json_option, show

if TYPE_CHECKING:
    from evenhand.lifecycle.retirement.plan import Consumer

_FOLDER = click.Path(file_okay=False, exists=True, path_type=Path)


@click.group(cls=FallbackGroup, fallback="version", invoke_without_command=True)
@click.pass_context
def retire(context: click.Context) -> None:
    """Withdraw a version: propose first, give its consumers time, then retire it for good.

    'evenhand retire VERSION' is short for 'evenhand retire version VERSION'.

    \b
    Example:
      evenhand retire propose credit@3 --reason "Replaced." --successor credit@4 --on 2026-12-31 --retention 2036-12-31
      evenhand retire credit@3
    """
    if context.invoked_subcommand is None:
        raise click.UsageError("Name a version, or 'propose'.", ctx=context)


@retire.command()
@click.argument("version")
@click.option("--reason", required=True, help="Why it is withdrawn.")
@click.option("--successor", required=True, metavar="VERSION", help="What follows it, or 'none'.")
@click.option("--on", required=True, metavar="YYYY-MM-DD", help="The last day on which it may serve.")
@click.option("--retention", required=True, metavar="YYYY-MM-DD", help="Until when records and files are kept.")
@as_option
@json_option
def propose(
    version: str, *, reason: str, successor: str, on: str, retention: str, actor: str | None, as_json: bool
) -> None:
    """Announce that VERSION will be withdrawn; its consumers are taken from the prediction logs.

    \b
    Example:
      evenhand retire propose credit@3 --reason "Replaced." --successor credit@4 --on 2026-12-31 --retention 2036-12-31
    """
    from evenhand.surfaces.sdk.retiring import propose_retirement

    follows = None if successor == "none" else successor
    plan = propose_retirement(version, reason=reason, successor=follows, on=on, retention=retention, actor=actor)
    about = f"retirement:{plan.version}"
    lines = [
        f"{plan.version} may serve until {plan.retire_on}; records are kept until {plan.keep_until}.",
        *(f"  tell {_told(each)}" for each in plan.consumers),
        *(f"  {slot} of {name}" for name, slot in plan.deployments.items()),
        f"  next: evenhand attest notice-record {about} --file NOTICE, then evenhand judge {about}",
    ]  # fmt: skip
    show({"about": about, **plan.as_json()}, "\n".join(lines), as_json=as_json)


@retire.command("version")
@click.argument("version")
@click.option("--with-model", is_flag=True, help="The packs that are kept hold the model's files too.")
@click.option("--out", "folder", type=_FOLDER, help="Write the packs into this folder as well.")
@as_option
@json_option
def version_command(version: str, *, with_model: bool, folder: Path | None, actor: str | None, as_json: bool) -> None:
    """Withdraw VERSION for good, once it is planned, due, let through by its gate, and serving nowhere.

    A pack of every release is kept in the workspace, its digest in the entry. History, documents and files stay.

    \b
    Example:
      evenhand retire version credit@3
      evenhand retire version credit@3 --with-model --as bo
    """
    from evenhand.surfaces.sdk.retiring import archive_of
    from evenhand.surfaces.sdk.retiring import retire as run
    from evenhand.wiring.user_file import write_file

    done = run(version, with_model=with_model, actor=actor)
    files = []
    for environment, digest in done.archives.items() if folder is not None else ():
        path = (folder or Path()) / f"{version.replace('@', '-')}-{environment}.pack.zip"
        write_file(path, archive_of(digest), replace=True)
        files.append(str(path))
    lines = [
        f"{version} is retired (entry {done.entry.sequence}); it serves nowhere from now on.",
        f"  kept until {done.keep_until}: history, documents, {_counted(len(done.archives), 'pack')}",
        *(f"  written to {file}" for file in files),
    ]
    document = {
        "version": version, "sequence": done.entry.sequence, "archives": done.archives, "keep_until": done.keep_until,
        "successor": done.successor, "files": files,
    }  # fmt: skip
    show(document, "\n".join(lines), as_json=as_json)


@click.command()
@click.argument("version")
@json_option
def consumers(version: str, *, as_json: bool) -> None:
    """List who got answers of VERSION, how many and when last, from the prediction logs of all deployments.

    \b
    Example:
      evenhand consumers credit@3
    """
    from evenhand.surfaces.sdk.retiring import list_consumers

    found = list_consumers(version)
    lines = [_told(each) for each in found]
    show(
        {"version": version, "consumers": [each.as_json() for each in found]},
        "\n".join(lines or [f"No prediction log names an answer of {version}."]), as_json=as_json,
    )  # fmt: skip


def _told(consumer: "Consumer") -> str:
    spell = f"{consumer.first_at[:10]} to {consumer.last_at[:10]}"
    return f"{consumer.name or '(not named)'}: {consumer.n:,} answers through {consumer.deployment}, {spell}"


def _counted(n: int, noun: str) -> str:
    return f"{n} {noun}{'' if n == 1 else 's'}"
