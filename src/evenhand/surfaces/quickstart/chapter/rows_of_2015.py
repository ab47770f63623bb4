"""Data: the rows of the first year as a dataset, described, split once, and let through by its gate."""

from evenhand.surfaces.quickstart.cast import ADA, CY
from evenhand.surfaces.quickstart.judged import tell_door
from evenhand.surfaces.quickstart.place import Place
from evenhand.surfaces.quickstart.rows import FIRST, Rows, registered, write_years
from evenhand.surfaces.quickstart.telling import Telling
from evenhand.surfaces.sdk.releasing import approve
from evenhand.surfaces.sdk.rules import judge

NAME = "people"


def take_in_rows(place: Place, telling: Telling) -> Rows:
    """Register, describe and approve the dataset."""
    telling.chapter("Rows before models: what they are, and which ones no training sees")
    with telling.busy("reading the table"):
        write_years(place)
        rows = registered(place, NAME, place.year(FIRST), split="training=0.6,holdout=0.4")
    telling.say(
        "dataset", f"{rows.dataset}: the survey of {FIRST}, {rows.training.num_rows:,} people to learn from and"
        f" {rows.holdout.num_rows:,} held out; named by the digest of its rows, and each reading is an entry.",
        dataset=str(rows.dataset), training=rows.training.num_rows, holdout=rows.holdout.num_rows,
    )  # fmt: skip
    let_through(place, telling, rows)
    return rows


def let_through(place: Place, telling: Telling, rows: Rows) -> None:
    """The gate between a dataset and any training."""
    about = f"dataset:{rows.dataset}"
    approve(about, reason="Public rows, split by person.", actor=CY, workspace=place.folder)
    verdict = judge(about, gate="development", actor=ADA, workspace=place.folder)
    tell_door(telling, verdict, "data sheet, quality, split and legal ground are on record; Cy said yes.")
