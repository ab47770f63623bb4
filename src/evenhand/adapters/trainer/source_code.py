"""The training code as files: a Python file, or a function of a notebook written out as one."""

import ast
from pathlib import Path

from evenhand.adapters.trainer.repository import commit_of
from evenhand.errors.training import TrainingCodeUnreadable
from evenhand.kernel.part import did_you_mean
from evenhand.lifecycle.training.training_code import TrainingCode

ENTRY = "train"
_LARGEST = 4 * 2**20


def code_of_file(named: str | Path) -> TrainingCode:
    """The code at ``PATH`` or ``PATH:FUNCTION``; what it imports from its folder is found while it runs.

    Raises:
        TrainingCodeUnreadable: there is no such file, it is no Python, or it does not define the function.
    """
    path, entry = _split(str(named))
    content = _read(path)
    require_function(content, entry, origin=path.name)
    if not path.stem.isidentifier():
        fact = f"{path.name} cannot be imported: {path.stem!r} is no name of a module."
        raise TrainingCodeUnreadable(fact, remedy="Call the file by letters, digits and '_', for example train.py.")
    folder = path.absolute().parent
    commit, is_dirty = commit_of(path.absolute())
    return TrainingCode(
        main=path.name, entry=entry, files={path.name: content}, folder=str(folder), commit=commit, is_dirty=is_dirty
    )


def require_function(content: bytes, entry: str, *, origin: str) -> None:
    """Refuse what cannot be parsed or lacks the function, before a process is started.

    Raises:
        TrainingCodeUnreadable: it is so; the fact names the line.
    """
    try:
        tree = ast.parse(content)
    except (SyntaxError, ValueError) as mistake:
        line = getattr(mistake, "lineno", None)
        where = f" (line {line})" if line else ""
        raise TrainingCodeUnreadable(f"{origin} is no Python{where}: {mistake.args[0]}.") from mistake
    names = _defined(tree)
    if entry not in names:
        hint = did_you_mean(entry, names) or (f"; it defines {', '.join(names[:8])}" if names else "")
        raise TrainingCodeUnreadable(f"{origin} defines no function {entry!r}{hint}.", entry=entry)


def _defined(tree: ast.Module) -> list[str]:
    """Names that the file itself binds, also by import or assignment."""
    found = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.append(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found += [alias.asname or alias.name for alias in node.names]
        elif isinstance(node, ast.Assign):
            found += [target.id for target in node.targets if isinstance(target, ast.Name)]
    return found


def _split(named: str) -> tuple[Path, str]:
    head, colon, entry = named.rpartition(":")
    if colon and entry.isidentifier() and head:
        return Path(head), entry
    return Path(named), ENTRY


def _read(path: Path) -> bytes:
    try:
        if not path.is_file():
            kind = "is no regular file" if path.exists() else "does not exist"
            raise TrainingCodeUnreadable(f"{path} {kind}.", path=str(path))
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except (OSError, ValueError) as mistake:
        raise TrainingCodeUnreadable(f"{path} cannot be opened: {mistake}.", path=str(path)) from mistake
    if len(content) > _LARGEST:
        raise TrainingCodeUnreadable(f"{path} is larger than {_LARGEST:,} bytes.", path=str(path))
    return content
