"""Clock, chance, files and the environment reach the inner rooms as parameters only."""

import ast
from collections.abc import Iterator

import pytest
from tests.architecture.source import PURE, modules

CALLS = {
    "breakpoint", "date.today", "datetime.now", "datetime.today", "datetime.utcnow", "input", "open", "uuid.uuid1",
    "uuid.uuid4", "uuid1", "uuid4",
}  # fmt: skip
MODULES = {"glob", "os", "random", "secrets", "shutil", "subprocess", "tempfile", "time"}
FILE_METHODS = {"iterdir", "mkdir", "read_bytes", "read_text", "rmdir", "touch", "unlink", "write_bytes", "write_text"}
SEEDED = {"BitGenerator", "Generator", "PCG64", "Philox", "SeedSequence"}


@pytest.mark.parametrize("room", PURE)
def test_the_inner_rooms_are_pure(room: str) -> None:
    slips = [
        f"{module.place}:{line} {what}"
        for module in modules()
        if module.room == room
        for line, what in _impurities(module.tree)
    ]

    assert slips == []


def test_only_the_command_line_prints() -> None:
    prints = [
        f"{module.place}:{node.lineno}"
        for module in modules()
        if not module.name.startswith("evenhand.surfaces.cli")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and _dotted(node.func) == "print"
    ]

    assert prints == []


@pytest.mark.parametrize(
    "code",
    [
        "import time",
        "from os import environ",
        "from datetime import datetime\ndatetime.now()",
        "import datetime\ndatetime.datetime.now(tz=None)",
        "open('x')",
        "path.read_text()",
        "folder().joinpath('x').read_text()",
        "import numpy as np\nnp.random.normal()",
        "np.random.default_rng()",
        "from random import Random\nRandom()",
        "from random import choice",
        "from numpy.random import default_rng\ndefault_rng()",
    ],
)
def test_an_impurity_is_seen(code: str) -> None:
    assert list(_impurities(ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    [
        "np.random.default_rng(7)",
        "from random import Random\nRandom('7')",
        "moment.isoformat()",
        "timedelta(days=1)",
        "table.open",
        "files('evenhand').joinpath('resources', 'x').read_text('utf-8')",
    ],
)
def test_a_pure_line_passes(code: str) -> None:
    assert list(_impurities(ast.parse(code))) == []


def _impurities(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names if alias.name.split(".")[0] in MODULES)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in MODULES:
            if [(node.module, alias.name) for alias in node.names] != [("random", "Random")]:
                yield node.lineno, node.module or ""
        elif isinstance(node, ast.Call) and _is_impure(node):
            yield node.lineno, _dotted(node.func)


def _is_impure(call: ast.Call) -> bool:
    name = _dotted(call.func)
    last = name.rpartition(".")[2]
    if last in ("default_rng", "Random"):
        return not call.args and not call.keywords
    if ".random." in f".{name}" and name.count("."):
        return last not in SEEDED
    if "." in name and last in FILE_METHODS:
        return not _ships_with_the_package(call.func)
    return name in CALLS or ".".join(name.split(".")[-2:]) in CALLS


def _ships_with_the_package(node: ast.expr) -> bool:
    """Whether the chain of calls begins with ``files(...)`` of importlib.resources, which never changes meanwhile."""
    while isinstance(node, ast.Attribute | ast.Call):
        if isinstance(node, ast.Call) and _dotted(node.func) == "files":
            return True
        node = node.func if isinstance(node, ast.Call) else node.value
    return False


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "?"
