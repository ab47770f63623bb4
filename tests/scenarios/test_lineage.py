"""Where a column, a dataset, a version and a prediction come from, and where they went."""

import json
import re
import xml.etree.ElementTree as ET

import pyarrow as pa
import pyarrow.csv as pc
import pytest
from tests.scenarios.stage import SCORER, Stage, table
from tests.scenarios.terminal import refused, typed

import evenhand
from evenhand.kernel.reference import Reference

CODE = """
import pyarrow.compute as pc

def fit(training):
    return pc.mean(training["income"]).as_py()

def apply(table, mean):
    centred = table.append_column("centred", pc.subtract(table["income"], mean))
    return centred.append_column("both", pc.add(table["income"], table["age"]))
"""
STRANGE = 'a"><script>alert(1)</script>'


@pytest.fixture(scope="module")
def _traced(_founded: Stage, tmp_path_factory: pytest.TempPathFactory) -> tuple[Stage, str]:
    """Rows, changed by code, learned from, released and answering; and the id of one answer."""
    stage = _founded.copied(tmp_path_factory.mktemp("traced") / "stage")
    place = stage.workspace
    (stage.root / "transform.py").write_text(CODE)
    (stage.root / "model").mkdir()
    (stage.root / "model" / "scoring.py").write_text(SCORER.replace('"age"', '"age", "centred"'))
    with stage.acting("ada"):
        evenhand.register_dataset("people", table(400).append_column(STRANGE, table(400)["age"]), workspace=place)
        evenhand.transform_dataset("people@1", stage.root / "transform.py", workspace=place)
        whole = evenhand.read_dataset("people@2", "holdout", purpose="evaluate", workspace=place)
        version = evenhand.register(str(stage.root / "model"), data=whole, dataset="people@2", workspace=place)
        evenhand.evaluate(version, data=_many(), workspace=place)
    stage.submit(version)
    stage.approve(version)
    stage.release(version)
    cases = _many().slice(0, 3)
    pc.write_csv(cases, stage.root / "cases.csv")
    assert typed(stage, "bo", "deployment", "create", "loan-live", "--environment", "production").exit == 0
    with stage.acting("ada"):
        evenhand.promote(version, "loan-live", why="The first version.", workspace=place)
    told = typed(stage, "ada", "score", "loan-live", stage.root / "cases.csv", stage.root / "answers.csv", "--json")
    assert told.exit == 0, told.err
    answers = pc.read_csv(stage.root / "answers.csv")
    return stage, str(answers["id"][0].as_py())


def _many() -> pa.Table:
    rows = table(3000, seed=3)
    return rows.append_column("centred", rows["income"])


@pytest.fixture
def traced(_traced: tuple[Stage, str]) -> tuple[Stage, str]:
    """Nothing in these tests writes to it."""
    return _traced


def trace(stage: Stage, name: str) -> str:
    told = typed(stage, "cy", "lineage", name)
    assert told.exit == 0, told.err
    return told.out


def test_a_column_is_followed_to_its_source_and_to_the_place_where_it_decides(traced: tuple[Stage, str]) -> None:
    lines = [line.strip() for line in trace(traced[0], "people@2/centred").splitlines()]

    assert lines[0].startswith("people@2/centred")
    assert any(line.startswith("people@1/income") for line in lines)
    assert any("a table in memory" in line for line in lines)
    assert any(line.startswith("loan@1  [input]") for line in lines)
    assert any(line.startswith("deployment:loan-live  [champion]") for line in lines)


def test_a_column_that_is_made_from_two_has_both(traced: tuple[Stage, str]) -> None:
    found = json.loads(typed(traced[0], "cy", "lineage", "both", "--json").out)

    starts = {edge["from"] for edge in found["edges"] if edge["to"] == "column:people@2/both"}
    assert {"column:people@1/income", "column:people@1/age"} <= starts
    assert not any(node["kind"] == "version" for node in found["nodes"])


def test_a_version_and_a_prediction_go_back_to_the_same_source(traced: tuple[Stage, str]) -> None:
    stage, prediction = traced

    for name in ("loan@1", prediction, "dataset:people@1"):
        said = trace(stage, name)
        for word in ("dataset:people@1", "dataset:people@2", "code", "a table in memory", "loan@1", "loan-live"):
            assert word in said, (name, word, said)


def test_the_picture_is_one_file_that_runs_nothing(traced: tuple[Stage, str]) -> None:
    stage, _ = traced

    for name in ("loan@1", f"people@1/{STRANGE}", "dataset:people@1"):
        told = typed(stage, "cy", "lineage", name, "--svg", stage.root / "picture.svg")
        assert told.exit == 0, told.err
        text = (stage.root / "picture.svg").read_text(encoding="utf-8")
        root = ET.fromstring(text)
        assert not re.search(r"<script|href=|@import", text)
        boxes = list(root.iter("{http://www.w3.org/2000/svg}g"))
        assert len(boxes) >= 2


def test_a_version_whose_rows_nobody_named_shows_the_gap(released: tuple[Stage, Reference]) -> None:
    assert "(nobody recorded) the rows that it learned from" in trace(released[0], "loan@1")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("loan@7", "no registered version"), ("nobody", "no version, no prediction and no column"),
        ("people@2/ages", "did you mean age"), ("people@9/age", "not registered"), ("x/y", "no reference"),
        ("income", None), ("", "no version"),
    ],
)  # fmt: skip
def test_what_there_is_not_is_told(traced: tuple[Stage, str], name: str, said: str | None) -> None:
    told = typed(traced[0], "cy", "lineage", name)

    if said is None:
        assert told.out.startswith("people@2/income")
    else:
        refused(told, told.code, 2, said)


def test_a_model_that_takes_what_was_made_from_a_protected_column_meets_the_gate(stage: Stage) -> None:
    (stage.root / "transform.py").write_text(
        "import pyarrow.compute as pc\ndef fit(t): return 0\n"
        "def apply(t, s):\n    coded = pc.if_else(pc.equal(t['sex'], 'f'), 1, 0)\n"
        "    return t.append_column('age2', coded).drop_columns(['age'])\n"
    )
    (stage.root / "model").mkdir()
    (stage.root / "model" / "scoring.py").write_text(SCORER.replace('"age"', '"age2"'))
    with stage.acting("ada"):
        evenhand.register_dataset("people", table(3000), workspace=stage.workspace)
        made = evenhand.transform_dataset("people@1", stage.root / "transform.py", workspace=stage.workspace)
        rows = evenhand.read_dataset(made, "holdout", purpose="evaluate", workspace=stage.workspace)
        named = evenhand.register(str(stage.root / "model"), data=rows, dataset=str(made), workspace=stage.workspace)
        blind = evenhand.register(str(stage.root / "model"), data=rows, workspace=stage.workspace)
        for version in (named, blind):
            evenhand.evaluate(version, data=rows, workspace=stage.workspace)
        verdicts = [evenhand.judge(version, workspace=stage.workspace) for version in (named, blind)]

    found = [{check.id: check.verdict for check in verdict.checks}["inputs"] for verdict in verdicts]
    assert found == ["fail", "pass"]  # nobody can follow what was registered without its dataset
