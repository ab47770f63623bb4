"""``evenhand score``: a batch with the champion of a deployment."""

from pathlib import Path

import click

from evenhand.surfaces.cli.screen import as_option, json_option, note, show

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("deployment")
@click.argument("table", type=_FILE)
@click.argument("out", type=_FILE)
@click.option("--batch", metavar="ID", help="Its name; repeated with the same rows it gives the same answers.")
@click.option(
    "--as-of", metavar="DATE", help="Day or instant that the cases belong to; else their time column, or now."
)
@click.option("--key", metavar="COLUMN", help="Column with the keys of the cases.")
@click.option("--context", type=_FILE, help="A table with protected columns by --key; the model never sees them.")
@click.option("--reasons", is_flag=True, help="Find out what speaks for each decision; takes longer.")
@click.option("--trust", type=_FILE, help="A trust file; your own for this ledger when left out.")
@click.option(
    "--sandbox", type=click.Choice(["required", "limits"]), envvar="EVENHAND_SANDBOX", default="required",
    show_default=True, help="Whether to go on where the model cannot be kept from files and network.",
)  # fmt: skip
@as_option
@json_option
def score(
    deployment: str, table: Path, out: Path, *, batch: str | None, as_of: str | None, key: str | None,
    context: Path | None, reasons: bool, trust: Path | None, sandbox: str, actor: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Score TABLE with the champion of DEPLOYMENT into OUT (CSV or Parquet): logged before anything appears.

    \b
    Example:
      evenhand score loan-live applicants.csv answers.csv --batch 2026-11 --key case --as bo
    """
    from evenhand.lifecycle.serving.prediction import repeated_keys
    from evenhand.surfaces.sdk.retiring import announced
    from evenhand.surfaces.sdk.serving import score as run

    scored = run(
        deployment, table, out, batch=batch, as_of=as_of, key=key, context=context, reasons=reasons, trust=trust,
        sandbox=sandbox, actor=actor,  # type: ignore[arg-type]
    )  # fmt: skip
    for violation in scored.violations:
        note(f"Contract: {violation}")
    if repeated := repeated_keys([each.case for each in scored.predictions]):
        note(f"Keys: {repeated}.")
    if (notice := announced(scored.version)) is not None:
        note(notice)
    n, n_review = len(scored.predictions), sum(each.band == "review" for each in scored.predictions)
    told = (
        "recorded before; the same answers again" if scored.entry is None else f"ledger entry {scored.entry.sequence}"
    )
    document = {
        "deployment": deployment, "batch": scored.batch, "version": scored.version, "rows": n, "under_review": n_review,
        "file": str(out), "sequence": None if scored.entry is None else scored.entry.sequence,
        "violations": list(scored.violations), "repeated": repeated, "retirement": notice,
    }  # fmt: skip
    text = f"{n:,} cases answered by {scored.version}, {n_review:,} of them under review: {out} ({told})."
    show(document, text, as_json=as_json)
