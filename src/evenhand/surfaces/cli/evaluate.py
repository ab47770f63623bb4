"""``evenhand evaluate``: numbers with intervals, filed as evidence."""

from pathlib import Path
from typing import Any

import click

from evenhand.surfaces.cli.screen import Share, as_option, json_option, note, show

_ASKED = ("explanation-report", "robustness-report", "security-test-report")
"""Reports of what the model was asked, which ``--json`` prints whole."""
_PATH = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("version", required=False)
@click.option("--data", type=_PATH, help="Held-out rows, with the label and the attributes to judge by.")
@click.option("--training", type=_PATH, help="The rows it was trained on, for the privacy report.")
@click.option("--dataset", metavar="NAME@N", help="A registered dataset: its parts holdout and training.")
@click.option("--predictions", type=_PATH, help="Register a table of answers first, and evaluate it.")
@click.option("--use-case", help="With --predictions: the use case.")
@click.option("--score", help="With --predictions: the column with the probability of the favourable outcome.")
@click.option("--prediction", help="With --predictions: the column with the decision.")
@click.option("--input", "inputs", multiple=True, help="With --predictions: a column that the model takes; may repeat.")
@click.option("--cut-off", type=Share(), default=0.5, show_default=True, help="With --score alone.")
@click.option("--without", multiple=True, metavar="KIND", help="A report to leave out, e.g. robustness-report.")
@click.option("--moves", type=click.IntRange(1, 5), default=2, show_default=True, help="Of the search for flips.")
@click.option("--attacked", type=click.IntRange(30), default=300, show_default=True, help="Rows that it attacks.")
@click.option("--answers", type=click.IntRange(50), default=2_000, show_default=True, help="That a copy is made from.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Of every sample drawn.")
@as_option
@json_option
def evaluate(
    version: str | None, *, data: Path | None, training: Path | None, predictions: Path | None, use_case: str | None,
    score: str | None, prediction: str | None, inputs: tuple[str, ...], cut_off: float, dataset: str | None,
    without: tuple[str, ...], moves: int, attacked: int, answers: int, seed: int, actor: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Measure VERSION on held-out rows and file the evidence; every look at a use case's rows is counted.

    \b
    Example:
      evenhand evaluate credit@3 --data holdout.parquet --training train.parquet --as ada
      evenhand evaluate credit@3 --dataset loans@1 --without security-test-report --as ada
      evenhand evaluate --predictions vendor.csv --score probability --as ada
    """
    from evenhand.surfaces.cli.register import doubts_about
    from evenhand.surfaces.sdk import model as sdk

    if (version is None) == (predictions is None):
        raise click.UsageError("Give either VERSION with --data, or --predictions FILE.")
    if predictions is not None:
        if score is None and prediction is None:
            raise click.UsageError("Say which column holds the answers: --score or --prediction.")
        registered = sdk.register_predictions(
            predictions, use_case=use_case, score=score, prediction=prediction, cut_off=cut_off,
            inputs=inputs or None, actor=actor,
        )  # fmt: skip
        version, data = str(registered), predictions
        note(f"Registered {version}.")
        for doubt in doubts_about(version):
            note(doubt)
    if (data is None) == (dataset is None):
        raise click.UsageError("Give the held-out rows with --data, or a registered dataset with --dataset.")
    done = sdk.evaluate(
        str(version), data=data, training=training, dataset=dataset, without=without, moves=moves, attacked=attacked,
        answers=answers, seed=seed, actor=actor,
    )  # fmt: skip
    for violation in done.violations:
        note(f"Contract: {violation}")
    _show_evaluation(str(version), done, as_json=as_json)


def _show_evaluation(version: str, done: Any, *, as_json: bool) -> None:
    from evenhand.lifecycle.evaluation.baseline import baselines_in_words
    from evenhand.lifecycle.evaluation.explanation_words import explanation_in_words
    from evenhand.lifecycle.evaluation.extraction import extraction_in_words
    from evenhand.lifecycle.evaluation.robustness import robustness_in_words
    from evenhand.lifecycle.evaluation.slices import slices_in_words

    lines = [f"{version}: {done.profile.n_usable:,} of {done.profile.n_rows:,} rows, look {done.look} of its use case."]
    lines += [f"  left out {n:,} rows: {why}" for why, n in done.profile.n_unusable.items() if n]
    lines += [f"  filed    {kind}" for kind in done.evidence]
    lines += [f"  skipped  {kind}: {why}" for kind, why in done.skipped.items()]
    lines += baselines_in_words(done.bodies["evaluation-report"]["baselines"])
    lines += slices_in_words(done.bodies["evaluation-report"])
    lines += explanation_in_words(done.bodies.get("explanation-report", {}))
    lines += robustness_in_words(done.bodies.get("robustness-report", {}))
    lines += extraction_in_words(done.bodies.get("security-test-report", {}))
    lines.append(f"Next: evenhand judge {version}")
    document = {
        "version": version, "rows": done.profile.n_rows, "usable": done.profile.n_usable, "look": done.look,
        "evidence": {kind: entry.payload for kind, entry in done.evidence.items()}, "skipped": dict(done.skipped),
        "violations": list(done.violations), "slices": done.bodies["evaluation-report"]["slices"],
        "baselines": done.bodies["evaluation-report"]["baselines"],
        "reports": {kind: done.bodies[kind] for kind in _ASKED if kind in done.bodies},
    }  # fmt: skip
    show(document, "\n".join(lines), as_json=as_json)
