"""Trust files on disk."""

from pathlib import Path

import pytest

from evenhand.adapters.signing import create_log_key, create_release_key, own_trust_path, read_trust, write_trust
from evenhand.errors.people import KeyUnreadable, TrustUnreadable
from evenhand.governance.access.trust import Trust


def trust(home: Path, log: str) -> Trust:
    return Trust(
        logs=(create_log_key(home, log).verifier,), release_keys=(create_release_key(home, log).public,), people=()
    )


def test_a_trust_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    path, known = own_trust_path(tmp_path, "w-1"), trust(tmp_path, "w-1")

    write_trust(path, known)

    assert read_trust(path) == known
    assert path.parent == tmp_path / "logs" / "w-1"


def test_a_newer_trust_file_takes_the_place_of_an_older_one_whole(tmp_path: Path) -> None:
    path = own_trust_path(tmp_path, "w-1")
    write_trust(path, trust(tmp_path, "w-2"))
    newer = trust(tmp_path, "w-1")

    write_trust(path, newer)

    assert read_trust(path) == newer
    assert sorted(each.name for each in path.parent.iterdir()) == ["log", "release", "trust.json"]


def test_a_trust_file_that_everybody_may_write_to_shows_whom_nobody_trusts(tmp_path: Path) -> None:
    path = own_trust_path(tmp_path, "w-1")
    write_trust(path, trust(tmp_path, "w-1"))
    path.chmod(0o646)

    with pytest.raises(TrustUnreadable, match="Everybody on this machine may write"):
        read_trust(path)


def test_a_pack_is_no_trust_file(tmp_path: Path) -> None:
    (tmp_path / "credit.pack").write_bytes(b"PK\3\4...")

    with pytest.raises(TrustUnreadable, match="keys inside a pack are never trust roots"):
        read_trust(tmp_path / "credit.pack")


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "huge").write_bytes(b"x" * (1024 * 1024 + 1))

    with pytest.raises(TrustUnreadable, match="No such file"):
        read_trust(tmp_path / "nothing")
    with pytest.raises(TrustUnreadable, match="too large"):
        read_trust(tmp_path / "huge")
    with pytest.raises(TrustUnreadable):
        read_trust(tmp_path)


def test_an_id_that_leads_elsewhere_has_no_trust_file(tmp_path: Path) -> None:
    with pytest.raises(KeyUnreadable):
        own_trust_path(tmp_path, "../elsewhere")
