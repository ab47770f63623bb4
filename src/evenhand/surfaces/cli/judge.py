"""``evenhand judge``: a version at a gate."""

from pathlib import Path

import click

from evenhand.surfaces.cli.screen import as_option, json_option, show

GATES = ("training-validation", "deployment-approval")


@click.command()
@click.argument("version")
@click.option("--gate", type=click.Choice(GATES), default=GATES[0], show_default=True)
@click.option("--environment", help="Where it is meant to serve, for deployment-approval.")
@click.option("--junit", type=click.Path(dir_okay=False, path_type=Path), help="Also write the checks as JUnit XML.")
@as_option
@json_option
def judge(
    version: str, *, gate: str, environment: str | None, junit: Path | None, actor: str | None, as_json: bool
) -> int:
    """Judge VERSION (NAME@NUMBER) and record the verdict with its facts.

    Ends with 0 when the gate opens, 1 when a check fails, 3 when something is missing, stale or not enough.

    \b
    Example:
      evenhand judge job-search@2 --gate training-validation
    """
    from evenhand.governance.policy.junit import junit_xml
    from evenhand.governance.policy.text import verdict_text
    from evenhand.surfaces.sdk.rules import judge as run
    from evenhand.wiring.user_file import require_writable, write_file

    if junit is not None:
        require_writable(junit, replace=True)
    verdict = run(version, gate=gate, environment=environment, actor=actor)
    if junit is not None:
        write_file(junit, junit_xml(verdict).encode(), replace=True)
    show(verdict.as_json(), verdict_text(verdict), as_json=as_json)
    return verdict.exit_code
