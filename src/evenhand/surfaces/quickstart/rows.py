"""The rows: the shipped table's year 2015, split into what models learn from and what they are measured on."""

from dataclasses import dataclass
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

from evenhand.surfaces.quickstart.place import Place

if TYPE_CHECKING:
    import pyarrow as pa

TABLE = "acs_employment_ma.parquet"
YEAR = 2015
HOLDOUT = 0.4
SEED = 2015
LABEL = "employed"
PROTECTED = ("SEX", "RAC1P")
SHOWN = ("AGEP", "SCHL", "DIS")
_ROUNDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The two parts.

    Attributes:
        training, holdout: tables of the same columns, no row in both.
    """

    training: "pa.Table"
    holdout: "pa.Table"

    @property
    def features(self) -> list[str]:
        """Every column but the label."""
        return [name for name in self.training.column_names if name != LABEL]


def split_rows(place: Place) -> Rows:
    """Split the year by chance, the same on every machine, and write both parts as Parquet."""
    import numpy as np
    import pyarrow.parquet as pq

    with as_file(files("evenhand.resources") / "quickstart" / TABLE) as path:
        year = pq.read_table(path, filters=[("year", "=", YEAR)]).drop_columns(["id", "year"])
    is_held = np.random.default_rng(SEED).random(year.num_rows) < HOLDOUT
    rows = Rows(training=year.filter(~is_held), holdout=year.filter(is_held))
    pq.write_table(rows.training, place.training)
    pq.write_table(rows.holdout, place.holdout)
    return rows


def fit(rows: Rows, inputs: list[str]) -> Any:
    """Train gradient-boosted trees on the training rows.

    One thread: on a busy machine threads that wait for each other cost more than they bring.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier
    from threadpoolctl import threadpool_limits

    frame = rows.training.to_pandas()
    model = HistGradientBoostingClassifier(
        max_iter=_ROUNDS, early_stopping=False, categorical_features="from_dtype", random_state=0
    )
    with threadpool_limits(1):
        return model.fit(frame[inputs], frame[LABEL])
