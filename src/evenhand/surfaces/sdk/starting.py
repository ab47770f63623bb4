"""Starting a project from a table of one's own."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from evenhand.adapters.tables.table import Table
from evenhand.errors.table import ColumnMissing
from evenhand.errors.workspace import IdentityUnclear
from evenhand.governance.risk.questionnaire import Answer, read_answers
from evenhand.kernel.canonical import Json
from evenhand.kernel.part import did_you_mean
from evenhand.lifecycle.data.guess import Guess
from evenhand.surfaces.sdk.opening import settings_for
from evenhand.surfaces.sdk.people import confirm, create_identity, create_workspace, list_identities
from evenhand.surfaces.sdk.rules import propose_policy, propose_use_case
from evenhand.wiring.identity import find_identity
from evenhand.wiring.project import DEMONSTRATION, Project, write_project
from evenhand.wiring.project_draft import ABOUT_PEOPLE, ProjectDraft, drafted, guessed_parts, label_values
from evenhand.wiring.sample import TableSample
from evenhand.wiring.tiering_file import read_answers_file

YOURSELF = "me"
"""Name of the identity that is made when there is none."""


def init(
    table: str | Path, *, folder: str | Path | None = None, name: str | None = None, purpose: str | None = None,
    label: str | None = None, favourable: str | None = None, protected: Sequence[str] | None = None,
    key: Sequence[str] | None = None, time: str | None = None,
    answers: "str | Path | Mapping[str, Json] | None" = None, demonstration: bool = False, actor: str | None = None,
) -> Project:  # fmt: skip
    """Start a project from a table: use case, contract, training code, policy; what is not said is guessed.

    Args:
        table: a CSV or Parquet file.
        folder: of the project; the name of the use case when left out.
        name: of the use case.
        purpose: what is decided, in one sentence.
        label: the column with the outcome.
        favourable: its value that is good for the person.
        protected: attributes that people must not be treated differently by.
        key: columns that say who a row is about.
        time: the column that orders the rows.
        answers: to the tiering questionnaire: a file or a map.
        demonstration: found a workspace for you alone too, with use case and policy in force.
        actor: who acts in it.

    Raises:
        ProjectUnclear: the table does not tell what was not said.
        FileExists: a file of that name is there.
    """
    draft = draft_project(
        table, name=name, purpose=purpose, label=label, favourable=favourable, protected=protected, key=key, time=time,
        answers=answers,
    )  # fmt: skip
    return start_project(draft, folder=folder, demonstration=demonstration, actor=actor)


def draft_project(
    table: str | Path, *, name: str | None = None, purpose: str | None = None, label: str | None = None,
    favourable: str | None = None, protected: Sequence[str] | None = None, key: Sequence[str] | None = None,
    time: str | None = None, answers: "str | Path | Mapping[str, Json] | None" = None,
    listed_uses: Sequence[str] | None = None,
) -> ProjectDraft:  # fmt: skip
    """What the project would hold; nothing is written.

    Without ``answers`` the tiering begins with those of a model that decides about people, and ``listed_uses``.
    """
    path = Path(table)
    given = _answers(answers)
    if given is None:
        uses = read_answers({"q_annex_iii": list(listed_uses or ())})
        given = {**ABOUT_PEOPLE, **uses}
    return drafted(
        _rows(path), path, name=name, purpose=purpose, label=label, favourable=favourable, protected=protected,
        key=key, time=time, answers=given,
    )  # fmt: skip


def guess_columns(table: str | Path, *, label: str | None = None) -> Guess:
    """What the columns probably are."""
    return guessed_parts(_rows(Path(table)), label)


def guess_favourable(table: str | Path, label: str) -> tuple[tuple[str, ...], str | None]:
    """The two values of a label, and the one that is probably good for the person."""
    return label_values(_rows(Path(table)), label)


def require_columns(table: str | Path, names: Sequence[str]) -> list[str]:
    """The names, when all are columns of the table.

    Raises:
        ColumnMissing: one is none.
    """
    rows = _rows(Path(table))
    for name in names:
        if name not in rows.kinds:
            raise ColumnMissing(f"The table has no column {name!r}{did_you_mean(name, rows.columns)}.", column=name)
    return list(names)


def _rows(path: Path) -> Table:
    return TableSample.of(path).table


def start_project(
    draft: ProjectDraft, *, folder: str | Path | None = None, demonstration: bool = False, actor: str | None = None
) -> Project:
    """Write the project, and found its workspace where that is asked for."""
    place = Path(draft.name if folder is None else folder)
    identity = _yourself(actor) if demonstration else None
    project = write_project(draft, place, is_demonstration=demonstration)
    if identity is not None:
        create_workspace(place, actor=identity)
        propose_use_case(place / "evenhand.yaml", actor=identity, workspace=place)
        confirm(f"use-case:{draft.name}", actor=identity, workspace=place)
        propose_policy(place / "policy.yaml", actor=identity, workspace=place)
        confirm(f"policy:{DEMONSTRATION}", actor=identity, workspace=place)
    return replace(project, actor=identity)


def _answers(given: "str | Path | Mapping[str, Json] | None") -> Mapping[str, Answer] | None:
    if given is None:
        return None
    return read_answers(given) if isinstance(given, Mapping) else read_answers_file(Path(given))


def _yourself(actor: str | None) -> str:
    """The identity that founds the workspace; one is made where there is none."""
    if actor is not None and actor not in list_identities():
        create_identity(actor)
        return actor
    try:
        return find_identity(settings_for(None), actor).actor
    except IdentityUnclear:
        if list_identities():
            raise
        create_identity(YOURSELF)
        return YOURSELF
