"""Compiles the counting kernel into the wheel where a C compiler is found; without one the wheel counts in NumPy.

``python hatch_build.py`` compiles it into the source tree, for who works on it without installing.
"""

import os
import platform
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

SOURCES = Path("src/evenhand/metrics/profiling/compiled")
LIBRARY = SOURCES.with_name("libnative.so")
OPTIONS = ("-O3", "-ffp-contract=off", "-fno-math-errno", "-fPIC", "-shared", "-std=c11", "-s")
"""Floating-point arithmetic to the letter: cells must be those that NumPy finds."""
PURE = "EVENHAND_BUILD_PURE"
"""Set to 1, it builds a wheel for any platform even where there is a compiler."""


def compiler() -> list[str] | None:
    """The C compiler: ``CC`` where set, else ``cc``, ``gcc`` or ``clang``; ``None`` where there is none."""
    if os.environ.get(PURE) == "1":
        return None
    for command in (os.environ.get("CC", ""), "cc", "gcc", "clang"):
        words = command.split()
        if words and shutil.which(words[0]):
            return words
    return None


def compile_library(root: Path) -> str:
    """Compile the kernel beside the folder of its sources.

    Returns:
        "" on success, else why nothing was compiled. What a compiler refuses leaves no file; without a compiler a file
        that stands from before stays, for the source tree alone: it is no part of the wheel.
    """
    found = compiler()
    if found is None:
        return "no C compiler was found"
    target = root / LIBRARY
    target.unlink(missing_ok=True)
    sources = [str(path) for path in sorted((root / SOURCES).glob("*.c"))]
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        fresh = Path(folder) / LIBRARY.name
        done = subprocess.run(
            [*found, *OPTIONS, "-o", str(fresh), *sources, "-lm"], capture_output=True, text=True, check=False
        )  # fmt: skip
        if done.returncode or not fresh.exists():
            return f"{' '.join(found)} failed: {done.stderr.strip()[-500:]}"
        fresh.replace(target)
    return ""


def platform_tag() -> str:
    """The tag of a wheel that holds a library of this machine but needs no certain Python."""
    named = sysconfig.get_platform().replace("universal2", platform.machine())  # one machine's code is compiled
    return f"py3-none-{named.replace('-', '_').replace('.', '_')}"


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run as a script, where hatchling need not be installed
    BuildHookInterface = None

if BuildHookInterface is not None:

    class KernelHook(BuildHookInterface):
        """Adds the library to the wheel, and says in the wheel's name that it is there."""

        PLUGIN_NAME = "custom"

        def initialize(self, version, build_data):  # noqa: ARG002
            """Compile before the files are gathered; a machine without compiler gets a pure wheel, and is told."""
            reason = compile_library(Path(self.root))
            if reason:
                self.app.display_warning(f"The counting kernel is left out, NumPy counts in its place: {reason}.")
                return
            build_data["pure_python"] = False
            build_data["tag"] = platform_tag()
            build_data.setdefault("artifacts", []).append(LIBRARY.as_posix())


if __name__ == "__main__":
    sys.exit(compile_library(Path(__file__).parent) or None)
