"""``evenhand attest``: what a person states, filed by digest."""

from pathlib import Path

import click

from evenhand.surfaces.cli.screen import as_option, json_option, show


@click.command()
@click.argument("kind")
@click.argument("ref")
@click.option("--file", "file", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The document.")
@click.option("--note", help="One sentence about it.")
@as_option
@json_option
def attest(kind: str, ref: str, *, file: Path, note: str | None, actor: str | None, as_json: bool) -> None:
    """File a document as evidence of KIND about REF, by its digest and under your signature.

    REF is a version (credit@3), use-case:NAME, dataset:NAME@N, deployment:NAME or retirement:NAME@N. What is attested
    is shown as attested, never as computed; numbers about rows cannot be attested.

    \b
    Example:
      evenhand attest dpia use-case:loan --file dpia.pdf --note "Agreed with the works council." --as cy
    """
    from evenhand.surfaces.sdk.evidence import attest as run

    entry = run(kind, ref, file=file, note=note, actor=actor)
    document = {"sequence": entry.sequence, "kind": kind, "about": ref, "file": str(file)}
    show(
        document,
        f"Filed {kind} about {ref}, attested by {entry.actor}: ledger entry {entry.sequence}.",
        as_json=as_json,
    )
