"""``evenhand performance``: how well the answers in a file fit what happened."""

from pathlib import Path
from typing import Any

import click

from evenhand.surfaces.cli.look import Share, look_options, min_count_option, read_costs, require_page_at, show_look
from evenhand.surfaces.cli.progress import Progress


@click.command()
@click.argument("file")
@click.option("--label", required=True, metavar="COLUMN", help="The column with the true outcome.")
@click.option("--score", metavar="COLUMN", help="The column with the score, higher where the outcome is likelier.")
@click.option("--prediction", metavar="COLUMN", help="The column with the decision.")
@click.option("--by", multiple=True, metavar="COLUMN", help="Measure each group of this column too; may repeat.")
@click.option("--positive", metavar="VALUE", help="The favourable outcome; 1 or true when left out.")
@click.option("--threshold", type=float, help="With --score alone: from which score on the decision is favourable.")
@click.option(
    "--task", type=click.Choice(["binary", "multi-class", "regression"]), help="Told from the values when left out."
)
@click.option(
    "--costs",
    callback=read_costs,
    metavar="OUTCOME=NUMBER,...",
    help="What a case costs, such as false_favourable=5,false_unfavourable=1: the mean cost and the cheapest cut-off.",
)
@click.option("--level", type=Share(), help="With predicted quantiles: which one, 0.9 for the ninetieth percentile.")
@min_count_option
@look_options
def performance(
    file: str, *, label: str, score: str | None, prediction: str | None, by: tuple[str, ...], positive: str | None,
    threshold: float | None, task: Any, costs: dict[str, float] | None, level: float | None, min_count: int,
    confidence: float, html: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Measure how often the model behind FILE is right, and how well its scores order; needs no workspace.

    \b
    Example:
      evenhand performance answers.csv --label repaid --score probability
      evenhand performance answers.csv --label repaid --prediction offered --by sex --html performance.html
      evenhand performance answers.csv --label repaid --score chance --costs false_favourable=5,false_unfavourable=1
    """
    from evenhand.surfaces.sdk.looking import performance as look

    if score is None and prediction is None:
        raise click.UsageError("Say which column holds the answers: --score or --prediction.")
    require_page_at(html)
    with Progress() as progress:
        shown = look(
            file, label=label, score=score, prediction=prediction, by=by, positive=positive, threshold=threshold,
            task=task, costs=costs, level=level, min_count=min_count, confidence=confidence, progress=progress,
        )  # fmt: skip
    show_look(shown, html=html, as_json=as_json)
