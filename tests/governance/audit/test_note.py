import json
from base64 import b64decode, b64encode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.errors.ledger import NoteInvalid
from evenhand.governance.audit.note import NoteKey, VerifierKey, open_note, sign_note, split_notes

NOTES: dict[str, dict[str, str]] = json.loads(
    (Path(__file__).parent / "vectors" / "notes.json").read_text(encoding="utf-8")
)
PETER = NOTES["peter-neumann"]
KEY = NoteKey(name="evenhand/log", seed=b"\1" * 32)
OTHER = NoteKey(name="evenhand/other", seed=b"\2" * 32)
TEXT = "first\n\nlast\n"


def test_the_published_note_opens_under_the_published_key() -> None:
    text, signers = open_note(PETER["note"], [VerifierKey.parse(PETER["vkey"])])

    assert text == PETER["text"]
    assert [str(signer) for signer in signers] == [PETER["vkey"]]


def test_the_published_secret_signs_the_published_note() -> None:
    secret = b64decode(PETER["skey"].split("+", 4)[4])
    key = NoteKey(name="PeterNeumann", seed=secret[1:])

    assert str(key.verifier) == PETER["vkey"]
    assert sign_note(PETER["text"], [key]) == PETER["note"]


@pytest.mark.parametrize("name", ["quasimodo", "behind-the-sofa"])
def test_published_notes_of_unknown_keys_are_read_and_not_believed(name: str) -> None:
    signer = NOTES[name]["note"].rpartition("\u2014 ")[2].split(" ")[0]

    with pytest.raises(NoteInvalid, match=f"No trusted key signed the note; it bears the names {signer}"):
        open_note(NOTES[name]["note"], [KEY.verifier])


def test_a_note_of_two_signers_opens_under_either() -> None:
    note = sign_note(TEXT, [KEY, OTHER])

    assert open_note(note, [OTHER.verifier]) == (TEXT, (OTHER.verifier,))
    assert open_note(note, [KEY.verifier, OTHER.verifier]) == (TEXT, (KEY.verifier, OTHER.verifier))


def test_a_bad_line_of_a_trusted_key_spoils_the_note_though_another_verifies() -> None:
    forged = sign_note(TEXT, [NoteKey(name=KEY.name, seed=b"\3" * 32)])
    line = forged.rpartition("\u2014 ")[2].split(" ")[1]
    stolen = b64encode(KEY.verifier.key_id + b64decode(line)[4:]).decode()
    note = sign_note(TEXT, [OTHER]) + f"\u2014 {KEY.name} {stolen}\n"

    assert open_note(note, [OTHER.verifier])[0] == TEXT
    with pytest.raises(NoteInvalid, match="signature of evenhand/log does not fit"):
        open_note(note, [OTHER.verifier, KEY.verifier])


@given(st.data())
def test_no_changed_note_opens(data: st.DataObject) -> None:
    note = sign_note(TEXT, [KEY])
    at = data.draw(st.integers(0, len(note) - 1))
    changed = note[:at] + data.draw(st.characters(codec="utf-8").filter(lambda char: char != note[at])) + note[at + 1 :]

    with pytest.raises(NoteInvalid):
        open_note(changed, [KEY.verifier])


@given(st.text())
def test_whatever_comes_is_refused_with_the_one_error(text: str) -> None:
    with pytest.raises(NoteInvalid):
        open_note(text, [KEY.verifier])


@pytest.mark.parametrize(
    ("note", "why"),
    [
        ("", "no block of signatures"),
        ("text\n", "no block of signatures"),
        ("text\n\n", "no block of signatures"),
        ("text\n\n\u2014 name AAAAAAAA", "no block of signatures"),
        ("text\n\n- name AAAAAAAA\n", "no signature line"),
        ("text\n\n\u2014 na+me AAAAAAAA\n", "no signature line"),
        ("text\n\n\u2014 name AAAA\n", "no signature line"),
        ("text\n\n\u2014 name !\n", "no signature line"),
        ("te\x01xt\n\n\u2014 name AAAAAAAA\n", "control characters"),
        ("te\rxt\n\n\u2014 name AAAAAAAA\n", "control characters"),
        ("a" * 1_000_001, "too long"),
        ("text\n\n" + "\u2014 name AAAAAAAA\n" * 101, "101 signatures are too many"),
    ],
)
def test_malformed_notes_are_named(note: str, why: str) -> None:
    with pytest.raises(NoteInvalid, match=why):
        open_note(note, [KEY.verifier])


@pytest.mark.parametrize("text", ["no newline", "tab\t\n", "lone \ud800\n"])
def test_what_is_no_text_of_a_note_is_not_signed(text: str) -> None:
    with pytest.raises(NoteInvalid):
        sign_note(text, [KEY])


@pytest.mark.parametrize(
    "text",
    [
        "", "name", "name+00000000", "name+00000000+AAAA", "na me+c74f20a3+" + PETER["vkey"].rpartition("+")[2],
        PETER["vkey"].replace("c74f20a3", "c74f20a4"), PETER["vkey"][:-4], PETER["vkey"] + "=",
        "PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ],
)  # fmt: skip
def test_mangled_verifier_keys_are_refused(text: str) -> None:
    with pytest.raises(NoteInvalid):
        VerifierKey.parse(text)


def test_a_key_does_not_show_its_secret() -> None:
    assert b64encode(KEY.seed).decode()[:8] not in repr(KEY)
    assert KEY.seed.hex() not in repr(KEY)


@given(st.lists(st.sampled_from([sign_note(TEXT, [KEY]), sign_note("b\n", [KEY, OTHER])]), max_size=4), st.booleans())
def test_notes_that_follow_each_other_come_apart_again(notes: list[str], apart: bool) -> None:  # noqa: FBT001
    assert list(split_notes(("\n" if apart else "").join(notes))) == notes


def test_something_between_notes_is_refused() -> None:
    with pytest.raises(NoteInvalid, match="else than signed notes"):
        split_notes(sign_note(TEXT, [KEY]) + "\nhello")
