import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.governance.audit.test_note import KEY, NOTES, OTHER

from evenhand.errors.ledger import NoteInvalid
from evenhand.governance.audit.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from evenhand.governance.audit.note import sign_note

ROOT = b"\7" * 32
HEAD = Checkpoint(origin="evenhand/log", size=12, root=ROOT)


def test_a_signed_checkpoint_opens_again() -> None:
    note = sign_checkpoint(HEAD, [KEY])

    assert open_checkpoint(note, origin="evenhand/log", trusted=[KEY.verifier]) == HEAD


def test_the_published_checkpoint_is_read() -> None:
    text = NOTES["behind-the-sofa"]["note"].partition("\n\n")[0] + "\n"
    checkpoint = Checkpoint.parse(text)

    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20_852_163)
    assert checkpoint.text == text


def test_extension_lines_are_passed_over() -> None:
    note = sign_note(HEAD.text + "more\n", [KEY])

    assert open_checkpoint(note, origin="evenhand/log", trusted=[KEY.verifier]) == HEAD


def test_a_checkpoint_of_another_log_is_refused() -> None:
    with pytest.raises(NoteInvalid, match="is of evenhand/log, not of evenhand/mine"):
        open_checkpoint(sign_checkpoint(HEAD, [KEY]), origin="evenhand/mine", trusted=[KEY.verifier])


def test_a_checkpoint_of_a_stranger_is_refused() -> None:
    with pytest.raises(NoteInvalid, match="No trusted key"):
        open_checkpoint(sign_checkpoint(HEAD, [OTHER]), origin="evenhand/log", trusted=[KEY.verifier])


@pytest.mark.parametrize(
    "text",
    [
        "", "evenhand/log\n", "evenhand/log\n12\n", HEAD.text.replace("12", "012"), HEAD.text.replace("12", "-1"),
        HEAD.text.replace("12", "\u0661"), HEAD.text.replace("=\n", "\n"), HEAD.text[:-1], HEAD.text + "\n",
        HEAD.text.replace("12", "9" * 20), HEAD.text.replace("Bwc=", "Bwd="),
    ],
)  # fmt: skip
def test_other_texts_are_no_checkpoint(text: str) -> None:
    with pytest.raises(NoteInvalid):
        Checkpoint.parse(text)


@given(st.text())
def test_any_text_is_a_checkpoint_or_refused(text: str) -> None:
    with pytest.raises(NoteInvalid):
        Checkpoint.parse(text)


@pytest.mark.parametrize(("origin", "size", "root"), [("", 1, ROOT), ("a\nb", 1, ROOT), ("a", -1, ROOT), ("a", 1, b"")])
def test_a_checkpoint_refuses_a_wrong_state(origin: str, size: int, root: bytes) -> None:
    with pytest.raises(NoteInvalid):
        Checkpoint(origin=origin, size=size, root=root)
