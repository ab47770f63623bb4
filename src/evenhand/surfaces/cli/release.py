"""``evenhand release``: sign that a version may serve."""

import click

from evenhand.surfaces.cli.screen import as_option, json_option, show


@click.command()
@click.argument("version")
@click.option("--environment", required=True, help="For example demo, production.")
@as_option
@json_option
def release(version: str, *, environment: str, actor: str | None, as_json: bool) -> None:
    """Verify the ledger, judge both gates on what holds now, and sign that VERSION may serve in --environment.

    \b
    Example:
      evenhand release credit@3 --environment demo --as ada
    """
    from evenhand.surfaces.sdk.releasing import release as run

    entry = run(version, environment=environment, actor=actor)
    text = f"Released {version} for {environment}: ledger entry {entry.sequence}."
    show({"sequence": entry.sequence, "version": version, "environment": environment}, text, as_json=as_json)
