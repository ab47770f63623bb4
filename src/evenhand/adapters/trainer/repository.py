"""At which commit a file stands, as git tells it."""

import shutil
import subprocess
from pathlib import Path

_SECONDS = 10


def commit_of(path: Path) -> tuple[str | None, bool | None]:
    """The commit of the repository around ``path``, and whether its files differ from it.

    A file that the repository does not hold is a difference too. Both are ``None`` outside a repository, without git,
    and when git does not answer.
    """
    commit = _git(path.parent, "rev-parse", "--verify", "HEAD")
    if not commit:
        return None, None
    changed = _git(path.parent, "status", "--porcelain", "--untracked-files=no")
    own = _git(path.parent, "status", "--porcelain", "--ignored", "--untracked-files=all", "--", path.name)
    if changed is None or own is None:
        return commit, None
    return commit, bool(changed or own)


def _git(folder: Path, *words: str) -> str | None:
    git = shutil.which("git")
    if git is None:
        return None
    try:
        done = subprocess.run(
            [git, "-C", str(folder), *words], stdin=subprocess.DEVNULL, capture_output=True, text=True,
            errors="replace", timeout=_SECONDS, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None
