"""``evenhand init``: from a table of one's own to a project."""

import shlex
import sys
from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from evenhand.errors.problem import ProjectUnclear
from evenhand.lifecycle.problem.scalar import scalar_text
from evenhand.surfaces.cli.screen import as_option, json_option, note, show

if TYPE_CHECKING:
    from evenhand.wiring.project import Project
    from evenhand.wiring.project_draft import ProjectDraft

_FOLDER = click.Path(file_okay=False, path_type=Path)
_WITH_COMMITTEES = 2
_COMMITTEES = (
    "The policies of tiers 1 and 2 ask for votes of committees, which cannot be recorded yet: until then their"
    " deployment-approval stays closed. Correct the answers, write a policy of your own, or begin with --demo."
)
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("table", type=_FILE)
@click.option("--dir", "folder", type=_FOLDER, help="Of the project; a new folder with its name when left out.")
@click.option("--name", help="Of the use case; that of the table when left out.")
@click.option("--purpose", help="What is decided about whom, in one sentence.")
@click.option("--label", help="The column with the outcome; it has two values.")
@click.option("--favourable", help="The value of the label that is good for the person.")
@click.option("--protected", multiple=True, help="A protected attribute; may repeat.")
@click.option("--key", multiple=True, help="A column that says who a row is about; may repeat.")
@click.option("--time", help="The column that orders the rows.")
@click.option("--answers", type=_FILE, help="Answers to the tiering questionnaire (evenhand tier --questions).")
@click.option("--yes", "is_sure", is_flag=True, help="Take every guess; ask nothing.")
@click.option("--demo", "is_demo", is_flag=True, help="Found a workspace for you alone too, ready to go on.")
@as_option
@json_option
def init(
    table: Path, *, folder: Path | None, name: str | None, purpose: str | None, label: str | None,
    favourable: str | None, protected: tuple[str, ...], key: tuple[str, ...], time: str | None, answers: Path | None,
    is_sure: bool, is_demo: bool, actor: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Start a project from TABLE (CSV or Parquet): evenhand.yaml, contract.yaml, train.py, policy.yaml.

    What you do not say is guessed from the names and values of the columns, and shown before anything is written. No
    file is ever overwritten.

    \b
    Example:
      evenhand init loans.csv --label repaid --favourable yes --protected sex --yes
      evenhand init loans.csv --demo
    """
    from evenhand.surfaces.cli.init_questions import ask
    from evenhand.surfaces.sdk.starting import draft_project, start_project

    said: dict[str, Any] = {
        "purpose": purpose,
        "label": label,
        "favourable": favourable,
        "protected": protected or None,
    }
    is_told = None not in (label, favourable, said["protected"])
    uses: list[str] | None = None
    if not is_sure and not is_told and not as_json and sys.stdin.isatty():
        said, uses = ask(table, **said, has_answers=answers is not None)
        is_told = True
    draft = draft_project(table, name=name, key=key or None, time=time, answers=answers, listed_uses=uses, **said)
    if not is_sure and not is_told:
        told = "; ".join(" ".join(line.split()) for line in _guesses(draft))
        raise ProjectUnclear(
            f"Nobody is there to confirm the guesses: {told}.",
            remedy="Take them with --yes, or say --label, --favourable and --protected.",
        )
    project = start_project(draft, folder=folder, demonstration=is_demo, actor=actor)
    steps = _next(draft, project, actor, is_demo=is_demo)
    found = draft.tiering
    document = {
        "project": str(project.folder), "use_case": draft.name, "files": list(project.files), "policy": project.policy,
        "class": found.case_class, "tier": found.tier, "label": draft.label.name, "favourable": draft.favourable,
        "protected": list(draft.guess.protected), "key": list(draft.guess.key), "time": draft.guess.time,
        "context": list(draft.guess.context), "overlooked": list(draft.overlooked), "next": steps,
    }  # fmt: skip
    if not is_demo and found.tier <= _WITH_COMMITTEES:
        note(_COMMITTEES)
    lines = [*_guesses(draft), f"Wrote {project.folder}: {', '.join(project.files)}.", *_founded(project)]
    show(document, "\n".join([*lines, "Next:", *(f"  {step}" for step in steps)]), as_json=as_json)


def _guesses(draft: "ProjectDraft") -> list[str]:
    guess, found = draft.guess, draft.tiering
    favourable = scalar_text(draft.favourable)
    lines = [
        f"label      {draft.label.name}, favourable: {favourable}",
        f"protected  {', '.join(guess.protected) or 'none; groups cannot be compared'}",
        f"key        {', '.join(guess.key) or 'none; every row is taken for another person'}",
        *([f"time       {guess.time}"] if guess.time else []),
        *(
            [f"look at    {', '.join(draft.overlooked)}: protected by the name, and the model would see it"]
            if draft.overlooked
            else []
        ),
        *(
            [f"left out   {', '.join(guess.context)} (identify people, free text, or instants)"]
            if guess.context
            else []
        ),
        f"tier       {found.tier}, class {found.case_class}, by answers that stand in evenhand.yaml for you to correct",
    ]
    return [f"  {line}" for line in lines]


def _next(draft: "ProjectDraft", project: "Project", actor: str | None, *, is_demo: bool) -> list[str]:
    """The commands that lead from here to a first verdict."""
    from evenhand.governance.policy.shipped import shipped_policy

    path = draft.path if draft.path.is_absolute() else Path(relpath(draft.path, project.folder))
    name, table = draft.name, shlex.quote(str(path))
    by = "".join(f" --by {shlex.quote(each)}" for each in draft.guess.key)
    by += f" --time {shlex.quote(draft.guess.time)}" if draft.guess.time else ""
    who = f" --as {shlex.quote(actor)}" if actor else ""
    gates = shipped_policy(project.policy).gates
    founding = [
        "evenhand identity create YOU, then found a workspace with others: evenhand workspace --help",
        f"evenhand use-case propose evenhand.yaml{who}, and somebody else: evenhand confirm use-case:{name}",
        f"evenhand policy propose policy.yaml{who}, and somebody else: evenhand confirm policy:{project.policy}",
    ]
    intake = [f"evenhand judge use-case:{name}{who}"] if "intake" in gates else []
    gate = [f"evenhand judge dataset:{name}@1{who}"] if "development" in gates else []
    return [
        *([] if project.folder.resolve() == Path.cwd() else [f"cd {shlex.quote(str(project.folder))}"]),
        *([] if is_demo else founding),
        *intake,
        f"evenhand dataset register {name} {table} --contract contract.yaml{by}{who}",
        *gate,
        f"evenhand train train.py --dataset {name}@1{who}",
        f"evenhand evaluate {name}@1 --dataset {name}@1{who}",
        f"evenhand judge {name}@1{who}",
    ]


def _founded(project: "Project") -> list[str]:
    if project.actor is None:
        return []
    alone = f"Founded a workspace in mode=demonstration for {project.actor} alone"
    return [f"{alone}; use case and policy are in force. It serves in the environment demo only."]
