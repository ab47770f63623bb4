"""The contract of a table: what each column is, what it may hold and what part it plays."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import NoReturn, TypeAlias

from evenhand.errors.table import ColumnMissing, ContractInvalid
from evenhand.kernel.canonical import Json
from evenhand.kernel.part import Part, did_you_mean

SCHEMA = "evenhand/contract/v1"
KINDS = ("integer", "number", "boolean", "text", "instant")
ROLES = ("feature", "protected", "key", "time", "label", "weight", "context")
_LONE_ROLES = ("label", "time", "weight")
_SAFE_INTEGER = 2**53 - 1

Category: TypeAlias = "int | str"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What one column holds.

    Attributes:
        name: as the table writes it.
        kind: ``integer``, ``number``, ``boolean``, ``text`` or ``instant`` (UTC).
        role: ``feature``, ``protected``, ``key``, ``time``, ``label``, ``weight`` or ``context``.
        nullable: whether rows may lack a value (null, or NaN in a number).
        minimum, maximum: the closed range of an integer or number; ``None`` for no bound.
        categories: all values of a text or integer column; ``None`` for any.
        is_immutable: whether a person cannot change it, so that no search for valid moves does; ``immutable`` in files.
    """

    name: str
    kind: str
    role: str = "feature"
    nullable: bool = False
    minimum: float | None = None
    maximum: float | None = None
    categories: tuple[Category, ...] | None = None
    is_immutable: bool = False

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ContractInvalid("A column has no name.", path="name")
        if self.kind not in KINDS:
            self._refuse("kind", f"is {self.kind!r}, none of {', '.join(KINDS)}{did_you_mean(self.kind, KINDS)}")
        if self.role not in ROLES:
            self._refuse("role", f"is {self.role!r}, none of {', '.join(ROLES)}{did_you_mean(self.role, ROLES)}")
        self._check_range()
        self._check_categories()

    def as_json(self) -> dict[str, Json]:
        """The documented shape; bounds, categories and ``immutable`` only where there are some."""
        body: dict[str, Json] = {
            "name": self.name, "kind": self.kind, "role": self.role, "nullable": self.nullable,
        }  # fmt: skip
        if self.minimum is not None:
            body["minimum"] = self.minimum
        if self.maximum is not None:
            body["maximum"] = self.maximum
        if self.categories is not None:
            body["categories"] = list(self.categories)
        if self.is_immutable:
            body["immutable"] = True
        return body

    def _check_range(self) -> None:
        for key, bound in (("minimum", self.minimum), ("maximum", self.maximum)):
            if bound is None:
                continue
            if self.kind not in ("integer", "number"):
                self._refuse(key, f"is stated for a column of kind {self.kind}")
            if isinstance(bound, int) and not isinstance(bound, bool) and abs(bound) <= _SAFE_INTEGER:
                continue
            if self.kind == "integer":
                self._refuse(key, f"is {bound}, no whole number within 2**53 - 1")
            if isinstance(bound, int) or not isfinite(bound):
                self._refuse(key, f"is {bound}, no finite number")
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            self._refuse("minimum", f"is {self.minimum}, above the maximum {self.maximum}")

    def _check_categories(self) -> None:
        if self.categories is None:
            return
        wanted = {"text": str, "integer": int}.get(self.kind)
        if wanted is None:
            self._refuse("categories", f"is stated for a column of kind {self.kind}")
        if not self.categories:
            self._refuse("categories", "is empty, so no row could ever fit")
        seen: set[Category] = set()
        for index, value in enumerate(self.categories):
            if not isinstance(value, wanted) or isinstance(value, bool):
                self._refuse(f"categories[{index}]", f"is {value!r}, no {self.kind}")
            if isinstance(value, int) and abs(value) > _SAFE_INTEGER:
                self._refuse(f"categories[{index}]", f"is {value}, beyond 2**53 - 1")
            if value in seen:
                self._refuse(f"categories[{index}]", f"names {value!r} again")
            seen.add(value)

    def _refuse(self, key: str, fact: str) -> NoReturn:
        path = f"{self.name}.{key}"
        raise ContractInvalid(f"{path} {fact}.", path=path, column=self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """What a whole table must look like.

    Attributes:
        columns: in the order of the table; names are unique; at most one label, one time and one weight.

    Examples:
        >>> contract = Contract(columns=(Column(name="age", kind="integer", minimum=0, maximum=120),
        ...                              Column(name="repaid", kind="text", role="label", categories=("no", "yes"))))
        >>> contract.by_role("label"), contract.column("age").maximum
        (('repaid',), 120)
    """

    columns: tuple[Column, ...]

    def __post_init__(self) -> None:
        if not self.columns:
            raise ContractInvalid("columns is empty.", path="columns")
        repeated = [name for name, n in Counter(self.names).items() if n > 1]
        if repeated:
            raise ContractInvalid(f"columns names {repeated[0]!r} more than once.", path=f"columns.{repeated[0]}")
        for role in _LONE_ROLES:
            held = self.by_role(role)
            if len(held) > 1:
                raise ContractInvalid(f"columns: {' and '.join(held)} both have the role {role}.", path="columns")

    @property
    def names(self) -> tuple[str, ...]:
        """All column names, in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column called ``name``.

        Raises:
            ColumnMissing: there is none.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise ColumnMissing(f"The contract has no column {name!r}{did_you_mean(name, self.names)}.", column=name)

    def of_kind(self, kind: str) -> tuple[str, ...]:
        """Names of the columns of ``kind``, in order."""
        return tuple(column.name for column in self.columns if column.kind == kind)

    def by_role(self, role: str) -> tuple[str, ...]:
        """Names of the columns that play ``role``, in order."""
        return tuple(column.name for column in self.columns if column.role == role)

    def as_json(self) -> dict[str, Json]:
        """The documented shape; ``from_json`` reads it back, also after canonical bytes."""
        return {"schema": SCHEMA, "columns": [column.as_json() for column in self.columns]}

    @classmethod
    def from_json(cls, stored: Json) -> "Contract":
        """Read what ``as_json`` wrote.

        Raises:
            ContractInvalid: a part is missing, unknown, of the wrong kind or contradicts another; the path is named.
        """
        parts = Part(value=stored, path="", refusal=ContractInvalid).fields(needed=("schema", "columns"))
        if parts["schema"].value != SCHEMA:
            raise parts["schema"].refuse(f"is {parts['schema'].value!r}, not {SCHEMA}")
        return cls(columns=tuple(_column(part) for part in parts["columns"].items()))


def _column(part: Part) -> Column:
    fields = part.fields(
        needed=("name", "kind"), optional=("role", "nullable", "minimum", "maximum", "categories", "immutable")
    )  # fmt: skip
    kind = fields["kind"].text()
    return Column(
        name=fields["name"].text(), kind=kind,
        role=fields["role"].text() if "role" in fields else "feature",
        nullable=fields["nullable"].truth() if "nullable" in fields else False,
        minimum=_bound(fields.get("minimum")), maximum=_bound(fields.get("maximum")),
        categories=_categories(fields.get("categories")),
        is_immutable=fields["immutable"].truth() if "immutable" in fields else False,
    )  # fmt: skip


def _bound(part: Part | None) -> float | None:
    return None if part is None or part.value is None else part.number()


def _categories(part: Part | None) -> tuple[Category, ...] | None:
    if part is None or part.value is None:
        return None
    return tuple(_category(item) for item in part.items())


def _category(part: Part) -> Category:
    return part.whole() if isinstance(part.value, int) and not isinstance(part.value, bool) else part.text()


def with_roles(contract: Contract, roles: Sequence[tuple[str, str]]) -> Contract:
    """The contract with other roles for some columns, given as pairs of name and role.

    Raises:
        ColumnMissing: a name is not in the contract.
        ContractInvalid: the result would contradict itself.
    """
    wanted = {contract.column(name).name: role for name, role in roles}
    return Contract(
        columns=tuple(replace(column, role=wanted.get(column.name, column.role)) for column in contract.columns)
    )
