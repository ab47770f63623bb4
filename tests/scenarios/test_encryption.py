"""A workspace whose stored files are encrypted: what lies on the disk, and what an attacker can do to it."""

import base64
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from tests.scenarios.stage import SCORER, Stage, founded, table
from tests.scenarios.terminal import refused, typed

import evenhand
from evenhand.errors.base import EvenhandError
from evenhand.errors.encryption import ArtifactKeyMissing, ArtifactKeyWrong, EncryptionUndone
from evenhand.errors.ledger import ArtifactDamaged

KNOWN = "a sentence that stands in one row of the table"
OTHER = "another sentence that stands in a row of another table"


@pytest.fixture(scope="module")
def _sealed(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    stage = founded(tmp_path_factory.mktemp("sealed") / "stage", encrypt=True)
    for words in (KNOWN, OTHER):
        rows = table(200).append_column("words", pa.array([f"{words} {row}" for row in range(200)]))
        with stage.acting("ada"):
            evenhand.register_dataset("people", rows, split=None, workspace=stage.workspace)
    stage.released()
    return stage


@pytest.fixture
def sealed(_sealed: Stage, tmp_path: Path) -> Stage:
    return _sealed.copied(tmp_path / "stage")


def _files(stage: Stage) -> list[Path]:
    return [path for path in (stage.workspace / ".evenhand" / "artifacts").rglob("*") if path.is_file()]


def _part(stage: Stage, version: str = "people@1") -> Path:
    with stage.acting("ada"):
        shown = evenhand.show_dataset(version, workspace=stage.workspace)
    name = shown.document["parts"]["all"]["file"].removeprefix("sha256:")
    return Path(stage.workspace / ".evenhand" / "artifacts" / name[:2] / name[2:])


def _read(stage: Stage, who: str = "ada") -> pa.Table:
    with stage.acting(who):
        return evenhand.read_dataset("people@1", "all", purpose="look", workspace=stage.workspace)


def _key(stage: Stage, who: str = "ada") -> Path:
    (found,) = (stage.root / "homes" / who / "logs").glob("*/artifacts/artifacts.key")
    return found


def test_a_version_goes_the_whole_way_and_answers(sealed: Stage) -> None:
    with sealed.acting("ada"):
        model = evenhand.load("loan@1", environment="production", trust=sealed.trust, workspace=sealed.workspace)
        with model:
            assert len(model.predict(table(5)).scores) == 5
    assert _read(sealed).num_rows == 200


def test_nothing_that_was_stored_lies_on_the_disk_in_the_clear(sealed: Stage) -> None:
    secrets = [KNOWN.encode(), SCORER.strip().splitlines()[0].encode(), b"np.exp(-(income", b"PAR1"]
    contents = [path.read_bytes() for path in (sealed.workspace / ".evenhand").rglob("*") if path.is_file()]

    assert len(_files(sealed)) > 4
    assert [secret for secret in secrets if any(secret in content for content in contents)] == []
    assert _key(sealed).stat().st_mode & 0o777 == 0o600


def test_the_folder_of_opened_models_is_gone_afterwards(sealed: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    room = sealed.root / "room"
    room.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(room))

    test_a_version_goes_the_whole_way_and_answers(sealed)

    assert list(room.iterdir()) == []


def _flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.chmod(0o644)
    path.write_bytes(content)


@pytest.mark.parametrize(
    "attack",
    [
        lambda stage: _flip(_part(stage), 0),
        lambda stage: _flip(_part(stage), 30),
        lambda stage: _flip(_part(stage), 80),
        lambda stage: _flip(_part(stage), -1),
        lambda stage: os.truncate(_part(stage), 60),
        lambda stage: os.truncate(_part(stage), 0),
        lambda stage: shutil.copyfile(_part(stage, "people@2"), _part(stage)),
        lambda stage: _part(stage).write_bytes(b"PAR1 in the clear PAR1"),
    ],
    ids=["mark", "salt", "piece", "tag", "cut", "emptied", "swapped", "clear"],
)
def test_a_file_that_is_not_as_it_was_written_is_refused(sealed: Stage, attack: Callable[[Stage], object]) -> None:
    _part(sealed).chmod(0o644)
    attack(sealed)

    with pytest.raises(ArtifactDamaged):
        _read(sealed)


@pytest.mark.parametrize(
    ("attack", "failure"),
    [
        (lambda path: path.unlink(), ArtifactKeyMissing),
        (lambda path: path.write_bytes(base64.b64encode(bytes(32))), ArtifactKeyWrong),
        (lambda path: path.write_bytes(b"no key"), ArtifactKeyWrong),
    ],
)
def test_without_the_right_key_nothing_is_read_or_served_and_the_ledger_still_verifies(
    sealed: Stage, attack: Callable[[Path], object], failure: type[EvenhandError]
) -> None:  # fmt: skip
    attack(_key(sealed))

    with pytest.raises(failure):
        _read(sealed)
    with sealed.acting("ada"):
        with pytest.raises(failure):
            evenhand.load("loan@1", environment="production", trust=sealed.trust, workspace=sealed.workspace)
        assert evenhand.verify_log(rebuild=True, workspace=sealed.workspace).is_whole


def test_another_person_reads_with_the_key_in_the_environment_only(
    sealed: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    with pytest.raises(ArtifactKeyMissing):
        _read(sealed, who="bo")
    monkeypatch.setenv("EVENHAND_ARTIFACT_KEY", _key(sealed).read_text().strip())

    assert _read(sealed, who="bo").num_rows == 200


def test_a_workspace_that_no_longer_says_that_it_is_encrypted_gets_nothing_in_the_clear(sealed: Stage) -> None:
    (sealed.workspace / ".evenhand" / "encryption.json").unlink()
    n_before = len(_files(sealed))

    for who in ("ada", "bo"):  # one who holds the key and one who never did
        with sealed.acting(who), pytest.raises(EncryptionUndone):
            evenhand.register_dataset("people", table(50), workspace=sealed.workspace)

    assert len(_files(sealed)) == n_before


def test_a_marker_of_another_workspace_is_refused(sealed: Stage) -> None:
    marker = sealed.workspace / ".evenhand" / "encryption.json"
    marker.write_text(marker.read_text().replace('"log": "w-', '"log": "w-0'))

    with pytest.raises(EncryptionUndone, match="not of"):
        _read(sealed)


def test_a_workspace_in_the_clear_stays_as_it_was(stage: Stage) -> None:
    with stage.acting("ada"):
        evenhand.register_dataset("people", table(50), workspace=stage.workspace)

    assert not (stage.workspace / ".evenhand" / "encryption.json").exists()
    assert any(path.read_bytes().startswith(b"PAR1") for path in _files(stage))


def test_a_deployment_answers_from_sealed_files_and_not_without_the_key(sealed: Stage) -> None:
    table(20).to_pandas().drop(columns="repaid").to_csv(sealed.root / "cases.csv", index=False)
    words = ("score", "loan-live", sealed.root / "cases.csv")
    assert typed(sealed, "bo", "deployment", "create", "loan-live", "--environment", "production").exit == 0
    with sealed.acting("ada"):
        evenhand.promote("loan@1", "loan-live", why="First.", workspace=sealed.workspace)

    assert typed(sealed, "ada", *words, sealed.root / "answers.csv").exit == 0
    _key(sealed).unlink()
    told = typed(sealed, "ada", *words, sealed.root / "more.csv")

    refused(told, "ARTIFACT-KEY-MISSING", 4, "there is no key")
    assert not (sealed.root / "more.csv").exists()
