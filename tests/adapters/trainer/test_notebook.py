"""Functions of a session become files, or it is said why not."""

import linecache
import types
from math import sqrt
from pathlib import Path
from typing import Any

import pytest

from evenhand.adapters.trainer.notebook import code_of
from evenhand.errors.training import TrainingCodeUnreadable


def _cell(source: str, **session: Any) -> types.FunctionType:
    """The function ``train`` of a notebook's cell, whose session holds ``session``."""
    name = f"<cell {abs(hash(source))}>"
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    scope: dict[str, Any] = {"__name__": "__main__", **session}
    exec(compile(source, name, "exec"), scope)
    function: types.FunctionType = scope["train"]
    return function


def _run(content: bytes) -> Any:
    scope: dict[str, Any] = {"__name__": "notebook_training"}
    exec(content, scope)
    return scope["train"](16, {}, 0)


def test_imports_constants_and_functions_of_the_session_come_along() -> None:
    import math as numbers

    source = (
        "def root(x):\n    return sqrt(x) + PLUS\n\n"
        "def train(data, parameters, seed):\n    return m.floor(root(data))\n"
    )

    code = code_of(_cell(source, sqrt=sqrt, m=numbers, PLUS=2.5))

    content = code.files[code.main]
    assert b"import math as m\n" in content
    assert b"from math import sqrt\n" in content
    assert b"PLUS = 2.5\n" in content
    assert _run(content) == 6


def test_an_object_of_the_session_cannot_come_along() -> None:
    source = "def train(data, parameters, seed):\n    return table.head()\n"

    with pytest.raises(TrainingCodeUnreadable, match="train names 'table', which is a object of this session"):
        code_of(_cell(source, table=object()))


def test_a_function_of_a_module_is_that_modules_file() -> None:
    from tests.scenarios import stage

    code = code_of(stage.table)

    assert (code.main, code.entry) == ("stage.py", "table")
    assert code.files["stage.py"] == Path(str(stage.__file__)).read_bytes()


def test_what_is_no_function_is_refused() -> None:
    with pytest.raises(TrainingCodeUnreadable, match="A int is neither a file nor a function"):
        code_of(7)  # type: ignore[arg-type]
