"""``evenhand status``: where every version stands."""

import click

from evenhand.surfaces.cli.screen import json_option, show


@click.command()
@json_option
def status(*, as_json: bool) -> None:
    """Show where every model stands, what blocks it, who can mend it.

    \b
    Example:
      evenhand status
    """
    from evenhand.surfaces.sdk.opening import read
    from evenhand.surfaces.sdk.releasing import show_status

    standings = show_status()
    lines = []
    for each in standings:
        where = f" in {', '.join(each.environments)}" if each.environments else ""
        lines.append(f"{each.about}  {each.state}{where}  (use case {each.use_case}, by {each.author})")
        lines += [
            f"    {blocker.gate} / {blocker.check}: {blocker.verdict}. {blocker.reason}" for blocker in each.blockers
        ]
        if each.next_step:
            lines.append(f"    next: {each.next_step}")
    with read(None) as workspace:
        n_open, mode = len(workspace.ledger.records("proposal")), workspace.mode
    lines.append(f"mode={mode}; {n_open} open proposals" + (" (evenhand confirm lists them)." if n_open else "."))
    document = {"mode": mode, "open_proposals": n_open, "versions": [each.as_json() for each in standings]}
    show(document, "\n".join(lines), as_json=as_json)
