"""A recorded run read back, so that it can be done again."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evenhand.errors.training import RunUnrepeatable
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest
from evenhand.lifecycle.training.manifest import StoredFile
from evenhand.lifecycle.training.mitigation import Mitigation
from evenhand.lifecycle.training.order import Order
from evenhand.lifecycle.training.training_code import TrainingCode
from evenhand.lifecycle.training.training_run import SCHEMA, DataSource


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedRun:
    """What a ``training-run-record`` says.

    Attributes:
        source: the rows, by digest, and where they were.
        files: the code, by digest.
        main, entry: the file and the function that are called.
        code: digest of all the code.
        told: what the process was told.
        packages: distributions and versions of then.
        hardware: the machine of then.
        outside: modules that no digest holds.
    """

    source: DataSource
    files: Sequence[StoredFile]
    main: str
    entry: str
    code: Digest
    told: Mapping[str, Any]
    packages: Mapping[str, str]
    hardware: Mapping[str, str]
    outside: Sequence[str]

    @classmethod
    def from_json(cls, body: Mapping[str, Json]) -> "RecordedRun":
        """Read the body of the evidence.

        Raises:
            RunUnrepeatable: it is no record of a run.
        """
        try:
            if body.get("schema") != SCHEMA:
                raise ValueError(f"{body.get('schema')!r} is no schema of a run")
            code, data, environment = _map(body["code"]), _map(body["data"]), _map(body["environment"])
            files = [_map(each) for each in _list(code["files"])]
            return cls(
                source=_source(data), main=str(code["main"]), entry=str(code["entry"]), code=str(code["digest"]),
                files=[
                    StoredFile(path=str(each["path"]), digest=str(each["digest"]), size=int(str(each["size"])))
                    for each in files
                ],
                told=json.loads(str(body["order"])),
                packages={name: str(value) for name, value in _map(environment["packages"]).items()},
                hardware={name: str(value) for name, value in _map(body["hardware"]).items()},
                outside=[str(each) for each in _list(code["outside"])],
            )  # fmt: skip
        except (KeyError, TypeError, ValueError) as mistake:
            raise RunUnrepeatable(f"The record of the run cannot be read: {mistake}.") from mistake

    def order(
        self, contents: Mapping[str, bytes], *, groups: Sequence[str], outcome: Sequence[int], timeout: float | None
    ) -> Order:
        """The same order again, for one fit on all rows, with the code that was stored.

        Raises:
            RunUnrepeatable: the files are not the code that was recorded.
        """
        code = TrainingCode(main=self.main, entry=self.entry, files=contents)
        if code.digest != self.code:
            fact = f"The stored files give the code {code.digest}; recorded is {self.code}."
            raise RunUnrepeatable(fact, found=code.digest, recorded=self.code)
        told = self.told
        return Order(
            code=code, parameters=told["parameters"], seed=told["seed"], features=tuple(told["features"]),
            label=told["label"], favourable=told["favourable"], unfavourable=told["unfavourable"],
            cut_off=told["cut_off"], inputs=_tuple(told["inputs"]), classes=_tuple(told["classes"]),
            mitigation=self.mitigation, groups=tuple(groups),
            outcome=tuple(outcome), threads=told["threads"], timeout=timeout,
        )  # fmt: skip

    @property
    def mitigation(self) -> Mitigation | None:
        """The mitigation of then."""
        told = self.told["mitigation"]
        return None if told is None else Mitigation(**{**told, "attributes": tuple(told["attributes"])})


def changed_packages(then: Mapping[str, str], now: Mapping[str, Json]) -> list[dict[str, Json]]:
    """Distributions whose version differs between two environments, or that only one of them has.

    Examples:
        >>> changed_packages({"numpy": "2.0", "pip": "24"}, {"numpy": "2.1", "pip": "24"})
        [{'name': 'numpy', 'then': '2.0', 'now': '2.1'}]
    """
    return [
        {"name": name, "then": then.get(name), "now": now.get(name)}
        for name in sorted({*then, *now})
        if then.get(name) != now.get(name)
    ]


def _source(data: Mapping[str, Json]) -> DataSource:
    return DataSource(
        digest=str(data["digest"]), n_rows=int(str(data["n_rows"])), dataset=_text(data["dataset"]),
        part=_text(data["part"]), place=_text(data["place"]),
    )  # fmt: skip


def _text(value: Json) -> str | None:
    return None if value is None else str(value)


def _tuple(values: list[Any] | None) -> tuple[Any, ...] | None:
    return None if values is None else tuple(values)


def _map(value: Json) -> Mapping[str, Json]:
    if not isinstance(value, Mapping):
        raise TypeError(f"{value!r} is no map")
    return value


def _list(value: Json) -> Sequence[Json]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise TypeError(f"{value!r} is no list")
    return value
