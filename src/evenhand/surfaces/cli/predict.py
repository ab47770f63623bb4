"""``evenhand load`` and ``predict``: what may serve, or why not."""

from pathlib import Path

import click

from evenhand.surfaces.cli.screen import json_option, note, show

_PATH = click.Path(dir_okay=False, path_type=Path)
_ENVIRONMENT = click.option("--environment", required=True, help="Where it is to serve, for example demo.")
_TRUST = click.option("--trust", type=_PATH, help="A trust file; your own for this ledger when left out.")
_SANDBOX = click.option(
    "--sandbox", type=click.Choice(["required", "limits"]), envvar="EVENHAND_SANDBOX", default="required",
    show_default=True, help="Whether to go on where the model cannot be kept from files and network.",
)  # fmt: skip


@click.command()
@click.argument("version")
@_ENVIRONMENT
@_TRUST
@_SANDBOX
@json_option
def load(version: str, *, environment: str, trust: Path | None, sandbox: str, as_json: bool) -> None:
    """Verify the release of VERSION and load it once, as a server would; ends with 1 and the reason when refused.

    \b
    Example:
      evenhand load credit@3 --environment demo
    """
    from evenhand.surfaces.sdk.loading import load as run

    with run(version, environment=environment, trust=trust, sandbox=sandbox) as loaded:  # type: ignore[arg-type]
        statement = loaded.statement
        text = f"{version} may serve in {environment} (mode={statement.mode}). Sandbox: {loaded.sandbox}."
        document = {
            "version": version, "environment": environment, "mode": statement.mode, "manifest": statement.manifest,
            "submission": statement.submission, "sandbox": loaded.sandbox,
        }  # fmt: skip
        show(document, text, as_json=as_json)


@click.command()
@click.argument("version")
@click.argument("table", type=_PATH)
@_ENVIRONMENT
@_TRUST
@_SANDBOX
@click.option("--out", type=_PATH, help="Write score and decision of every row here as CSV; else print them.")
@json_option
def predict(
    version: str, table: Path, *, environment: str, trust: Path | None, sandbox: str, out: Path | None, as_json: bool
) -> None:
    """Answer for every row of TABLE with the released VERSION, or refuse.

    \b
    Example:
      evenhand predict credit@3 applicants.csv --environment demo --out answers.csv
    """
    from evenhand.surfaces.sdk.loading import load as run
    from evenhand.wiring.user_file import require_writable, write_file

    if out is not None:
        require_writable(out)
    with run(version, environment=environment, trust=trust, sandbox=sandbox) as loaded:  # type: ignore[arg-type]
        answers = loaded.predict(table)
    for violation in answers.violations:
        note(f"Contract: {violation}")
    rows = zip(answers.scores.tolist(), answers.decisions.tolist(), strict=True)
    document = [{"score": score, "decision": decision} for score, decision in rows]
    lines = ["score,decision", *(f"{each['score']!r},{each['decision']}" for each in document)]
    if out is not None:
        write_file(out, ("\n".join(lines) + "\n").encode())
        told = {"file": str(out), "rows": len(document), "violations": list(answers.violations)}
        show(told, f"{len(document):,} answers: {out}", as_json=as_json)
        return
    told = {"answers": document, "violations": list(answers.violations)}
    show(told, "\n".join(lines), as_json=as_json)
