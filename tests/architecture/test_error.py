"""Every failure has a code of its own, a way out and a section in the reference."""

import re
from collections import Counter
from importlib import import_module
from pkgutil import iter_modules

import click
import pytest
from tests.architecture.source import ROOT, modules

import evenhand.errors
from evenhand.errors.base import EvenhandError

PAGES = ROOT / "docs" / "reference" / "errors"
AREAS = [area.name for area in iter_modules(evenhand.errors.__path__) if area.name != "base"]


def _failures(area: str) -> list[type[EvenhandError]]:
    module = import_module(f"evenhand.errors.{area}")
    return [
        kind
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, EvenhandError) and kind.__module__ == module.__name__
    ]


def _documented(area: str) -> list[str]:
    page = PAGES / f"{area}.md"
    return re.findall(r"^## (\S+)$", page.read_text(encoding="utf-8"), re.MULTILINE) if page.exists() else []


ALL = [kind for area in AREAS for kind in _failures(area)]


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_a_failure_has_a_code_and_a_way_out(kind: type[EvenhandError]) -> None:
    assert re.fullmatch(r"[A-Z0-9]+(-[A-Z0-9]+)*", kind.code)
    assert kind.remedy.endswith(".")
    assert kind.__doc__


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_a_way_out_leads_somewhere(kind: type[EvenhandError]) -> None:
    for page in re.findall(r"\bdocs/[\w/.-]+\.md\b", kind.remedy):
        assert (ROOT / page).exists(), f"{kind.code} sends to {page}"
    for words in re.findall(r"'evenhand ((?:[a-z][a-z-]*(?: |'))+)", kind.remedy):
        assert _leads_to_a_command(words.strip("' ").split()), f"{kind.code} sends to evenhand {words}"


def test_no_code_is_used_twice() -> None:
    assert [code for code, n in Counter(kind.code for kind in ALL).items() if n > 1] == []


@pytest.mark.parametrize("area", AREAS)
def test_the_reference_has_exactly_the_codes_of_the_area(area: str) -> None:
    assert sorted(_documented(area)) == sorted(kind.code for kind in _failures(area))


def test_every_page_of_codes_belongs_to_an_area() -> None:
    assert sorted(page.stem for page in PAGES.glob("*.md") if page.stem != "index") == sorted(AREAS)


def test_what_a_user_can_meet_is_defined_in_the_folder_of_failures_only() -> None:
    elsewhere = [
        f"{module.name}: {line.strip()}"
        for module in modules()
        if module.room != "errors"
        for line in module.text.splitlines()
        if re.match(r"\s*class \w+\((\w+, *)*(EvenhandError|Refusal|Usage|Undecided)\b", line)
    ]

    assert elsewhere == []


def _leads_to_a_command(words: list[str]) -> bool:
    command: click.Command | None = import_module("evenhand.surfaces.cli.entry").root
    for word in words:
        if not isinstance(command, click.Group):
            return True  # the rest are arguments
        command = command.get_command(click.Context(command), word)
    return command is not None
