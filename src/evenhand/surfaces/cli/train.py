"""``evenhand train``: a run that can be repeated becomes a version."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from evenhand.surfaces.cli.screen import Share, as_option, json_option, note, show

if TYPE_CHECKING:
    from evenhand.kernel.measurement import Measurement
    from evenhand.workflows.training.train_version import Training

_PATH = click.Path(dir_okay=False, path_type=Path)
_SHOWN = ("roc_auc", "accuracy", "log_loss", "selection_rate")


@click.command()
@click.argument("code")
@click.option("--data", type=_PATH, help="The training rows: Parquet or CSV.")
@click.option("--dataset", metavar="NAME@N", help="Or a registered dataset; its part 'training' is opened.")
@click.option("--parameter", "pairs", multiple=True, metavar="NAME=VALUE", help="A parameter of the code; may repeat.")
@click.option("--parameters", "file", type=_PATH, help="A YAML file with parameters; --parameter overrules it.")
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=0, show_default=True, help="Of all chance.")
@click.option("--cross-validation", "n_folds", type=click.IntRange(0, 100), default=5, show_default=True,
              help="Folds; 0 for none.")  # fmt: skip
@click.option("--use-case", help="The use case; may be left out when only one is in force.")
@click.option("--contract", type=_PATH, help="The contract, instead of inferring it from the rows.")
@click.option("--cut-off", type=Share(), default=0.5, show_default=True, help="Score that decides yes.")
@click.option("--input", "inputs", multiple=True, help="A column that the model takes, in order; may repeat.")
@click.option("--class", "classes", multiple=True, help="A label value, in the order of the outputs; may repeat.")
@click.option("--mitigate", type=click.Choice(["reweighing", "reductions"]),
              help="Make groups more alike while training, and record what it costs.")  # fmt: skip
@click.option("--attribute", "attributes", multiple=True, help="A protected attribute to do so for; may repeat.")
@click.option("--constraint", type=click.Choice(["demographic-parity", "true-positive-rate-parity", "equalized-odds"]),
              default="demographic-parity", show_default=True, help="Of reductions.")  # fmt: skip
@click.option("--slack", type=click.FloatRange(0, 1, min_open=True, max_open=True), default=0.01, show_default=True,
              help="Difference that the constraint allows.")  # fmt: skip
@click.option("--why", metavar="REASON", help="Why this trade-off is taken, for the record.")
@click.option("--threads", type=click.IntRange(1, 256), default=1, show_default=True, help="Of numeric libraries.")
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), help="Seconds after which it is ended.")
@as_option
@json_option
def train(
    code: str, *, data: Path | None, dataset: str | None, pairs: tuple[str, ...], file: Path | None, seed: int,
    n_folds: int, use_case: str | None, contract: Path | None, cut_off: float, inputs: tuple[str, ...],
    classes: tuple[str, ...], mitigate: str | None, attributes: tuple[str, ...], constraint: str, slack: float,
    why: str | None, threads: int, timeout: float | None, actor: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Call the function train of CODE in a process of its own and register the model that it returns.

    It is called as train(data, parameters, seed). The data is a pandas frame of the features and the label, never a
    protected column. Code, rows, parameters, seed, packages and machine are recorded, so that the run can be repeated.
    CODE is FILE.py, or FILE.py:NAME for a function of another name.

    \b
    Example:
      evenhand train train.py --data train.parquet --parameter C=0.1 --seed 7 --as ada
      evenhand train train.py --dataset adult@1 --as ada
      evenhand train train.py --dataset adult@1 --mitigate reweighing --attribute sex --why "Equal offers." --as ada
    """
    from evenhand.surfaces.cli.register import scalar
    from evenhand.surfaces.sdk.training import train as run
    from evenhand.wiring.parameters import written_parameters

    if (data is None) == (dataset is None):
        raise click.UsageError("Give the training rows with --data FILE or --dataset NAME@N.")
    done = run(
        code, data=data, dataset=dataset, parameters=written_parameters(pairs, file), seed=seed,
        cross_validation=n_folds, use_case=use_case, contract=contract, cut_off=cut_off, inputs=inputs or None,
        classes=tuple(map(scalar, classes)) or None, mitigate=mitigate, attributes=attributes, constraint=constraint,
        slack=slack, why=why, threads=threads, timeout=timeout, listener=note, actor=actor,
    )  # fmt: skip
    show(document(done), "\n".join(lines(done, dataset)), as_json=as_json)


def lines(done: "Training", dataset: str | None = None) -> list[str]:
    """What a person reads; what comes next is measured on the same dataset, or on rows held out."""
    resources = done.trained.resources
    used = f"{resources['wall_seconds']} s, {resources['cpu_seconds']} s of processor time"
    told = [f"Registered {done.version}: {used}, {_megabytes(resources['peak_memory_bytes'])} MB at most."]
    if done.trained.code.is_dirty:
        told.append("  The code differs from its commit; the record holds its bytes.")
    if done.validated is not None:
        told.append(f"  {done.validated.n_folds} folds, each scored by a fit that had not seen it:")
        told += [f"  {figure(each)}" for each in done.validated.folded if each.name in _SHOWN]
    if done.effect is not None:
        told.append(f"  {done.effect.mitigation.method}, on rows that no fit had seen:")
        told += [f"    {sentence}" for sentence in done.effect.price]
    told += [f"  filed    {kind}" for kind in done.evidence]
    rows = f"--dataset {dataset}" if dataset else "--data HOLDOUT"
    told.append(f"Next: evenhand evaluate {done.version} {rows}, or evenhand reproduce {done.version}")
    return told


def figure(measured: "Measurement") -> str:
    """One number with its interval."""
    if measured.value is None:
        return f"{measured.name:<24} {measured.undefined}"
    return f"{measured.name:<24} {measured.value:.4f} [{measured.lower:.4f}, {measured.upper:.4f}] n={measured.n:,}"


def document(done: "Training") -> dict[str, object]:
    """What a program reads."""
    detail = {} if done.trained.fit is None else done.trained.fit.detail
    return {
        "version": str(done.version), "code": done.trained.code.digest, "parameters": dict(done.trained.parameters),
        "resources": dict(done.trained.resources),
        "cross_validation": None if done.validated is None else done.validated.as_json(),
        "mitigation": None if done.effect is None else done.effect.as_json(detail),
        "evidence": {kind: entry.payload for kind, entry in done.evidence.items()},
    }  # fmt: skip


def _megabytes(size: object) -> str:
    return f"{int(str(size)) / 1e6:,.0f}"
