"""The commands for people who have a file and no workspace: what they print, and how they end."""

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import evenhand
from evenhand.surfaces.cli.entry import main
from evenhand.surfaces.report.html import MARKER


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two months of answers, one of which earns more, and holds a column that nothing can be counted of."""
    draw = np.random.default_rng(0)
    for name, more in (("january", 0.0), ("february", 0.5)):
        score = draw.random(800)
        table = {
            "income": draw.normal(50, 10, 800) + 10 * more, "sex": draw.choice(["f", "m"], 800), "score": score,
            "offered": (score > 0.5).astype(int), "repaid": (draw.random(800) < score).astype(int),
            "notes": [["a", "list"]] * 800,
        }  # fmt: skip
        pq.write_table(pa.table(table), tmp_path / f"{name}.parquet")
    monkeypatch.chdir(tmp_path)
    return tmp_path


COMMANDS = {
    "drift": ["drift", "january.parquet", "february.parquet"],
    "performance": ["performance", "january.parquet", "--label", "repaid", "--score", "score", "--by", "sex"],
    "fairness": ["fairness", "january.parquet", "--label", "repaid", "--prediction", "offered", "--by", "sex"],
    "quality": ["quality", "january.parquet", "--label", "repaid"],
    "profile": ["profile", "january.parquet"],
}
FIRST = {
    "drift": "Drift: february.parquet against january.parquet", "performance": "Performance: january.parquet",
    "fairness": "Fairness: january.parquet", "quality": "Quality: january.parquet",
    "profile": "Profile: january.parquet",
}  # fmt: skip


def ended(*arguments: str) -> int:
    """Run a command and give its exit code."""
    with pytest.raises(SystemExit) as end:
        main(list(arguments))
    return int(end.value.code or 0)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("look", COMMANDS)
def test_a_look_needs_no_workspace_and_fits_a_terminal(look: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(*COMMANDS[look]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == FIRST[look]
    assert max(map(len, lines)) <= 120
    assert "nan" not in {word.strip("[],").lower() for line in lines for word in line.split() if word != "NaN"}


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("look", COMMANDS)
def test_json_is_one_list_and_nothing_else(look: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(*COMMANDS[look], "--json") == 0

    found = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)
    assert isinstance(found, list)
    assert all((each["value"] is None) == ("undefined" in each) for each in found)
    assert len(found) > 5


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("look", COMMANDS)
def test_a_page_is_written_whole(look: str, folder: Path) -> None:
    assert ended(*COMMANDS[look], "--html", "page.html") == 0

    page = (folder / "page.html").read_text(encoding="utf-8")
    assert page.startswith(MARKER)
    assert page.endswith("</html>\n")
    assert "<svg" in page


@pytest.mark.usefixtures("folder")
def test_a_column_that_cannot_be_counted_fails_no_report_and_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(*COMMANDS["drift"]) == 0
    assert "notes" in capsys.readouterr().out.partition("cautions")[2]
    assert ended(*COMMANDS["drift"], "--json") == 0
    assert "Not measured: notes" in capsys.readouterr().err


@pytest.mark.usefixtures("folder")
def test_who_was_selected_is_told_without_a_label(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("fairness", "january.parquet", "--prediction", "offered", "--by", "sex") == 0

    told = capsys.readouterr().out
    assert "Selection rate ratio, Selection rate by sex" in told
    assert "No label is named" in told


@pytest.mark.usefixtures("folder")
def test_rows_are_told_apart_by_all_columns_together(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["drift", "january.parquet", "february.parquet", "--together"]
    assert ended(*asked, "--column", "income", "--column", "score", "--json") == 0
    found = {each["name"]: each for each in json.loads(capsys.readouterr().out)}
    assert found["domain_classifier_auc"]["lower"] > 0.5


def test_the_version_says_what_counts_tables(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("--version") == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == f"evenhand, version {evenhand.__version__}"
    assert told[1] in ("Tables are counted by the compiled kernel.", "Tables are counted by NumPy.")


@pytest.mark.usefixtures("folder")
def test_costs_and_levels_are_asked_for_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    costs = "false_favourable=5,false_unfavourable=1"
    assert ended("performance", "january.parquet", "--label", "repaid", "--score", "score", "--costs", costs) == 0
    assert "Decisions would cost least from a score of" in capsys.readouterr().out
    asked = ["performance", "january.parquet", "--label", "income", "--prediction", "score", "--level", "0.9", "--json"]
    assert ended(*asked) == 0
    assert any(each["name"] == "pinball_loss" for each in json.loads(capsys.readouterr().out))


@pytest.mark.usefixtures("folder")
def test_hidden_groups_are_called_hidden_in_every_form(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    table = pq.read_table(folder / "january.parquet")
    branch = pa.array(["a"] * 400 + ["d"] * 200 + ["b"] * 195 + ["c"] * 5)
    pq.write_table(table.append_column("branch", branch), folder / "branches.parquet")
    for look in ("performance", "fairness"):
        asked = [look, "branches.parquet", "--label", "repaid", "--prediction", "offered", "--by", "branch"]
        assert ended(*asked, "--html", "page.html") == 0
        for told in (capsys.readouterr().out, (folder / "page.html").read_text(encoding="utf-8")):
            assert "hidden (fewer than 10 rows)" in told
            assert "hidden (beside a small group)" in told
            assert "undefined" not in told.partition("The numbers")[2]


@pytest.mark.usefixtures("folder")
def test_whoever_may_see_everything_asks_for_it(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["fairness", "january.parquet", "--prediction", "offered", "--by", "sex", "--min-count"]
    assert ended(*asked, "500") == 0
    assert "Hidden, because" in capsys.readouterr().out
    assert ended(*asked, "1") == 0
    assert "Hidden, because" not in capsys.readouterr().out


@pytest.mark.usefixtures("folder")
def test_drift_is_no_failure_and_a_missing_file_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(*COMMANDS["drift"], "--column", "income") == 0
    assert "income moved" in capsys.readouterr().out
    assert ended("drift", "january.parquet", "nowhere.parquet") != 0
    assert "nowhere.parquet" in capsys.readouterr().err


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["performance", "january.parquet", "--label", "repaid"], "--score or --prediction"),
        (["drift", "january.parquet", "february.parquet", "--confidence", "1"], "0<x<1"),
        (["drift", "january.parquet", "february.parquet", "--confidence", "0.9999999999999999"], "too near 1"),
        (["drift", "january.parquet", "february.parquet", "--confidence", "nan"], "confidence"),
        (["profile", "january.parquet", "february.parquet"], "Give one FILE"),
        (["drift", "january.parquet", "february.parquet", "--together", "--exact"], "--together"),
        (["performance", "january.parquet", "--label", "repaid", "--score", "score", "--costs", "5"], "OUTCOME=NUMBER"),
        (
            ["performance", "january.parquet", "--label", "repaid", "--score", "score", "--costs", "lie=5"],
            "false_favourable",
        ),
        (
            ["performance", "january.parquet", "--label", "repaid", "--score", "score", "--costs", "true_favourable=5"],
            "no more than the right one",
        ),
        (["performance", "january.parquet", "--label", "repaid", "--score", "score", "--min-count", "0"], "min-count"),
        (["profile", "merge", "january.parquet"], "-o OUT"),
    ],
)
def test_what_makes_no_sense_is_a_usage_error(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    assert ended(*arguments) == 2
    assert words in capsys.readouterr().err


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("option", [["--html", "notes.txt"], ["-o", "notes.txt"]])
def test_nothing_else_is_written_over(option: list[str], folder: Path) -> None:
    (folder / "notes.txt").write_text("mine")
    command = COMMANDS["profile"] if option[0] == "-o" else COMMANDS["drift"]

    assert ended(*command, *option) != 0
    assert (folder / "notes.txt").read_text() == "mine"


@pytest.mark.usefixtures("folder")
def test_profiles_merge_and_stand_in_for_their_tables(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("profile", "january.parquet", "-o", "january.profile") == 0
    assert ended("profile", "february.parquet", "--like", "january.profile", "-o", "february.profile") == 0
    assert ended("profile", "merge", "january.profile", "february.profile", "-o", "both.profile") == 0
    assert "1,600 rows" in capsys.readouterr().out
    columns = ["--column", "income", "--json"]
    assert ended("drift", "january.profile", "february.profile", *columns) == 0
    by_profile = json.loads(capsys.readouterr().out)
    assert ended("drift", "january.parquet", "february.parquet", *columns) == 0

    assert by_profile == json.loads(capsys.readouterr().out)
