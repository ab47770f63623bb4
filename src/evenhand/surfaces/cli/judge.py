"""``evenhand judge``: a version, or another target, at a gate."""

from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

import click

from evenhand.surfaces.cli.screen import as_option, json_option, show

if TYPE_CHECKING:
    from evenhand.governance.policy.verdict import GateVerdict, Reason

GATES = (
    "intake", "development", "training-validation", "deployment-approval", "change", "monitoring", "retirement",
)  # fmt: skip


@click.command()
@click.argument("version")
@click.option("--gate", type=click.Choice(GATES), help="The first of its kind when left out.")
@click.option("--environment", help="Where it is meant to serve, for deployment-approval.")
@click.option("--junit", type=click.Path(dir_okay=False, path_type=Path), help="Also write the checks as JUnit XML.")
@as_option
@json_option
def judge(
    version: str, *, gate: str | None, environment: str | None, junit: Path | None, actor: str | None, as_json: bool
) -> int:
    """Judge VERSION (NAME@NUMBER), or another target, and record the verdict with its facts.

    Other targets are use-case:NAME (gate intake), dataset:NAME@N (development), deployment:NAME (monitoring) and
    retirement:NAME@N (retirement).

    Ends with 0 when the gate opens, 1 when a check fails, 3 when something is missing, stale or not enough.

    \b
    Example:
      evenhand judge job-search@2 --gate training-validation
      evenhand judge use-case:job-search
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
    lines = [verdict_text(verdict), *_figures(verdict)]
    if verdict.opens and _is_to_submit(version):
        lines.append(f"Next: evenhand submit {version}")
    show(verdict.as_json(), "\n".join(lines), as_json=as_json)
    return verdict.exit_code


def _figures(verdict: "GateVerdict") -> list[str]:
    """Of a gate that opens, the number that each check passed by; of several groups, the one that came closest."""
    lines: list[str] = []
    for check in verdict.checks if verdict.opens else ():
        measured = [reason for reason in check.reasons if reason.limit is not None and check.verdict == "pass"]
        if measured:
            lines += wrap(_closest(measured), 100, initial_indent=" " * 18, subsequent_indent=" " * 18)
    return lines


def _closest(measured: "list[Reason]") -> str:
    closest = min(measured, key=_slack)
    others = len(measured) - 1
    return closest.text if others == 0 else f"{closest.text} {others} further from the limit."


def _slack(reason: "Reason") -> float:
    near = reason.lower if reason.bound == "at_least" else reason.upper
    return abs((near or 0) - (reason.limit or 0))


def _is_to_submit(version: str) -> bool:
    from evenhand.surfaces.sdk.opening import read, reference_of
    from evenhand.workflows.lookup import version_record

    if ":" in version:
        return False
    with read(None) as workspace:
        return version_record(workspace.ledger, reference_of(version)).body["submission"] is None
