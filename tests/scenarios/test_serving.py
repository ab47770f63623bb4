"""A deployment from its making to its stop: the champion slot, batches, imports, reviews."""

import csv
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.scenarios.stage import Stage, table
from tests.scenarios.terminal import entries, refused, typed

import evenhand
from evenhand.adapters.signing import open_identity
from evenhand.errors.ledger import LedgerDamaged
from evenhand.errors.release import EntryRefused, ReleaseNotTrusted, RoleMissing
from evenhand.errors.serving import (
    ChampionRefused,
    DeploymentRunning,
    DeploymentStopped,
    PredictionUnknown,
    RecordUnusable,
)
from evenhand.kernel.canonical import Json
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.serving.prediction import Outcome, Prediction, worker_of
from evenhand.ports.identity import Identity
from evenhand.ports.workspace import Workspace
from evenhand.wiring.cases import TableCases
from evenhand.wiring.models import SandboxedModels
from evenhand.wiring.predictions import deployment_log, prediction_table
from evenhand.wiring.settings import read_settings
from evenhand.wiring.workspace import open_workspace
from evenhand.workflows.act import append_document
from evenhand.workflows.deployment.promote_version import promote_version
from evenhand.workflows.deployment.resume_deployment import resume_deployment
from evenhand.workflows.deployment.stop_deployment import stop_deployment
from evenhand.workflows.serving.override_prediction import override_prediction
from evenhand.workflows.serving.score_batch import Batch, score_batch

NAME = "loan-live"
DOUBTFUL = ("--review-band", "0.45:0.55")


@pytest.fixture(scope="session")
def _deployed(_released: tuple[Stage, Reference], tmp_path_factory: pytest.TempPathFactory) -> Stage:
    stage = _released[0].copied(tmp_path_factory.mktemp("deployed") / "stage")
    told = typed(stage, "bo", "deployment", "create", NAME, "--environment", "production", *DOUBTFUL)
    assert told.exit == 0, told.err
    with stage.acting("ada"):
        evenhand.promote("loan@1", NAME, why="First release.", actor="ada", workspace=stage.workspace)
    return stage


@pytest.fixture
def deployed(_deployed: Stage, tmp_path: Path) -> Stage:
    """A running deployment with loan@1 as its champion."""
    return _deployed.copied(tmp_path / "stage")


def cases(stage: Stage, n: int = 200, *, seed: int = 7) -> Path:
    """New applicants with keys."""
    rows = table(n, seed=seed).drop_columns(["repaid"])
    file = stage.root / f"cases-{n}-{seed}.csv"
    lines = [{"case": f"c-{place}", **row} for place, row in enumerate(rows.to_pylist())]
    with file.open("w", newline="") as out:
        writer = csv.DictWriter(out, fieldnames=list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    return file


def read_answers(file: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with file.open() as lines:
        return list(csv.DictReader(lines))


def scored(stage: Stage, *words: object, by: str = "ada", out: str = "answers.csv", source: Path | None = None) -> Any:  # noqa: ANN401
    """What ``evenhand score`` says, typed at the machine that trusts the release key."""
    return typed(stage, by, "score", NAME, source or cases(stage), stage.root / out, "--key", "case", *words)


def logged(stage: Stage, **options: Any) -> pa.Table:  # noqa: ANN401
    return prediction_table(read_settings(start=stage.workspace), NAME, **options)


@contextmanager
def desk(stage: Stage, name: str = "ada") -> Iterator[Workspace]:
    """The workspace from a shell of that person."""
    with stage.acting(name), open_workspace(read_settings(start=stage.workspace)) as workspace:
        yield workspace


def forge(stage: Stage, workspace: Workspace, action: str, *, by: str = "ada", **document: Json) -> None:
    """Put an entry of one's own into the ledger, signed with one's own key, without asking any verb."""
    identity = Identity(actor=by, signer=open_identity(stage.root / "homes" / by, by))
    whole: dict[str, Json] = {"deployment": NAME, **document}
    append_document(workspace, identity, action=action, about=f"deployment:{NAME}", document=whole)


def release_of(workspace: Workspace, key: str) -> str:
    record = workspace.ledger.record("release", key)
    assert record is not None
    return str(record.body["payload"])


def test_a_version_answers_where_its_gates_let_it(deployed: Stage) -> None:
    shown = typed(deployed, "cy", "deployment", "show", NAME)
    told = scored(deployed, "--batch", "b-1", "--reasons")

    assert (shown.exit, told.exit) == (0, 0), shown.err + told.err
    assert "champion   loan@1" in shown.out
    answers = read_answers(deployed.root / "answers.csv")
    found = logged(deployed)
    assert {row["id"] for row in answers} == set(found.column("id").to_pylist())
    assert set(found.column("c.sex").to_pylist()) == {"f", "m"}
    assert "f.sex" not in found.column_names
    doubtful = [row for row in answers if row["band"] == "review"]
    assert doubtful
    assert all(row["decision"] == "" and 0.45 <= float(row["score"]) <= 0.55 for row in doubtful)
    assert answers[0]["reasons"] == "income"
    assert entries(deployed) > 0


def test_a_batch_is_scored_once_however_often_it_is_repeated(deployed: Stage) -> None:
    first = scored(deployed, "--batch", "b-1")
    again = scored(deployed, "--batch", "b-1")
    elsewhere = scored(deployed, "--batch", "b-1", out="elsewhere.csv")
    other = scored(deployed, "--batch", "b-1", source=cases(deployed, 50), out="other.csv")

    assert (first.exit, again.exit, elsewhere.exit) == (0, 0, 0), again.err
    assert (deployed.root / "answers.csv").read_bytes() == (deployed.root / "elsewhere.csv").read_bytes()
    assert logged(deployed).num_rows == 200
    refused(other, "BATCH-CHANGED", 1, "scored with other rows.")
    options = scored(deployed, "--batch", "b-1", "--as-of", "2018-06-30", out="other.csv")
    refused(options, "BATCH-CHANGED", 1, "the same rows and other options")
    assert not (deployed.root / "other.csv").exists()
    refused(scored(deployed, "--batch", "b-2"), "FILE-EXISTS", 1, "is there already")
    assert logged(deployed).num_rows == 200


def test_the_champion_slot_is_moved_by_no_entry_of_ones_own(deployed: Stage) -> None:
    second = deployed.register()
    with desk(deployed) as workspace:
        release = release_of(workspace, "loan@1/production")
        with pytest.raises(ChampionRefused, match="is not released for production"):
            forge(deployed, workspace, "champion.moved", version=str(second), release=release, why="Mine is better.")
        with pytest.raises(ChampionRefused, match="names another release"):
            forge(deployed, workspace, "champion.moved", version="loan@1", release=workspace.log, why="Any.")
        with pytest.raises(ChampionRefused, match="is not registered"):
            forge(deployed, workspace, "champion.moved", version="loan@9", release=release, why="Any.")
        with pytest.raises(ChampionRefused, match="is the champion of loan-live already"):
            forge(deployed, workspace, "champion.moved", version="loan@1", release=release, why="Any.")
        with pytest.raises(RoleMissing, match="cy holds none of operations, model-owner"):
            forge(deployed, workspace, "champion.moved", by="cy", version="loan@1", release=release, why="Any.")
        with pytest.raises(EntryRefused, match="the entry deployment:loan-live"):
            forge(deployed, workspace, "champion.moved", deployment="elsewhere", version="loan@1", release=release)
        with pytest.raises(EntryRefused, match="not the champion"):
            forge(deployed, workspace, "batch.scored", version=str(second), release=release, batch="b", segment=release)


def test_a_champion_written_into_the_database_is_seen(deployed: Stage) -> None:
    deployed.register()
    database = sqlite3.connect(deployed.workspace / ".evenhand" / "evenhand.db")
    with database:
        database.execute(
            'UPDATE record SET body = replace(body, \'"version":"loan@1"\', \'"version":"loan@2"\')'
            " WHERE kind = 'deployment'"
        )
    database.close()

    refused(typed(deployed, "cy", "deployment", "show", NAME), "LEDGER-DAMAGED", 1, "its entries say loan@1")
    refused(scored(deployed), "LEDGER-DAMAGED", 1, "its entries say loan@1")
    assert typed(deployed, "ada", "audit", "verify", "--rebuild").exit == 1
    with deployed.acting("ada"), pytest.raises(LedgerDamaged):
        evenhand.promote("loan@1", NAME, why="Again.", actor="ada", workspace=deployed.workspace)


def test_a_stop_is_obeyed_until_somebody_resumes(deployed: Stage) -> None:
    refused(typed(deployed, "cy", "stop", NAME, "--why", " "), "REASON-MISSING", 2)
    assert typed(deployed, "cy", "stop", NAME, "--why", "Complaints.").exit == 0
    refused(scored(deployed), "DEPLOYMENT-STOPPED", 1, "Complaints")
    with desk(deployed) as workspace:
        release = release_of(workspace, "loan@1/production")
        with pytest.raises(DeploymentStopped):
            forge(deployed, workspace, "batch.scored", version="loan@1", release=release, batch="b", segment=release)
    refused(typed(deployed, "cy", "resume", NAME, "--why", "Fine."), "ROLE-MISSING", 1)
    assert typed(deployed, "bo", "resume", NAME, "--why", "The column was mended.").exit == 0
    refused(typed(deployed, "bo", "resume", NAME, "--why", "Again."), "DEPLOYMENT-RUNNING", 1)
    assert scored(deployed).exit == 0
    assert not list(deployed.root.glob(".new-*"))


def test_what_another_server_answered_is_taken_once(deployed: Stage) -> None:
    file = deployed.root / "vendor.csv"
    header = "rid,income,age,sex,score,answered,born\n"
    lines = [f"r-{n},{40 + n}.5,{20 + n},f,0.{n}1,2026-01-0{n}T10:00:00Z,x\n" for n in range(1, 6)]
    file.write_text(header + "".join(lines[:3]))
    words = ("predictions", "import", NAME, file, "--version", "loan@1", "--key", "rid", "--at", "answered", "--json")
    first, again = typed(deployed, "ada", *words), typed(deployed, "ada", *words)
    file.write_text(header + "".join(lines))
    more = typed(deployed, "ada", *words)

    assert (first.exit, again.exit, more.exit) == (0, 0, 0), first.err + more.err
    assert '"new": 3' in first.out
    assert '"new": 0' in again.out
    assert '"new": 2' in more.out
    found = logged(deployed).select(["id", "decision", "f.income", "c.sex", "version"]).to_pylist()
    assert [row["id"] for row in found] == [f"r-{n}" for n in range(1, 6)]
    assert found[4] == {"id": "r-5", "decision": 1, "f.income": 45.5, "c.sex": "f", "version": "loan@1"}
    wrong = {
        "RECORD-UNUSABLE": "r-6,40,20,f,1.5,2026-01-01T10:00:00Z,x\n",
        "COLUMN-UNUSABLE": "r-6,40,20,f,0.5,yesterday,x\n",
    }
    for code, line in wrong.items():
        file.write_text(header + line)
        refused(typed(deployed, "ada", *words), code, 2)
    file.write_text(header + lines[0])
    refused(typed(deployed, "ada", *words, "--version", "loan@7"), "NOT-FOUND", 2)
    refused(typed(deployed, "ada", *words, "--score", "nought"), "COLUMN-MISSING", 2)
    assert logged(deployed).num_rows == 5


def test_outcomes_are_recorded_once_and_corrected_with_a_reason(deployed: Stage) -> None:
    assert scored(deployed, "--as-of", "2018-12-31").exit == 0
    file = deployed.root / "outcomes.csv"
    file.write_text("case,repaid\nc-0,1\nc-1,0\nc-x,1\n")
    words = ("outcomes", "import", NAME, file, "--key", "case", "--outcome", "repaid", "--known-at", "2019-06-30")
    first, again = typed(deployed, "ada", *words), typed(deployed, "ada", *words)
    file.write_text("case,repaid\nc-0,0\n")
    conflict = typed(deployed, "ada", *words)
    corrected = typed(deployed, "ada", *words, "--correct", "The bank had booked it twice.")

    assert (first.exit, again.exit) == (0, 0), first.err
    assert first.out.startswith("2 outcomes recorded, 0 known before, 0 corrected, 1 not in the log.")
    assert "Not in the log: c-x" in first.err
    assert again.out.startswith("0 outcomes recorded, 2 known before")
    refused(conflict, "OUTCOME-CONFLICT", 1, "the file says 0")
    assert corrected.out.startswith("0 outcomes recorded, 0 known before, 1 corrected")
    known = {row["case"]: row for row in logged(deployed).to_pylist() if row["outcome"] is not None}
    assert {case: row["outcome"] for case, row in known.items()} == {"c-0": 0, "c-1": 0}
    assert known["c-1"]["outcome_at"].isoformat() == "2019-06-30T00:00:00+00:00"
    assert known["c-1"]["as_of"].isoformat() == "2018-12-31T00:00:00+00:00"


def test_an_outcome_without_a_value_or_before_its_case_is_told_by_the_row_that_a_person_counts(deployed: Stage) -> None:
    assert scored(deployed, "--as-of", "2018-12-31").exit == 0
    file = deployed.root / "early.csv"
    file.write_text("case,repaid\nc-0,\nc-1,0\n")
    words = ("outcomes", "import", NAME, file, "--key", "case", "--outcome", "repaid", "--known-at", "2018-06-30")
    refused(typed(deployed, "ada", *words), "RECORD-UNUSABLE", 2, "Row 1 has no outcome.")
    file.write_text("case,repaid\nc-0,1\nc-1,0\n")

    assert "Known before the instant of the case: 2." in typed(deployed, "ada", *words).err
    for content, code in (
        ("case,repaid\nc-0,9\nc-1,0\n", "RECORD-UNUSABLE"),
        ("case,repaid\nc-0,yes\n", "RECORD-UNUSABLE"),
    ):
        file.write_text(content)
        assert typed(deployed, "ada", *words).code == code
    file.write_text("case,repaid\nc-y,1\n")
    refused(typed(deployed, "ada", *words), "PREDICTION-UNKNOWN", 2)


def test_nobody_signs_for_records_that_somebody_else_put_under_the_name_of_an_import(deployed: Stage) -> None:
    """An import or a batch that was ended is finished by repeating it, with what it says and nothing else."""
    log = deployment_log(read_settings(start=deployed.workspace), NAME)
    folder = deployed.workspace / ".evenhand" / "predictions" / NAME
    assert scored(deployed, "--as-of", "2018-12-31", out="first.csv").exit == 0
    file = deployed.root / "outcomes.csv"
    file.write_text("case,repaid\nc-0,1\n")
    words = ("outcomes", "import", NAME, file, "--key", "case", "--outcome", "repaid", "--known-at", "2019-06-30")
    [case] = log.ids(["c-0"])["c-0"]
    digest = TableCases.of_file(file, text=["case"]).digest
    forged = Outcome(id=case, outcome=0, at="2019-06-30T00:00:00.000000Z", batch="x")
    log.place(worker_of("outcomes", digest, "x"), [forged])
    refused(typed(deployed, "ada", *words), "PREDICTION-LOG-DAMAGED", 1, "what the file does not")

    [batch] = folder.glob("batch-*.frames")
    content, names = log.predictions(), [each.name for each in fields(Prediction)]
    batch.unlink()
    lies = [{name: getattr(each, name) for name in names} for each in content]
    log.place(batch.name.removesuffix(".0.frames"), [Prediction(**{**each, "score": 0.5}) for each in lies])
    with sqlite3.connect(deployed.workspace / ".evenhand" / "evenhand.db") as database:
        database.execute("DELETE FROM record WHERE kind = 'batch'")
    told = scored(deployed, "--as-of", "2018-12-31", out="again.csv")
    refused(told, "PREDICTION-LOG-DAMAGED", 1, "other answers than the version gives")


def test_a_person_decides_the_doubtful_cases_once(deployed: Stage) -> None:
    assert scored(deployed).exit == 0
    with deployed.acting("bo"):
        waiting = evenhand.list_review_queue(NAME, workspace=deployed.workspace)
    first = waiting[0]
    decided = typed(deployed, "bo", "override", NAME, first.id, "--decision", 1, "--reason", "Income is proven.")
    again = typed(deployed, "ada", "override", NAME, first.id, "--decision", 0, "--reason", "No.")
    blank = typed(deployed, "bo", "override", NAME, waiting[1].id, "--decision", 1, "--reason", " ")
    unknown = typed(deployed, "bo", "override", NAME, "nought", "--decision", 1, "--reason", "Any.")

    assert decided.exit == 0, decided.err
    refused(again, "REVIEW-CLOSED", 1)
    refused(blank, "REASON-MISSING", 2)
    refused(unknown, "PREDICTION-UNKNOWN", 2)
    listed = typed(deployed, "bo", "review-queue", "list", NAME)
    assert listed.out.startswith(f"{len(waiting) - 1} cases wait")
    with deployed.acting("bo"):
        _, body = evenhand.report_review_queue(NAME, actor="bo", workspace=deployed.workspace)
    assert (body["n_decided"], body["n_waiting"], body["n_review"]) == (1, len(waiting) - 1, len(waiting))
    assert body["by_reviewer"]["bo"]["n"] == 1
    [row] = [row for row in logged(deployed).to_pylist() if row["reviewer"] is not None]
    assert (row["id"], row["final_decision"], row["reviewer"]) == (first.id, 1, "bo")
    assert all(row["final_decision"] is None for row in logged(deployed).to_pylist() if row["id"] == waiting[1].id)
    assert entries(deployed) > 0


def test_a_deployment_is_made_once_where_the_mode_and_the_role_allow(deployed: Stage) -> None:
    create = ("deployment", "create")
    refused(typed(deployed, "cy", *create, "other", "--environment", "production"), "ROLE-MISSING", 1)
    refused(typed(deployed, "bo", *create, NAME, "--environment", "production"), "DEPLOYMENT-EXISTS", 1)
    refused(typed(deployed, "bo", *create, "Bad Name", "--environment", "production"), "REFERENCE-UNREADABLE", 2)
    refused(typed(deployed, "bo", *create, "other", "--environment", "In Production"), "REFERENCE-UNREADABLE", 2)
    for words in (("--review-band", "0.6:0.4"), ("--review-band", "x"), ("--oversight-mode", "none")):
        refused(typed(deployed, "bo", *create, "other", "--environment", "production", *words), "OVERSIGHT-INVALID", 2)
    refused(typed(deployed, "bo", "deployment", "show", "other"), "DEPLOYMENT-MISSING", 2, "there is loan-live")
    refused(typed(deployed, "ada", "promote", "loan@1", "other", "--why", "Any."), "DEPLOYMENT-MISSING", 2)
    assert typed(deployed, "bo", *create, "empty", "--environment", "production").exit == 0
    refused(typed(deployed, "ada", "score", "empty", cases(deployed), deployed.root / "out.csv"), "CHAMPION-MISSING", 3)


def test_rows_that_cannot_be_scored_leave_nothing_behind(deployed: Stage) -> None:
    thin = deployed.root / "thin.csv"
    thin.write_text("case,age\nc-1,30\n")
    refused(scored(deployed, source=thin), "MODEL-INPUTS-DIFFER", 2)
    refused(scored(deployed, "--key", "nought"), "COLUMN-MISSING", 2)
    refused(scored(deployed, "--as-of", "soon"), "COMMAND-UNCLEAR", 2)
    refused(scored(deployed, "--as-of", "2099-01-01"), "RECORD-UNUSABLE", 2, "A case belongs to 2099")
    refused(scored(deployed, "--batch", "../x"), "BATCH-CHANGED", 1)
    refused(scored(deployed, out="nowhere/answers.csv"), "FILE-UNWRITABLE", 4)
    assert logged(deployed).num_rows == 0


def test_the_workflows_themselves_refuse_what_the_commands_refuse(deployed: Stage) -> None:
    bo = Identity(actor="bo", signer=open_identity(deployed.root / "homes" / "bo", "bo"))
    nobody: dict[str, Any] = {"release_keys": ()}
    with desk(deployed, "bo") as workspace:
        log = deployment_log(read_settings(start=deployed.workspace), NAME)
        with pytest.raises(ReleaseNotTrusted):
            promote_version(workspace, bo, Reference.parse("loan@1"), NAME, why="Any.", **nobody)
        batch = Batch(rows=TableCases.of_file(cases(deployed), text=["case"]))
        with pytest.raises(ReleaseNotTrusted):
            score_batch(workspace, bo, NAME, batch, models=SandboxedModels(workspace.artifacts), log=log, **nobody)  # type: ignore[arg-type]
        with pytest.raises(DeploymentRunning):
            resume_deployment(workspace, bo, NAME, why="Any.")
        with pytest.raises(PredictionUnknown):
            override_prediction(workspace, bo, NAME, "nought", decision=1, reason="Any.", log=log)
        stop_deployment(workspace, bo, NAME, why="Any.")
        stop_deployment(workspace, bo, NAME, why="Any, once more.")
    assert log.predictions() == []


def test_a_shadow_needs_a_release_and_leaves_again(deployed: Stage) -> None:
    with deployed.acting("bo"):
        evenhand.create_deployment("trial", environment="production", actor="bo", workspace=deployed.workspace)
        evenhand.add_shadow("loan@1", "trial", actor="bo", workspace=deployed.workspace)
    shown = typed(deployed, "bo", "deployment", "show", "trial")
    refused(typed(deployed, "bo", "shadow", "add", "loan@1", "trial"), "CHAMPION-REFUSED", 1, "already")
    refused(typed(deployed, "bo", "shadow", "add", "loan@1", NAME), "CHAMPION-REFUSED", 1, "already")
    refused(typed(deployed, "bo", "shadow", "remove", "loan@1", NAME), "CHAMPION-REFUSED", 1, "no shadow")
    refused(typed(deployed, "cy", "shadow", "remove", "loan@1", "trial"), "ROLE-MISSING", 1)
    refused(typed(deployed, "bo", "shadow", "add", "loan@9", "trial"), "NOT-FOUND", 2)
    with deployed.acting("bo"):
        evenhand.remove_shadow("loan@1", "trial", actor="bo", workspace=deployed.workspace)

    assert "shadow     loan@1" in shown.out
    assert "shadow" not in typed(deployed, "bo", "deployment", "show", "trial").out
    assert [each.key for each in evenhand.list_deployments(workspace=deployed.workspace)] == [NAME, "trial"]


def test_what_was_written_and_not_yet_recorded_is_recorded_by_the_same_import(deployed: Stage) -> None:
    """The process ended between the segment and its entry."""
    assert scored(deployed).exit == 0
    told: dict[str, Any] = {"key": "case", "outcome": "repaid", "workspace": deployed.workspace, "actor": "ada"}
    with deployed.acting("ada"):
        before = entries(deployed)
        log = deployment_log(read_settings(start=deployed.workspace), NAME)
        [each] = log.ids(["c-5"])["c-5"]
        rows = {"case": ["c-5", "c-6"], "repaid": [1, 0]}
        worker = worker_of("outcomes", TableCases.of_file(rows, text=["case"]).digest, "1")
        log.place(worker, [Outcome(id=each, outcome=1, at="2019-01-01T00:00:00.000000Z", batch=worker)])
        done = evenhand.import_outcomes(NAME, rows, **told)

    assert (done.n_new, done.n_known) == (1, 1)
    assert entries(deployed) == before + 2


def test_an_import_may_say_row_by_row_who_answered_and_what_was_decided(deployed: Stage) -> None:
    rows = {
        "id": ["r-1", "r-2"], "score": [0.9, 0.2], "said": [0, 1], "by": ["loan@1", "loan@1"], "shop": ["a", "b"],
        "at": ["2026-01-05T10:00:00Z"] * 2, "belongs": ["2025-12-31", "2026-01-01"],
    }  # fmt: skip
    with deployed.acting("ada"):
        evenhand.import_predictions(
            NAME, rows, version_column="by", decision="said", as_of="belongs", consumer="shop", actor="ada",
            workspace=deployed.workspace,
        )  # fmt: skip
        with pytest.raises(RecordUnusable, match="Nobody says which version"):
            evenhand.import_predictions(NAME, rows, actor="ada", workspace=deployed.workspace)
        twice = {name: [values[0]] * 2 for name, values in rows.items()}
        with pytest.raises(RecordUnusable, match="more than once"):
            evenhand.import_predictions(NAME, twice, version="loan@1", actor="ada", workspace=deployed.workspace)

    found = logged(deployed, end="2026-01-01T00:00:00.000000Z").select(["id", "decision", "consumer"]).to_pylist()
    assert found == [{"id": "r-1", "decision": 0, "consumer": "a"}]


def test_a_segment_that_was_deleted_or_changed_is_missed(deployed: Stage) -> None:
    assert scored(deployed, "--batch", "b-1").exit == 0
    sound = typed(deployed, "bo", "predictions", "verify", NAME)
    with deployed.acting("bo"):
        assert evenhand.verify_predictions(NAME, workspace=deployed.workspace).n_sealed == 1
    [file] = (deployed.workspace / ".evenhand" / "predictions" / NAME).glob("batch-*.frames")
    whole = file.read_bytes()
    file.write_bytes(whole[:-20])
    cut = typed(deployed, "bo", "predictions", "verify", NAME)
    repeated = scored(deployed, "--batch", "b-1")
    file.unlink()
    gone = typed(deployed, "bo", "predictions", "verify", NAME)

    assert sound.out.startswith("200 records; 1 segments are as the ledger names them.")
    refused(cut, "PREDICTION-LOG-DAMAGED", 1, "batch loan-live/b-1")
    refused(repeated, "PREDICTION-LOG-DAMAGED", 1, "was cut off")
    refused(gone, "PREDICTION-LOG-DAMAGED", 1, "batch loan-live/b-1")


def test_protected_columns_may_come_from_another_file_and_answers_go_to_parquet(deployed: Stage) -> None:
    file, people = deployed.root / "bare.csv", deployed.root / "people.csv"
    file.write_text("case,income,age\nc-1,70,30\nc-2,30,40\n")
    people.write_text("case,sex,phone\nc-2,m,1\nc-9,f,2\n")
    told = scored(deployed, "--context", people, "--as-of", "2018-01-31T12:00:00Z", source=file, out="out.parquet")
    with deployed.acting("ada"):
        whole = {"actor": "ada", "workspace": deployed.workspace}
        again = evenhand.score(NAME, str(file), key="case", context=str(people), as_of="2018-01-31T12:00:00Z", **whole)

    assert told.exit == 0, told.err
    assert again.entry is None
    assert pq.read_table(deployed.root / "out.parquet").column("decision").to_pylist() == [1, 0]
    rows = {row["case"]: row for row in logged(deployed).to_pylist()}
    assert (rows["c-1"]["c.sex"], rows["c-2"]["c.sex"]) == (None, "m")
    assert "c.phone" not in rows["c-2"]
    assert rows["c-1"]["as_of"].isoformat() == "2018-01-31T12:00:00+00:00"
