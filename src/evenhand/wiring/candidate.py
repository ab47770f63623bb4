"""What a person brings in, a fitted object or files, made ready to be registered."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evenhand.adapters.frameworks.environment import environment_of
from evenhand.adapters.frameworks.kind import detect_loader
from evenhand.adapters.frameworks.serialised import Serialised, missing_code, serialise
from evenhand.adapters.runner.handover import folder_files
from evenhand.errors.model import ModelCodeMissing, ModelUnreadable
from evenhand.kernel.canonical import Json
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.problem.scalar import Scalar, scalar_as_json
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.lifecycle.training.decision_rule import DecisionRule
from evenhand.lifecycle.training.manifest import PREDICTIONS
from evenhand.workflows.model.register_version import Candidate


def fitted_candidate(
    fitted: Any, *, use_case: UseCase, contract: Contract, cut_off: float, code: Sequence[str | Path] = (),
    inputs: Sequence[str] | None = None, classes: Sequence[Scalar] | None = None,
) -> Candidate:  # fmt: skip
    """A fitted object of a notebook, or the path of a model's file or folder.

    Raises:
        ModelNotSerialisable: the object cannot become files.
        ModelCodeMissing: it needs code of the author's own that was not handed over.
        ModelUnreadable: the path holds no known kind of model.
    """
    given = _code(code)
    if isinstance(fitted, str | Path):
        loader, files = _from_path(Path(fitted))
        # The text of LightGBM names no labels; it was fitted on them in ascending order.
        known = classes or (_label_values(contract, use_case) if loader == "lightgbm" else None)
        environment = environment_of(())
    else:
        serialised = serialise(fitted)
        _require_code(serialised, tuple(given))
        loader, files, environment = serialised.loader, dict(serialised.files), dict(serialised.environment)
        known = classes or serialised.classes
    outputs: dict[str, Json] = {} if known is None else {"classes": [scalar_as_json(each) for each in known]}
    return Candidate(
        use_case=use_case.name, loader=loader, files=files, code=given, contract=contract, inputs=inputs,
        rule=DecisionRule(cut_off=cut_off, favourable=use_case.favourable), outputs=outputs, environment=environment,
    )  # fmt: skip


def predictions_candidate(
    file: str | Path, *, use_case: UseCase, contract: Contract, cut_off: float, score: str | None,
    prediction: str | None, inputs: Sequence[str] | None = None,
) -> Candidate:  # fmt: skip
    """A model that evenhand never sees: only a table with its scores or predictions."""
    path = Path(file)
    outputs: dict[str, Json] = {
        name: column for name, column in (("score", score), ("prediction", prediction)) if column is not None
    }
    return Candidate(
        use_case=use_case.name, loader=PREDICTIONS, files={path.name: path}, contract=contract, inputs=inputs,
        rule=DecisionRule(cut_off=cut_off, favourable=use_case.favourable), outputs=outputs,
    )  # fmt: skip


def _label_values(contract: Contract, use_case: UseCase) -> Sequence[Scalar] | None:
    """Both values of the label in ascending order, as far as the contract tells them."""
    column = contract.column(use_case.label) if use_case.label in contract.names else None
    if column is None or column.kind == "boolean":
        return None if column is None else (False, True)
    if column.categories is not None:
        return sorted(column.categories) if len(column.categories) == 2 else None
    return (0, 1) if (column.minimum, column.maximum) == (0, 1) else None


def _from_path(path: Path) -> tuple[str, dict[str, bytes | Path]]:
    loader = detect_loader(path)
    if path.is_dir():
        return loader, {file.path: file.source for file in folder_files(path)}
    return loader, {path.name: path}


def _code(places: Sequence[str | Path]) -> Mapping[str, bytes | Path]:
    found: dict[str, bytes | Path] = {}
    for place in map(Path, places):
        if place.is_dir():
            found.update({file.path: file.source for file in folder_files(place) if file.path.endswith(".py")})
        elif place.is_file():
            found[place.name] = place
        else:
            raise ModelUnreadable(f"The code {place} is neither file nor folder.", path=str(place))
    return found


def _require_code(serialised: Serialised, given: Sequence[str]) -> None:
    absent = missing_code(serialised, given)
    if absent:
        fact = f"The model needs {', '.join(absent)}, which no handed-over file defines."
        raise ModelCodeMissing(fact, modules=absent)
