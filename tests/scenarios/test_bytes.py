"""Somebody with a shell changes what lies in the workspace."""

import shutil
import sqlite3
import subprocess
import sys
from os import environ
from pathlib import Path

import pytest
from tests.scenarios.stage import SCORER, Stage

import evenhand
from evenhand.errors.base import EvenhandError
from evenhand.errors.ledger import WorkspaceBehind
from evenhand.errors.model import ModelTampered
from evenhand.errors.number import ReferenceUnreadable
from evenhand.errors.release import ReleaseMissing, ReleaseNotTrusted
from evenhand.errors.workspace import NotFound
from evenhand.kernel.reference import Reference

Released = tuple[Stage, Reference]


def load(stage: Stage, version: object, *, environment: str = "production", by: str = "ada") -> None:
    with (
        stage.acting(by),
        evenhand.load(
            version,
            environment=environment,
            trust=stage.trust,
            workspace=stage.workspace,  # type: ignore[arg-type]
        ),
    ):
        pass


def database(stage: Stage) -> sqlite3.Connection:
    return sqlite3.connect(stage.workspace / ".evenhand" / "evenhand.db", isolation_level=None)


def model_file(stage: Stage) -> Path:
    artifacts = stage.workspace / ".evenhand" / "artifacts"
    return next(path for path in artifacts.rglob("*") if path.is_file() and b"def predict" in path.read_bytes())


def swap(path: Path, content: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(content)


def test_what_was_released_answers(released: Released) -> None:
    stage, version = released
    with stage.acting("ada"), evenhand.load(version, environment="production", workspace=stage.workspace) as model:
        answers = model.predict({"income": [20.0, 80.0], "age": [30, 40]})

    assert answers.decisions.tolist() == [0, 1]


def test_one_byte_is_swapped_in_the_store(released: Released) -> None:
    stage, version = released
    path = model_file(stage)
    swap(path, path.read_bytes().replace(b"50", b"40"))

    with pytest.raises(ModelTampered):
        load(stage, version)


def test_one_byte_is_swapped_and_a_second_process_loads(released: Released) -> None:
    stage, version = released
    path = model_file(stage)
    swap(path, path.read_bytes().replace(b"50", b"40"))
    with stage.acting("ada"):
        ended = subprocess.run(
            [sys.executable, "-m", "evenhand", "load", str(version), "--environment", "production"],
            cwd=stage.workspace, env=dict(environ), capture_output=True, text=True, check=False,
        )  # fmt: skip

    assert ended.returncode == 1
    assert "[MODEL-TAMPERED]" in ended.stderr


@pytest.mark.parametrize("name", ["model.pkl", "/etc/passwd", "loan", "loan@latest"])
def test_a_path_or_a_bare_name_loads_nothing(released: Released, name: str) -> None:
    stage, _ = released

    with pytest.raises(ReferenceUnreadable):
        load(stage, name)


def test_a_version_that_nobody_released(released: Released) -> None:
    stage, _ = released
    version = stage.register(scorer=SCORER.replace("50", "49"))

    with pytest.raises(ReleaseMissing, match=r"No release covers loan@2 in 'production'; released in: none"):
        load(stage, version)


def test_another_environment_than_the_released(released: Released) -> None:
    stage, version = released

    with pytest.raises(ReleaseMissing, match="released in: production"):
        load(stage, version, environment="staging")


def test_a_version_that_was_never_registered(released: Released) -> None:
    stage, _ = released

    with pytest.raises(NotFound, match="loan@7 is not registered; there is loan@1"):
        load(stage, "loan@7")


EDITS = {
    "record": "UPDATE record SET body = replace(body, 'production', 'everywhere')",
    "record added": "INSERT INTO record SELECT max(position) + 1, kind, 'loan@1/everywhere', parent, body FROM record",
    "history": "UPDATE history SET sequence = sequence + 1000 WHERE subject = 'version:loan@1'",
    "document": "UPDATE document SET sequence = 0 WHERE sequence = 5",
    "entry": "UPDATE entry SET payload = replace(payload, 'roc_auc', 'roc_auk')",
    "entry's leaf": "UPDATE entry SET leaf = replace(leaf, 'ada', 'eve') WHERE sequence = 7",
    "entry deleted": "DELETE FROM entry WHERE sequence = 9",
    "tile": "UPDATE tile SET hashes = zeroblob(length(hashes)) WHERE level = 0",
    "log": "UPDATE log SET id = 'w-another'",
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_row_of_any_table_is_edited(released: Released, edit: str) -> None:
    stage, version = released
    connection = database(stage)
    assert connection.execute(EDITS[edit]).rowcount > 0
    connection.close()

    with pytest.raises(EvenhandError) as refusal:
        stage.release(version, environment="elsewhere")
    assert refusal.value.code in {"LEDGER-DAMAGED", "HISTORY-FORKED", "KEY-MISSING", "ENTRY-MISSING"}


def test_a_versions_rows_and_files_are_deleted_by_hand(released: Released) -> None:
    stage, version = released
    model_file(stage).unlink()
    connection = database(stage)
    connection.execute("DELETE FROM entry WHERE CAST(leaf AS TEXT) LIKE '%version:loan@1%'")
    connection.execute("DELETE FROM record WHERE key LIKE 'loan@1%' OR parent = 'loan@1'")
    connection.close()

    with pytest.raises(EvenhandError) as refusal:
        load(stage, version)
    assert refusal.value.code in {"HISTORY-FORKED", "WORKSPACE-BEHIND", "LEDGER-DAMAGED"}
    with stage.acting("ada"):
        ended = subprocess.run(
            [sys.executable, "-m", "evenhand", "audit", "verify", "--rebuild"],
            cwd=stage.workspace, env=dict(environ), capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert ended.returncode == 1


def test_an_old_backup_is_restored(released: Released, tmp_path: Path) -> None:
    stage, version = released
    backup = tmp_path / "backup"
    shutil.copytree(stage.workspace, backup)
    stage.register(scorer=SCORER.replace("50", "48"))
    shutil.rmtree(stage.workspace)
    shutil.copytree(backup, stage.workspace)

    with pytest.raises(WorkspaceBehind) as refusal:
        load(stage, version)
    assert len(refusal.value.facts) >= 2


def test_a_copy_is_seen_for_the_first_time_and_verifies(released: Released, tmp_path: Path) -> None:
    stage, version = released
    elsewhere = stage.copied(tmp_path / "elsewhere")
    shutil.rmtree(elsewhere.root / "marks")

    load(elsewhere, version)


def test_the_author_signs_a_release_with_a_key_of_her_own(released: Released) -> None:
    stage, version = released
    honest = stage.root / "trust-of-the-operator.json"
    shutil.copy(stage.trust, honest)
    keys = stage.trust.parent
    shutil.rmtree(keys / "release")
    with stage.acting("ada"):
        from evenhand.adapters.signing.log_key import create_release_key

        create_release_key(stage.root / "homes" / "ada", keys.name)
        evenhand.release(version, environment="elsewhere", workspace=stage.workspace)

        with pytest.raises(ReleaseNotTrusted, match="none of which you trust"):
            evenhand.load(version, environment="elsewhere", trust=honest, workspace=stage.workspace)
        pack = stage.root / "own.pack.zip"
        evenhand.pack(version, pack, environment="elsewhere", workspace=stage.workspace)
        assert evenhand.verify(pack, trust=honest).exit_code == 1
