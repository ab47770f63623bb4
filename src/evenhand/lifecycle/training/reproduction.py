"""What came of doing a run again: the same bytes, or how far the scores lie apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest
from evenhand.lifecycle.training.recorded_run import RecordedRun, changed_packages

SCHEMA = "evenhand/reproduction/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reproduction:
    """A rerun set beside the version that the first run registered.

    Attributes:
        difference: largest absolute difference of two scores of a row; 0 where all bytes are equal; ``None`` when the
            run could not be done again, and then ``reason`` says why.
        n: rows that both scored, or that both were fitted on.
        compared: ``bytes`` when every file is the same, else ``scores``.
        n_differing: rows whose scores are not the same number.
        n_flips: rows whose decision differs.
        files: path to the digests of then and of now; ``None`` where there is none.
        packages: what the rerun ran with.
        hardware: the machine of the rerun.
        reason: why there is no rerun.
    """

    difference: float | None
    n: int
    compared: str
    n_differing: int = 0
    n_flips: int = 0
    files: Mapping[str, tuple[Digest | None, Digest | None]]
    packages: Mapping[str, Json]
    hardware: Mapping[str, Json]
    reason: str = ""

    def is_within(self, tolerance: float) -> bool:
        """Whether it was done again and no score moved by more than ``tolerance``."""
        return self.difference is not None and self.difference <= tolerance

    def as_json(self, run: RecordedRun, record: Digest) -> dict[str, Json]:
        """Body of a ``reproducibility-manifest``."""
        files: Sequence[Json] = [
            {"path": path, "then": then, "now": now, "is_equal": then == now}
            for path, (then, now) in sorted(self.files.items())
        ]
        hardware = {name: str(value) for name, value in self.hardware.items()}
        changed: list[Json] = list(changed_packages(run.packages, self.packages)) if self.packages else []
        return {
            "schema": SCHEMA, "run": record,
            "figures": {"difference": self.difference, "n": self.n, "compared": self.compared},
            "n_differing": self.n_differing, "n_flips": self.n_flips, "files": files, "reason": self.reason,
            "needs": {
                "code": run.code, "code_files": [file.as_json() for file in run.files], "entry": run.entry,
                "data": run.source.as_json(), "seed": run.told["seed"], "outside": list(run.outside),
            },
            "packages_changed": changed,
            "hardware_changed": [
                {"name": name, "then": run.hardware.get(name), "now": hardware.get(name)}
                for name in sorted({*run.hardware, *hardware})
                if hardware and run.hardware.get(name) != hardware.get(name)
            ],
        }  # fmt: skip
