"""The rows: four years of the survey, one file each. Models learn from one part and are measured on another."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evenhand.kernel.reference import Reference
from evenhand.surfaces.quickstart.cast import ADA
from evenhand.surfaces.quickstart.place import Place
from evenhand.surfaces.sdk.dataset import read_dataset, register_dataset

if TYPE_CHECKING:
    import pyarrow as pa

TABLE = "acs_employment_ma.parquet"
FIRST, LATER, LEARNED = 2015, (2016, 2017, 2018), (2016, 2017)
OTHERS = (1, 2, 3, 5)
"""Of twelve people of a later year, those whom a later version may learn from; every fourth asks the service."""
SEED = 2015
KEY, YEAR, LABEL = "id", "year", "employed"
PROTECTED = ("SEX", "RAC1P")
SHOWN = ("AGEP", "SCHL", "DIS")
ROUNDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A dataset and its two parts.

    Attributes:
        dataset: its reference.
        training, holdout: tables of the same columns, no row in both.
    """

    dataset: Reference
    training: "pa.Table"
    holdout: "pa.Table"

    @property
    def features(self) -> list[str]:
        """Every column but the label and the number of the row."""
        return [name for name in self.training.column_names if name not in (LABEL, KEY)]


def write_years(place: Place) -> None:
    """One Parquet file a year, in the order of the survey's own file: of later years who asks, and others apart."""
    import numpy as np
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    whole = pq.read_table(_opened(place.template.read(place.template.table)))
    for year in (FIRST, *LATER):
        rows = whole.filter(pc.equal(whole[YEAR], year)).drop_columns([YEAR])
        at = np.arange(rows.num_rows)
        pq.write_table(rows if year == FIRST else rows.filter(at % 4 == 0), place.year(year))
        if year in LEARNED:
            pq.write_table(rows.filter(np.isin(at % 12, OTHERS)), place.others(year))


def registered(place: Place, name: str, *sources: Any, split: str) -> Rows:
    """Register the rows as a dataset, split by chance the same on every machine, and open both parts."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.concat_tables([pq.read_table(source) for source in sources])
    dataset = register_dataset(
        name, table, by=(KEY,), split=split, seed=SEED, statement=place.statement, actor=ADA, workspace=place.folder
    )
    training, holdout = (
        read_dataset(dataset, part, purpose=purpose, actor=ADA, workspace=place.folder)
        for part, purpose in (("training", "training"), ("holdout", "measuring"))
    )
    return Rows(dataset=dataset, training=training, holdout=holdout)


def fit(rows: Rows, inputs: list[str]) -> Any:
    """Train gradient-boosted trees on the training rows, as a notebook would, with any columns.

    One thread: on a busy machine threads that wait for each other cost more than they bring.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier
    from threadpoolctl import threadpool_limits

    frame = rows.training.to_pandas()
    model = HistGradientBoostingClassifier(
        max_iter=ROUNDS, early_stopping=False, categorical_features="from_dtype", random_state=0
    )
    with threadpool_limits(1):
        return model.fit(frame[inputs], frame[LABEL])


def _opened(content: bytes) -> Any:
    import pyarrow as pa

    return pa.BufferReader(content)
