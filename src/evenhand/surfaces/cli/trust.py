"""``evenhand trust``: whose keys count here, to hand to somebody who loads or verifies elsewhere."""

from pathlib import Path

import click

from evenhand.surfaces.cli.screen import json_option, show


@click.command()
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the trust file here, to hand it over."
)
@json_option
def trust(out: Path | None, *, as_json: bool) -> None:
    """Show whom you trust in this ledger: keys of the log, of releases and of people, and one fingerprint of all.

    \b
    Example:
      evenhand trust --out trust.json
    """
    from evenhand.surfaces.sdk.packing import show_trust
    from evenhand.wiring.user_file import require_writable, write_file

    if out is not None:
        require_writable(out)
    known = show_trust()
    lines = [f"fingerprint  {known.fingerprint}", *(f"log          {key}" for key in known.logs)]
    lines += [f"release key  {key.fingerprint}" for key in known.release_keys]
    lines += [f"person       {each.person} ({', '.join(each.roles)})  {each.key.fingerprint}" for each in known.people]
    if out is not None:
        write_file(out, known.as_bytes())
        lines.append(f"written to   {out}")
    show({"fingerprint": known.fingerprint, "trust": known.as_json()}, "\n".join(lines), as_json=as_json)
