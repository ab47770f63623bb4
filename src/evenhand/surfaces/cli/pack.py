"""``evenhand pack`` and ``verify``: evidence that checks alone."""

from pathlib import Path

import click

from evenhand.surfaces.cli.screen import json_option, show

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("version")
@click.option("--environment", required=True, help="Of the release.")
@click.option("--out", type=_FILE, help="Where to write it; NAME-VERSION.pack.zip when left out.")
@click.option("--with-model", is_flag=True, help="Also write the model's files.")
@json_option
def pack(version: str, *, environment: str, out: Path | None, with_model: bool, as_json: bool) -> None:
    """Write the evidence of a release into one file, and sign a checkpoint that it leads to.

    \b
    Example:
      evenhand pack credit@3 --environment production --out credit-3.pack.zip
    """
    from evenhand.surfaces.sdk.packing import pack as run

    target = out or Path(f"{version.replace('@', '-')}.pack.zip")
    n_entries = run(version, target, environment=environment, with_model=with_model)
    size = target.stat().st_size
    document = {"file": str(target), "entries": n_entries, "bytes": size}
    text = f"{target}: {n_entries} entries, {size:,} bytes.\n  check it: evenhand verify {target} --trust TRUST-FILE"
    show(document, text, as_json=as_json)


@click.command()
@click.argument("pack_file", metavar="PACK", type=_FILE)
@click.option("--trust", help="A trust file that you got by another way, or the fingerprint of the list of keys.")
@click.option("--witness", type=click.Path(path_type=Path), help="Checkpoints that a witness kept.")
@json_option
def verify(pack_file: Path, *, trust: str | None, witness: Path | None, as_json: bool) -> int:
    """Check PACK against keys and checkpoints that you bring; needs no workspace.

    Ends with 0 when established, 1 when refused, 3 when it is consistent with itself and the signers are not known.

    \b
    Example:
      evenhand verify credit-3.pack.zip --trust trust.json --witness checkpoints.txt
    """
    from evenhand.surfaces.sdk.packing import verify as run

    report = run(pack_file, trust=trust, witness=witness)
    show(report.as_json(), "\n".join(report.lines), as_json=as_json)
    return report.exit_code
