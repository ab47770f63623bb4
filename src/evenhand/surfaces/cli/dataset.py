"""``evenhand dataset``: immutable versions of data, their parts, and who reads them."""

from pathlib import Path

import click

from evenhand.surfaces.cli.dataset_papers import compare, confirm_personal, describe, transform
from evenhand.surfaces.cli.screen import as_option, json_option, show

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def dataset() -> None:
    """Register data as immutable versions, and read them by part.

    \b
    Example:
      evenhand dataset register adult adult.parquet --by person_id --as ada
    """


@dataset.command()
@click.argument("name")
@click.argument("source", type=_FILE, required=False)
@click.option(
    "--part", "parts", multiple=True, metavar="NAME=FILE", help="A part that was split elsewhere; may repeat."
)
@click.option("--query", help="One SELECT, instead of SOURCE.")
@click.option("--database", metavar="ADDRESS", help="Where to run it: sqlite:PATH or postgresql://USER@HOST/NAME.")
@click.option("--reference", metavar="SNAPSHOT", help="Pin a snapshot that stays where it is; no row is kept.")
@click.option("--rows-digest", metavar="DIGEST", help="Digest of the rows of that snapshot.")
@click.option("--use-case", help="The use case; may be left out when only one is in force.")
@click.option("--contract", type=_FILE, help="The contract, instead of inferring it.")
@click.option(
    "--split", default="training=0.6,validation=0.2,holdout=0.2", show_default=True, help="Parts, earliest first."
)
@click.option("--whole", is_flag=True, help="Do not split: one part, 'all'.")
@click.option("--by", multiple=True, help="A column that names who a row is about; may repeat.")
@click.option("--time", help="The column by which later rows go to later parts.")
@click.option("--statement", type=_FILE, help="dataset.yaml: legal basis, retention, labels, answers.")
@click.option("--population", type=_FILE, help="YAML with the stated share of each group.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Of the split by chance.")
@as_option
@json_option
def register(
    name: str, *, source: Path | None, parts: tuple[str, ...], query: str | None, database: str | None,
    reference: str | None, rows_digest: str | None, use_case: str | None, contract: Path | None, split: str,
    whole: bool, by: tuple[str, ...], time: str | None, seed: int, statement: Path | None,
    population: Path | None, actor: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Record SOURCE (Parquet, CSV), a query or a pinned snapshot as the next version of NAME.

    \b
    Example:
      evenhand dataset register adult adult.parquet --by person_id --as ada
      evenhand dataset register loans --database sqlite:bank.db --query "SELECT * FROM loan" --time day --as ada
      evenhand dataset register lake --reference snap-42 --rows-digest sha256:ab12 --as ada
    """
    from evenhand.surfaces.cli.dataset_text import dataset_text
    from evenhand.surfaces.sdk.dataset import register_dataset, show_dataset

    version = register_dataset(
        name, source, parts=dict(map(_named_file, parts)), query=query, database=database, reference=reference,
        rows_digest=rows_digest, use_case=use_case, contract=contract, split=None if whole else split, by=by,
        time=time, seed=seed, statement=statement, population=population, actor=actor,
    )  # fmt: skip
    shown = show_dataset(version)
    judged = f"Next, where the policy holds a gate development: evenhand judge dataset:{version}"
    text = f"{dataset_text(shown)}\n{judged}\nThen: evenhand train train.py --dataset {version}"
    show(shown.as_json(), text, as_json=as_json)


@dataset.command(name="list")
@json_option
def list_(*, as_json: bool) -> None:
    """List every dataset version.

    \b
    Example:
      evenhand dataset list
    """
    from evenhand.surfaces.cli.dataset_text import listed
    from evenhand.surfaces.sdk.dataset import list_datasets

    found = list_datasets()
    text = "\n".join(map(listed, found)) or "No dataset is registered."
    show([{"dataset": each.key, **each.body} for each in found], text, as_json=as_json)


@dataset.command(name="show")
@click.argument("version", metavar="DATASET")
@json_option
def show_(version: str, *, as_json: bool) -> None:
    """Show what DATASET (NAME@NUMBER) is: source, parts, columns, what was found, what is filed.

    \b
    Example:
      evenhand dataset show adult@1
    """
    from evenhand.surfaces.cli.dataset_text import dataset_text
    from evenhand.surfaces.sdk.dataset import show_dataset

    shown = show_dataset(version)
    show(shown.as_json(), dataset_text(shown), as_json=as_json)


@dataset.command(name="read")
@click.argument("version", metavar="DATASET")
@click.argument("part")
@click.option("--purpose", required=True, help="What for; recorded beside your name.")
@click.option("--out", type=_FILE, required=True, help="Parquet file to write.")
@as_option
@json_option
def read_(version: str, part: str, *, purpose: str, out: Path, actor: str | None, as_json: bool) -> None:
    """Write one PART of DATASET to a file; the reading is recorded first.

    \b
    Example:
      evenhand dataset read adult@1 training --purpose "train the first model" --out training.parquet --as ada
    """
    from evenhand.surfaces.sdk.dataset import write_part

    n_rows = write_part(version, part, out=out, purpose=purpose, actor=actor)
    text = f"{n_rows:,} rows of {version} ({part}): {out}. The reading is recorded."
    show({"dataset": version, "part": part, "n_rows": n_rows, "file": str(out)}, text, as_json=as_json)


@dataset.command()
@click.argument("version", metavar="DATASET")
@click.option("--file", "is_filed", is_flag=True, help="File them as the data-access record.")
@as_option
@json_option
def reads(version: str, *, is_filed: bool, actor: str | None, as_json: bool) -> None:
    """List who read which part of DATASET, when and what for.

    \b
    Example:
      evenhand dataset reads adult@1
      evenhand dataset reads adult@1 --file --as ada
    """
    from evenhand.surfaces.cli.dataset_text import readings_text
    from evenhand.surfaces.sdk.dataset import show_dataset
    from evenhand.surfaces.sdk.dataset_papers import file_readings

    if is_filed:
        file_readings(version, actor=actor)
    shown = show_dataset(version)
    show([dict(each) for each in shown.readings], readings_text(shown), as_json=as_json)


for _command in (describe, compare, confirm_personal, transform):
    dataset.add_command(_command)


def _named_file(text: str) -> tuple[str, Path]:
    name, sign, path = text.partition("=")
    if not sign or not path:
        raise click.UsageError(f"{text!r} is no NAME=FILE.")
    return name, Path(path)
