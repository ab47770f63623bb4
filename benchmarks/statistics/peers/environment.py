"""One environment for each peer: the newest releases first, and where those fail the newest that work together."""

import hashlib
import json
import subprocess
import sys
import venv
from pathlib import Path

REQUIREMENTS: dict[str, tuple[tuple[str, ...], ...]] = {
    "evidently": (("evidently",), ("evidently", "pandas<3")),
    "nannyml": (("nannyml",), ("nannyml", "statsmodels")),
    "whylogs": (("whylogs[viz]",), ("whylogs[viz]", "numpy<2", "pandas<2.3", "pyarrow<19", "scipy")),
    "deepchecks": (
        ("deepchecks",),
        (
            "deepchecks", "setuptools<80", "scikit-learn<1.7", "numpy<2", "pandas<2.3", "scipy<1.15", "pyarrow<19",
            "statsmodels<0.15",
        ),
    ),
    "alibi-detect": (("alibi-detect",), ("alibi-detect", "pyarrow<19")),
    "fairlearn": (("fairlearn",),),
    "scikit-learn": (("scikit-learn",),),
}  # fmt: skip
"""Peer to the sets of requirements that are tried one after another; pyarrow and pandas read the table for each."""

READING = ("pandas", "pyarrow", "scipy")
MINUTES = 20


def environment(folder: Path, peer: str, requirements: tuple[str, ...]) -> tuple[Path, str | None]:
    """Make the environment unless it is there already.

    Returns:
        Its interpreter, and why it could not be installed, ``None`` if it was.
    """
    wanted = tuple(dict.fromkeys([*requirements, *(name for name in READING if not _names(requirements, name))]))
    key = hashlib.sha256("\n".join([sys.version, *wanted]).encode()).hexdigest()[:8]
    home = folder / f"{peer}-{key}"
    python, mark = home / "bin" / "python", home / "installed.json"
    if mark.exists():
        return python, json.loads(mark.read_text())["failure"]
    venv.create(home, with_pip=True, clear=True)
    command = [python, "-m", "pip", "install", "--quiet", "--no-compile", "--no-input", *wanted]
    failure = None
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=MINUTES * 60)
        if done.returncode:
            failure = last_line(done.stderr) or f"pip ended with {done.returncode}"
    except subprocess.TimeoutExpired:
        failure = f"pip was not done after {MINUTES} minutes"
    mark.write_text(json.dumps({"requirements": wanted, "failure": failure}))
    return python, failure


def last_line(text: str) -> str:
    """The last line that says something, cut to 200 characters."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if "rror" in line.split(":")[0]]
    return (errors or lines or [""])[-1][:200]


def _names(requirements: tuple[str, ...], package: str) -> bool:
    return any(each.startswith(package) for each in requirements)


def main() -> None:
    """Make every environment, one after another."""
    folder = Path(sys.argv[1])
    for peer, sets in REQUIREMENTS.items():
        for requirements in sets:
            python, failure = environment(folder, peer, requirements)
            print(peer, *requirements, "->", failure or python, flush=True)


if __name__ == "__main__":
    main()
