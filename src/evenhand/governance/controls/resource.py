"""The catalogue's files as plain nodes, each read once and checked where it is touched."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TypeAlias

import yaml

Node: TypeAlias = Mapping[str, object]

# The C parser reads the larger files in a tenth of the time, and is not built everywhere.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def catalogue_file(name: str) -> Node:
    """One file of ``resources/controls`` by its name without ending.

    Raises:
        FileNotFoundError: the package holds no such file.
    """
    return resource_file("controls", name)


@cache
def resource_file(folder: str, name: str) -> Node:
    """One YAML file of a folder of ``resources`` by its name without ending.

    Raises:
        FileNotFoundError: the package holds no such file.
    """
    text = files("evenhand").joinpath("resources", folder, f"{name}.yaml").read_text("utf-8")
    content: object = yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader, and our own file
    if not isinstance(content, Mapping):
        raise TypeError(f"{name}.yaml is no map")
    return content


def node(parent: Node, key: str) -> Node:
    """A map under ``key``; an absent one is empty."""
    found = parent.get(key, {})
    if not isinstance(found, Mapping):
        raise TypeError(f"{key} is no map")
    return found


def entries(parent: Node, key: str) -> Sequence[Node]:
    """The maps of a list under ``key``."""
    found = parent[key]
    if not isinstance(found, list) or not all(isinstance(entry, Mapping) for entry in found):
        raise TypeError(f"{key} is no list of maps")
    return found


def word(parent: Node, key: str) -> str:
    """The text under ``key``."""
    found = parent[key]
    if not isinstance(found, str):
        raise TypeError(f"{key} is no text")
    return found


def names(parent: Node, key: str) -> tuple[str, ...]:
    """The texts of a list under ``key``."""
    found = parent[key]
    if not isinstance(found, list) or not all(isinstance(entry, str) for entry in found):
        raise TypeError(f"{key} is no list of texts")
    return tuple(found)
