"""The parameters as the training code gets them: a dict that remembers which of them were read."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _collections_abc import dict_items, dict_keys, dict_values


class AskedParameters(dict[str, Any]):
    """A dict that keeps the names that were read, or that anybody went through all of them.

    Examples:
        >>> asked = AskedParameters({"C": 1.0, "penalty": "l2"})
        >>> asked["C"], asked.get("depth", 3), asked.unread
        (1.0, 3, ['penalty'])
        >>> _ = dict(**asked)
        >>> asked.unread
        []
    """

    def __init__(self, given: dict[str, Any]) -> None:
        super().__init__(given)
        self.read: set[str] = set()

    @property
    def unread(self) -> list[str]:
        """Names that were given and never read."""
        return [name for name in dict.__iter__(self) if name not in self.read]

    def __getitem__(self, name: str) -> Any:
        self.read.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        """As in a dict."""
        self.read.add(name)
        return super().get(name, default)

    def pop(self, name: str, *default: Any) -> Any:
        """As in a dict."""
        self.read.add(name)
        return super().pop(name, *default)

    def __iter__(self) -> Iterator[str]:
        self._read_all()
        return super().__iter__()

    def keys(self) -> "dict_keys[str, Any]":
        """As in a dict."""
        self._read_all()
        return super().keys()

    def items(self) -> "dict_items[str, Any]":
        """As in a dict."""
        self._read_all()
        return super().items()

    def values(self) -> "dict_values[str, Any]":
        """As in a dict."""
        self._read_all()
        return super().values()

    def __reduce__(self) -> tuple[type[dict[str, Any]], tuple[dict[str, Any]]]:
        return dict, (dict(dict.items(self)),)

    def _read_all(self) -> None:
        self.read.update(dict.keys(self))
