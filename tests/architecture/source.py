"""The source as the architecture tests read it: one parse for all of them, when the first asks."""

import ast
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import evenhand

ROOT = Path(__file__).parents[2]
PACKAGE = Path(evenhand.__file__).parent
PURE = ("errors", "kernel", "metrics", "governance", "lifecycle", "ports", "workflows")


@dataclass(frozen=True, kw_only=True)
class Module:
    """One Python file of the package."""

    path: Path
    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """What it says; collecting tests needs no parse, so that only those that look pay for it."""
        return ast.parse(self.text, filename=str(self.path))

    @property
    def room(self) -> str:
        """The part of the package that it stands in, empty for the package's own file."""
        inside = self.path.relative_to(PACKAGE).parts
        return inside[0] if len(inside) > 1 else ""

    @property
    def place(self) -> str:
        """Where a reader finds it."""
        return self.path.relative_to(PACKAGE.parent).as_posix()


@cache
def modules() -> tuple[Module, ...]:
    """Every module, in the order of its path."""
    return tuple(_module(path) for path in sorted(PACKAGE.rglob("*.py")))


def _module(path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return Module(path=path, name=name, text=text)
