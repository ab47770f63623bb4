"""What of this Python the child gets: where its modules are found, and which folders it may read."""

import os
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path

import evenhand
from evenhand.adapters.runner.limits import Limits

_PACKAGE = Path(evenhand.__file__).parent
_INSTALLED = ("site-packages", "dist-packages")
_BOOT = (
    "import sys; sys.path.append(sys.argv[1]); "
    "from evenhand.adapters.runner.child import main; main(int(sys.argv[2]), int(sys.argv[3]))"
)


def command(requests: int, answers: int) -> list[str]:
    """How the child is started: isolated from the environment, without site files, which may run code."""
    isolated = [sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", _BOOT]
    return [*isolated, str(_PACKAGE.parent), str(requests), str(answers)]


def module_path() -> list[str]:
    """Where the child finds modules: the standard library, what is installed, and evenhand.

    Folders that only this process was pointed at (the current one, ``PYTHONPATH``, editable projects) are left out:
    code that a model needs belongs into its manifest.
    """
    return [*(entry for entry in sys.path if _is_installed(entry)), str(_PACKAGE.parent)]


def readable(*more: Path) -> list[str]:
    """Paths that stay readable in the child."""
    own = {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix} - {"/"}
    installed = {entry for entry in sys.path if _is_installed(entry)}
    libraries = {entry for entry in os.environ.get("LD_LIBRARY_PATH", "").split(":") if entry.startswith("/")}
    return sorted({*own, *installed, *libraries, str(_PACKAGE), *map(str, more)})


def environment(limits: Limits, home: Path) -> Mapping[str, str]:
    """The child's variables: no credential, no proxy, no path but that of shared libraries."""
    threads = str(limits.threads)
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "TZ") if name in os.environ}
    return kept | {
        "HOME": str(home), "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2", "JOBLIB_MULTIPROCESSING": "0",
        "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads, "MKL_NUM_THREADS": threads,
        "LOKY_MAX_CPU_COUNT": threads,
    }  # fmt: skip


def _is_installed(entry: str) -> bool:
    if not Path(entry).is_absolute():
        return False
    paths = sysconfig.get_paths()
    standard = (paths["stdlib"], paths["platstdlib"])
    is_standard = any(entry == folder or entry.startswith(folder + os.sep) for folder in standard)
    return is_standard or entry.endswith(".zip") or Path(entry).name in _INSTALLED
