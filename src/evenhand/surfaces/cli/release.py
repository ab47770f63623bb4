"""``evenhand release``: sign that a version may serve."""

import click

from evenhand.surfaces.cli.screen import as_option, json_option, show


@click.command()
@click.argument("version")
@click.option("--environment", required=True, help="For example demo, production.")
@click.option("--shadow", is_flag=True, help="Beside what serves: answers are recorded and reach nobody.")
@as_option
@json_option
def release(version: str, *, environment: str, shadow: bool, actor: str | None, as_json: bool) -> None:
    """Verify the ledger, judge every needed gate on what holds now, and sign that VERSION may serve in --environment.

    A shadow needs training-validation alone, beside the gates before it that the policy holds.

    \b
    Example:
      evenhand release credit@3 --environment demo --as ada
      evenhand release credit@3 --environment demo --shadow --as ada
    """
    from evenhand.surfaces.sdk.releasing import release as run

    entry = run(version, environment=environment, shadow=shadow, actor=actor)
    what = "as a shadow in" if shadow else "for"
    text = f"Released {version} {what} {environment}: ledger entry {entry.sequence}."
    document = {
        "sequence": entry.sequence, "version": version, "environment": environment,
        "exposure": "shadow" if shadow else "full",
    }  # fmt: skip
    show(document, text, as_json=as_json)
