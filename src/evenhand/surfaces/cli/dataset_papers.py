"""``evenhand dataset describe``, ``compare`` and ``confirm-personal``: what is known beside the rows."""

from pathlib import Path

import click

from evenhand.surfaces.cli.screen import as_option, json_option, show

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("version", metavar="DATASET")
@click.argument("file", type=_FILE)
@as_option
@json_option
def describe(version: str, file: Path, *, actor: str | None, as_json: bool) -> None:
    """File what FILE (dataset.yaml) states about DATASET: legal basis, retention, labels, answers.

    \b
    Example:
      evenhand dataset describe adult@1 dataset.yaml --as ada
    """
    from evenhand.surfaces.sdk.dataset import show_dataset
    from evenhand.surfaces.sdk.dataset_papers import describe_dataset

    entries = describe_dataset(version, file, actor=actor)
    shown = show_dataset(version)
    text = f"Filed {len(entries)} statements about {version}; it now has: {', '.join(sorted(shown.evidence))}."
    show({"dataset": version, "evidence": dict(shown.evidence)}, text, as_json=as_json)


@click.command()
@click.argument("version", metavar="DATASET")
@click.option("--population", type=_FILE, required=True, help="YAML with the stated share of each group.")
@as_option
@json_option
def compare(version: str, *, population: Path, actor: str | None, as_json: bool) -> None:
    """Hold the groups of DATASET against a stated population, and file the report.

    \b
    Example:
      evenhand dataset compare adult@1 --population census.yaml --as ada
    """
    from evenhand.surfaces.cli.dataset_text import representation_text
    from evenhand.surfaces.sdk.dataset_papers import compare_dataset

    report = compare_dataset(version, population, actor=actor)
    show(report, representation_text(report), as_json=as_json)


@click.command("confirm-personal")
@click.argument("version", metavar="DATASET")
@click.option("--yes", "confirmed", multiple=True, metavar="COLUMN", help="It holds personal data; may repeat.")
@click.option("--no", "denied", multiple=True, metavar="COLUMN", help="It holds none; may repeat.")
@click.option("--note", default="", help="What an auditor should know.")
@as_option
@json_option
def confirm_personal(
    version: str, *, confirmed: tuple[str, ...], denied: tuple[str, ...], note: str, actor: str | None, as_json: bool
) -> int:  # fmt: skip
    """Say which columns of DATASET hold personal data; ends with 3 while a proposed column is left open.

    \b
    Example:
      evenhand dataset confirm-personal adult@1 --yes email --no zip --as bo
    """
    from evenhand.surfaces.cli.dataset_text import personal_text
    from evenhand.surfaces.sdk.dataset_papers import confirm_personal as run

    report = run(version, confirmed=confirmed, denied=denied, note=note, actor=actor)
    show(report, personal_text(report), as_json=as_json)
    return 3 if report["open"] else 0


@click.command()
@click.argument("version", metavar="DATASET")
@click.option("--code", type=_FILE, required=True, help="Python file with fit(training) and apply(table, state).")
@click.option("--name", help="Of the new dataset; the next version of the same when left out.")
@click.option("--fit-on", default="training", show_default=True, help="The part that the code learns from.")
@click.option("--contract", type=_FILE, help="The contract of the new rows, instead of inferring it.")
@click.option("--statement", type=_FILE, help="dataset.yaml about the new rows.")
@as_option
@json_option
def transform(
    version: str, *, code: Path, name: str | None, fit_on: str, contract: Path | None, statement: Path | None,
    actor: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Make a new version from DATASET by code that learns from the training rows only.

    The code runs in a confined child process. Which column is made from which is recorded.

    \b
    Example:
      evenhand dataset transform adult@1 --code transform.py --as ada
    """
    from evenhand.surfaces.cli.dataset_text import columns_text, dataset_text
    from evenhand.surfaces.sdk.dataset import show_dataset, transform_dataset

    made = transform_dataset(
        version, code, name=name, fit_on=fit_on, contract=contract, statement=statement, actor=actor
    )  # fmt: skip
    shown = show_dataset(made)
    show(shown.as_json(), f"{dataset_text(shown)}\n{columns_text(shown)}", as_json=as_json)
