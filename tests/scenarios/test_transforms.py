"""New dataset versions made by code: what it may learn from, what is recorded, what is refused."""

import json
from pathlib import Path

import numpy as np
import pytest
from tests.scenarios.filed import filed_body
from tests.scenarios.stage import Stage, table
from tests.scenarios.terminal import entries, refused, typed

import evenhand

CODE = """
import pyarrow as pa
import pyarrow.compute as pc


def fit(training):
    return {"mean": pc.mean(training["income"]).as_py(), "n": training.num_rows}


def apply(table, state):
    centred = pc.subtract(table["income"], state["mean"])
    is_woman = pc.equal(table["sex"], "f")
    youth = pc.less(table["age"], 30)
    return (
        table.append_column("centred", centred).append_column("group", pc.if_else(is_woman, "one", "other"))
        .append_column("is_young", youth).drop_columns(["income"])
    )
"""


@pytest.fixture
def registered(stage: Stage) -> Stage:
    with stage.acting("ada"):
        evenhand.register_dataset("people", table(600), workspace=stage.workspace)
    return stage


def _code(stage: Stage, text: str = CODE) -> Path:
    path = stage.root / "transform.py"
    path.write_text(text)
    return path


def test_code_learns_from_training_rows_only_and_every_column_is_traced(registered: Stage) -> None:
    told = typed(registered, "ada", "dataset", "transform", "people@1", "--code", _code(registered), "--json")

    assert told.exit == 0, told.err
    document = json.loads(told.out)["document"]
    with registered.acting("ada"):
        training = evenhand.read_dataset("people@1", "training", purpose="check", workspace=registered.workspace)
        holdout = evenhand.read_dataset("people@1", "holdout", purpose="check", workspace=registered.workspace)
        made = evenhand.read_dataset("people@2", "holdout", purpose="check", workspace=registered.workspace)
    mean = float(np.mean(training["income"].to_numpy()))
    assert np.allclose(made["centred"].to_numpy(), holdout["income"].to_numpy() - mean)
    assert document["lineage"] == {
        "age": ["age"], "sex": ["sex"], "repaid": ["repaid"], "centred": ["income"], "group": ["sex"],
        "is_young": ["age"],
    }  # fmt: skip
    assert (document["source"]["of"], document["source"]["fitted_on"]) == ("people@1", "training")
    assert filed_body(registered, "dataset:people@2", "data-lineage")["source"]["code"] == document["source"]["code"]
    roles = {each["name"]: each["role"] for each in document["contract"]["columns"]}
    assert (roles["sex"], roles["repaid"], roles["group"]) == ("protected", "label", "feature")
    assert entries(registered) > 0


def test_a_column_made_from_a_protected_one_is_no_feature_at_the_gate(registered: Stage) -> None:
    from evenhand.surfaces.sdk.opening import read
    from evenhand.workflows.gate.features import feature_roles
    from evenhand.workflows.lookup import use_case_in_force

    with registered.acting("ada"):
        evenhand.transform_dataset("people@1", _code(registered), workspace=registered.workspace)
        again = _code(registered, "def fit(t): return 0\ndef apply(t, s): return t.rename_columns(RENAMED)\n"
                      "RENAMED = ['age', 'sex', 'repaid', 'centred', 'kind', 'is_young']\n")  # fmt: skip
        evenhand.transform_dataset("people@2", again, workspace=registered.workspace)
        with read(registered.workspace) as place:
            record = place.ledger.record("dataset", "people@3")
            assert record is not None
            use_case, _ = use_case_in_force(place.ledger, "loan")
            roles = feature_roles(place, record, use_case)

    assert roles == {"age": "feature", "centred": "feature", "kind": "protected", "is_young": "feature"}


KEEPING = "def fit(training):\n    return {training}\ndef apply(table, state):\n    return {apply}\n"


def _as(apply: str, *, training: str = "None", more: str = "") -> str:
    return more + KEEPING.format(training=training, apply=apply)


@pytest.mark.parametrize(
    ("text", "code", "exit_code", "said"),
    [
        ("def fit(training): return 0", "TRANSFORM-INVALID", 2, "no function apply"),
        ("def fit(:", "TRANSFORM-INVALID", 2, "SyntaxError"),
        (_as("table", more="import nowhere\n"), "TRANSFORM-INVALID", 2, "nowhere"),
        (_as("table", training="training['nobody']"), "TRANSFORM-FAILED", 1, "nobody"),
        (_as("table.to_pydict()"), "TRANSFORM-FAILED", 1, "not a pyarrow.Table"),
        (_as("table.slice(0, 3)"), "TRANSFORM-FAILED", 1, "3 rows for"),
        (_as("table.slice(0, 0)", more="FILTERS = True\n"), "TRANSFORM-FAILED", 1, "left no row"),
        (_as("pa.concat_tables([table, table])", more="import pyarrow as pa\nFILTERS = True\n"),
         "TRANSFORM-FAILED", 1, "720 rows for 360"),
        (_as("table.select([])"), "TRANSFORM-FAILED", 1, "rows for|no table with columns"),
        (_as("table", more="LINEAGE = {'nobody': ['age']}\n"), "TRANSFORM-FAILED", 1, "does not make"),
        (_as("table", more="LINEAGE = {'age': ['nobody']}\n"), "TRANSFORM-FAILED", 1, "do not have"),
        (_as("table", more="LINEAGE = {'age': 7}\n"), "TRANSFORM-INVALID", 2, "TypeError|no map"),
        (_as("table.append_column('more', table['sex'])", more="LINEAGE = {'more': ['age']}\n"),
         "TRANSFORM-FAILED", 1, "changes with sex"),
        (_as("table.append_column('chance', pa.array(np.random.default_rng().random(table.num_rows)))",
             more="import numpy as np, pyarrow as pa\n"), "TRANSFORM-FAILED", 1, "another chance the second time"),
        (_as("open('/etc/passwd').read()"), "TRANSFORM-FAILED", 1, "PermissionError"),
        (_as("__import__('socket').create_connection(('127.0.0.1', 9))"), "TRANSFORM-FAILED", 1, "Permission"),
        (_as("__import__('os')._exit(3)"), "MODEL-CRASHED", 4, "code 3"),
        (_as("table.append_column('list', pa.array([[1]] * table.num_rows))", more="import pyarrow as pa\n"),
         "TRANSFORM-FAILED", 1, "list"),
        ("\0", "TRANSFORM-INVALID", 2, "null bytes"),
    ],
)  # fmt: skip
def test_code_that_does_otherwise_makes_no_version(
    registered: Stage, text: str, code: str, exit_code: int, said: str
) -> None:  # fmt: skip
    told = typed(registered, "ada", "dataset", "transform", "people@1", "--code", _code(registered, text))

    refused(told, code, exit_code, said)
    assert "people@2" not in typed(registered, "ada", "dataset", "list").out


def test_code_that_drops_rows_says_so_and_a_state_may_be_any_object(registered: Stage) -> None:
    code = _as("table.filter(pc.less(table['age'], state[0]))", training="(40, {1})", more=(
        "import pyarrow.compute as pc\nFILTERS = True\n"
    ))  # fmt: skip

    with registered.acting("ada"):
        made = evenhand.transform_dataset(
            "people@1", _code(registered, code), name="young", workspace=registered.workspace
        )
        shown = evenhand.show_dataset(made, workspace=registered.workspace)

    assert (str(made), shown.document["source"]["state_form"]) == ("young@1", "pickle")
    assert 0 < shown.document["n_rows"] < 600
