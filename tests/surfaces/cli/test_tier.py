"""``evenhand tier`` on the command line: what it prints, and what it refuses."""

import json
from pathlib import Path

import pytest

from evenhand.governance.controls.resource import catalogue_file, entries
from evenhand.governance.risk.questionnaire import answers_as_json, questions, read_answers
from evenhand.surfaces.cli.entry import main
from evenhand.wiring.tiering_file import answers_form, read_answers_file

EXAMPLE = entries(catalogue_file("tiering-examples"), "examples")[0]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _run(*words: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(["tier", *words])
    return int(end.value.code or 0)


def test_json_is_the_outcome_and_nothing_else(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "answers.json").write_text(json.dumps(EXAMPLE["answers"], indent="\t"), encoding="utf-8")

    assert _run("answers.json", "--json") == 0
    assert json.loads(capsys.readouterr().out) == EXAMPLE["expected"]


def test_the_text_shows_reasons_duties_and_defaults(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "a.yaml").write_text("q_annex_iii: [5b]\nm_people: over_100k\n", encoding="utf-8")

    assert _run("a.yaml") == 0
    shown = capsys.readouterr().out
    for words in (
        "class high_risk  (rule annex-iii-profiling", "Art. 6(2), 6(3) last subparagraph", "floor high-risk-class",
        "art-49-1-registration", "independent-validation, compliance, security", "2 of 40 questions were answered",
        "q_profiling", "Not legal advice.",
    ):  # fmt: skip
        assert words in shown


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", None),
        (b"q_profiling: true\nq_profiling: false\n", "said twice"),
        (b'{"q_profiling": true, "q_profiling": false}', "said twice"),
        (b"q_annex: [5b]\n", "q_annex is no question"),
        (b"m_people: .nan\n", "m_people is answered with nan"),
        (b"- q_profiling\n", "no flat map"),
        (b"\xff\xfe", "no UTF-8"),
        (b"a: &x 1\n", "anchors"),
        (b"x" * (2**20 + 1), "larger than"),
    ],
)
def test_bad_answers_end_with_their_reason(
    here: Path, capsys: pytest.CaptureFixture[str], content: bytes, told: str | None
) -> None:
    (here / "a.yaml").write_bytes(content)

    assert _run("a.yaml") == (0 if told is None else 2)
    if told:
        assert told in capsys.readouterr().err


def test_a_key_named_twice_is_refused_in_json_too(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "a.json").write_text('{"q_profiling": true, "q_profiling": false}', encoding="utf-8")

    assert _run("a.json") == 2
    assert "names a key twice" in capsys.readouterr().err


def test_a_form_can_be_written_filled_in_and_read(here: Path) -> None:
    given = read_answers({"q_annex_iii": ["2", "5b"], "q_profiling": False, "m_people": "none"})
    (here / "filled.yaml").write_text(answers_form(given), encoding="utf-8")

    assert _run("--questions", "--out", "form.yaml") == 0
    assert read_answers_file(here / "form.yaml") == {}
    assert answers_as_json(read_answers_file(here / "filled.yaml")) == answers_as_json(given)
    assert all(f"{key}: " in (here / "form.yaml").read_text(encoding="utf-8") for key in questions())
    assert _run("--questions", "--out", "form.yaml") == 1


def test_the_answers_of_a_use_case_are_read_where_they_stand(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "evenhand.yaml").write_text("use_case: {name: loan, tiering: {q_annex_iii: [5b]}}", encoding="utf-8")
    (here / "bare.yaml").write_text("use_case: {name: loan}", encoding="utf-8")

    assert _run("evenhand.yaml", "--json") == 0
    assert json.loads(capsys.readouterr().out)["class"] == "high_risk"
    assert _run("bare.yaml") == 2
    assert "states no answers under tiering" in capsys.readouterr().err


def test_either_answers_or_questions() -> None:
    assert (_run(), _run("a.yaml", "--questions"), _run("a.yaml", "--out", "b.yaml")) == (2, 2, 2)
