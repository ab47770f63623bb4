"""Workspaces that are not there, may not be seen or written, or were begun before."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.scenarios.stage import Stage
from tests.scenarios.terminal import Told, entries, model_of, refused, require_manners, typed

from evenhand.kernel.reference import Reference

Released = tuple[Stage, Reference]

is_root = os.name == "posix" and os.geteuid() == 0


@pytest.mark.parametrize("named", ["/nowhere/at/all", "rows.parquet", "x" * 5_000, "~nobody-of-this-name/x"])
def test_a_variable_that_names_no_workspace(stage: Stage, monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("EVENHAND_WORKSPACE", named)

    for words in (("status",), ("audit", "verify"), ("submit", "loan@1")):
        told = typed(stage, "ada", *words)
        assert told.code in ("WORKSPACE-MISSING", "WORKSPACE-UNREADABLE")
        assert told.exit in (2, 4)
    assert typed(stage, "ada", "identity", "create", "second").exit == 0
    assert typed(stage, "ada", "contract", "infer", stage.rows).exit == 0
    made = typed(stage, "ada", "workspace", "create", "--demonstration", "--dir", stage.root / "new")
    assert made.exit == 0


def test_a_folder_that_is_gone(stage: Stage) -> None:
    gone = stage.root / "gone"
    gone.mkdir()
    script = "import os, sys; os.rmdir(os.getcwd()); from evenhand.surfaces.cli.entry import main; main(['status'])"
    found = subprocess.run([sys.executable, "-c", script], cwd=gone, capture_output=True, text=True, check=False)

    told = Told(exit=found.returncode, out=found.stdout, err=found.stderr)
    require_manners(told)
    refused(told, "WORKSPACE-UNREADABLE", 4)


@pytest.mark.skipif(is_root, reason="root may read and write everything")
def test_a_workspace_that_may_not_be_seen_or_written(stage: Stage) -> None:
    inside, propose = stage.workspace / ".evenhand", ("policy", "propose", "--shipped", "tier-3")
    with closed(inside, 0o000):
        refused(typed(stage, "ada", "status"), "WORKSPACE-UNREADABLE", 4)
    with closed(inside, 0o500):
        assert typed(stage, "ada", "status").exit == 0
        refused(typed(stage, "ada", *propose), "STORAGE-FAILED", 4, "no right to")
        refused(typed(stage, "ada", "register", model_of(stage), "--data", stage.rows), "STORAGE-FAILED", 4)
    with closed(stage.root / "homes" / "ada" / "identities", 0o000):
        refused(typed(stage, "ada", *propose), "KEY-UNREADABLE", 2)
    with closed(stage.root / "homes" / "ada" / "logs", 0o000):
        refused(typed(stage, "ada", "trust"), "TRUST-UNREADABLE", 2)
    with closed(stage.root / "marks" / "ada" / "high-water", 0o000):
        assert typed(stage, "ada", *propose).code in ("MARK-UNREADABLE", "STORAGE-FAILED")
    assert entries(stage) == 5


@contextmanager
def closed(folder: Path, mode: int) -> Iterator[None]:
    before = folder.stat().st_mode
    folder.chmod(mode)
    try:
        yield
    finally:
        folder.chmod(before)


@contextmanager
def mounted_for_reading(folder: Path) -> Iterator[None]:
    """The same folder, which nobody can write to for a while."""
    shown = subprocess.run(["mount", "--bind", folder, folder], capture_output=True, text=True, check=False)
    if shown.returncode:
        pytest.skip(f"no right to mount: {shown.stderr.strip()}")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.mark.skipif(not is_root, reason="only root may mount")
def test_a_workspace_on_a_disk_that_is_mounted_for_reading(released: Released) -> None:
    stage, version = released
    before = entries(stage)
    with mounted_for_reading(stage.workspace):
        for words in (
            ("status",),
            ("audit", "log"),
            ("audit", "verify", "--rebuild"),
            ("review", version),
            ("confirm",),
        ):
            assert typed(stage, "ada", *words).exit == 0, words
        assert typed(stage, "ada", "load", version, "--environment", "production").exit == 0
        for words in (("submit", version), ("judge", version), ("audit", "checkpoint")):
            refused(typed(stage, "ada", *words), "STORAGE-FAILED", 4, "mounted for reading")
    assert entries(stage) == before


def test_a_workspace_is_made_once(stage: Stage) -> None:
    create = ("workspace", "create", "--demonstration", "--dir")
    refused(typed(stage, "ada", *create, stage.workspace), "WORKSPACE-EXISTS", 2, "is a workspace already")
    for place, words in (
        ("file", "is no workspace"),
        ("other", "is no workspace"),
        ("whole", "is a workspace already"),
    ):
        inside = stage.root / place / ".evenhand"
        inside.parent.mkdir()
        if place == "file":
            inside.write_text("mine")
        elif place == "other":
            inside.mkdir()
            (inside / "mine").write_text("mine")
        else:
            assert typed(stage, "ada", *create, inside.parent).exit == 0
        refused(typed(stage, "ada", *create, inside.parent), "WORKSPACE-EXISTS", 2, words)
    assert (stage.root / "file" / ".evenhand").read_text() == "mine"
    refused(typed(stage, "ada", *create, "/proc/evenhand"), "STORAGE-FAILED", 4)


def test_a_founding_that_lacked_a_signature_is_made_when_it_has_it(stage: Stage) -> None:
    keys = {
        name: (stage.root / "homes" / name / "identities" / name / "id_ed25519.pub").read_text().strip()
        for name in ("ada", "bo")
    }
    people, founding, place = stage.root / "people.yaml", stage.root / "founding.json", stage.root / "second"
    people.write_text("".join(f"- {{name: {name}, roles: [legal], public_key: {key}}}\n" for name, key in keys.items()))
    logs = stage.root / "homes" / "ada" / "logs"
    create = ("workspace", "create", "--founding", founding, "--dir")
    known = sorted(logs.iterdir())
    typed(stage, "ada", "workspace", "draft", people, "--out", founding)

    refused(typed(stage, "ada", *create, place), "ENTRY-REFUSED", 1, "not signed by bo")
    assert not place.exists()
    assert sorted(logs.iterdir()) == known
    for _ in range(2):
        assert "bears 2 signatures" in typed(stage, "bo", "workspace", "sign", founding).out
    assert typed(stage, "ada", *create, place).exit == 0
    refused(typed(stage, "ada", *create, stage.root / "third"), "WORKSPACE-EXISTS", 2, "of this founding")
    assert typed(stage, "ada", "audit", "verify", "--rebuild", at=place).exit == 0
