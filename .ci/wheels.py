"""Builds both wheels, installs each into an empty environment, and holds them to the bars of installation and start."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

ROOT = Path(__file__).parents[1]
BARS = {"evenhand-core": (20, 80), "evenhand": (25, 330)}
"""Distributions and megabytes at most, installed."""
CPU_SECONDS = 0.15
"""At most, beyond bare Python; machines are noisy, so that only three times as much fails."""
TABLES = ("numpy", "pyarrow")
KERNEL = "evenhand/metrics/profiling/libnative.so"
"""The compiled part: in the wheel where there is a compiler, and nowhere under version control."""


def run(*command: str | Path) -> str:
    """Run ``command`` and return what it printed; end with its errors when it fails."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{command} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def build(folder: Path) -> dict[str, Path]:
    """Build the wheel of each distribution."""
    for source in (ROOT, ROOT / "packaging" / "evenhand"):
        run(sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", folder, source)
    return {path.name.split("-")[0].replace("_", "-"): path for path in folder.glob("*.whl")}


def check_content(wheel: Path) -> None:
    """Every file of the package that is under version control ships, and nothing else does."""
    tracked = run("git", "-C", ROOT, "ls-files", "src/evenhand").split("\n")
    expected = {name.removeprefix("src/") for name in tracked if name}
    with zipfile.ZipFile(wheel) as archive:
        shipped = {name for name in archive.namelist() if ".dist-info/" not in name}
    if missing := sorted(expected - shipped):
        sys.exit(f"the wheel lacks {missing}")
    if untracked := sorted(shipped - expected - {KERNEL}):
        print(f"not under version control, and in the wheel: {untracked}")


def check_kernel(wheel: Path, folder: Path) -> None:
    """With a compiler the wheel holds the kernel and is for this platform; without one it is for any, and complete."""
    sys.path.insert(0, str(ROOT))
    from hatch_build import PURE, compiler  # noqa: PLC0415 - stands beside the package

    run("env", f"{PURE}=1", sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", folder / "pure", ROOT)
    pure = next((folder / "pure").glob("*.whl"))
    for path, is_compiled in ((wheel, compiler() is not None), (pure, False)):
        with zipfile.ZipFile(path) as archive:
            has_kernel = KERNEL in archive.namelist()
        if (has_kernel, path.name.endswith("-any.whl")) != (is_compiled, not is_compiled):
            sys.exit(f"{path.name}: the kernel is {'in' if has_kernel else 'missing from'} it")


def check_kernel_runs(python: Path, *, is_compiled: bool) -> None:
    """What was installed loads the kernel that it holds."""
    kernel = run(python, "-c", "from evenhand.metrics.profiling.library import kernel_in_use; print(kernel_in_use())")
    print(f"evenhand: counts in {kernel.strip()}")
    if kernel.strip() != ("c" if is_compiled else "numpy"):
        sys.exit("evenhand does not use the kernel that it was built with")


def install(name: str, wheels: Path, folder: Path) -> Path:
    """Install ``name`` into a new environment without pip, so that only what it needs is counted."""
    run(sys.executable, "-m", "venv", "--without-pip", folder)
    python = folder / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--find-links", wheels, wheels_of(name, wheels))
    return python


def wheels_of(name: str, wheels: Path) -> Path:
    """The wheel of ``name``, so that no other source can answer for it."""
    return next(wheels.glob(f"{name.replace('-', '_')}-[0-9]*.whl"))


def check_size(name: str, python: Path) -> None:
    """Count the distributions and weigh the folder that holds them."""
    code = (
        "import importlib.metadata as m, sysconfig; print(len(list(m.distributions())), sysconfig.get_path('purelib'))"
    )
    count, folder = run(python, "-I", "-c", code).split(maxsplit=1)
    size = sum(path.stat().st_size for path in Path(folder.strip()).rglob("*") if path.is_file()) / 1e6
    most, heaviest = BARS[name]
    print(f"{name}: {count} distributions (at most {most}), {size:.0f} MB (at most {heaviest})")
    if int(count) > most or size > heaviest:
        sys.exit(f"{name} is beyond its bars")


def check_start(name: str, python: Path) -> None:
    """Measure starting, and what starting loads."""
    command = python.parent / "evenhand"
    bare = cpu_seconds(python, "-c", "pass")
    for label, call in {
        "import evenhand": (python, "-c", "import evenhand"),
        "evenhand --help": (command, "--help"),
    }.items():
        cost = cpu_seconds(*call) - bare
        print(f"{name}: {label}: {cost:.3f} s CPU beyond bare Python (at most {CPU_SECONDS})")
        if cost > 3 * CPU_SECONDS:
            sys.exit(f"{label} costs more than three times its bar")
    code = (
        "import contextlib, json, sys\nimport evenhand\nfrom evenhand.surfaces.cli import main\n"
        "with contextlib.suppress(SystemExit): main(['--help'])\n"
        f"print(json.dumps([name for name in {TABLES} if name in sys.modules]))"
    )
    if loaded := json.loads(run(python, "-c", code).splitlines()[-1]):
        sys.exit(f"{name}: starting loads {loaded}")


def cpu_seconds(*command: str | Path) -> float:
    """The least of ten runs: noise only adds."""
    costs = []
    for _ in range(10):
        before = getrusage(RUSAGE_CHILDREN)
        run(*command)
        after = getrusage(RUSAGE_CHILDREN)
        costs.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(costs)


def main() -> None:
    """Run every check for both distributions."""
    os.environ.pop("PYTHONPATH", None)
    folder = Path(sys.argv[1])
    wheels = build(folder)
    check_content(wheels["evenhand-core"])
    check_kernel(wheels["evenhand-core"], folder)
    for name in BARS:
        python = install(name, folder, folder / f"venv-{name}")
        if name == "evenhand":  # the core alone has no arrays to count
            check_kernel_runs(python, is_compiled=not wheels["evenhand-core"].name.endswith("-any.whl"))
        check_size(name, python)
        check_start(name, python)


if __name__ == "__main__":
    main()
