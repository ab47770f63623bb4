"""``evenhand contract``: what a table must look like."""

from pathlib import Path

import click

from evenhand.surfaces.cli.screen import json_option, show

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def contract() -> None:
    """Infer and check the contract of a table; needs no workspace.

    \b
    Example:
      evenhand contract infer train.csv --label repaid --protected sex --out contract.yaml
    """


@contract.command()
@click.argument("table", type=_FILE)
@click.option("--label", help="The column with the true outcome.")
@click.option("--protected", multiple=True, help="A protected column; may repeat.")
@click.option("--key", multiple=True, help="A column that identifies a row; may repeat.")
@click.option("--time", help="The column with the time.")
@click.option("--weight", help="The column with the weight.")
@click.option("--context", multiple=True, help="A column that is neither input nor outcome; may repeat.")
@click.option("--categorical", multiple=True, help="A column of numbers that name categories; may repeat.")
@click.option("--out", type=_FILE, help="Write it here, to be edited; else print it.")
@json_option
def infer(
    table: Path, *, label: str | None, protected: tuple[str, ...], key: tuple[str, ...], time: str | None,
    weight: str | None, context: tuple[str, ...], categorical: tuple[str, ...], out: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Infer the contract of TABLE: kinds, ranges and categories as seen, roles as told.

    \b
    Example:
      evenhand contract infer train.csv --label repaid --protected sex --key id --out contract.yaml
    """
    from evenhand.lifecycle.data.inference import Parts
    from evenhand.surfaces.sdk.table import infer_contract
    from evenhand.wiring.contract_file import contract_text, write_contract
    from evenhand.wiring.user_file import require_writable

    if out is not None:
        require_writable(out)
    parts = Parts(
        label=label, protected=protected, key=key, time=time, weight=weight, context=context, categorical=categorical
    )
    agreed = infer_contract(table, parts)
    if out is not None:
        write_contract(agreed, out)
    text = contract_text(agreed) if out is None else f"Contract of {len(agreed.columns)} columns: {out}. Edit it."
    show(agreed.as_json(), text.rstrip(), as_json=as_json)


@contract.command()
@click.argument("table", type=_FILE)
@click.argument("contract_file", metavar="CONTRACT", type=_FILE)
@json_option
def check(table: Path, *, contract_file: Path, as_json: bool) -> int:
    """Hold TABLE against CONTRACT; ends with 1 when it breaks it.

    \b
    Example:
      evenhand contract check new.csv contract.yaml
    """
    from evenhand.surfaces.sdk.table import check_contract

    found = check_contract(table, contract_file)
    text = "\n".join(violation.sentence for violation in found) or f"{table} keeps the contract."
    show([violation.as_json() for violation in found], text, as_json=as_json)
    return 1 if found else 0
