"""``evenhand waive``: one check, one version, until a day."""

import click

from evenhand.surfaces.cli.screen import as_option, json_option, show


@click.command()
@click.argument("version")
@click.argument("check")
@click.option("--gate", default="training-validation", show_default=True)
@click.option("--role", required=True, help="In which role you ask; the policy says which may.")
@click.option("--reason", required=True, help="Why the check cannot be met now.")
@click.option("--control", required=True, help="What protects people meanwhile.")
@click.option("--days", type=click.IntRange(1, 90), default=30, show_default=True, help="How long it holds.")
@as_option
@json_option
def waive(
    version: str, check: str, *, gate: str, role: str, reason: str, control: str, days: int, actor: str | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Ask to suspend CHECK (its id, see 'evenhand judge') for VERSION; a second person signs with 'confirm'.

    \b
    Example:
      evenhand waive credit@3 roc_auc --role model-risk --reason "Old data." --control "Manual review." --as eve
    """
    from evenhand.surfaces.sdk.releasing import waive as run

    entry = run(
        version, check, gate=gate, role=role, reason=reason, compensating_control=control, days=days, actor=actor
    )
    text = f"Asked for. It takes effect when a second person runs: evenhand confirm {entry.about}"
    show({"sequence": entry.sequence, "about": entry.about}, text, as_json=as_json)
