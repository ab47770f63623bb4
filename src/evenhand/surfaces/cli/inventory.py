"""``evenhand inventory``: the fleet, governed or only known by a few facts."""

from pathlib import Path
from typing import Any

import click

from evenhand.surfaces.cli.screen import as_option, json_option, show

_SHOWN = 40


@click.group()
def inventory() -> None:
    """Keep a list of all models, governed or only known by a few facts.

    \b
    Example:
      evenhand inventory import fleet.csv --as ada
      evenhand inventory list
    """


@inventory.command("import")
@click.argument("table", type=click.Path(dir_okay=False, path_type=Path), metavar="CSV")
@as_option
@json_option
def import_(table: Path, *, actor: str | None, as_json: bool) -> None:
    """Put the rows of CSV into the inventory, all of them or none; importing a file again changes nothing.

    Columns are found by their usual names (name, purpose, owner, vendor, status, class, tier, id), others are kept.

    \b
    Example:
      evenhand inventory import fleet.csv --as ada
    """
    from evenhand.surfaces.sdk.problem import import_inventory

    done = import_inventory(table, actor=actor)
    counts = {"new": len(done.new), "changed": len(done.changed), "same": len(done.same)}
    text = ", ".join(f"{n:,} {word}" for word, n in counts.items())
    where = "Nothing to record" if done.entry is None else f"Recorded in entry {done.entry.sequence}"
    document = {"sequence": None if done.entry is None else done.entry.sequence, **counts}
    show(document, f"{where}: {text}. See them: evenhand inventory list", as_json=as_json)


@inventory.command("list")
@click.option("--all", "is_all", is_flag=True, help=f"Every row on the screen, not the first {_SHOWN}.")
@json_option
def list_(*, is_all: bool, as_json: bool) -> None:
    """List every system with its class, tier and owner, and what nobody stated.

    \b
    Example:
      evenhand inventory list --json
    """
    from evenhand.surfaces.sdk.problem import list_inventory

    found = list_inventory()
    shown = found if is_all else found[:_SHOWN]
    lines = [_summary(found), *(_line(each) for each in shown)] if found else ["The inventory is empty."]
    if len(found) > len(shown):
        lines.append(f"... and {len(found) - len(shown):,} more: evenhand inventory list --all")
    show([each.as_json() for each in found], "\n".join(lines), as_json=as_json)


def _summary(found: Any) -> str:
    governed = sum(each.is_governed for each in found)
    gaps = sum(bool(each.system.gaps) for each in found)
    return f"{len(found):,} systems, {governed:,} governed here, {gaps:,} with facts that nobody stated."


def _line(each: Any) -> str:
    system = each.system
    tier = f"tier {system.tier}" if system.tier else "tier ?"
    place = "governed" if each.is_governed else "known"
    gaps = f"  not stated: {', '.join(system.gaps)}" if system.gaps else ""
    facts = f"{place:<9} {tier}  {system.case_class or '?':<12}  {system.status or '?':<14}"
    return f"  {facts} {system.name} ({system.owner or 'no owner'}){gaps}"
