"""``evenhand audit`` in a workspace of one person: what it prints, and with what it ends."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import evenhand
from evenhand.surfaces.cli.entry import main
from evenhand.wiring.settings import read_settings
from evenhand.wiring.workspace import open_workspace


class Line:
    """The command line in one folder."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.err = ""

    def __call__(self, *arguments: str, ends: int = 0) -> str:
        with pytest.raises(SystemExit) as end:
            main(["audit", *arguments])
        out, self.err = self._capsys.readouterr()
        assert end.value.code == ends, (out, self.err)
        return out

    def json(self, *arguments: str, ends: int = 0) -> Any:  # noqa: ANN401 (a document)
        return json.loads(self(*arguments, "--json", ends=ends))


@pytest.fixture
def audit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Line:
    monkeypatch.chdir(tmp_path)
    evenhand.create_identity("ada")
    evenhand.create_workspace(tmp_path, actor="ada")
    return Line(capsys)


def change(path: str, statement: str) -> None:
    with closing(sqlite3.connect(path)) as hostile:
        hostile.execute(statement)
        hostile.commit()


def test_the_log_lists_entries_and_shows_one(audit: Line) -> None:
    assert "ada  workspace.founded  workspace:w-" in audit("log")
    assert audit("log", "--action", "model.lost") == "No entries.\n"
    [listed] = audit.json("log", "--last", "1")
    shown = audit.json("log", "0")

    assert shown["leaf"]["payload"] == listed["payload"]
    assert set(shown["document"]) == {"envelope"}
    audit("log", "7", ends=2)
    assert "[ENTRY-MISSING] There is no entry 7." in audit.err


def test_a_fresh_workspace_verifies(audit: Line) -> None:
    said = audit("verify", "--rebuild")

    assert "1 entry, root " in said
    assert "every table follows from the entries" in said
    assert "'evenhand audit checkpoint' signs one" in said


def test_a_stored_file_with_other_bytes_is_named_when_all_is_read(audit: Line, tmp_path: Path) -> None:
    with open_workspace(read_settings(start=tmp_path)) as workspace:
        digest = workspace.artifacts.put(b"weights")
        workspace.artifacts.put(b"others")
    assert "stored files: 2, each with the bytes" in audit("verify", "--rebuild")
    path = tmp_path / ".evenhand" / "artifacts" / digest[7:9] / digest[9:]
    path.chmod(0o644)
    path.write_bytes(b"weighty")

    audit("verify", "--rebuild", ends=1)
    assert audit.err.startswith("[LEDGER-DAMAGED] A file stored with w-")
    assert f"artifact {digest}: The bytes stored under" in audit.err


def test_checkpoint_proof_and_witness_go_together(audit: Line, tmp_path: Path) -> None:
    audit("proof", "0", ends=3)
    assert "[ENTRY-UNSIGNED]" in audit.err
    note = audit("checkpoint", "--witness", "kept.txt")
    (tmp_path / "proof.txt").write_text(audit("proof", "0"), encoding="utf-8")
    log = note.split("\n")[0].removeprefix("evenhand/")

    assert (tmp_path / "kept.txt").read_text(encoding="utf-8") == note
    assert "signature and path hold" in audit("proof", "--check", "proof.txt", "--log", log)
    assert audit.json("verify", "--witness", "kept.txt")["witnessed"] == 1
    assert "the last over 1 entry" in audit("verify")


def test_a_proof_is_asked_for_by_digest_and_growth_by_size(audit: Line) -> None:
    audit("checkpoint")
    [entry] = audit.json("log")

    assert audit.json("proof", entry["payload"])["index"] == 0
    grown = audit.json("proof", "--since", "1")
    assert (grown["old"], grown["new"], grown["hashes"]) == (1, 1, [])
    audit("proof", "--since", "2", ends=3)
    audit("proof", "hello", ends=2)
    assert "No entry has the payload hello." in audit.err


def test_a_changed_proof_is_refused(audit: Line, tmp_path: Path) -> None:
    log = audit("checkpoint").split("\n")[0].removeprefix("evenhand/")
    text = audit("proof", "0")
    (tmp_path / "proof.txt").write_text(text.replace("index 0", "index 1"), encoding="utf-8")
    audit("proof", "--check", "proof.txt", "--log", log, ends=1)
    assert "[PROOF-INVALID]" in audit.err
    audit("proof", "--check", "nothing.txt", "--log", log, ends=1)
    audit("proof", "--check", "proof.txt", ends=2)
    audit("proof", ends=2)


def test_damage_ends_with_1_and_names_the_place(audit: Line) -> None:
    change(".evenhand/evenhand.db", "UPDATE record SET body = replace(body, 'ada', 'eve') WHERE kind = 'actor'")

    audit("verify")
    said = audit("verify", "--rebuild", ends=1)
    assert "wrong: record actor:ada: it reads" in said
    assert "[LEDGER-DAMAGED]" in audit.err
    document = audit.json("verify", "--rebuild", ends=1)
    assert (document["whole"], document["damage"][0]["part"]) == (False, "record")
    assert document["error"]["code"] == "LEDGER-DAMAGED"


def test_a_copy_elsewhere_is_consistent_with_itself_and_undecided(
    audit: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit("checkpoint")
    shutil.copy(".evenhand/evenhand.db", "copy.db")
    [trust] = (Path(str(_home("CONFIG"))) / "logs").glob("*/trust.json")
    for name in ("CONFIG", "STATE"):
        monkeypatch.setenv(f"EVENHAND_{name}_HOME", str(tmp_path / "elsewhere" / name))
    said = audit("verify", "--file", "copy.db", ends=3)

    assert "first seen here" in said
    assert "who signed it is not established" in said
    assert "consistent with itself" in audit.err
    document = audit.json("verify", "--file", "copy.db", "--trust", str(trust))
    assert (document["signers_established"], document["last_signed"], document["seen"]) == (True, 1, None)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".evenhand", "copy.db"]


def test_an_old_copy_put_back_is_refused_with_both_heads(audit: Line) -> None:
    shutil.copy(".evenhand/evenhand.db", "old.db")
    audit("checkpoint")
    shutil.copy("old.db", ".evenhand/evenhand.db")

    audit("log", ends=1)
    assert "[WORKSPACE-BEHIND]" in audit.err
    audit("verify", ends=1)


def test_a_file_that_is_no_ledger_is_named(audit: Line, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear auditor", encoding="utf-8")

    audit("verify", "--file", "letter.txt", ends=4)
    assert "[LEDGER-UNREADABLE]" in audit.err
    audit("verify", "--file", "nothing.db", ends=2)
    assert "[LEDGER-MISSING]" in audit.err


def _home(name: str) -> str:
    import os

    return os.environ[f"EVENHAND_{name}_HOME"]
