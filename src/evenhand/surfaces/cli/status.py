"""``evenhand status``: where everything stands."""

from itertools import groupby
from typing import TYPE_CHECKING

import click

from evenhand.surfaces.cli.screen import json_option, show

if TYPE_CHECKING:
    from evenhand.workflows.release.show_status import Standing


@click.command()
@click.option("--use-case", help="Only this use case.")
@json_option
def status(*, use_case: str | None, as_json: bool) -> None:
    """Show where every use case, dataset, version and deployment stands, what blocks it, who can mend it.

    \b
    Example:
      evenhand status
      evenhand status --use-case loan
    """
    from evenhand.surfaces.sdk.opening import read
    from evenhand.surfaces.sdk.releasing import show_status

    standings = [each for each in show_status() if use_case in (None, each.use_case)]
    lines: list[str] = []
    for name, group in groupby(standings, key=lambda each: each.use_case):
        lines.append(f"{name}:")
        lines += [f"  {line}" for each in group for line in _lines(each)]
    with read(None) as workspace:
        n_open, mode = len(workspace.ledger.records("proposal")), workspace.mode
    lines.append(f"mode={mode}; {n_open} open proposals" + (" (evenhand confirm lists them)." if n_open else "."))
    document = {
        "mode": mode, "open_proposals": n_open,
        "versions": [each.as_json() for each in standings if each.kind == "version"],
        "others": [each.as_json() for each in standings if each.kind != "version"],
    }  # fmt: skip
    show(document, "\n".join(lines), as_json=as_json)


def _lines(each: "Standing") -> list[str]:
    where = f" in {', '.join(each.environments)}" if each.environments else ""
    lines = [f"{each.about}  {each.state}{where}  (by {each.author})"]
    lines += [f"    {note}" for note in each.notes]
    for blocker in each.blockers:
        who = f" Who can mend it: {' or '.join(blocker.who_can_mend)}." if blocker.who_can_mend else ""
        told = blocker.reason if "Who can mend it" in blocker.reason else f"{blocker.reason}{who}"
        lines.append(f"    {blocker.gate} / {blocker.check}: {blocker.verdict}. {told}")
    if each.next_step:
        lines.append(f"    next: {each.next_step}")
    return lines
