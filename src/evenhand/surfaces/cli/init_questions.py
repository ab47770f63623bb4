"""The few questions that starting a project asks, each with a guess to take."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from evenhand.errors.base import EvenhandError
from evenhand.surfaces.cli.screen import note

_NONE = "-"
_USES = "5b credit, 4a hiring, 3a admission, 5a benefits"
Answer = TypeVar("Answer")


def ask(
    table: Path, *, purpose: str | None, label: str | None, favourable: str | None, protected: Sequence[str] | None,
    has_answers: bool,
) -> tuple[dict[str, Any], list[str] | None]:  # fmt: skip
    """What was said, completed by whoever sits at the terminal, and the listed uses of Annex III that match."""
    from evenhand.surfaces.sdk.starting import guess_columns, guess_favourable, require_columns

    note("Press Enter to take what stands in brackets.")
    purpose = purpose or click.prompt("What is decided about whom, in one sentence", err=True)
    guess = guess_columns(table, label=label)
    label = label or click.prompt(
        f"Column with the outcome ({_some(guess.candidates)})", default=guess.label, err=True,
        value_proc=lambda given: _asked_again(lambda: (guess_favourable(table, given), given)[1]),
    )  # fmt: skip
    values, good = guess_favourable(table, str(label))
    favourable = favourable or click.prompt(
        f"Value of {label} that is good for the person", default=good, type=click.Choice(values), err=True
    )
    if protected is None:
        named = [name for name in guess.protected if name != label]
        protected = click.prompt(
            f"Protected attributes, by commas ({_NONE} for none)", default=", ".join(named) or _NONE, err=True,
            value_proc=lambda given: _asked_again(lambda: require_columns(table, _listed(given))),
        )  # fmt: skip
    said: dict[str, Any] = {
        "purpose": purpose, "label": label, "favourable": favourable, "protected": tuple(protected),
    }  # fmt: skip
    if has_answers:
        return said, None
    return said, click.prompt(
        f"Listed uses of Annex III that match, by commas: {_USES} ({_NONE} for none)", default=_NONE, err=True,
        value_proc=lambda given: _asked_again(lambda: _uses(given)),
    )  # fmt: skip


def _asked_again(read: Callable[[], Answer]) -> Answer:
    """What ``read`` makes of an answer; a refusal is told, and the question comes again."""
    try:
        return read()
    except EvenhandError as mistake:
        raise click.UsageError(mistake.fact) from mistake


def _listed(given: str) -> list[str]:
    return [each.strip() for each in given.split(",") if each.strip() not in ("", _NONE)]


def _uses(given: str) -> list[str]:
    from evenhand.governance.risk.questionnaire import read_answers

    uses = _listed(given)
    read_answers({"q_annex_iii": list(uses)})
    return uses


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - 6} more" if len(names) > 6 else ""
    return f"of two values: {', '.join(names[:6]) or 'none'}{more}"
