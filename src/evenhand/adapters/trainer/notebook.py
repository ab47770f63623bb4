"""A function of a notebook written out as a file: its source, what it imports, the constants and functions it names."""

import builtins
import inspect
import json
import sys
import textwrap
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from evenhand.adapters.trainer.source_code import code_of_file, require_function
from evenhand.errors.training import TrainingCodeUnreadable
from evenhand.lifecycle.training.training_code import TrainingCode

MAIN = "notebook_training.py"


def code_of(given: str | Path | Callable[..., Any]) -> TrainingCode:
    """The code at a path, or of a function: its module's file, or, in a notebook, a file written from its source.

    Raises:
        TrainingCodeUnreadable: there is none, or the function names what cannot be written down.
    """
    if isinstance(given, str | Path):
        return code_of_file(given)
    if not isinstance(given, types.FunctionType):
        raise TrainingCodeUnreadable(f"A {type(given).__name__} is neither a file nor a function.")
    module = sys.modules.get(given.__module__)
    file = getattr(module, "__file__", None)
    if given.__module__ != "__main__" and file and given.__qualname__ == given.__name__:
        return code_of_file(f"{file}:{given.__name__}")
    written = _Written()
    written.add(given)
    content = written.text.encode()
    require_function(content, given.__name__, origin=f"the source of {given.__name__}")
    return TrainingCode(main=MAIN, entry=given.__name__, files={MAIN: content})


class _Written:
    """A module in the making."""

    def __init__(self) -> None:
        self._imports: dict[str, str] = {}
        self._bodies: dict[str, str] = {}

    @property
    def text(self) -> str:
        """Imports and constants in the order of names, then the functions, those that others name first."""
        heads = [line for _, line in sorted(self._imports.items())]
        return "\n".join([*heads, "", "", "\n\n".join(self._bodies.values())])

    def add(self, function: types.FunctionType) -> None:
        """Write a function and all that it names."""
        source = _source(function)
        self._bodies[function.__name__] = ""  # its place is taken, so that functions may name each other
        for name, value in _named(function):
            self._add_name(function, name, value)
        del self._bodies[function.__name__]
        self._bodies[function.__name__] = source

    def _add_name(self, function: types.FunctionType, name: str, value: object) -> None:
        line = _import_of(name, value)
        if line is not None:
            self._imports[name] = line
        elif isinstance(value, types.FunctionType):
            if value.__name__ != name:
                raise _unclear(function, name, f"is the function {value.__name__} under another name")
            if name not in self._bodies:
                self.add(value)
        else:
            self._imports[name] = f"{name} = {_constant(function, name, value)}"


def _named(function: types.FunctionType) -> Iterator[tuple[str, object]]:
    """Names that the function takes from around it, with their values."""
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        if name != function.__name__:
            yield name, cell.cell_contents
    seen = set()
    for code in _codes(function.__code__):
        for name in code.co_names:
            if name in function.__globals__ and name not in seen and name != function.__name__:
                seen.add(name)
                yield name, function.__globals__[name]


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    yield code
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            yield from _codes(inner)


def _import_of(name: str, value: object) -> str | None:
    if isinstance(value, types.ModuleType):
        return f"import {value.__name__}" if value.__name__ == name else f"import {value.__name__} as {name}"
    home, own = getattr(value, "__module__", None), getattr(value, "__qualname__", "")
    if not isinstance(home, str) or home == "__main__" or not own or "." in own or home not in sys.modules:
        return None
    if getattr(sys.modules[home], own, None) is not value or home == builtins.__name__:
        return None
    return f"from {home} import {own}" if own == name else f"from {home} import {own} as {name}"


def _constant(function: types.FunctionType, name: str, value: object) -> str:
    try:
        text = repr(value)
        if json.loads(json.dumps(value)) == value or isinstance(value, tuple):
            return text
    except (TypeError, ValueError):
        pass
    raise _unclear(function, name, f"is a {type(value).__name__} of this session, which no file could hold")


def _source(function: types.FunctionType) -> str:
    try:
        return textwrap.dedent(inspect.getsource(function))
    except (OSError, TypeError) as mistake:
        fact = f"The source of {function.__name__} cannot be read here: {mistake}."
        raise TrainingCodeUnreadable(fact, remedy="Write it into a file and hand that over.") from mistake


def _unclear(function: types.FunctionType, name: str, why: str) -> TrainingCodeUnreadable:
    return TrainingCodeUnreadable(
        f"{function.__name__} names {name!r}, which {why}.",
        remedy="Pass it as a parameter, make it inside the function, or write the code into a file.", name=name,
    )  # fmt: skip
