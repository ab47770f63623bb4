"""Every example of the documentation runs as it is written.

A page with the line ``<!-- begins with: tutorial/first-release.md -->`` goes on in the folder that the page named
has left, with copies of its keys; a page that others begin with runs once.
"""

import re
import shutil
from pathlib import Path

import pytest
from sybil.example import SybilFailure
from tests.docs.example import Command, commands, run_page

DOCS = Path(__file__).parents[2] / "docs"
WITH_EXAMPLES = [
    page
    for page in sorted(DOCS.rglob("*.md"))
    if any(f"```{language}" in page.read_text(encoding="utf-8") for language in ("python", "sh", "console"))
]


_BEGINS = re.compile(r"^<!-- begins with: (\S+) -->$", re.MULTILINE)
_left: dict[str, Path] = {}


def _before(page: Path) -> str | None:
    """The page that this one begins with."""
    found = _BEGINS.search(page.read_text(encoding="utf-8"))
    return None if found is None else found[1]


FIRST = {_before(page) for page in WITH_EXAMPLES}


def _run(page: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run a page in ``root``, which ends with the folder and the homes that it leaves."""
    before = _before(page)
    if before is not None:
        shutil.copytree(_left_by(before, root.parent, monkeypatch), root, dirs_exist_ok=True)
    (root / "folder").mkdir(parents=True, exist_ok=True)
    with monkeypatch.context() as place:
        place.setenv("EVENHAND_CONFIG_HOME", str(root / "config"))
        place.setenv("EVENHAND_STATE_HOME", str(root / "state"))
        place.chdir(root / "folder")
        run_page(page)


def _left_by(name: str, beside: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a page that others begin with leaves; it runs the first time only."""
    if name not in _left:
        root = beside / f"left-by-{name.replace('/', '-')}"
        _run(DOCS / name, root, monkeypatch)
        _left[name] = root
    return _left[name]


@pytest.mark.parametrize("page", WITH_EXAMPLES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_the_examples_of_the_page_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = page.relative_to(DOCS).as_posix()
    if name in FIRST:
        _left_by(name, tmp_path.parent, monkeypatch)
    else:
        _run(page, tmp_path, monkeypatch)


def _page(folder: Path, text: str) -> Path:
    page = folder / "page.md"
    page.write_text(text, encoding="utf-8")
    return page


def test_a_right_page_passes(tmp_path: Path) -> None:
    text = """
```python
a = 1
```

```python
>>> a + 1
2
```

```console
$ echo one; \\
  echo two
one
two
$ echo no; exit 3
n...
[exit 3]
```

<!--- skip: next "needs a network" -->

```sh
exit 1
```
"""

    assert run_page(_page(tmp_path, text)) == 3


@pytest.mark.parametrize(
    "block",
    [
        "```python\nassert False\n```\n",
        "```python\n>>> 1 + 1\n3\n```\n",
        "```sh\nfalse\ntrue\n```\n",
        "```sh\nfalse | true\n```\n",
        "```console\n$ echo a\nb\n```\n",
        "```console\n$ exit 2\n```\n",
        "```console\n$ echo a; exit 2\na\n```\n",
    ],
)
def test_a_wrong_page_fails(block: str, tmp_path: Path) -> None:
    with pytest.raises((SybilFailure, AssertionError)):
        run_page(_page(tmp_path, block))


def test_a_command_may_go_on_over_lines() -> None:
    assert list(commands("$ a \\\n  b\nshown\n$ c")) == [Command("a \\\n  b", "shown"), Command("c", "")]
