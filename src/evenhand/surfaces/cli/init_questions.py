"""The few questions that starting a project asks, each with a guess to take."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from evenhand.surfaces.cli.screen import note

_NONE = "-"


def ask(
    table: Path, *, purpose: str | None, label: str | None, favourable: str | None, protected: Sequence[str] | None,
    has_answers: bool,
) -> tuple[dict[str, Any], list[str] | None]:  # fmt: skip
    """What was said, completed by whoever sits at the terminal, and the listed uses of Annex III that match."""
    from evenhand.surfaces.sdk.starting import guess_columns, guess_favourable

    note("Press Enter to take what stands in brackets.")
    purpose = purpose or click.prompt("What is decided about whom, in one sentence", err=True)
    guess = guess_columns(table, label=label)
    label = label or click.prompt(f"Column with the outcome ({_some(guess.candidates)})", default=guess.label, err=True)
    values, good = guess_favourable(table, str(label))
    favourable = favourable or click.prompt(
        f"Value of {label} that is good for the person", default=good, type=click.Choice(values), err=True
    )
    if protected is None:
        named = [name for name in guess.protected if name != label]
        protected = _listed("Protected attributes, by commas", ", ".join(named) or _NONE)
    said: dict[str, Any] = {
        "purpose": purpose, "label": label, "favourable": favourable, "protected": tuple(protected),
    }  # fmt: skip
    if has_answers:
        return said, None
    return said, _listed(
        "Listed uses of Annex III that match, by commas: 5b credit, 4a hiring, 3a admission, 5a benefits", _NONE
    )


def _listed(question: str, default: str) -> list[str]:
    given = click.prompt(f"{question} ({_NONE} for none)", default=default, err=True)
    return [each.strip() for each in given.split(",") if each.strip() not in ("", _NONE)]


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - 6} more" if len(names) > 6 else ""
    return f"of two values: {', '.join(names[:6]) or 'none'}{more}"
