"""Packs as files: one form, the same bytes each time, nothing left out."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.governance.pack.story import MODEL, Story, repacked, trust, unpacked

from evenhand.errors.pack import CheckpointsUnreadable, PackIncomplete, PackRefused, PackTooLarge
from evenhand.governance.audit.entry import Entry
from evenhand.governance.pack import archive
from evenhand.governance.pack.archive import content_of, read_archive, write_archive
from evenhand.governance.pack.history import split_notes
from evenhand.governance.pack.parts import belongs
from evenhand.kernel.digest import digest_of

names = st.sampled_from(["pack.json", "trust.json", "checkpoint", "consistency/7.json", f"model/{'a' * 64}"])


def written(files: dict[str, bytes]) -> bytes:
    into = BytesIO()
    write_archive(files, into)
    return into.getvalue()


@given(st.dictionaries(names, st.binary(max_size=200)))
def test_an_archive_is_read_as_it_was_written(files: dict[str, bytes]) -> None:
    content = BytesIO(written(files))

    members = read_archive(content)

    assert {name: content_of(content, member) for name, member in members.items()} == files
    assert list(members) == sorted(files)
    assert all(member.digest == digest_of(files[name]) for name, member in members.items())


@given(st.dictionaries(names, st.binary(max_size=200)))
def test_any_zip_program_reads_it(files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(BytesIO(written(files))) as other:
        assert other.testzip() is None
        assert {name: other.read(name) for name in other.namelist()} == files


def test_a_zip_made_another_way_is_refused() -> None:
    for options in ({"compression": zipfile.ZIP_DEFLATED}, {}):
        into = BytesIO()
        with zipfile.ZipFile(into, "w", **options) as other:
            other.writestr("checkpoint", b"x" * 100)

        with pytest.raises(PackRefused, match="one form"):
            read_archive(into)


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_by_name(content: bytes) -> None:
    for hostile in (content, b"x" + content + written({})[-22:], written({"checkpoint": content})[:-1]):
        with pytest.raises(PackRefused):
            read_archive(BytesIO(hostile))


def test_a_model_file_is_written_from_a_stream() -> None:
    source = {name: (lambda content=content: BytesIO(content)) for name, content in MODEL.items()}
    digests = {digest_of(content): source[name] for name, content in MODEL.items()}

    assert Story().told().pack(models=digests) == Story().told().pack(models=True)


def test_a_source_that_changes_while_it_is_read_is_not_packed() -> None:
    answers = iter((b"one", b"two"))

    with pytest.raises(ValueError, match="changed while it was read"):
        write_archive({"checkpoint": lambda: BytesIO(next(answers))}, BytesIO())


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "model/x", "entries/1.leaf.json", "checkpoint\n", ""])
def test_no_other_name_is_written(name: str) -> None:
    with pytest.raises(ValueError, match="is no file of a pack"):
        write_archive({name: b""}, BytesIO())


def test_too_much_is_refused_before_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LARGEST_DOCUMENT", 99)
    monkeypatch.setattr(archive, "LARGEST", 1000)

    with pytest.raises(PackTooLarge):
        write_archive({"checkpoint": b"x" * 100}, BytesIO())
    with pytest.raises(PackTooLarge):
        write_archive({f"model/{'a' * 64}": b"x" * 1001}, BytesIO())
    write_archive({f"model/{'a' * 64}": b"x" * 500}, BytesIO())
    with pytest.raises(PackRefused):
        read_archive(BytesIO(_without_limits({"checkpoint": b"x" * 100})))
    monkeypatch.setattr(archive, "MOST_FILES", 1)
    with pytest.raises(PackTooLarge):
        write_archive({"checkpoint": b"", "pack.json": b""}, BytesIO())


def _without_limits(files: dict[str, bytes]) -> bytes:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(archive, "LARGEST_DOCUMENT", 2**30)
        return written(files)


def test_the_same_history_gives_the_same_bytes() -> None:
    assert Story().told().pack(models=True) == Story().told().pack(models=True)


def test_what_was_unpacked_packs_to_the_same_bytes() -> None:
    pack = Story().told().pack()

    assert repacked(unpacked(pack), listed=False) == pack


def test_a_pack_without_its_release_is_not_written() -> None:
    with pytest.raises(PackIncomplete, match="release of credit@3 is missing"):
        Story().told().pack(release=99)


def test_a_pack_with_another_model_is_not_written() -> None:
    with pytest.raises(PackIncomplete, match="not what its digest names"):
        Story().told().pack(models={digest_of(b"model"): b"another"})


def test_keys_of_the_workspace_go_along_as_claims() -> None:
    assert unpacked(Story().told().pack())["trust.json"] == trust().as_bytes()


@pytest.mark.parametrize(
    ("about", "is_in"),
    [
        ("version:credit@3", True), ("policy:credit", True), ("use-case:credit", True), ("version:credit@31", False),
        ("actor:maria", False), ("workspace:w-1", False), ("versions:credit@3", False),
    ],
)  # fmt: skip
def test_which_entries_belong_into_a_pack(about: str, *, is_in: bool) -> None:
    entry = Entry(
        sequence=0, at="2026-11-23T10:00:00Z", actor="maria", action="x.y", about=about, expects={about: None},
        payload=digest_of(b""),
    )  # fmt: skip

    assert belongs(entry, "credit@3") is is_in


def test_a_witness_keeps_notes_one_after_the_other() -> None:
    story = Story().told()
    notes = (story.checkpoint(3), story.checkpoint(8), story.checkpoint())

    assert split_notes("".join(notes)) == notes
    assert split_notes("\n\n".join(notes) + "\n") == notes


@pytest.mark.parametrize("content", ["", "\n", "nothing", "a\n1\n\n", "— k AAAA\n", "a\n\n— k AAAA\nrest"])
def test_what_holds_no_notes_is_refused(content: str) -> None:
    with pytest.raises(CheckpointsUnreadable):
        split_notes(content)
