import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.adapters.runner.made import AS_ONE, ROWS

from evenhand.adapters.runner.handover import Handover, ModelFile, folder_files
from evenhand.adapters.runner.model import open_model
from evenhand.errors.model import ModelPathUnsafe, ModelTampered, ModelTooLarge, RunnerUnavailable
from evenhand.kernel.digest import Digest, digest_of

LARGE = 1 << 30


def copied(tmp_path: Path, *files: ModelFile, largest: int = LARGE) -> dict[str, Digest]:
    model, code = tmp_path / "model", tmp_path / "code"
    model.mkdir(exist_ok=True)
    code.mkdir(exist_ok=True)
    return Handover(loader="pickle", files=files).copy_to(model, code, largest=largest)


def test_the_digest_is_that_of_the_copied_bytes(tmp_path: Path) -> None:
    source = tmp_path / "m"
    source.write_bytes(b"x" * 3_000_000)

    digests = copied(tmp_path, ModelFile(path="sub/m.bin", source=source, digest=digest_of(b"x" * 3_000_000)))

    copy = tmp_path / "model/sub/m.bin"
    assert digests == {"sub/m.bin": digest_of(copy.read_bytes())}
    assert oct(copy.stat().st_mode & 0o777) == "0o400"


def test_one_flipped_byte_is_tampering(tmp_path: Path) -> None:
    source = tmp_path / "m"
    source.write_bytes(b"xyz")

    with pytest.raises(ModelTampered, match="the manifest says") as refused:
        copied(tmp_path, ModelFile(path="m", source=source, digest=digest_of(b"xyy")))

    assert refused.value.facts["found"] == digest_of(b"xyz")


def test_a_missing_file_is_tampering(tmp_path: Path) -> None:
    with pytest.raises(ModelTampered, match="is missing"):
        copied(tmp_path, ModelFile(path="m", source=tmp_path / "gone"))


def test_a_link_is_refused_even_to_the_right_bytes(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"x")
    (tmp_path / "link").symlink_to(tmp_path / "real")

    with pytest.raises(ModelPathUnsafe, match="m cannot be opened"):
        copied(tmp_path, ModelFile(path="m", source=tmp_path / "link", digest=digest_of(b"x")))


def test_a_pipe_is_refused_and_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(ModelPathUnsafe, match="no regular file"):
        copied(tmp_path, ModelFile(path="m", source=tmp_path / "pipe"))


def test_a_folder_in_the_place_of_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelPathUnsafe, match="no regular file"):
        copied(tmp_path, ModelFile(path="m", source=tmp_path))


def test_more_bytes_than_allowed_are_refused_before_they_are_copied(tmp_path: Path) -> None:
    source = tmp_path / "m"
    source.write_bytes(b"x" * 600)

    with pytest.raises(ModelTooLarge, match="With n the model"):
        copied(tmp_path, ModelFile(path="m", source=source), ModelFile(path="n", source=source), largest=1000)


def test_a_full_disk_is_named(tmp_path: Path) -> None:
    source = tmp_path / "m"
    source.write_bytes(b"x")
    (tmp_path / "model").mkdir()
    (tmp_path / "model").chmod(0o700)
    (tmp_path / "model" / "m").write_bytes(b"in the way")

    with pytest.raises(RunnerUnavailable, match="m cannot be copied: File exists"):
        copied(tmp_path, ModelFile(path="m", source=source))


@pytest.mark.parametrize(
    "path",
    [
        "",
        ".",
        "..",
        "/etc/passwd",
        "../m",
        "a/../../m",
        "a//m",
        "a/./m",
        "a\\m",
        "c:m",
        "a\0m",
        "a\nm",
        "m/",
        "x" * 256,
    ],
)
def test_a_path_that_leads_elsewhere_is_refused(path: str) -> None:
    with pytest.raises(ModelPathUnsafe):
        ModelFile(path=path, source=Path("m"))


@given(st.lists(st.sampled_from(["..", ".", "a", "b", "", "/", "\\", "~", "\0"]), min_size=1, max_size=5))
def test_no_accepted_path_leaves_its_folder(parts: list[str]) -> None:
    try:
        file = ModelFile(path="/".join(parts), source=Path("m"))
    except ModelPathUnsafe:
        return
    root = Path("/private/model")
    assert (root / os.path.normpath(file.path)).is_relative_to(root)
    assert os.path.normpath(file.path) == file.path


@pytest.mark.parametrize("paths", [("a", "a"), ("a", "A"), ("a", "a/b"), ("x/y/z", "x/y")])
def test_two_files_cannot_claim_one_place(paths: tuple[str, str]) -> None:
    with pytest.raises(ModelPathUnsafe, match="claim the path"):
        Handover(loader="pickle", files=[ModelFile(path=path, source=Path("m")) for path in paths])


def test_a_folder_is_listed_without_compiled_python(tmp_path: Path) -> None:
    for name in ("b/c.py", "a.txt", "__pycache__/c.pyc"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")

    assert [file.path for file in folder_files(tmp_path)] == ["a.txt", "b/c.py"]


def test_a_folder_with_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key").symlink_to("/etc/passwd")

    with pytest.raises(ModelPathUnsafe, match="key is a link"):
        folder_files(tmp_path)


class SwappedLater(Handover):
    """A thief who waits until the digest was found right and then swaps the file."""

    __slots__ = ()

    def copy_to(self, model: Path, code: Path, *, largest: int) -> dict[str, Digest]:
        digests = super().copy_to(model, code, largest=largest)
        self.files[0].source.write_text("def predict(table): return [0.0] * table.num_rows")
        return digests


def test_a_file_swapped_after_the_check_is_not_what_is_parsed(tmp_path: Path) -> None:
    source = tmp_path / "scorer.py"
    source.write_text("def predict(table): return [0.625] * table.num_rows")
    honest = ModelFile(path="scorer.py", source=source, digest=digest_of(source.read_bytes()))

    with open_model(SwappedLater(loader="python:scorer", files=[honest]), scoring=AS_ONE) as model:
        assert model.predict(ROWS).tolist() == [0.625] * 3
        assert model.digests == {"scorer.py": honest.digest}


def test_tampering_is_found_before_anything_is_parsed(tmp_path: Path) -> None:
    source = tmp_path / "scorer.py"
    source.write_text("raise RuntimeError('parsed')")
    swapped = ModelFile(path="scorer.py", source=source, digest=digest_of(b"what was registered"))

    with pytest.raises(ModelTampered), open_model(Handover(loader="python:scorer", files=[swapped]), scoring=AS_ONE):
        pytest.fail("it was opened")
