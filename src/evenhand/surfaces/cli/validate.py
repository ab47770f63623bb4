"""``evenhand validate``: the report of an independent validation."""

from pathlib import Path

import click

from evenhand.surfaces.cli.screen import as_option, json_option, show

_PATH = click.Path(dir_okay=False, path_type=Path)
_RATINGS = ("validated", "validated-with-findings", "not-validated")


@click.command()
@click.argument("ref")
@click.option("--report", type=_PATH, required=True, help="The report: Markdown, Word or PDF.")
@click.option("--rating", type=click.Choice(_RATINGS), required=True, help="What it comes to.")
@click.option("--findings", type=_PATH, help="YAML or CSV with severity, text, owner and due of each finding.")
@click.option("--note", help="One sentence about it.")
@as_option
@json_option
def validate(
    ref: str, *, report: Path, rating: str, findings: Path | None, note: str | None, actor: str | None, as_json: bool
) -> None:
    """File the report of an independent validation of REF, and open each of its findings.

    Whoever built or submitted REF cannot, and the role independent-validation is needed. The report is kept by its
    digest; only of Markdown is the text read. No gate that asks for closed findings opens before they are closed.

    \b
    Example:
      evenhand validate credit@3 --report validation.md --rating validated-with-findings --findings found.yaml --as cy
    """
    from evenhand.surfaces.sdk.validating import validate as run

    done = run(ref, report=report, rating=rating, findings=findings or (), note=note, actor=actor)
    lines = [f"Filed the validation of {ref}, {rating}, by {done.entry.actor}: ledger entry {done.entry.sequence}."]
    lines += [f"  opened {name}: ledger entry {entry.sequence}" for name, entry in done.findings.items()]
    document = {
        "about": ref, "rating": rating, "sequence": done.entry.sequence, "evidence": done.entry.payload,
        "findings": {name: entry.sequence for name, entry in done.findings.items()},
    }  # fmt: skip
    show(document, "\n".join(lines), as_json=as_json)
