"""What is read is what the digest names, or nothing is."""

import os
import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.adapters.sql.test_failing import no_file_longer_than

from evenhand.adapters.files import artifacts as stored
from evenhand.adapters.files.artifacts import FileArtifacts
from evenhand.adapters.files.cipher import MAGIC
from evenhand.errors.ledger import ArtifactDamaged, ArtifactMissing, StorageFailed, StorageFull
from evenhand.kernel.digest import digest_of


def place(folder: Path, digest: str) -> Path:
    return FileArtifacts(folder).place(digest)


@given(content=st.binary(max_size=3000))
@example(content=MAGIC + b"what only begins as an encrypted file does")
def test_a_content_comes_back_under_its_digest(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    artifacts = FileArtifacts(tmp_path_factory.mktemp("store"))
    digest = artifacts.put(content)

    assert digest == digest_of(content)
    assert artifacts.has(digest)
    assert FileArtifacts(artifacts.place(digest).parents[1]).put(b"another") != digest
    assert artifacts.read(digest) == content
    with artifacts.open(digest) as opened:
        assert opened.read() == content


def test_a_file_is_stored_like_its_bytes(tmp_path: Path) -> None:
    content = os.urandom(3 * stored.CHUNK + 7)
    (tmp_path / "model.bin").write_bytes(content)
    artifacts = FileArtifacts(tmp_path / "store")

    assert artifacts.put(tmp_path / "model.bin") == artifacts.put(content) == digest_of(content)
    [kept] = [path for path in (tmp_path / "store").rglob("*") if path.is_file()]
    assert kept.parent.name + kept.name == digest_of(content).removeprefix("sha256:")


def test_a_large_content_is_checked_outside_of_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "IN_MEMORY", 10)
    artifacts = FileArtifacts(tmp_path)

    with artifacts.open(artifacts.put(b"x" * 100)) as opened:
        assert opened.read() == b"x" * 100


def test_an_opened_content_does_not_change_any_more(tmp_path: Path) -> None:
    artifacts = FileArtifacts(tmp_path)
    digest = artifacts.put(b"good")
    with artifacts.open(digest) as opened:
        place(tmp_path, digest).chmod(0o600)
        place(tmp_path, digest).write_bytes(b"evil")
        assert opened.read() == b"good"


@pytest.mark.parametrize("content", [b"evil", b"", b"goo", b"good "])
def test_a_swapped_byte_is_refused_with_both_digests(tmp_path: Path, content: bytes) -> None:
    artifacts = FileArtifacts(tmp_path)
    digest = artifacts.put(b"good")
    place(tmp_path, digest).chmod(0o600)
    place(tmp_path, digest).write_bytes(content)

    for read in (artifacts.read, artifacts.open):
        with pytest.raises(ArtifactDamaged, match=f"stored under {digest} are those of {digest_of(content)}"):
            read(digest)


def test_a_damaged_content_is_mended_by_putting_it_again(tmp_path: Path) -> None:
    artifacts = FileArtifacts(tmp_path)
    digest = artifacts.put(b"good")
    place(tmp_path, digest).chmod(0o600)
    place(tmp_path, digest).write_bytes(b"evil")

    assert artifacts.read(artifacts.put(b"good")) == b"good"


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    artifacts = FileArtifacts(tmp_path / "store")
    digest = artifacts.put(b"good")
    (tmp_path / "elsewhere").write_bytes(b"good")
    place(tmp_path / "store", digest).unlink()
    place(tmp_path / "store", digest).symlink_to(tmp_path / "elsewhere")

    with pytest.raises(ArtifactDamaged, match="cannot be opened"):
        artifacts.read(digest)


@pytest.mark.parametrize(
    "digest", ["", "sha256:12", "../../etc/passwd", "sha256:" + "../" * 21 + "a", "sha512:" + "0" * 64]
)
def test_what_is_no_digest_names_nothing(tmp_path: Path, digest: str) -> None:
    for act in (FileArtifacts(tmp_path).read, FileArtifacts(tmp_path).open, FileArtifacts(tmp_path).has):
        with pytest.raises(ArtifactMissing, match="is no digest"):
            act(digest)


def test_an_unknown_digest_is_named(tmp_path: Path) -> None:
    assert not FileArtifacts(tmp_path).has(digest_of(b"never"))
    with pytest.raises(ArtifactMissing, match=f"Nothing is stored under {digest_of(b'never')}"):
        FileArtifacts(tmp_path).read(digest_of(b"never"))


def test_a_file_that_is_not_there_is_not_stored(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        FileArtifacts(tmp_path / "store").put(tmp_path / "nothing")


def test_a_full_disk_is_named_and_leaves_nothing(tmp_path: Path) -> None:
    artifacts = FileArtifacts(tmp_path)
    kept = artifacts.put(b"kept")
    with no_file_longer_than(5_000), pytest.raises(StorageFull, match="no room left"):
        artifacts.put(b"x" * 100_000)

    assert sorted(path.relative_to(tmp_path).parts[0] for path in tmp_path.rglob("*") if path.is_file()) == [kept[7:9]]
    assert artifacts.read(kept) == b"kept"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(StorageFailed, match="Permission denied"):
            FileArtifacts(tmp_path / "store").put(b"x")
    finally:
        tmp_path.chmod(0o700)


def test_a_file_in_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "store").write_bytes(b"")

    with pytest.raises(StorageFailed, match="cannot be written"):
        FileArtifacts(tmp_path / "store").put(b"x")


def test_what_a_killed_process_left_long_ago_is_swept(tmp_path: Path) -> None:
    for name, age in (("old.new", 2 * stored.LEFT_OVER_SECONDS), ("young.new", 0)):
        (tmp_path / name).write_bytes(b"half")
        os.utime(tmp_path / name, (time.time() - age, time.time() - age))
    FileArtifacts(tmp_path).put(b"x")

    assert not (tmp_path / "old.new").exists()
    assert (tmp_path / "young.new").exists()


def test_what_is_stored_cannot_be_written_by_accident(tmp_path: Path) -> None:
    artifacts = FileArtifacts(tmp_path)

    assert place(tmp_path, artifacts.put(b"x")).stat().st_mode & 0o777 == 0o444
