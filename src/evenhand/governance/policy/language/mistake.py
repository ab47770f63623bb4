"""Telling a policy's author where his mistake is, and what was probably meant."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from evenhand.errors.policy import PolicyUnreadable
from evenhand.governance.policy.language.strict_yaml import Path, written

_MOST_TOLD = 5
_KEY = "[key]"


def unreadable(mistakes: Sequence[tuple[Path, str]]) -> PolicyUnreadable:
    """One failure that names up to five mistakes, each with its path."""
    told = [f"{written(path)}: {fact}" for path, fact in mistakes]
    more = f"; and {len(told) - _MOST_TOLD} more" if len(told) > _MOST_TOLD else ""
    fact = f"{'; '.join(told[:_MOST_TOLD])}{more}"
    ended = fact if fact.endswith("?") else f"{fact}."
    return PolicyUnreadable(ended, path=written(mistakes[0][0]), mistakes=tuple(told))


def mistakes_of(failure: ValidationError, model: type[BaseModel]) -> list[tuple[Path, str]]:
    """Each of pydantic's errors as a path and a fact with a suggestion."""
    return [_mistake(error, model) for error in failure.errors(include_url=False)]


def _mistake(error: ErrorDetails, model: type[BaseModel]) -> tuple[Path, str]:
    path: Path = error["loc"]
    if path and path[-1] == _KEY:
        return path[:-1], f"unknown name{_near(str(path[-2]), _expected(error))}"
    if error["type"] == "extra_forbidden":
        return path, f"unknown key{_near(str(path[-1]), _keys(model, path[:-1]))}"
    if error["type"] == "missing":
        return path, "is missing"
    if error["type"] == "literal_error":
        return path, f"unknown value {str(error['input'])[:80]!r}{_near(str(error['input']), _expected(error))}"
    if error["type"] == "value_error":
        return path, str(error["ctx"]["error"])
    return path, error["msg"][0].lower() + error["msg"][1:]


def _near(word: str, known: Sequence[str]) -> str:
    near = get_close_matches(word, known, n=1, cutoff=0.5)
    if near:
        return f"; did you mean {near[0]}?"
    return f"; one of {', '.join(known)} may stand here" if known else ""


def _expected(error: ErrorDetails) -> list[str]:
    expected = str(error.get("ctx", {}).get("expected", ""))
    return [word.strip(" '") for part in expected.split(",") for word in part.split(" or ") if word.strip(" '")]


def _keys(model: type[BaseModel], path: Path) -> list[str]:
    """The keys that the map at ``path`` may hold."""
    current = model
    for part in path:
        fields = {field.alias or name: field.annotation for name, field in current.model_fields.items()}
        if isinstance(part, str) and part in fields:
            current = next(_models(fields[part]), current)
    return [field.alias or name for name, field in current.model_fields.items()]


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)
