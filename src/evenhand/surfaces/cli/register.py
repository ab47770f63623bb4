"""``evenhand register``: a fitted model becomes a version."""

import math
from pathlib import Path

import click

from evenhand.surfaces.cli.screen import Share, as_option, json_option, note, show

_PATH = click.Path(path_type=Path)


@click.command()
@click.argument("model", type=_PATH, required=False)
@click.option("--data", type=_PATH, help="Rows like those it will meet; the contract is inferred from them.")
@click.option("--contract", type=_PATH, help="The contract, instead of inferring it.")
@click.option("--use-case", help="The use case; may be left out when only one is in force.")
@click.option("--code", multiple=True, type=_PATH, help="Python file or folder that the model needs; may repeat.")
@click.option("--input", "inputs", multiple=True, help="A column that the model takes, in order; may repeat.")
@click.option("--class", "classes", multiple=True, help="A label value, in the order of the outputs; may repeat.")
@click.option("--cut-off", type=Share(), default=0.5, show_default=True, help="Score that decides yes.")
@click.option("--dataset", help="The registered dataset that it learned from, NAME@N.")
@click.option("--predictions", type=_PATH, help="A table with the answers of a model that stays where it is.")
@click.option("--score", help="Its column with the probability of the favourable outcome.")
@click.option("--prediction", help="Its column with the decision, written as the label is.")
@as_option
@json_option
def register(
    model: Path | None, *, data: Path | None, contract: Path | None, use_case: str | None, code: tuple[Path, ...],
    inputs: tuple[str, ...], classes: tuple[str, ...], cut_off: float, predictions: Path | None,
    score: str | None, prediction: str | None, dataset: str | None, actor: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Record MODEL (pickle, joblib, ONNX, LightGBM text, MLflow folder, Python folder) as a new version.

    Pickles are parsed in a confined child process only.

    \b
    Example:
      evenhand register model.joblib --data train.parquet --as ada
      evenhand register --predictions vendor.csv --score probability --as ada
    """
    from evenhand.surfaces.sdk import model as sdk

    if (model is None) == (predictions is None):
        raise click.UsageError("Give either MODEL or --predictions FILE.")
    if model is not None and not model.exists():
        raise click.UsageError(f"{model} does not exist.")
    if predictions is not None:
        if score is None and prediction is None:
            raise click.UsageError("Say which column holds the answers: --score or --prediction.")
        version = sdk.register_predictions(
            predictions, use_case=use_case, score=score, prediction=prediction, contract=contract, cut_off=cut_off,
            inputs=inputs or None, dataset=dataset, actor=actor,
        )  # fmt: skip
    else:
        if data is None and contract is None:
            raise click.UsageError("Give --data TABLE or --contract FILE, so that the columns have roles.")
        version = sdk.register(
            str(model), data=data, use_case=use_case, code=code, contract=contract, cut_off=cut_off,
            inputs=inputs or None, classes=tuple(map(scalar, classes)) or None, dataset=dataset, actor=actor,
        )  # fmt: skip
    for doubt in doubts_about(str(version), are_classes_stated=bool(classes)):
        note(doubt)
    text = f"Registered {version}. Next: evenhand evaluate {version} --data {predictions or 'HOLDOUT'}"
    show({"version": str(version)}, text, as_json=as_json)


def doubts_about(version: str, *, are_classes_stated: bool = True) -> list[str]:
    """What was taken for granted when a version was registered, or is known too little for a gate."""
    from evenhand.surfaces.sdk.opening import read, reference_of
    from evenhand.workflows.lookup import manifest_of, version_record

    with read(None) as workspace:
        manifest = manifest_of(workspace, version_record(workspace.ledger, reference_of(version)))
    found = []
    classes = manifest.outputs.get("classes")
    if manifest.loader == "lightgbm" and not are_classes_stated and isinstance(classes, list):
        found.append(
            f"The file does not say what 0 and 1 meant; taken as sorted: 0 is {classes[0]!r}, 1 is {classes[-1]!r}."
            " If training coded them otherwise, register it with --class, once for each, 0 first."
        )
    columns = manifest.contract["columns"]
    known = {str(each["name"]) for each in columns if isinstance(each, dict)} if isinstance(columns, list) else set()
    unknown = [name for name in manifest.inputs or () if name not in known]
    if unknown:
        names = ", ".join(unknown)
        found.append(f"No role is known for {names}: give them one in a contract (evenhand register --contract).")
    return found


def scalar(text: str) -> str | int | float:
    """A value as it was most likely meant: a number where it reads as one."""
    for kind in (int, float):
        try:
            number = kind(text)
        except ValueError:
            continue
        return number if math.isfinite(number) else text
    return text
