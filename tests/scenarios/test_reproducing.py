"""``reproduce_version``: a run is done again, or it is said why it cannot be."""

import json
from typing import Any

import pyarrow.parquet as pq
from tests.scenarios.stage import Stage, table
from tests.scenarios.terminal import Told, entries, refused, typed
from tests.scenarios.test_training import LINE, small_rows, written

import evenhand
from evenhand.kernel.reference import Reference
from evenhand.workflows.lookup import document_of, latest_evidence, version_record


def trained(stage: Stage, code: str = LINE) -> Told:
    told = typed(
        stage, "ada", "train", written(stage, code), "--data", small_rows(stage), "--cross-validation", "0"
    )  # fmt: skip
    assert told.exit == 0, told.err
    return told


def filed(stage: Stage) -> dict[str, Any]:
    """The figures of the newest rerun of loan@1, as a gate reads them."""
    from evenhand.surfaces.sdk.opening import read

    with stage.acting("ada"), read(stage.workspace) as workspace:
        version = version_record(workspace.ledger, Reference.parse("loan@1"))
        record = latest_evidence(workspace.ledger, version, "reproducibility-manifest")
        assert record is not None
        return dict(document_of(workspace, record)["body"])


def test_the_same_bytes_come_again_and_nothing_else_will_do(stage: Stage) -> None:
    trained(stage)
    written(stage, "raise SystemExit('the file of now is not the code of then')")

    again = typed(stage, "ada", "reproduce", "loan@1", "--json")

    assert again.exit == 0, again.err
    assert json.loads(again.out)["compared"] == "bytes"
    assert filed(stage)["figures"] == {"difference": "0.0", "n": 200, "compared": "bytes"}
    n_entries = entries(stage)
    pq.write_table(table(200, seed=4), stage.workspace / "small.parquet")
    refused(typed(stage, "ada", "reproduce", "loan@1"), "RUN-UNREPEATABLE", 1, "small.parquet holds other rows now")
    (stage.workspace / "small.parquet").unlink()
    refused(
        typed(stage, "ada", "reproduce", "loan@1"), "RUN-UNREPEATABLE", 1, r"\(small.parquet, 200 rows, .* not here"
    )
    kept = stage.root / "kept.parquet"
    pq.write_table(table(200, seed=3), kept)
    code = filed(stage)["needs"]["code_files"][0]["digest"].removeprefix("sha256:")
    [place] = [
        path for path in (stage.workspace / ".evenhand" / "artifacts").rglob("*") if path.name.endswith(code[2:])
    ]
    place.chmod(0o600)
    place.unlink()
    told = typed(stage, "ada", "reproduce", "loan@1", "--data", kept)
    refused(told, "RUN-UNREPEATABLE", 1, "The code file fit_line.py .* is gone from the workspace")
    assert entries(stage) == n_entries


def test_code_that_reads_the_clock_is_shown_to_differ(stage: Stage) -> None:
    trained(stage, LINE.replace('parameters["slope"])', 'parameters["slope"] + time.time_ns() % 1000 / 250)')
            .replace("import numpy", "import time\nimport numpy"))  # fmt: skip

    again = typed(stage, "ada", "reproduce", "loan@1")

    assert again.exit == 1, again.err
    assert "the bytes differ; of 200 scores" in again.out
    figures = filed(stage)["figures"]
    assert float(figures["difference"]) > 1e-9
    assert (figures["n"], figures["compared"]) == (200, "scores")


def test_code_that_no_longer_runs_is_filed_without_a_difference(stage: Stage) -> None:
    marker = stage.root / "marker"
    marker.write_text("there")
    trained(stage, LINE.replace('    print("columns', f'    open({str(marker)!r}).close()\n    print("columns'))
    marker.unlink()

    again = typed(stage, "ada", "reproduce", "loan@1")

    assert again.exit == 1
    assert "could not be trained again. The training code raised FileNotFoundError" in again.out
    assert filed(stage)["figures"] == {"difference": None, "n": 0, "compared": "scores"}


def test_a_version_that_came_otherwise_has_no_run(stage: Stage) -> None:
    stage.register()

    refused(typed(stage, "ada", "reproduce", "loan@1"), "RUN-MISSING", 2, "No run of loan@1 is recorded")


def test_a_table_of_a_session_must_be_brought_again(stage: Stage) -> None:
    with stage.acting("ada"):
        done = evenhand.train(
            written(stage), data=table(200, seed=3), cross_validation=0, actor="ada", workspace=stage.workspace
        )

    refused(typed(stage, "ada", "reproduce", done.version), "RUN-UNREPEATABLE", 1, "a table in memory, 200 rows")
