"""Private keys in files: made once, read by their owner alone, understood by ssh."""

import os
import shutil
import stat
import subprocess
import threading
from pathlib import Path

import pytest
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, ssh

from evenhand.adapters.signing import (
    create_identity,
    create_log_key,
    create_release_key,
    list_identities,
    open_identity,
    open_log_key,
    open_release_key,
    open_ssh_key,
)
from evenhand.errors.number import ReferenceUnreadable
from evenhand.errors.people import (
    KeyExists,
    KeyExposed,
    KeyMissing,
    KeyUnreadable,
    PassphraseLibraryMissing,
    PassphraseRefused,
)
from evenhand.governance.audit.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint

KEYGEN = shutil.which("ssh-keygen")
needs_keygen = pytest.mark.skipif(KEYGEN is None, reason="ssh-keygen is not installed")


def keygen(*arguments: str | Path) -> str:
    done = subprocess.run([str(KEYGEN), *map(str, arguments)], capture_output=True, text=True, check=True)
    return done.stdout


def private_of(home: Path, name: str) -> Path:
    return home / "identities" / name / "id_ed25519"


def test_a_key_is_made_and_found_again(tmp_path: Path) -> None:
    made = create_identity(tmp_path, "maria")

    again = open_identity(tmp_path, "maria")

    assert again.public == made.public
    assert again.public.verify(b"yes", made.sign(b"yes"))
    assert list_identities(tmp_path) == {"maria": made.public}


def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    create_identity(tmp_path, "maria")

    private = private_of(tmp_path, "maria")
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert stat.S_IMODE(private.parent.stat().st_mode) == 0o700


def test_the_secret_is_in_no_text_form(tmp_path: Path) -> None:
    made = create_identity(tmp_path, "maria")
    log = create_log_key(tmp_path, "w-1")

    assert repr(made) == f"KeyFile({made.public.fingerprint})"
    assert repr(log) == f"LogKey({log.verifier})"


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    made = create_identity(tmp_path, "maria")

    with pytest.raises(KeyExists, match="is there already"):
        create_identity(tmp_path, "maria")

    assert open_identity(tmp_path, "maria").public == made.public
    assert [each.name for each in (tmp_path / "identities").iterdir()] == ["maria"]


def test_of_many_who_make_it_at_once_one_succeeds(tmp_path: Path) -> None:
    made, refused = [], []

    def make() -> None:
        try:
            made.append(create_identity(tmp_path, "maria"))
        except KeyExists as mistake:
            refused.append(mistake)

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(made), len(refused)) == (1, 7)
    assert open_identity(tmp_path, "maria").public == made[0].public


def test_a_link_in_the_place_of_an_identity_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "identities").mkdir()
    (tmp_path / "identities" / "maria").symlink_to(elsewhere)

    with pytest.raises(KeyExists):
        create_identity(tmp_path, "maria")

    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize("name", ["", "..", "../maria", "Maria", "a/b", "a" * 65, "ma\0ria"])
def test_a_name_stays_a_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(ReferenceUnreadable, match="is no name"):
        create_identity(tmp_path, name)
    with pytest.raises(ReferenceUnreadable):
        open_identity(tmp_path, name)


def test_an_identity_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(KeyMissing, match="there are: none"):
        open_identity(tmp_path, "jo")
    create_identity(tmp_path, "maria")
    with pytest.raises(KeyMissing, match="there are: maria"):
        open_identity(tmp_path, "jo")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o666, 0o610])
def test_a_key_that_others_may_use_is_refused(tmp_path: Path, mode: int) -> None:
    create_identity(tmp_path, "maria")
    private_of(tmp_path, "maria").chmod(mode)

    with pytest.raises(KeyExposed, match=f"open to others .mode {mode:04o}"):
        open_identity(tmp_path, "maria")


def test_a_key_behind_a_link_is_refused(tmp_path: Path) -> None:
    create_identity(tmp_path, "maria")
    link = tmp_path / "link"
    link.symlink_to(private_of(tmp_path, "maria"))

    with pytest.raises(KeyExposed, match="is a link"):
        open_ssh_key(link)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_key_of_another_user_is_refused(tmp_path: Path) -> None:
    create_identity(tmp_path, "maria")
    os.chown(private_of(tmp_path, "maria"), 65534, 65534)

    with pytest.raises(KeyExposed, match="belongs to another user"):
        open_identity(tmp_path, "maria")


def test_what_is_no_regular_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)

    for place in (tmp_path / "pipe", tmp_path, Path("/dev/null")):
        with pytest.raises(KeyUnreadable):
            open_ssh_key(place)
    with pytest.raises(KeyMissing, match="There is no key at"):
        open_ssh_key(tmp_path / "nothing")


@pytest.mark.parametrize("content", [b"", b"no key", b"-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n", b"x" * 70_000])
def test_what_is_no_key_is_refused(tmp_path: Path, content: bytes) -> None:
    path = _written(tmp_path, content)

    with pytest.raises(KeyUnreadable):
        open_ssh_key(path)


def test_other_algorithms_and_formats_are_refused(tmp_path: Path) -> None:
    curve = generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    with pytest.raises(KeyUnreadable, match=r"another algorithm .ECPrivateKey"):
        open_ssh_key(_written(tmp_path, curve))
    with pytest.raises(KeyUnreadable, match="no private key in OpenSSH's format"):
        open_ssh_key(_written(tmp_path, pem))


def _locked(folder: Path, passphrase: str) -> tuple[Path, Ed25519PrivateKey]:
    """A locked key with the fewest rounds, to be quick."""
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    lock = PrivateFormat.OpenSSH.encryption_builder().kdf_rounds(1).build(passphrase.encode())
    return _written(folder, key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, lock)), key


def test_a_locked_key_opens_with_its_passphrase_alone(tmp_path: Path) -> None:
    path, key = _locked(tmp_path, "correct horse")
    asked: list[str] = []

    def ask(path: str) -> str:
        asked.append(path)
        return "correct horse"

    opened = open_ssh_key(path, ask)

    assert opened.public.raw == key.public_key().public_bytes_raw()
    assert asked == [str(path)]
    with pytest.raises(PassphraseRefused, match="does not open"):
        open_ssh_key(path, "wrong")
    for nothing in (None, "", lambda _: ""):
        with pytest.raises(PassphraseRefused, match="no passphrase was given"):
            open_ssh_key(path, nothing)


def test_an_identity_may_be_locked(tmp_path: Path) -> None:
    made = create_identity(tmp_path, "maria", passphrase="correct horse")

    assert list_identities(tmp_path) == {"maria": made.public}
    with pytest.raises(PassphraseRefused, match="is locked"):
        open_identity(tmp_path, "maria")


def test_an_open_key_asks_nobody(tmp_path: Path) -> None:
    create_identity(tmp_path, "maria")

    def ask(path: str) -> str:
        raise AssertionError(path)

    open_identity(tmp_path, "maria", ask)


def test_an_empty_passphrase_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PassphraseRefused, match="is empty"):
        create_identity(tmp_path, "maria", passphrase="")
    assert not (tmp_path / "identities").exists()


def test_without_the_library_a_locked_key_is_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, _ = _locked(tmp_path, "correct horse")
    monkeypatch.setattr(ssh, "_bcrypt_supported", False)
    monkeypatch.setattr(ssh, "_bcrypt_kdf", _absent)

    with pytest.raises(PassphraseLibraryMissing):
        open_ssh_key(path, "correct horse")
    with pytest.raises(PassphraseLibraryMissing):
        create_identity(tmp_path, "jo", passphrase="correct horse")


def _absent(*_: object, **__: object) -> bytes:
    raise UnsupportedAlgorithm("Need bcrypt module")


def test_a_damaged_public_file_is_named(tmp_path: Path) -> None:
    create_identity(tmp_path, "maria")
    public = tmp_path / "identities" / "maria" / "id_ed25519.pub"
    public.write_bytes(b"\xff")

    with pytest.raises(KeyUnreadable, match=r"id_ed25519\.pub cannot be read"):
        list_identities(tmp_path)


def test_what_a_killed_process_left_is_no_identity(tmp_path: Path) -> None:
    create_identity(tmp_path, "maria")
    (tmp_path / "identities" / ".new-x").mkdir()

    assert list(list_identities(tmp_path)) == ["maria"]


@needs_keygen
def test_ssh_prints_the_same_fingerprint(tmp_path: Path) -> None:
    made = create_identity(tmp_path, "maria")

    assert keygen("-l", "-f", private_of(tmp_path, "maria")).split()[1] == made.public.fingerprint
    assert keygen("-y", "-f", private_of(tmp_path, "maria")).split()[:2] == made.public.text.split()


@needs_keygen
def test_a_key_that_ssh_made_signs_here(tmp_path: Path) -> None:
    keygen("-q", "-t", "ed25519", "-N", "", "-C", "me", "-f", tmp_path / "open")
    keygen("-q", "-t", "ed25519", "-N", "correct horse", "-a", "4", "-f", tmp_path / "locked")

    for name in ("open", "locked"):
        key = open_ssh_key(tmp_path / name, "correct horse")
        assert key.public.text in (tmp_path / f"{name}.pub").read_text()
        assert key.public.verify(b"yes", key.sign(b"yes"))


def test_the_keys_of_a_log(tmp_path: Path) -> None:
    log, release = create_log_key(tmp_path, "w-1"), create_release_key(tmp_path, "w-1")

    assert open_log_key(tmp_path, "w-1").verifier == log.verifier
    assert open_release_key(tmp_path, "w-1").public == release.public
    assert log.verifier.name == "evenhand/w-1"
    assert log.verifier.public != release.public.raw
    for create in (create_log_key, create_release_key):
        with pytest.raises(KeyExists):
            create(tmp_path, "w-1")
    with pytest.raises(KeyMissing):
        open_log_key(tmp_path, "w-2")


def test_a_log_key_signs_checkpoints(tmp_path: Path) -> None:
    key = create_log_key(tmp_path, "w-1")
    checkpoint = Checkpoint(origin="evenhand/w-1", size=3, root=bytes(32))

    note = sign_checkpoint(checkpoint, [key])

    assert open_checkpoint(note, origin="evenhand/w-1", trusted=[key.verifier]) == checkpoint


@pytest.mark.parametrize("log", ["", "..", ".", "../x", "a/b", "-x", "x" * 65])
def test_the_id_of_a_log_leads_nowhere_else(tmp_path: Path, log: str) -> None:
    with pytest.raises(KeyUnreadable, match="is no id of a log"):
        create_log_key(tmp_path, log)


def _written(folder: Path, content: bytes) -> Path:
    path = folder / "key"
    path.write_bytes(content)
    path.chmod(0o600)
    return path
