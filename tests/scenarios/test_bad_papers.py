"""Keys, names, signed files and places that are not what they should be, and words that would steer a terminal."""

import base64
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.scenarios.stage import Stage, table
from tests.scenarios.terminal import Told, entries, model_of, refused, typed

from evenhand.adapters.signing import open_identity
from evenhand.governance.access.envelope import Envelope
from evenhand.kernel.canonical import canonical_bytes
from evenhand.kernel.reference import Reference

Released = tuple[Stage, Reference]

STEERING = "\x1b[2J\x1b]0;mine\x07\u202egnp\x9b31m\ud800"


def key_of(stage: Stage, name: str) -> Path:
    return stage.root / "homes" / name / "identities" / name / "id_ed25519"


def test_a_key_that_is_missing_open_to_others_damaged_or_of_somebody_else(released: Released) -> None:
    stage, version = released
    key, other = key_of(stage, "ada"), key_of(stage, "bo").read_bytes()
    before, kept = entries(stage), key.read_bytes()

    def submit() -> Told:
        return typed(stage, "ada", "submit", version)

    key.chmod(0o644)
    refused(submit(), "KEY-EXPOSED", 1, "open to others")
    key.chmod(0o600)
    for content in (b"", kept[:90], b"\xff" * 300):
        key.write_bytes(content)
        refused(submit(), "KEY-UNREADABLE", 2)
    key.write_bytes(other)
    refused(submit(), "ENTRY-REFUSED", 1, "ada has not signed this")
    key.unlink()
    refused(submit(), "KEY-MISSING", 2)
    key.mkdir()
    refused(submit(), "KEY-UNREADABLE", 2)
    key.rmdir()
    os.mkfifo(key)
    refused(submit(), "KEY-UNREADABLE", 2, "no regular file")
    key.unlink()
    key.symlink_to(key_of(stage, "bo"))
    refused(submit(), "KEY-EXPOSED", 1, "is a link")
    assert entries(stage) == before


@pytest.mark.parametrize("name", ["../x", "..", "", "a/b", "Ada", "ada ", "-", "a" * 90, STEERING])
def test_a_name_that_could_lead_elsewhere(stage: Stage, name: str) -> None:
    public = key_of(stage, "ada").with_suffix(".pub").read_text()
    refused(typed(stage, "ada", "identity", "create", "--", name), "REFERENCE-UNREADABLE", 2)
    refused(typed(stage, "ada", "judge", "loan@1", "--as", name), "REFERENCE-UNREADABLE", 2)
    told = typed(stage, "ada", "actor", "propose", "--key", public, "--role", "legal", "--", name)
    refused(told, "REFERENCE-UNREADABLE", 2)
    assert entries(stage) == 5


def test_a_role_a_key_a_version_and_a_check_that_nobody_knows(released: Released) -> None:
    stage, version = released
    before = entries(stage)
    public = key_of(stage, "ada").with_suffix(".pub").read_text()
    told = typed(stage, "ada", "actor", "propose", "dee", "--key", public, "--role", "modelowner")
    refused(told, "ROLE-UNKNOWN", 2, "did you mean model-owner")
    for key, code in (
        ("ssh-rsa AAAA", "KEY-UNREADABLE"),
        ("no.pub", "FILE-UNREADABLE"),
        (stage.rows, "FILE-UNREADABLE"),
    ):
        refused(typed(stage, "ada", "actor", "propose", "dee", "--key", key, "--role", "legal"), code, 2)
    refused(typed(stage, "ada", "release", "loan@9", "--environment", "production"), "NOT-FOUND", 2, "there is loan@1")
    refused(typed(stage, "ada", "release", version, "--environment", "a/../b"), "REFERENCE-UNREADABLE", 2)
    asked = ("--reason", "r", "--control", "c", "--role")
    told = typed(stage, "bo", "waive", version, "roc_acu", *asked, "model-risk")
    refused(told, "WAIVER-REFUSED", 1, "has no check 'roc_acu'; it has inputs, roc_auc")
    refused(typed(stage, "bo", "waive", version, "roc_auc", *asked, "legal"), "WAIVER-REFUSED", 1, "not 'legal'")
    refused(typed(stage, "ada", "waive", version, "roc_auc", *asked, "model-risk"), "ROLE-MISSING", 1)
    assert entries(stage) == before


def signed(stage: Stage, version: Reference) -> Path:
    """A yes of bo, on its way."""
    path = stage.root / "yes.json"
    told = typed(stage, "bo", "approve", version, "--role", "model-owner", "--reason", "Agreed.", "--out", path)
    assert told.exit == 0
    return path


def edited(content: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    """The same envelope around a statement that somebody has changed."""
    envelope = json.loads(content)
    statement = json.loads(base64.b64decode(envelope["payload"]))
    change(statement["predicate"])
    envelope["payload"] = base64.b64encode(canonical_bytes(statement)).decode()
    return canonical_bytes(envelope)


def test_a_signed_file_that_was_cut_changed_or_swapped(released: Released) -> None:
    stage, version = released
    path = signed(stage, version)
    content, before = path.read_bytes(), entries(stage)
    spoilt: list[tuple[bytes, str, int]] = [
        (b"", "ENVELOPE-UNREADABLE", 2),
        (content[:-40], "ENVELOPE-UNREADABLE", 2),
        (b"[" * 200_000, "ENVELOPE-UNREADABLE", 2),
        (content.replace(b"{", b"{ ", 1), "ENVELOPE-UNREADABLE", 2),
        (b"\xff" + content, "FILE-UNREADABLE", 2),
        (b" " * 20_000_000, "FILE-UNREADABLE", 2),
        (edited(content, lambda said: said.update(reason="Never read.")), "ENTRY-REFUSED", 1),
        (edited(content, lambda said: said.update(log="w-0")), "ENTRY-REFUSED", 1),
        (edited(content, lambda said: said.update(about="../../x")), "REFERENCE-UNREADABLE", 2),
        (edited(content, lambda said: said.update(actor="\x1b[2J")), "ENTRY-REFUSED", 1),
        (edited(content, lambda said: said.update(decision="maybe")), "STATEMENT-UNREADABLE", 2),
        (edited(content, lambda said: said.pop("reason")), "STATEMENT-UNREADABLE", 2),
    ]
    for changed, code, exit_code in spoilt:
        path.write_bytes(changed)
        refused(typed(stage, "bo", "approve", "--import", path), code, exit_code)
    path.unlink()
    os.mkfifo(path)
    for words in (("approve", "--import"), ("confirm", "--import"), ("workspace", "sign")):
        refused(typed(stage, "bo", *words, path), "FILE-UNREADABLE", 2, "no regular file")
    assert entries(stage) == before


def test_a_yes_from_another_workspace(released: Released, tmp_path: Path) -> None:
    stage, version = released
    before = entries(stage)
    twin = stage.copied(tmp_path / "twin")
    twin.submit(version)

    refused(typed(stage, "bo", "approve", "--import", signed(twin, version)), "ENTRY-REFUSED", 1, "names no submission")
    assert entries(stage) == before


def test_a_yes_is_recorded_once_and_never_after_a_later_no(released: Released) -> None:
    stage, version = released
    path, late = signed(stage, version), stage.root / "late.json"
    path.rename(late)
    path = signed(stage, version)
    assert typed(stage, "bo", "approve", "--import", path).exit == 0

    refused(typed(stage, "ada", "approve", "--import", path), "ENTRY-REFUSED", 1, "recorded before|overtaken")
    refused(typed(stage, "ada", "approve", "--import", late), "ENTRY-REFUSED", 1, "overtaken")


def test_nobody_signs_anything_but_a_founding(released: Released) -> None:
    stage, version = released
    words = Envelope.from_json(signed(stage, version).read_text()).payload
    bait = stage.root / "founding.json"
    bait.write_bytes(Envelope(payload=words).signed_by(open_identity(stage.root / "homes" / "cy", "cy")).as_bytes())

    refused(typed(stage, "bo", "workspace", "sign", bait), "STATEMENT-UNREADABLE", 2, "predicateType")
    assert len(Envelope.from_json(bait.read_text()).signatures) == 1


def test_nobody_signs_a_founding_that_does_not_list_him(stage: Stage) -> None:
    people = stage.root / "people.yaml"
    keys = {name: key_of(stage, name).with_suffix(".pub").read_text().strip() for name in ("ada", "bo")}
    people.write_text("".join(f"- {{name: {name}, roles: [legal], public_key: {key}}}\n" for name, key in keys.items()))
    founding = stage.root / "founding.json"
    assert typed(stage, "ada", "workspace", "draft", people, "--out", founding).exit == 0
    refused(typed(stage, "cy", "workspace", "sign", founding), "NOT-LISTED", 1, "lists ada, bo")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("- {name: ada}", "public_key is missing"),
        ("- {name: ada, roles: [legal], public_key: x, plan: y}", "plan is unknown"),
        ("a: &a [x]\nb: [*a, *a]", "anchors"),
        ("[" * 50_000, "nested too deep"),
    ],
)
def test_a_list_of_people_that_is_none(stage: Stage, text: str, words: str) -> None:
    people = stage.root / "people.yaml"
    people.write_text(text)

    told = typed(stage, "ada", "workspace", "draft", people, "--out", stage.root / "founding.json")

    refused(told, "FORM-UNREADABLE", 2, words)
    assert not (stage.root / "founding.json").exists()


def test_a_proposal_that_a_newer_one_replaced(stage: Stage) -> None:
    policy, yes = stage.root / "policy.yaml", stage.root / "yes.json"
    first = policy.read_text()
    for version in (2, 3):
        policy.write_text(first.replace("version: 1", f"version: {version}"))
        assert typed(stage, "ada", "policy", "propose", policy).exit == 0
        if version == 2:
            assert typed(stage, "bo", "confirm", "policy:loan-policy", "--out", yes).exit == 0

    refused(typed(stage, "bo", "confirm", "--import", yes), "NOT-FOUND", 2, "a newer one replaced it")
    assert typed(stage, "bo", "confirm", "policy:loan-policy").exit == 0
    refused(typed(stage, "bo", "confirm", "policy:loan-policy"), "NOT-FOUND", 2, "No open proposal")


def test_what_would_steer_a_terminal_is_spelt_out(released: Released) -> None:
    stage, version = released
    words = STEERING[:-1]
    names = ["age", "income", "sex", "repaid", f"note {words}"]
    rows = table(300).select(["age", "income", "sex", "repaid"]).append_column(names[-1], pa.array([words] * 300))
    rows = rows.set_column(2, "sex", pa.array([f"f{words}", "m"] * 150))
    pq.write_table(rows, stage.rows)
    for typing in (
        ("bo", "approve", version, "--role", "model-owner", "--reason", words, "--condition", words),
        ("bo", "approve", version, "--role", words, "--reason", "Yes."),
        ("bo", "waive", version, "roc_auc", "--role", "model-risk", "--reason", words, "--control", words),
        ("cy", "confirm", f"version:{version}", "--show"),
        ("ada", "register", model_of(stage), "--data", stage.rows),
        ("ada", "evaluate", "loan@2", "--data", stage.rows),
        ("ada", "judge", "loan@2"),
        ("ada", "submit", "loan@2"),
        ("ada", "review", "loan@2"),
        ("ada", "review", version, "--json"),
        ("ada", "contract", "infer", stage.rows, "--json"),
        ("ada", "evaluate", words, "--data", words),
        ("ada", words),
        ("ada", "status"),
        ("ada", "audit", "log", "--json"),
        *(("ada", "audit", "log", number) for number in range(20, 34)),
    ):
        typed(stage, *typing)  # ``typed`` looks at every character that comes back


def test_a_reason_of_a_hundred_kilobytes_is_kept_and_shown_cut(released: Released) -> None:
    stage, version = released
    reason = "because " * 12_500

    assert typed(stage, "bo", "approve", version, "--role", "model-owner", "--reason", reason).exit == 0
    entry = json.loads(typed(stage, "ada", "audit", "log", entries(stage) - 1).out)
    assert reason.strip() in base64.b64decode(entry["document"]["envelope"]["payload"]).decode()
    judged = typed(stage, "ada", "judge", version, "--gate", "deployment-approval", "--environment", "production")
    assert len(judged.out) < 5_000
    assert len(typed(stage, "ada", "review", version).out) < 40_000
    told = typed(stage, "bo", "approve", version, "--role", "model-owner", "--reason", "x" * 9_000_000)
    refused(told, "PAYLOAD-TOO-LARGE", 2)


def test_files_are_written_where_that_can_be_done_and_over_nothing(released: Released) -> None:
    stage, version = released
    taken = stage.root / "taken"
    taken.write_text("mine")
    gone = stage.root / "no" / "such"
    writers: list[tuple[object, ...]] = [
        ("bo", "approve", version, "--role", "model-owner", "--reason", "Yes.", "--out"),
        ("ada", "predict", version, stage.rows, "--environment", "production", "--out"),
        ("ada", "pack", version, "--environment", "production", "--out"),
        ("ada", "contract", "infer", stage.rows, "--out"),
        ("ada", "trust", "--out"),
        ("ada", "review", version, "--html"),
    ]
    before = entries(stage)
    for name, *words in writers:
        refused(typed(stage, str(name), *words, gone), "FILE-UNWRITABLE", 4, "folder does not exist")
        refused(typed(stage, str(name), *words, stage.root / ("x" * 300)), "FILE-UNWRITABLE", 4)
        refused(typed(stage, str(name), *words, taken), "FILE-EXISTS", 1)
    assert taken.read_text() == "mine"
    assert entries(stage) == before
    refused(typed(stage, "ada", "judge", version, "--junit", gone), "FILE-UNWRITABLE", 4)
