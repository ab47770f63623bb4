"""What a new project would hold, guessed from a table and corrected by whoever starts it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evenhand.adapters.tables.describe import describe_column, describe_table
from evenhand.adapters.tables.personal_scan import propose_personal
from evenhand.adapters.tables.table import Table
from evenhand.errors.problem import ProjectUnclear
from evenhand.errors.table import ColumnMissing
from evenhand.governance.risk.inventory import key_of
from evenhand.governance.risk.questionnaire import Answer
from evenhand.governance.risk.tiering import Tiering, classify
from evenhand.kernel.part import did_you_mean
from evenhand.lifecycle.data.facts import ColumnFacts
from evenhand.lifecycle.data.guess import Guess, bands_of, favourable_of, guessed, is_protected
from evenhand.lifecycle.data.inference import Parts
from evenhand.lifecycle.problem.scalar import Scalar, scalar_text

ABOUT_PEOPLE: Mapping[str, Answer] = {
    "q_annex_iii": (), "q_profiling": True, "q_personal_data": "personal", "m_exposure": "low",
    "m_purpose": "decision_about_people", "m_people": "under_1k", "m_effect": "significant",
    "m_reversibility": "effort", "m_complexity": "moderate", "m_autonomy": "recommends",
    "m_data_quality": "adequate", "m_reliance": "main", "m_sourcing": "in_house",
}  # fmt: skip
"""Answers that a new project begins with; its author corrects them in the file."""
_SURE = frozenset({"e-mail address", "bank account", "payment card", "network address", "phone number",
                   "name of a person", "postal address", "official number", "date of birth"})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectDraft:
    """A project before it is written.

    Attributes:
        table: the rows.
        path: of the table.
        name: of use case and folder.
        purpose: one sentence.
        guess: what the columns are.
        label: facts of the column with the outcome.
        favourable: its value that is good for the person.
        answers: to the tiering questionnaire.
    """

    table: Table
    path: Path
    name: str
    purpose: str
    guess: Guess
    label: ColumnFacts
    favourable: Scalar
    answers: Mapping[str, Answer]

    @property
    def tiering(self) -> Tiering:
        """What the answers lead to."""
        return classify(self.answers)

    @property
    def parts(self) -> Parts:
        """What the columns are, as a contract takes it."""
        guess = self.guess
        return Parts(
            label=self.label.name, protected=guess.protected, key=guess.key, time=guess.time, context=guess.context
        )

    @property
    def overlooked(self) -> tuple[str, ...]:
        """Columns whose names speak of a protected attribute, and which the contract gives to the model."""
        guess = self.guess
        known = {self.label.name, *guess.protected, *guess.key, guess.time, *guess.context}
        return tuple(name for name in self.table.columns if name not in known and is_protected(name))

    @property
    def bands(self) -> Mapping[str, tuple[int, ...]]:
        """Cut points of protected attributes that are numbers."""
        found = {name: bands_of(describe_column(self.table, name)) for name in self.guess.protected}
        return {name: cuts for name, cuts in found.items() if cuts}


def drafted(
    table: Table, path: Path, *, name: str | None = None, purpose: str | None = None, label: str | None = None,
    favourable: str | None = None, protected: Sequence[str] | None = None, key: Sequence[str] | None = None,
    time: str | None = None, answers: Mapping[str, Answer] = ABOUT_PEOPLE,
) -> ProjectDraft:  # fmt: skip
    """Guess what nobody said.

    Raises:
        ColumnMissing: a column that is named is not in the table.
        ProjectUnclear: no column looks like the outcome, or nothing tells which value of it is favourable.
    """
    _require_columns(table, (label, *(protected or ()), *(key or ()), time))
    guess = _corrected(guessed_parts(table, label), protected=protected, key=key, time=time)
    if guess.label is None:
        known = ", ".join(guess.candidates) or "none"
        fact = f"No column of {path.name} looks like the outcome; columns of two values: {known}."
        raise ProjectUnclear(fact, remedy="Name it with --label COLUMN.")
    chosen = _label(describe_column(table, guess.label), path)
    return ProjectDraft(
        table=table, path=path, name=name or _name(path), guess=guess, label=chosen,
        purpose=purpose or f"Decide about people with the help of a forecast of {chosen.name!r}.",
        favourable=_favourable(chosen, favourable), answers=answers,
    )  # fmt: skip


def guessed_parts(table: Table, label: str | None = None) -> Guess:
    """What the columns of a table probably are; personal signs are looked for in the values too."""
    personal = {each.column for each in propose_personal(table) if each.sign in _SURE}
    return guessed(describe_table(table), personal, label=label)


def label_values(table: Table, label: str) -> tuple[tuple[str, ...], str | None]:
    """The two values of a label as text, and the one that is probably good for the person.

    Raises:
        ColumnMissing: there is no such column.
        ProjectUnclear: it does not have two values.
    """
    _require_columns(table, (label,))
    facts = _label(describe_column(table, label), Path(table.origin))
    found = favourable_of(facts)
    return tuple(scalar_text(value) for value, _ in facts.values), None if found is None else scalar_text(found)


def _corrected(guess: Guess, *, protected: Sequence[str] | None, key: Sequence[str] | None, time: str | None) -> Guess:
    """The guess with what somebody said; a column that was given one part loses the guessed one."""
    taken = {*(protected or ()), *(key or ()), time}
    left = {
        part: tuple(name for name in names if name not in taken)
        for part, names in (("protected", guess.protected), ("key", guess.key), ("context", guess.context))
    }
    return replace(
        guess, protected=left["protected"] if protected is None else tuple(protected),
        key=left["key"] if key is None else tuple(key), context=left["context"],
        time=time or (None if guess.time in taken else guess.time),
    )  # fmt: skip


def _require_columns(table: Table, names: Sequence[str | None]) -> None:
    for name in names:
        if name is not None and name not in table.kinds:
            raise ColumnMissing(f"The table has no column {name!r}{did_you_mean(name, table.columns)}.", column=name)


def _label(facts: ColumnFacts, path: Path) -> ColumnFacts:
    values = [scalar_text(value) for value, _ in facts.values]
    if len(values) != 2 or facts.n_null + facts.n_nan:
        gaps = f" and is empty in {facts.n_null + facts.n_nan:,} rows" if facts.n_null + facts.n_nan else ""
        fact = f"{facts.name!r} of {path.name} has {facts.n_distinct:,} different values{gaps}; an outcome has two."
        raise ProjectUnclear(fact, remedy="Name another column with --label, or make two values of it first.")
    return facts


def _favourable(label: ColumnFacts, said: str | None) -> Scalar:
    values = [value for value, _ in label.values]
    if said is None:
        found = favourable_of(label)
        if found is None:
            shown = " or ".join(scalar_text(value) for value in values)
            fact = f"Nothing tells which value of {label.name!r} is good for the person: {shown}."
            raise ProjectUnclear(fact, remedy="Say it with --favourable VALUE.")
        return found
    named = [value for value in values if scalar_text(value) == said]
    if not named:
        shown = ", ".join(scalar_text(value) for value in values)
        raise ProjectUnclear(
            f"{label.name!r} never is {said!r}; it is one of {shown}.", remedy="Say it with --favourable VALUE."
        )
    return named[0]


def _name(path: Path) -> str:
    found = key_of(path.stem)
    return found if found[0].isalpha() else f"project-{found}"[:64].rstrip("-")
