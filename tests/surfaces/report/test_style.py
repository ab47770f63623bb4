"""Colours that everybody can tell apart, in light and in dark (WCAG 2.2, success criteria 1.4.3 and 1.4.11)."""

import re
from importlib.resources import files

import pytest

STYLE = (files("evenhand.surfaces.report") / "report.css").read_text(encoding="utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block)) for block in re.findall(r"\{\s*(--paper[^}]*)\}", STYLE)
)
TEXT = [
    ("ink", "paper"), ("ink", "tint"), ("soft", "paper"), ("soft", "tint"), ("bad", "paper"), ("bad", "bad-tint"),
    ("open", "paper"), ("open", "open-tint"), ("good", "paper"), ("good", "good-tint"), ("bad", "tint"),
    ("open", "tint"), ("good", "tint"), ("ink", "bad-tint"), ("ink", "open-tint"), ("ink", "good-tint"),
]  # fmt: skip
DRAWN = [("bar", "paper"), ("line", "paper"), ("line", "bar"), ("soft", "paper"), ("bad", "paper"), ("open", "paper")]


def _light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_light(one), _light(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_by_hand() -> None:
    assert _contrast("#000000", "#ffffff") == pytest.approx(21)


def test_both_themes_name_the_same_colours() -> None:
    assert set(LIGHT) == set(DARK)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "paper"), TEXT)
def test_text_can_be_read(theme: dict[str, str], ink: str, paper: str) -> None:
    assert _contrast(theme[ink], theme[paper]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "paper"), DRAWN)
def test_what_is_drawn_can_be_seen(theme: dict[str, str], ink: str, paper: str) -> None:
    assert _contrast(theme[ink], theme[paper]) >= 3


def test_the_dark_theme_is_for_screens_and_paper_is_white() -> None:
    assert "@media screen and (prefers-color-scheme: dark)" in STYLE
    assert "size: A4" in STYLE
