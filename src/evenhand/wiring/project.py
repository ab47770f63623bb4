"""The files of a new project: written together or not at all, and never over others."""

import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from evenhand.adapters.tables.describe import infer_contract
from evenhand.errors.policy import PolicyNoneApplies
from evenhand.errors.problem import ProjectProhibited
from evenhand.errors.workspace import FileExists, FileUnwritable
from evenhand.governance.policy.document import select_policy
from evenhand.governance.policy.language.strict_yaml import read_yaml
from evenhand.governance.policy.shipped import SHIPPED, shipped_policy, shipped_text
from evenhand.governance.risk.questionnaire import answers_as_json, questions
from evenhand.kernel.canonical import Json
from evenhand.wiring.contract_file import contract_text, flow_text
from evenhand.wiring.project_draft import ProjectDraft
from evenhand.wiring.use_case_file import use_case_in
from evenhand.wiring.user_file import write_file

DEMONSTRATION = "demonstration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project that was written.

    Attributes:
        folder: where.
        name: of its use case.
        files: their names.
        policy: name of the policy that its tier chose.
        actor: who founded its workspace; ``None`` without one.
    """

    folder: Path
    name: str
    files: tuple[str, ...]
    policy: str
    actor: str | None = None


def write_project(draft: ProjectDraft, folder: Path, *, is_demonstration: bool = False) -> Project:
    """Write use case, contract, training code and policy into a folder, which may be there or not.

    Raises:
        FileExists: one of the files is there already; nothing was written.
        FileUnwritable: the folder cannot be made.
        ProjectProhibited: the answers lead to a practice that is banned.
        UseCaseInvalid: name or purpose are none.
    """
    policy = policy_for(draft, is_demonstration=is_demonstration)
    texts = project_texts(draft, policy)
    use_case_in(read_yaml(texts["evenhand.yaml"]))
    content = {name: text.encode() for name, text in texts.items()}
    taken = [name for name in content if (folder / name).exists()]
    if taken:
        raise FileExists(f"{folder / taken[0]} is there already.", path=str(folder / taken[0]))
    if folder.is_dir() and any(folder.iterdir()):
        for name, written in content.items():
            write_file(folder / name, written)
    else:
        _write_together(folder, content)
    return Project(folder=folder, name=draft.name, files=tuple(content), policy=policy)


def policy_for(draft: ProjectDraft, *, is_demonstration: bool) -> str:
    """The shipped policy for the class and the tier of the draft.

    Raises:
        ProjectProhibited: none ships for it.
    """
    found = draft.tiering
    if found.materiality.is_blocked:
        fact = f"The answers lead to class {found.case_class} by the rule {found.rule}."
        raise ProjectProhibited(fact, rule=found.rule)
    if is_demonstration:
        return DEMONSTRATION
    shipped = [shipped_policy(name) for name in SHIPPED]
    try:
        return select_policy(shipped, found.case_class, found.tier, is_demonstration=False).name
    except PolicyNoneApplies as mistake:
        raise ProjectProhibited(mistake.fact) from mistake


def project_texts(draft: ProjectDraft, policy: str) -> dict[str, str]:
    """Name to text of every file."""
    template = files("evenhand").joinpath("resources", "project", "train.py.template").read_text("utf-8")
    return {
        "evenhand.yaml": use_case_text(draft),
        "contract.yaml": contract_text(infer_contract(draft.table, draft.parts)),
        "train.py": template.replace("<<LABEL>>", repr(draft.label.name)),
        "policy.yaml": shipped_text(policy),
    }


def use_case_text(draft: ProjectDraft) -> str:
    """The use case, with the answers that it begins with and what is still to be stated."""
    bands: dict[str, Json] = {name: list(cuts) for name, cuts in draft.bands.items()}
    lines = [
        "# The use case. Correct what was guessed; docs/reference/evenhand-yaml.md explains every key.",
        "use_case:",
        f"  name: {draft.name}",
        f"  purpose: {flow_text(draft.purpose)}",
        f"  label: {flow_text(draft.label.name)}",
        f"  favourable: {flow_text(draft.favourable)}",
        f"  unfavourable: {flow_text([value for value, _ in draft.label.values if value != draft.favourable])}",
        f"  protected: {flow_text(list(draft.guess.protected))}",
        *([f"  bands: {flow_text(bands)}"] if bands else []),
        "  # Class and tier follow from these answers: 'evenhand tier evenhand.yaml' says why. Not legal advice.",
        "  tiering:",
        *_answers(draft),
        "  # State these before the gate intake: objective, needs_model, owner, affected_groups, prohibited_uses,",
        "  # baseline, value, success_criteria, feasibility, stakeholders. For example:",
        "  # objective: What is to be reached, and how one would notice.",
        "  # success_criteria:",
        "  #   - {metric: roc_auc, at_least: 0.70}",
    ]
    return "\n".join([*lines, ""])


def _answers(draft: ProjectDraft) -> list[str]:
    asked = questions()
    return [
        line
        for name, answer in answers_as_json(draft.answers).items()
        for line in (
            f"    # {asked[name].text} ({_many(name)} {', '.join(asked[name].options)})",
            f"    {name}: {flow_text(answer)}",
        )
    ]


def _many(name: str) -> str:
    return "any of" if questions()[name].kind == "multi" else "one of"


def _write_together(folder: Path, content: Mapping[str, bytes]) -> None:
    """All files appear with their folder in one step."""
    made = folder.parent / f".new-{secrets.token_hex(8)}"
    try:
        made.mkdir()
        for name, written in content.items():
            write_file(made / name, written)
        made.rename(folder)
    except OSError as mistake:
        raise FileUnwritable(f"{folder} cannot be made: {mistake.strerror}.", path=str(folder)) from mistake
    finally:
        shutil.rmtree(made, ignore_errors=True)
