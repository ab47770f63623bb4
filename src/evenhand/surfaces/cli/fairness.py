"""``evenhand fairness``: what each group of a file gets."""

from pathlib import Path

import click

from evenhand.surfaces.cli.look import look_options, require_page_at, show_look
from evenhand.surfaces.cli.progress import Progress


@click.command()
@click.argument("file")
@click.option("--label", required=True, metavar="COLUMN", help="The column with the true outcome.")
@click.option("--prediction", required=True, metavar="COLUMN", help="The column with the decision.")
@click.option("--by", required=True, multiple=True, metavar="COLUMN", help="A column with groups; may repeat.")
@click.option("--positive", metavar="VALUE", help="The favourable outcome and decision; 1 or true when left out.")
@click.option(
    "--reference-group",
    metavar="GROUP",
    help="What every group is compared with: best, largest, overall, or a group such as sex=m.",
)
@look_options
def fairness(
    file: str, *, label: str, prediction: str, by: tuple[str, ...], positive: str | None, reference_group: str | None,
    confidence: float, html: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Measure what each group of FILE gets, and how far groups lie apart; needs no workspace.

    With several --by, each is measured and then their crossing.

    \b
    Example:
      evenhand fairness answers.csv --label repaid --prediction offered --by sex
      evenhand fairness answers.csv --label repaid --prediction offered --by sex --by age_band --positive yes
    """
    from evenhand.surfaces.sdk.looking import fairness as look

    require_page_at(html)
    with Progress() as progress:
        shown = look(
            file, label=label, prediction=prediction, by=by, positive=positive, reference_group=reference_group,
            confidence=confidence, progress=progress,
        )  # fmt: skip
    show_look(shown, html=html, as_json=as_json)
