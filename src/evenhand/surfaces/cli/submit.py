"""``evenhand submit``: freeze a version for review."""

import click

from evenhand.surfaces.cli.screen import as_option, json_option, show


@click.command()
@click.argument("version")
@as_option
@json_option
def submit(version: str, *, actor: str | None, as_json: bool) -> None:
    """Freeze VERSION with its evidence, policy and use case; approvals name this frozen set.

    \b
    Example:
      evenhand submit credit@3 --as ada
    """
    from evenhand.surfaces.sdk.releasing import submit as run

    submission = run(version, actor=actor)
    open_checks = [f"{name} {verdict}" for name, verdict in submission.verdicts.items() if verdict != "pass"]
    text = f"Submitted {version} as {submission.digest[7:19]}."
    text += f" At training-validation: {', '.join(open_checks) or 'all checks pass'}."
    text += f"\nNext: evenhand review {version}"
    show({"digest": submission.digest, **submission.as_json()}, text, as_json=as_json)
