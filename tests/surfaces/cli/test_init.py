"""``evenhand init``: from a table to a project, without a word too much and without overwriting anything."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

import evenhand
from evenhand.errors.base import EvenhandError
from evenhand.errors.problem import ProjectProhibited, ProjectUnclear, TieringAnswersInvalid
from evenhand.errors.table import ColumnMissing, TableEmpty, UseCaseInvalid
from evenhand.errors.workspace import FileExists
from evenhand.surfaces.cli.entry import main
from evenhand.wiring.contract_file import read_contract
from evenhand.wiring.use_case_file import read_use_case

FILES = ["contract.yaml", "evenhand.yaml", "policy.yaml", "train.py"]


@pytest.fixture
def loans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    lines = [f"{n},{20 + n % 50},{'fm'[n % 2]},{900 + n},{'no' if n % 3 else 'yes'}" for n in range(200)]
    (tmp_path / "My Loans.csv").write_text("\n".join(["id,age,sex,income,repaid", *lines]))
    return tmp_path / "My Loans.csv"


def _names(folder: str = ".") -> list[str]:
    return sorted(each.name for each in Path(folder).iterdir())


def _run(*words: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(["init", *words])
    return int(end.value.code or 0)


def test_a_table_becomes_a_project_whose_files_fit_together(loans: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(loans.name, "--yes") == 0

    shown = capsys.readouterr().out
    use_case = read_use_case(loans.parent / "my-loans" / "evenhand.yaml")
    contract = read_contract(loans.parent / "my-loans" / "contract.yaml")
    assert (use_case.name, use_case.label, use_case.favourable) == ("my-loans", "repaid", "yes")
    assert use_case.unfavourable == ("no",)
    assert (use_case.protected, use_case.bands) == (("age", "sex"), {"age": (25, 45, 65)})
    assert {each.name: each.role for each in contract.columns} == {
        "id": "key", "age": "protected", "sex": "protected", "income": "feature", "repaid": "label",
    }  # fmt: skip
    assert _names("my-loans") == FILES
    assert f"tier       {use_case.tier}, class minimal" in shown
    assert "evenhand dataset register my-loans '../My Loans.csv' --contract contract.yaml --by id" in shown
    assert "evenhand judge dataset:my-loans@1" in shown


def test_what_is_said_is_taken_and_the_rest_guessed(loans: Path) -> None:
    project = evenhand.init(
        loans, folder="here", name="loan", purpose="Decide who gets a loan.", favourable="no", protected=["sex"],
        answers={"q_annex_iii": ["5b"], "m_people": "over_100k", "m_effect": "legal_or_similar"},
    )  # fmt: skip
    use_case = read_use_case(Path("here/evenhand.yaml"))

    assert (use_case.favourable, use_case.protected, use_case.ai_act_class, use_case.tier) == (
        "no", ("sex",), "high_risk", 1,
    )  # fmt: skip
    assert project.policy == "tier-1"
    assert dict(read_contract(Path("here/contract.yaml")).as_json())["columns"][1]["role"] == "feature"


def test_a_column_that_is_protected_by_its_name_does_not_become_a_feature_in_silence(
    loans: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(loans.name, "--protected", "age", "--label", "repaid", "--favourable", "yes") == 0

    assert "look at    sex: protected by the name, and the model would see it" in capsys.readouterr().out


def test_alone_one_goes_on_at_once(loans: Path) -> None:
    project = evenhand.init(loans, demonstration=True, actor="ada")

    assert (project.actor, project.policy) == ("ada", "demonstration")
    [listed] = evenhand.list_inventory(workspace=project.folder)
    assert listed.is_governed


def test_guesses_are_confirmed_by_somebody_or_by_a_flag(loans: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(loans.name) == 2
    assert "label repaid, favourable: yes; protected age, sex" in capsys.readouterr().err
    assert not (loans.parent / "my-loans").exists()
    assert _run(loans.name, "--label", "repaid", "--favourable", "yes", "--protected", "sex", "--json") == 0
    assert json.loads(capsys.readouterr().out)["protected"] == ["sex"]


def test_at_a_terminal_it_asks_few_questions_and_takes_what_is_typed(loans: Path) -> None:
    answers = "Decide who gets a loan.\n\n\nsex\n5b\n"
    ours, theirs = pty.openpty()
    os.write(ours, answers.encode())
    command = [sys.executable, "-m", "evenhand", "init", loans.name]
    done = subprocess.run(
        command, stdin=theirs, capture_output=True, text=True, timeout=60, check=False, cwd=loans.parent
    )  # fmt: skip
    os.close(ours)
    os.close(theirs)

    assert done.returncode == 0, done.stderr
    use_case = read_use_case(loans.parent / "my-loans" / "evenhand.yaml")
    assert (use_case.purpose, use_case.protected) == ("Decide who gets a loan.", ("sex",))
    assert use_case.ai_act_class == "high_risk"


def test_nothing_is_ever_overwritten(loans: Path) -> None:
    (loans.parent / "train.py").write_text("mine")

    with pytest.raises(FileExists, match=r"train\.py is there already"):
        evenhand.init(loans, folder=".")
    assert _names() == ["My Loans.csv", "train.py"]
    evenhand.init(loans)
    with pytest.raises(FileExists):
        evenhand.init(loans)


@pytest.mark.parametrize(
    ("text", "said", "refusal", "told"),
    [
        ("", {}, EvenhandError, "."),
        ("a,b\n", {}, TableEmpty, "no rows"),
        ("a,b,c\n1,x,1\n2,y,2\n3,y,3\n", {}, ProjectUnclear, "columns of two values: b"),
        ("a,b\n1,x\n2,y\n3,y\n", {"label": "a"}, ProjectUnclear, "has 3 different values; an outcome has two"),
        ("a,y\n1,x\n2,z\n", {}, ProjectUnclear, "Nothing tells which value of 'y' is good"),
        ("a,y\n1,0\n2,1\n", {"favourable": "2"}, ProjectUnclear, "'y' never is '2'; it is one of"),
        ("a,y\n1,0\n2,1\n", {"protected": ["sx"]}, ColumnMissing, "no column 'sx'"),
        ("a,y\n1,0\n2,1\n", {"name": "Not A Name"}, UseCaseInvalid, "not lower-case words"),
        ("a,y\n1,0\n2,1\n", {"answers": {"q_x": True}}, TieringAnswersInvalid, "q_x is no question"),
        ("a,y\n1,0\n2,1\n", {"answers": {"q_prohibited": ["social_scoring"]}}, ProjectProhibited, "prohibited-always"),
    ],
)
def test_what_cannot_be_started_leaves_nothing(
    loans: Path, text: str, said: dict, refusal: type[EvenhandError], told: str
) -> None:
    (loans.parent / "t.csv").write_text(text)

    with pytest.raises(refusal, match=told):
        evenhand.init("t.csv", **said)
    assert _names() == ["My Loans.csv", "t.csv"]
