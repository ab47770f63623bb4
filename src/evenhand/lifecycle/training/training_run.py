"""The record of a run: everything that a rerun needs, and one flat map that two runs are compared by."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest
from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.training.order import Order, Trained

SCHEMA = "evenhand/training-run/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSource:
    """The rows of a run and where they are found again.

    Attributes:
        digest: of the rows.
        n_rows: how many.
        dataset: ``adult@1``, or ``None`` for a plain table.
        part: of the dataset.
        place: path of a plain table below the workspace's folder, or only its name; ``None`` for one in memory.
    """

    digest: Digest
    n_rows: int
    dataset: str | None = None
    part: str | None = None
    place: str | None = None

    def as_json(self) -> dict[str, Json]:
        """As the record holds it."""
        return {
            "digest": self.digest, "n_rows": self.n_rows, "dataset": self.dataset, "part": self.part,
            "place": self.place,
        }  # fmt: skip

    @property
    def shown(self) -> str:
        """In words."""
        return f"dataset:{self.dataset} ({self.part})" if self.dataset else self.place or "a table in memory"


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossValidation:
    """What rows say that a fit had not seen.

    Attributes:
        n_folds: how often it was fitted.
        grouped_by: the key whose rows stayed together; ``None`` where every row counts for itself.
        folded: measurements across the folds.
        pooled: measurements of all held-out rows together, groups among them.
        profile: digest of the stored profile that ``pooled`` was derived from.
    """

    n_folds: int
    grouped_by: Sequence[str]
    folded: Sequence[Measurement]
    pooled: Sequence[Measurement]
    profile: Digest

    def as_json(self) -> dict[str, Json]:
        """As the record holds it."""
        return {
            "folds": self.n_folds, "grouped_by": list(self.grouped_by), "profile": self.profile,
            "across_folds": [each.as_json() for each in self.folded],
            "pooled": [each.as_json() for each in self.pooled],
            "note": (
                "The model was fitted again for each fold, so this speaks about the way of training, not about the "
                "registered files; held-out rows alone do that."
            ),
        }  # fmt: skip


def run_record(
    order: Order, trained: Trained, source: DataSource, *, printed: Digest, validated: CrossValidation | None
) -> dict[str, Json]:
    """Body of a ``training-run-record``."""
    return {
        "schema": SCHEMA,
        "facts": _facts(order, trained, source, validated),
        "code": trained.code.as_json(),
        "data": {**source.as_json(), "features": list(order.features), "label": order.label},
        # Text keeps the kinds of numbers, which canonical bytes do not.
        "order": json.dumps(_order(order, trained), sort_keys=True),
        "environment": {"packages": dict(trained.packages)},
        "hardware": dict(trained.hardware),
        "fit_seconds": list(trained.fit_seconds),
        "cross_validation": None if validated is None else validated.as_json(),
        "printed": {"digest": printed, "lines": trained.n_lines},
    }


def resource_record(trained: Trained) -> dict[str, Json]:
    """Body of a ``resource-record``."""
    return {
        **trained.resources, "fits": len(trained.fit_seconds), "hardware": dict(trained.hardware),
        "energy": None, "note": "Energy and cost were not measured.",
    }  # fmt: skip


def lineage_record(
    order: Order, trained: Trained, source: DataSource, *, inputs: Sequence[str], files: Mapping[str, Digest]
) -> dict[str, Json]:
    """Body of a ``data-lineage`` about a trained version: from the rows through the code to its files."""
    nodes: list[Json] = [
        {"id": "rows", "kind": "table", "name": source.shown, "digest": source.digest, "rows": source.n_rows},
        {"id": "training", "kind": "code", "name": f"{trained.code.main}:{trained.code.entry}",
         "digest": trained.code.digest},
        *({"id": f"file:{path}", "kind": "file", "name": path, "digest": digest} for path, digest in files.items()),
    ]  # fmt: skip
    edges: list[Json] = [
        {"from": "rows", "to": "training", "columns": [*order.features, order.label]},
        *({"from": "training", "to": f"file:{path}"} for path in files),
    ]
    if order.mitigation is not None:
        columns: list[Json] = list(order.mitigation.attributes)
        edges.append({"from": "rows", "to": "training", "columns": columns, "use": "weights or constraints alone"})
    return {
        "nodes": nodes, "edges": edges,
        "columns": [{"input": name, "from": [name], "table": source.digest} for name in inputs],
    }  # fmt: skip


def _order(order: Order, trained: Trained) -> dict[str, Json]:
    return {
        "parameters": dict(trained.parameters), "seed": order.seed, "features": list(order.features),
        "label": order.label, "cut_off": order.cut_off, "threads": order.threads,
        "favourable": order.favourable, "unfavourable": order.unfavourable,
        "inputs": None if order.inputs is None else list(order.inputs),
        "classes": None if order.classes is None else list(order.classes),
        "mitigation": None if order.mitigation is None else order.mitigation.as_json(),
    }  # fmt: skip


def _facts(order: Order, trained: Trained, source: DataSource, validated: CrossValidation | None) -> dict[str, Json]:
    facts: dict[str, Json] = {
        "code.digest": trained.code.digest, "code.main": trained.code.main, "code.entry": trained.code.entry,
        "code.commit": trained.code.commit, "code.is_dirty": trained.code.is_dirty,
        "data.digest": source.digest, "data.n_rows": source.n_rows, "data.dataset": source.dataset,
        "data.place": source.place, "seed": order.seed, "threads": order.threads, "cut_off": order.cut_off,
        "mitigation": None if order.mitigation is None else json.dumps(order.mitigation.as_json(), sort_keys=True),
    }  # fmt: skip
    facts |= {f"parameter.{name}": _plain(value) for name, value in sorted(trained.parameters.items())}
    facts |= {f"hardware.{name}": value for name, value in trained.hardware.items()}
    facts |= {f"package.{name}": version for name, version in trained.packages.items()}
    if validated is not None:
        facts["cross_validation.folds"] = validated.n_folds
        facts |= {f"cross_validation.{each.name}": each.value for each in validated.folded}
    return facts


def _plain(value: Json) -> Json:
    return value if value is None or isinstance(value, bool | int | float | str) else json.dumps(value, sort_keys=True)
