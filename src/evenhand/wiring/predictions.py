"""The prediction log of a deployment: written by what serves, read by whoever watches."""

import os
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evenhand.errors.serving import DeploymentMissing
from evenhand.kernel.digest import Digest, digest_of
from evenhand.kernel.instant import Instant
from evenhand.kernel.reference import is_name
from evenhand.lifecycle.serving.prediction import Mode, Outcome, Prediction, Review, prediction_id
from evenhand.ports.prediction_log import Inspection, Kept, Segment
from evenhand.wiring.settings import Settings

if TYPE_CHECKING:
    from evenhand.adapters.predictions.folder import Folder

_KINDS: Mapping[type[Any], str] = {Prediction: "predictions", Outcome: "outcomes", Review: "reviews"}


def prediction_table(
    settings: Settings, deployment: str, *, start: Instant | None = None, end: Instant | None = None,
    mode: Mode | None = "champion",
) -> Any:  # fmt: skip
    """An Arrow table of predictions whose cases belong to ``[start, end)``, with outcomes and reviews joined.

    The columns are id, case, at, as_of, deployment, version, mode, batch, consumer, score, decision, reasons, band,
    final_decision, reviewer, outcome, outcome_at, then ``f.<column>`` for every feature and ``c.<column>`` for every
    protected column. The schema's metadata counts ``torn`` segments and ``repeated`` records.

    Args:
        settings: where the workspace lies.
        deployment: its name.
        start: first instant, by ``as_of``; from the beginning when left out.
        end: the instant after the last; to the end when left out.
        mode: ``champion``, ``shadow``, or ``None`` for both.

    Raises:
        DeploymentMissing: the name is none.
        PredictionLogDamaged: a record was changed, or one is missing.
    """
    from evenhand.adapters.predictions.arrow import prediction_rows

    return prediction_rows(log_folder(settings, deployment), start=start, end=end, mode=mode)


def log_folder(settings: Settings, deployment: str) -> "Folder":
    """Where the log of a deployment lies.

    Raises:
        DeploymentMissing: the name is none, so no folder can have it.
    """
    from evenhand.adapters.predictions.folder import Folder

    if not is_name(deployment):
        raise DeploymentMissing(f"{deployment!r} is no name of a deployment.")
    return Folder(root=Path(settings.found) / "predictions" / deployment)


def deployment_log(settings: Settings, deployment: str) -> "FileLog":
    """The prediction log of a deployment.

    Raises:
        DeploymentMissing: the name is none.
    """
    return FileLog(log_folder(settings, deployment))


class FileLog:
    """The ``PredictionLog`` of one deployment.

    Args:
        folder: where it lies.
    """

    def __init__(self, folder: "Folder") -> None:
        self._folder = folder
        self._held: list[tuple[str, int]] = []
        self._records: Sequence[Any] = ()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """See ``PredictionLog``."""
        with self._folder.alone():
            yield

    def workers(self, start: str, kind: type[Kept]) -> Sequence[str]:
        """See ``PredictionLog``."""
        return [each.worker for each in self._folder.segments(_KINDS[kind]) if each.worker.startswith(start)]

    def new_ids(self, n: int) -> Sequence[str]:
        """See ``PredictionLog``."""
        chance, now = os.urandom(10 * n), time.time_ns() // 1_000_000
        return [prediction_id(now, chance[10 * place : 10 * place + 10]) for place in range(n)]

    def place(self, worker: str, records: Sequence[Kept]) -> Segment:
        """See ``PredictionLog``."""
        from evenhand.adapters.predictions.frame import frames_in
        from evenhand.adapters.predictions.segment import place_segment

        kind = type(records[0])
        content = place_segment(self._folder, _KINDS[kind], records, worker=worker, record=kind).read_bytes()
        n = len(frames_in(content, place=worker).payloads)
        return Segment(worker=worker, digest=digest_of(content), n=n)

    def segment(self, worker: str, kind: type[Kept]) -> tuple[Segment, Sequence[Kept]]:
        """See ``PredictionLog``."""
        from evenhand.adapters.predictions.reading import read_segments
        from evenhand.adapters.predictions.segment import segment_digest

        [file] = [each for each in self._folder.segments(_KINDS[kind]) if each.worker == worker]
        records = read_segments([file], kind, is_whole=True).records
        return Segment(worker=worker, digest=segment_digest(file.path), n=len(records)), records

    def predictions(self, *, mode: Mode | None = "champion", version: str | None = None) -> Sequence[Prediction]:
        """See ``PredictionLog``."""
        once: dict[tuple[str, str, str], Prediction] = {}
        for each in self._logged():
            if mode in (None, each.mode) and version in (None, each.version):
                once.setdefault((each.id, each.version, each.mode), each)
        return sorted(once.values(), key=lambda each: (each.as_of, each.id))

    def ids(self, names: Collection[str]) -> Mapping[str, Sequence[str]]:
        """See ``PredictionLog``."""
        wanted = set(names)
        found: dict[str, dict[str, None]] = {}
        for each in self._logged():
            for name in {each.id, each.case or each.id} & wanted if each.mode == "champion" else ():
                found.setdefault(name, {})[each.id] = None
        return {name: tuple(ids) for name, ids in found.items()}

    def belonging(self, ids: Collection[str]) -> Mapping[str, Instant]:
        """See ``PredictionLog``."""
        wanted = set(ids)
        return {each.id: each.as_of for each in self._logged() if each.mode == "champion" and each.id in wanted}

    def outcomes(self) -> Mapping[str, Outcome]:
        """See ``PredictionLog``."""
        from evenhand.adapters.predictions.arrow import outcomes_of

        return outcomes_of(self._folder)

    def reviews(self) -> Mapping[str, Review]:
        """See ``PredictionLog``."""
        from evenhand.adapters.predictions.arrow import reviews_of

        return reviews_of(self._folder)

    def inspect(self) -> Inspection:
        """See ``PredictionLog``."""
        from evenhand.adapters.predictions.reading import read_log
        from evenhand.adapters.predictions.segment import segment_digest

        segments: dict[str, Digest] = {}
        n = torn = 0
        for kind, name in _KINDS.items():
            logged = read_log(self._folder, name, kind)
            n, torn = n + len(logged.records), torn + logged.torn
            files = self._folder.segments(name)
            segments |= {f"{each.worker}.{each.number}": segment_digest(each.path) for each in files}
        return Inspection(segments=segments, n_records=n, torn=torn)

    def _logged(self) -> Sequence[Any]:
        """All predictions; read again only when a segment has come or grown since."""
        from evenhand.adapters.predictions.reading import read_log

        held = [(each.path.name, each.path.stat().st_size) for each in self._folder.segments("predictions")]
        if held != self._held:
            self._records, self._held = read_log(self._folder, "predictions", Prediction).records, held
        return self._records
