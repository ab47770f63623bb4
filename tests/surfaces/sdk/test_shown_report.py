"""One report, many forms: each says the same numbers."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, ValidationError
from tests.surfaces.report.look.worked_look import groups_report

import evenhand
from evenhand.errors.number import MeasurementMissing
from evenhand.errors.workspace import FileExists
from evenhand.kernel.measurement import Measurement
from evenhand.surfaces.sdk.shown_report import ShownReport

SCHEMA = json.loads(files("evenhand").joinpath("resources", "schemas", "measurements.json").read_text("utf-8"))
SHOWN = ShownReport(report=groups_report())
GAP = Measurement(
    name="precision", value=None, lower=None, upper=None, confidence=0.95, n=0, unit="share", method="wilson",
    undefined="Nobody got the decision.",
)  # fmt: skip


def test_the_list_keeps_the_schema() -> None:
    written = ShownReport(report=replace(SHOWN.report, measurements=(*SHOWN.measurements, GAP))).as_json()

    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(json.loads(json.dumps(written, allow_nan=False)))
    assert len(written) == len(SHOWN.measurements) + 1


@pytest.mark.parametrize(
    "wrong", [{"value": None}, {"undefined": "why"}, {"n": -1}, {"confidence": 1}, {"lower": None}, {"more": 1}]
)
def test_the_schema_refuses_what_no_measurement_is(wrong: dict[str, object]) -> None:
    right = SHOWN.as_json()[0]

    with pytest.raises(ValidationError):
        Draft202012Validator(SCHEMA).validate([{**right, **wrong}])


def test_the_page_of_the_reference_shows_the_schema_that_ships() -> None:
    page = (Path(__file__).parents[3] / "docs" / "reference" / "measurements.md").read_text(encoding="utf-8")
    shown = re.search(r"```json\n(.*?)\n```", page, re.DOTALL)

    assert shown is not None
    assert json.loads(shown[1]) == SCHEMA


def test_a_number_is_found_by_its_name_and_its_group() -> None:
    assert SHOWN.measurement("selection_rate").value == 0.6
    assert SHOWN.measurement("selection_rate", groups={"sex": "f"}).value == 1.0
    assert SHOWN.measurement("selection_rate", groups={}).groups == {}


@pytest.mark.parametrize(
    ("name", "groups", "fact"),
    [
        ("selection_rat", None, "holds no selection_rat; it holds selection_rate"),
        ("selection_rate", {"sex": "x"}, "holds selection_rate for the whole table; groups {'sex': 'f'}"),
        ("selection_rate_ratio", None, "holds selection_rate_ratio for groups {'sex': 'f'}; groups {'sex': 'm'}"),
        ("zzz", None, "holds no zzz."),
    ],
)
def test_a_number_that_is_not_there_is_refused(name: str, groups: dict[str, str] | None, fact: str) -> None:
    with pytest.raises(MeasurementMissing, match=re.escape(fact)):
        SHOWN.measurement(name, groups=groups)


def test_rows_are_flat() -> None:
    rows = SHOWN.to_rows()

    assert len({tuple(row) for row in rows}) == 1
    assert [row["group:sex"] for row in rows if row["name"] == "accuracy"] == [None, "f", "m"]


def test_print_and_notebook_say_the_same_as_the_page(tmp_path: Path) -> None:
    page = SHOWN.to_html(tmp_path / "page.html").read_text(encoding="utf-8")

    assert str(SHOWN).startswith("Fairness: answers.csv")
    assert "<script" not in SHOWN._repr_html_()
    for text in (str(SHOWN), SHOWN._repr_html_(), page):
        assert "Men are selected less often than women." in text


def test_a_page_is_written_over_an_earlier_one_and_over_nothing_else(tmp_path: Path) -> None:
    SHOWN.to_html(tmp_path / "page.html")
    SHOWN.to_html(str(tmp_path / "page.html"))
    (tmp_path / "notes.txt").write_text("mine")

    with pytest.raises(FileExists):
        SHOWN.to_html(tmp_path / "notes.txt")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notes.txt", "page.html"]


def test_sentences_come_worst_first() -> None:
    assert SHOWN.sentences == ("Men are selected less often than women.", "Of everybody, 60 % are selected.")


def test_a_prompt_shows_the_report_and_not_its_fields() -> None:
    assert repr(SHOWN) == str(SHOWN)
    assert "mappingproxy" not in repr(SHOWN)


def test_a_column_that_is_gone_is_told_first() -> None:
    ages, sexes = list(range(300)), ["f", "m"] * 150
    report = evenhand.drift({"age": ages, "sex": sexes}, {"sex": sexes})

    assert report.sentences[0] == "age is gone: the current table has no such column."
    assert report.measurement("null_rate_change", column="age").undefined == "The current table has no such column."


def test_one_column_may_be_named_by_itself() -> None:
    table = {"age": list(range(300)), "sex": ["f", "m"] * 150}

    assert {each["column"] for each in evenhand.drift(table, table, columns="age").as_json()} == {"age"}


def test_times_are_shown_as_times_and_a_bound_as_a_bound() -> None:
    start = datetime(2025, 1, 1, tzinfo=UTC)
    report = evenhand.profile({"when": [start + timedelta(hours=hour) for hour in range(2000)]}).report

    assert "from 2025-01-01 to 2025-03-25 07:00:00" in report.sentences[0]
    assert "at least" in str(report)


def test_a_number_between_groups_is_chosen_by_what_the_groups_are_made_of() -> None:
    table = {
        "y": [1, 1, 0, 0] * 100, "p": [1, 0, 1, 0] * 100, "sex": ["f", "m"] * 200,
        "age": ["old"] * 200 + ["young"] * 200,
    }  # fmt: skip
    report = evenhand.fairness(table, label="y", prediction="p", by=["sex", "age"])

    assert report.measurement("demographic_parity_difference", by="sex").value == 1
    assert report.measurement("demographic_parity_difference", by=["age"]).value == 0
    crossed = report.measurement("demographic_parity_difference", by=("age", "sex"))
    assert crossed.detail["by"] == ["sex", "age"]
    with pytest.raises(MeasurementMissing, match=r"by=\['sex'\]; by=\['age'\]; by=\['sex', 'age'\]"):
        report.measurement("demographic_parity_difference")


def test_a_group_with_few_labels_keeps_its_rows_beside_its_selection_rate() -> None:
    table = {"y": [1, 0, 1, 0, 1] + [None] * 235 + [1, 0] * 100, "p": [1, 0] * 220, "sex": ["f"] * 240 + ["m"] * 200}
    text = str(evenhand.fairness(table, label="y", prediction="p", by="sex"))

    (line,) = (each for each in text.splitlines() if each.startswith("f  "))
    assert line.split()[1] == "240"
    assert line.split()[-1] == "hidden"
