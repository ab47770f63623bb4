"""Release and serve: what was released is loaded, and one changed byte is not."""

from pathlib import Path

from evenhand.kernel.reference import Reference
from evenhand.surfaces.quickstart.cast import CY
from evenhand.surfaces.quickstart.chapter.review import DEMO, refused, tell_refusal
from evenhand.surfaces.quickstart.chapter.shadow import DEPLOYMENT, REVIEW
from evenhand.surfaces.quickstart.place import Place
from evenhand.surfaces.quickstart.rows import KEY, LABEL, PROTECTED, SHOWN, Rows
from evenhand.surfaces.quickstart.telling import Telling
from evenhand.surfaces.sdk.loading import load
from evenhand.surfaces.sdk.opening import read, settings_for
from evenhand.surfaces.sdk.releasing import release
from evenhand.surfaces.sdk.serving import promote
from evenhand.wiring.artifacts import artifacts_for
from evenhand.workflows.lookup import manifest_of, version_record

_BANDS = ((16, 25), (25, 45), (45, 65), (65, 200))


def serve_version(place: Place, telling: Telling, version: Reference, rows: Rows) -> None:
    """Release, promote, predict; then change one byte of the stored model and load again."""
    telling.chapter("Release and serve")
    entry = release(version, environment=DEMO, actor=CY, workspace=place.folder)
    promote(version, DEPLOYMENT, why="The first version.", actor=CY, workspace=place.folder)
    telling.say(
        "released", f"{version} for environment {DEMO}, signed (ledger entry {entry.sequence}), and champion of"
        f" {DEPLOYMENT}. Scores from {REVIEW[0]} to {REVIEW[1]} are left to people.",
        outcome="pass", version=str(version), environment=DEMO, sequence=entry.sequence,
    )  # fmt: skip
    _write_applicants(place, rows)
    _predict(place, telling, version)
    _swap_a_byte(place, telling, version)


def _write_applicants(place: Place, rows: Rows) -> None:
    import pyarrow as pa
    from pyarrow import csv

    ages = rows.holdout["AGEP"].to_pylist()
    first = [next(at for at, age in enumerate(ages) if low <= age < high) for low, high in _BANDS]
    few = rows.holdout.take(first).drop_columns([LABEL, KEY, *PROTECTED])
    plain = [
        column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column for column in few.columns
    ]
    csv.write_csv(pa.table(plain, names=few.column_names), place.applicants)


def _predict(place: Place, telling: Telling, version: Reference) -> None:
    with telling.busy("loading"), load(version, environment=DEMO, workspace=place.folder) as loaded:
        answers = loaded.predict(place.applicants)
    for row, score, decision in zip(
        _cases(place.applicants), answers.scores.tolist(), answers.decisions.tolist(), strict=True
    ):
        told = "support" if decision else "no offer"
        case = ", ".join(f"{name} {row[name]}" for name in SHOWN)
        telling.say("predicted", f"{case}: score {score:.2f}, {told}.", score=score, decision=decision, case=row)


def _cases(path: Path) -> list[dict[str, str]]:
    from csv import DictReader

    with path.open(encoding="utf-8", newline="") as file:
        return list(DictReader(file))


def _swap_a_byte(place: Place, telling: Telling, version: Reference) -> None:
    stored = _model_file(place, version)
    genuine, mode = stored.read_bytes(), stored.stat().st_mode
    at = len(genuine) // 2
    stored.chmod(0o644)
    try:
        stored.write_bytes(genuine[:at] + bytes([genuine[at] ^ 1]) + genuine[at + 1 :])
        attempt = f"One byte of the stored model changed (number {at:,} of {len(genuine):,}), then loaded"
        failure = refused(attempt, lambda: load(version, environment=DEMO, workspace=place.folder).close())
    finally:
        stored.write_bytes(genuine)
        stored.chmod(mode)
    tell_refusal(telling, attempt, failure)


def _model_file(place: Place, version: Reference) -> Path:
    with read(place.folder) as workspace:
        manifest = manifest_of(workspace, version_record(workspace.ledger, version))
    return artifacts_for(settings_for(place.folder)).place(manifest.files[0].digest)
