"""Every example of the documentation runs as it is written."""

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


@pytest.mark.parametrize("page", WITH_EXAMPLES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_the_examples_of_the_page_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    run_page(page)


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
