"""``evenhand tune``: a search whose rule stands before its attempts."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from evenhand.surfaces.cli.screen import Share, as_option, json_option, note, show
from evenhand.surfaces.cli.train import figure

if TYPE_CHECKING:
    from evenhand.lifecycle.training.attempt import Attempt
    from evenhand.workflows.training.tune_version import Tuned

_PATH = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("code")
@click.option("--why", required=True, metavar="REASON", help="Why these architectures and this rule.")
@click.option("--space", type=_PATH, help="The plan; left out, SPACE of the code file.")
@click.option("--data", type=_PATH, help="The training rows: Parquet or CSV.")
@click.option("--dataset", metavar="NAME@N", help="Or a registered dataset; its part 'training' is opened.")
@click.option("--attempts", type=click.IntRange(1, 10_000), help="In place of the plan's number.")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True, help="Of all chance.")
@click.option("--picture", type=_PATH, help="Where to write the attempts as SVG.")
@click.option("--use-case", help="The use case; may be left out when only one is in force.")
@click.option("--contract", type=_PATH, help="The contract, instead of inferring it from the rows.")
@click.option("--cut-off", type=Share(), default=0.5, show_default=True, help="Score that decides yes.")
@click.option("--input", "inputs", multiple=True, help="A column that the model takes, in order; may repeat.")
@click.option("--threads", type=click.IntRange(1, 256), default=1, show_default=True, help="Of numeric libraries.")
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), help="Seconds of one attempt.")
@as_option
@json_option
def tune(
    code: str, *, why: str, space: Path | None, data: Path | None, dataset: str | None, attempts: int | None, seed: int,
    picture: Path | None, use_case: str | None, contract: Path | None, cut_off: float, inputs: tuple[str, ...],
    threads: int, timeout: float | None, actor: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Search parameters and architectures of CODE and register the attempt that the stated rule takes.

    The plan says what may be tried, what counts and how one is chosen; it is recorded before the first attempt, and so
    is each attempt when it is made. Held-out rows stay closed. A plan:

    \b
      architectures:
        linear: {C: {from: 0.01, to: 10.0, scale: log}}
        trees: {depth: {from: 2, to: 6}}
      objectives:
        accuracy: roc_auc
        fairness: {gap_of: true_positive_rate, by: [sex]}
        cost: fit_seconds
      rule: {best: accuracy, where: {fairness: {at_most: 0.05}}}
      attempts: 20

    \b
    Example:
      evenhand tune train.py --space space.yaml --dataset adult@1 --why "Linear, if it does as well." --as ada
    """
    from evenhand.surfaces.sdk.tuning import tune as run
    from evenhand.wiring.user_file import require_writable, write_file

    if (data is None) == (dataset is None):
        raise click.UsageError("Give the training rows with --data FILE or --dataset NAME@N.")
    if picture is not None:
        require_writable(picture)
    done = run(
        code, why=why, space=space, data=data, dataset=dataset, attempts=attempts, seed=seed, use_case=use_case,
        contract=contract, cut_off=cut_off, inputs=inputs or None, threads=threads, timeout=timeout,
        listener=lambda attempt: note(line(attempt)), actor=actor,
    )  # fmt: skip
    if picture is not None:
        write_file(picture, done.picture.encode())
    show(document(done), "\n".join(lines(done)), as_json=as_json)


def line(attempt: "Attempt") -> str:
    """One attempt on one line."""
    settings = ", ".join(
        f"{name}={value:.4g}" if isinstance(value, float) else f"{name}={value}"
        for name, value in attempt.parameters.items()
    )
    if not attempt.is_usable:
        undefined = [each.undefined for each in attempt.values.values() if each.undefined]
        return f"attempt {attempt.number}  {settings}  failed: {attempt.failure or ' '.join(map(str, undefined))}"
    values = "  ".join(f"{each.name} {each.value:.4f}" for each in attempt.values.values())
    return f"attempt {attempt.number}  {settings}  {values}  ({attempt.seconds:.1f} s)"


def lines(done: "Tuned") -> list[str]:
    """What a person reads."""
    search, plan = done.search, done.search.plan
    n_failed = sum(not each.is_usable for each in search.attempts)
    return [
        f"{search.key}: {len(search.attempts)} attempts, {n_failed} failed. Rule: {plan.rule.sentence(plan.names)}.",
        f"  chosen   {line(done.chosen)}",
        *(f"           {figure(each)}" for each in done.chosen.values.values()),
        f"Registered {done.training.version}, measured again on other folds:",
        *(f"  {figure(each)}" for each in (done.training.validated.folded if done.training.validated else ())
          if each.name == plan.accuracy),
        *(f"  filed    {kind}" for kind in done.training.evidence),
        f"Next: evenhand evaluate {done.training.version} --data HOLDOUT",
    ]  # fmt: skip


def document(done: "Tuned") -> dict[str, object]:
    """What a program reads."""
    return {
        "search": done.search.key, "version": str(done.training.version), "chosen": done.chosen.number,
        "rule": done.search.plan.rule.sentence(done.search.plan.names),
        "attempts": [each.as_json() for each in done.search.attempts],
        "evidence": {kind: entry.payload for kind, entry in done.training.evidence.items()},
    }  # fmt: skip
