"""``evenhand register``: a fitted model becomes a version."""

import math
from pathlib import Path

import click

from evenhand.surfaces.cli.screen import Share, as_option, json_option, show

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
@click.option("--predictions", type=_PATH, help="A table with the answers of a model that stays where it is.")
@click.option("--score", help="Its column with the probability of the favourable outcome.")
@click.option("--prediction", help="Its column with the decision, written as the label is.")
@as_option
@json_option
def register(
    model: Path | None, *, data: Path | None, contract: Path | None, use_case: str | None, code: tuple[Path, ...],
    inputs: tuple[str, ...], classes: tuple[str, ...], cut_off: float, predictions: Path | None,
    score: str | None, prediction: str | None, actor: str | None, as_json: bool,
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
    if predictions is not None:
        if score is None and prediction is None:
            raise click.UsageError("Say which column holds the answers: --score or --prediction.")
        version = sdk.register_predictions(
            predictions, use_case=use_case, score=score, prediction=prediction, contract=contract, cut_off=cut_off,
            inputs=inputs or None, actor=actor,
        )  # fmt: skip
    else:
        if data is None and contract is None:
            raise click.UsageError("Give --data TABLE or --contract FILE, so that the columns have roles.")
        version = sdk.register(
            str(model), data=data, use_case=use_case, code=code, contract=contract, cut_off=cut_off,
            inputs=inputs or None, classes=tuple(map(_scalar, classes)) or None, actor=actor,
        )  # fmt: skip
    text = f"Registered {version}. Next: evenhand evaluate {version} --data {predictions or 'HOLDOUT'}"
    show({"version": str(version)}, text, as_json=as_json)


def _scalar(text: str) -> str | int | float:
    for kind in (int, float):
        try:
            number = kind(text)
        except ValueError:
            continue
        return number if math.isfinite(number) else text
    return text
