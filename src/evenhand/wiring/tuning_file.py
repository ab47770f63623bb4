"""The plan of a search: a YAML file, a dict, or the literal ``SPACE`` of the code file."""

import ast
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from evenhand.errors.training import SpaceInvalid
from evenhand.kernel.canonical import Json
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.lifecycle.training.training_code import TrainingCode
from evenhand.lifecycle.training.tuning_plan import TuningPlan
from evenhand.wiring.form_file import read_form


def tuning_plan(
    space: str | Path | Mapping[str, Json] | None, code: TrainingCode, use_case: UseCase, *, attempts: int | None
) -> TuningPlan:
    """The plan, with the attributes of the use case known to it.

    Args:
        space: a file, a dict, or ``None`` for ``SPACE`` of the code, which is read and not run.
        code: the training code.
        use_case: whose attributes a measure of fairness may name.
        attempts: in place of the plan's own number.

    Raises:
        FormUnreadable: the file cannot be read.
        SpaceInvalid: a part is missing, unknown or contradicts another; the path is named.
    """
    if isinstance(space, str | Path):
        plan = read_form(Path(space), lambda document: TuningPlan.from_json(document, use_case.attributes))
    else:
        plan = TuningPlan.from_json(_literal(code) if space is None else space, use_case.attributes)
    return plan if attempts is None else replace(plan, n_attempts=attempts)


def _literal(code: TrainingCode) -> Json:
    for node in ast.parse(code.files[code.main]).body:
        if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id == "SPACE" for to in node.targets):
            try:
                value: Json = ast.literal_eval(node.value)
            except ValueError as mistake:
                raise SpaceInvalid(f"SPACE of {code.main} (line {node.lineno}) is no literal.") from mistake
            return value
    raise SpaceInvalid(
        f"{code.main} has no SPACE, and no plan was handed over.",
        remedy="Hand one over with --space FILE, or write SPACE = {...} into the code.",
    )
