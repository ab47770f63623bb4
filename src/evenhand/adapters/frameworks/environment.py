"""What a model was made with: Python and the packages that its objects come from."""

import pickletools
import platform
import sys
import sysconfig
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from pathlib import Path

from evenhand.kernel.canonical import Json

_TEXT = ("SHORT_BINUNICODE", "BINUNICODE", "BINUNICODE8", "UNICODE")


def modules_in(content: bytes) -> dict[str, set[str]]:
    """Module to the names that a pickle takes from it, read from the stream without running it.

    Examples:
        >>> import pickle, fractions
        >>> modules_in(pickle.dumps(fractions.Fraction(1, 2)))
        {'fractions': {'Fraction'}}
    """
    found: dict[str, set[str]] = {}
    memo: list[str | None] = []
    recent: list[str] = []
    last: str | None = None
    for code, argument, _ in pickletools.genops(content):
        if code.name == "GLOBAL":
            module, _, name = str(argument).partition(" ")
            found.setdefault(module, set()).add(name)
        elif code.name == "STACK_GLOBAL" and len(recent) >= 2:
            found.setdefault(recent[-2], set()).add(recent[-1])
        if code.name == "MEMOIZE":
            memo.append(last)
            continue
        last = _text_of(code.name, argument, memo)
        if last is not None:
            recent = [*recent[-1:], last]
    return found


def environment_of(modules: Iterable[str]) -> dict[str, Json]:
    """Python's version and the installed version of each package that ``modules`` belong to."""
    owners = packages_distributions()
    names = {name for module in modules for name in owners.get(module.partition(".")[0], ())}
    return {
        "python": platform.python_version(), "implementation": platform.python_implementation(),
        "packages": versions_of(names),
    }  # fmt: skip


def versions_of(distributions: Iterable[str]) -> dict[str, str]:
    """Installed versions; a distribution that is not there is left out."""
    found = {}
    for name in sorted(distributions):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def local_files(modules: Iterable[str]) -> dict[str, Path]:
    """Module to file, for those of ``modules`` that belong to no installed package: the author's own."""
    files = {name: getattr(sys.modules.get(name), "__file__", None) for name in modules}
    places = {name: Path(file).resolve() for name, file in files.items() if file is not None}
    return {name: place for name, place in places.items() if _is_local(place)}


def _is_local(place: Path) -> bool:
    paths = sysconfig.get_paths()
    folders = [Path(paths[name]).resolve() for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    is_installed = any(place.is_relative_to(folder) for folder in folders)
    return not is_installed and not {"site-packages", "dist-packages"} & set(place.parts)


def _text_of(code: str, argument: object, memo: list[str | None]) -> str | None:
    if code in _TEXT:
        return str(argument)
    if code in ("BINGET", "LONG_BINGET") and isinstance(argument, int) and argument < len(memo):
        return memo[argument]
    return None
