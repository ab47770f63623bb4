"""``evenhand fairness``: what each group of a file gets."""

from pathlib import Path

import click

from evenhand.surfaces.cli.look import look_options, min_count_option, require_page_at, show_look
from evenhand.surfaces.cli.progress import Progress


@click.command()
@click.argument("file")
@click.option("--prediction", required=True, metavar="COLUMN", help="The column with the decision.")
@click.option("--by", required=True, multiple=True, metavar="COLUMN", help="A column with groups; may repeat.")
@click.option("--label", metavar="COLUMN", help="The column with the true outcome; else only who was selected is told.")
@click.option("--positive", metavar="VALUE", help="The favourable outcome and decision; 1 or true when left out.")
@click.option(
    "--reference-group",
    metavar="GROUP",
    help="What every group is compared with: best, largest, overall, or a group such as sex=m.",
)
@min_count_option
@look_options
def fairness(
    file: str, *, prediction: str, by: tuple[str, ...], label: str | None, positive: str | None,
    reference_group: str | None, min_count: int, confidence: float, html: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Measure what each group of FILE gets, and how far groups lie apart; needs no workspace.

    With several --by, each is measured and then their crossing. A group is compared with the others from 30 rows on;
    a smaller one is shown and not compared.

    \b
    Example:
      evenhand fairness selected.csv --prediction hired --by sex --by race
      evenhand fairness answers.csv --label repaid --prediction offered --by sex
      evenhand fairness answers.csv --label repaid --prediction offered --by sex --by age_band --positive yes
    """
    from evenhand.surfaces.sdk.looking import fairness as look

    require_page_at(html)
    with Progress() as progress:
        shown = look(
            file, prediction=prediction, by=by, label=label, positive=positive, reference_group=reference_group,
            min_count=min_count, confidence=confidence, progress=progress,
        )  # fmt: skip
    show_look(shown, html=html, as_json=as_json)
