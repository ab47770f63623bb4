"""From what was counted to the contract that it suggests; people edit it, and from then on it is checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evenhand.errors.table import ColumnMissing, ContractInvalid
from evenhand.kernel.part import did_you_mean
from evenhand.lifecycle.data.contract import Category, Column, Contract
from evenhand.lifecycle.data.facts import VALUES_AT_MOST, ColumnFacts, TableFacts

_ROWS_PER_CATEGORY = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Who plays which part in a table; all other columns are features.

    Attributes:
        label, time, weight: one column each, or none.
        protected, key, context: any number.
        categorical: integer columns whose numbers are names of categories.
    """

    label: str | None = None
    protected: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    time: str | None = None
    weight: str | None = None
    context: tuple[str, ...] = ()
    categorical: tuple[str, ...] = ()

    def roles(self, columns: Sequence[str]) -> Mapping[str, str]:
        """Column to role.

        Raises:
            ColumnMissing: a part is given to a column that the table lacks.
            ContractInvalid: a column is given two parts.
        """
        given = {
            "label": (self.label,), "protected": self.protected, "key": self.key, "time": (self.time,),
            "weight": (self.weight,), "context": self.context,
        }  # fmt: skip
        roles: dict[str, str] = {}
        for role, names in given.items():
            for name in names:
                if name is None:
                    continue
                if name in roles:
                    raise ContractInvalid(f"{name} is named as {roles[name]} and as {role}.", path=name, column=name)
                roles[name] = role
        for name in (*roles, *self.categorical):
            if name not in columns:
                raise ColumnMissing(f"The table has no column {name!r}{did_you_mean(name, columns)}.", column=name)
        return {name: roles.get(name, "feature") for name in columns}


def inferred_contract(facts: TableFacts, parts: Parts) -> Contract:
    """The contract that the counts suggest.

    A column is nullable when a row of it was empty or NaN. Numbers get the range that was seen. Texts get categories
    when there are at most 50 and each stands in two rows on average; integers only where they are the label or named
    as categorical. Keys and times get neither: their values identify people or move on.

    Raises:
        ColumnMissing, ContractInvalid: as ``Parts.roles`` says.

    Examples:
        >>> age = ColumnFacts(name="age", kind="integer", n=3, n_null=1, n_distinct=2, minimum=18, maximum=70)
        >>> sex = ColumnFacts(name="sex", kind="text", n=4, n_distinct=2, values=(("f", 2), ("m", 2)))
        >>> table = TableFacts(digest="", n_rows=4, n_repeated=0, n_repeated_keys=None, columns=(age, sex))
        >>> inferred_contract(table, Parts(protected=("sex",))).column("sex").categories
        ('f', 'm')
    """
    roles = parts.roles([column.name for column in facts.columns])
    return Contract(
        columns=tuple(
            _column(column, role=roles[column.name], is_categorical=column.name in parts.categorical)
            for column in facts.columns
        )
    )


def _column(facts: ColumnFacts, *, role: str, is_categorical: bool) -> Column:
    nullable = facts.n_null + facts.n_nan > 0
    if role in ("key", "time") or facts.is_hidden:
        return Column(name=facts.name, kind=facts.kind, role=role, nullable=nullable)
    categories = _categories(facts, wanted=is_categorical or role == "label")
    has_range = categories is None and facts.kind in ("integer", "number")
    return Column(
        name=facts.name, kind=facts.kind, role=role, nullable=nullable, categories=categories,
        minimum=facts.minimum if has_range else None, maximum=facts.maximum if has_range else None,
    )  # fmt: skip


def _categories(facts: ColumnFacts, *, wanted: bool) -> tuple[Category, ...] | None:
    values = [value for value, _ in facts.values]
    if not values or len(values) > VALUES_AT_MOST:
        return None
    if facts.kind == "text" and (wanted or facts.n_present >= _ROWS_PER_CATEGORY * len(values)):
        return tuple(sorted(str(value) for value in values))
    if facts.kind == "integer" and wanted:
        return tuple(sorted(int(value) for value in values))
    return None
