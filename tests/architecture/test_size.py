"""Files and functions that a reader can hold in his head."""

import ast
from collections.abc import Iterator
from statistics import median

from tests.architecture.source import Module, modules

FILE_LINES = 300
ONE_FILE_ON_PURPOSE = {"evenhand/resources/verify_pack.py": 510}  # an outsider reads and runs it without evenhand
MEDIAN_FILE_LINES = 120
FUNCTION_LINES = 40
PARAMETERS = 6

Function = ast.FunctionDef | ast.AsyncFunctionDef


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    lengths = {module.place: len(module.text.splitlines()) for module in modules()}

    assert {place: n for place, n in lengths.items() if n > ONE_FILE_ON_PURPOSE.get(place, FILE_LINES)} == {}


def test_half_of_the_files_are_short() -> None:
    assert median(len(module.text.splitlines()) for module in modules()) <= MEDIAN_FILE_LINES


def test_no_function_is_longer_than_forty_lines_of_code() -> None:
    long = {
        f"{module.place}:{function.lineno} {function.name}": lines
        for module in modules()
        for function in _functions(module)
        if (lines := _code_lines(function)) > FUNCTION_LINES
    }

    assert long == {}


def test_the_count_of_lines_leaves_out_the_docstring_alone() -> None:
    function = ast.parse('def f() -> None:\n    """One.\n\n    Two.\n    """\n    a = 1\n    # why\n    b = a\n').body[
        0
    ]

    assert isinstance(function, ast.FunctionDef)
    assert _code_lines(function) == 4


def _functions(module: Module) -> Iterator[Function]:
    return (node for node in ast.walk(module.tree) if isinstance(node, Function))


def _code_lines(function: Function) -> int:
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    if ast.get_docstring(function) is None:
        return lines
    docstring = function.body[0]
    return lines - ((docstring.end_lineno or docstring.lineno) - docstring.lineno + 1)
