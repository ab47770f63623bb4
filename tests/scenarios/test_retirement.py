"""``propose_retirement``, then ``retire_version``: planned, let through by the gate; then it serves nowhere."""

import sqlite3
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.scenarios.stage import POLICY, Stage, table
from tests.scenarios.terminal import typed

import evenhand
from evenhand.errors.base import EvenhandError
from evenhand.errors.people import KeyMissing
from evenhand.errors.release import EntryRefused, GateClosed, GateUndecided, RoleMissing, VersionRetired
from evenhand.errors.retirement import (
    PlanUnreadable,
    RetirementEarly,
    RetirementNotProposed,
    RetirementRepeated,
    VersionServing,
)
from evenhand.kernel.reference import Reference
from evenhand.surfaces.sdk.opening import opened
from evenhand.workflows.act import append_document

Released = tuple[Stage, Reference]
TODAY, LATER, FAR = "2020-01-01", "2999-01-01", "2999-12-31"
GATE = """
  retirement:
    - evidence: {kinds: [retirement-record, notice-record]}
    - approvals: {compliance: 1}
    - separation: {none_of: [author]}
"""


def propose(
    stage: Stage, version: Reference | str, *, by: str = "bo", on: str = TODAY, retention: str = FAR,
    reason: str = "Replaced.", successor: str | None = None,
) -> None:  # fmt: skip
    with stage.acting(by):
        evenhand.propose_retirement(
            version, reason=reason, on=on, retention=retention, successor=successor, workspace=stage.workspace
        )


def retire(stage: Stage, version: Reference | str, *, by: str = "ada") -> object:
    with stage.acting(by):
        return evenhand.retire(version, workspace=stage.workspace)


def load(stage: Stage, version: Reference) -> None:
    with stage.acting("ada"):
        evenhand.load(version, environment="production", workspace=stage.workspace).close()


def gated(stage: Stage) -> None:
    (stage.root / "policy.yaml").write_text(POLICY.replace("version: 1", "version: 2") + GATE.lstrip("\n"))
    with stage.acting("ada"):
        evenhand.propose_policy(stage.root / "policy.yaml", workspace=stage.workspace)
    stage.confirm("policy:loan-policy")


def test_retire_version_keeps_a_pack_and_is_refused_on_every_path_afterwards(released: Released) -> None:
    stage, version = released
    load(stage, version)
    propose(stage, version)
    with stage.acting("ada"):
        done = evenhand.retire(version, workspace=stage.workspace)
        pack = Path(stage.root / "kept.zip")
        pack.write_bytes(archive(stage, done.archives["production"]))
        report = evenhand.verify(pack, trust=stage.trust)

    assert report.exit_code == 0
    assert (done.keep_until, done.successor) == (FAR, None)
    with pytest.raises(VersionRetired, match="was retired"):
        load(stage, version)
    with pytest.raises(EntryRefused, match="is retired"):
        stage.release(version)
    with pytest.raises(RetirementRepeated, match="retired before"):
        retire(stage, version)
    with pytest.raises(RetirementRepeated, match="retired before"):
        propose(stage, version)
    with stage.acting("ada"):
        assert evenhand.verify_log(rebuild=True, workspace=stage.workspace).is_whole
    assert field(stage, version, "stage")["value"]["state"] == "retired"


def archive(stage: Stage, digest: str) -> bytes:
    with opened(stage.workspace, "ada") as (place, _):
        return place.artifacts.read(digest)


def field(stage: Stage, version: Reference, name: str) -> dict:
    card = evenhand.show_document("model-card", version, workspace=stage.workspace).as_json()
    [found] = [each for each in card["fields"] if each["name"] == name]  # type: ignore[union-attr]
    return found  # type: ignore[return-value]


def test_bringing_a_version_back_by_hand_is_seen(released: Released) -> None:
    stage, version = released
    propose(stage, version)
    retire(stage, version)
    with sqlite3.connect(stage.workspace / ".evenhand" / "evenhand.db") as database:
        [table] = [
            name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if {"kind", "key"} <= {column[1] for column in database.execute(f"PRAGMA table_info({name})")}
        ][:1]  # fmt: skip
        gone = database.execute(f"DELETE FROM {table} WHERE kind = 'retired'").rowcount
    database.close()

    with stage.acting("ada"):
        found = evenhand.verify_log(rebuild=True, workspace=stage.workspace)
    assert gone == 1
    assert not found.is_whole


def test_the_gate_asks_for_the_notice_and_for_a_second_person(released: Released) -> None:
    stage, version = released
    gated(stage)
    propose(stage, version)
    about = f"retirement:{version}"
    with pytest.raises((GateClosed, GateUndecided), match="notice-record"):
        retire(stage, version)
    (stage.root / "mail.txt").write_text("The model stops on Friday.")
    with stage.acting("bo"):
        evenhand.attest("notice-record", about, file=stage.root / "mail.txt", workspace=stage.workspace)
    with pytest.raises((GateClosed, GateUndecided), match="approvals"):
        retire(stage, version)
    with stage.acting("cy"):
        evenhand.approve(about, role="compliance", reason="Everybody was told.", workspace=stage.workspace)
    retire(stage, version)
    with pytest.raises(VersionRetired, match="was retired"):
        load(stage, version)


def test_a_policy_without_the_gate_is_no_way_around_one_that_holds_it(released: Released) -> None:
    stage, version = released
    lax = POLICY.replace("loan-policy", "lax-policy")
    (stage.root / "lax.yaml").write_text(lax)
    with stage.acting("ada"):
        evenhand.propose_policy(stage.root / "lax.yaml", workspace=stage.workspace)
    stage.confirm("policy:lax-policy")
    gated(stage)
    propose(stage, version)
    with stage.acting("ada"), opened(stage.workspace, "ada") as (place, identity):
        state = place.ledger
        [digest] = [str(each.body["digest"]) for each in state.records("policy") if each.key == "lax-policy"]
        body, plan = state.records("version")[0].body, state.records("retirement")[0].body
        document = {
            "version": str(version), "manifest": body["manifest"], "plan": plan["manifest"], "policy": digest,
            "archives": [],
        }  # fmt: skip
        with pytest.raises(GateClosed, match="loan-policy is for loan too"):
            append_document(place, identity, action="version.retired", about=f"version:{version}", document=document)


def test_another_plan_needs_another_approval(released: Released) -> None:
    stage, version = released
    gated(stage)
    propose(stage, version)
    about = f"retirement:{version}"
    (stage.root / "mail.txt").write_text("The model stops on Friday.")
    for _ in range(2):
        with stage.acting("bo"):
            evenhand.attest("notice-record", about, file=stage.root / "mail.txt", workspace=stage.workspace)
        if _ == 0:
            with stage.acting("cy"):
                evenhand.approve(about, role="compliance", reason="Told.", workspace=stage.workspace)
            propose(stage, version, reason="Another reason.")

    with pytest.raises((GateClosed, GateUndecided), match="approvals"):
        retire(stage, version)


@pytest.mark.parametrize(
    ("change", "refusal", "words"),
    [
        ({"reason": "  "}, PlanUnreadable, "reason"),
        ({"reason": "x" * 5_001}, PlanUnreadable, "longer"),
        ({"on": "31.12.2026"}, PlanUnreadable, "no day"),
        ({"on": "2026-13-01"}, PlanUnreadable, "no day"),
        ({"on": "20261231"}, PlanUnreadable, "no day"),
        ({"retention": "2019-12-31"}, PlanUnreadable, "kept until"),
        ({"successor": "loan@1"}, PlanUnreadable, "follow itself"),
        ({"successor": "loan@7"}, EvenhandError, "not registered"),
        ({"by": "cy"}, RoleMissing, "operations and model-owner"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(
    released: Released, change: dict[str, str], refusal: type[Exception], words: str
) -> None:
    stage, version = released
    with pytest.raises(refusal, match=words):
        propose(stage, version, **change)


def test_nothing_is_retired_unplanned_early_or_by_a_written_entry(released: Released) -> None:
    stage, version = released
    with pytest.raises(RetirementNotProposed, match="never proposed"):
        retire(stage, version)
    propose(stage, version)
    with pytest.raises(KeyMissing, match="not on this machine"):
        retire(stage, version, by="bo")
    propose(stage, version, on=LATER)
    with pytest.raises(RetirementEarly, match="may serve until 2999-01-01"):
        retire(stage, version)
    with stage.acting("cy"), opened(stage.workspace, "cy") as (place, identity), pytest.raises(RoleMissing):
        append_document(
            place, identity, action="version.retired", about=f"version:{version}",
            document={"version": str(version), "manifest": "", "plan": "", "policy": "", "archives": []},
        )  # fmt: skip
    load(stage, version)


def test_consumers_of_a_version_that_nobody_asked_are_none(released: Released) -> None:
    stage, version = released

    assert list(evenhand.list_consumers(version, workspace=stage.workspace)) == []


def deployed(stage: Stage, version: Reference) -> None:
    with stage.acting("bo"):
        evenhand.create_deployment("loan-live", environment="production", use_case="loan", workspace=stage.workspace)
    with stage.acting("ada"):
        evenhand.promote(version, "loan-live", why="First.", workspace=stage.workspace)


def score(stage: Stage, n: int) -> None:
    rows = table(n, seed=9).drop_columns(["repaid"])
    keyed = rows.append_column("case", pa.array([f"c-{at}" for at in range(n)]))
    with stage.acting("ada"):
        evenhand.score("loan-live", keyed, batch=f"b-{n}", key="case", workspace=stage.workspace)


def test_a_champion_that_answers_is_not_retired_and_a_retired_one_answers_nowhere(released: Released) -> None:
    stage, version = released
    deployed(stage, version)
    propose(stage, version)
    with pytest.raises(VersionServing, match="champion of loan-live"):
        retire(stage, version)
    with stage.acting("bo"):
        evenhand.stop("loan-live", why="Withdrawn.", workspace=stage.workspace)
    retire(stage, version)
    with stage.acting("bo"):
        evenhand.resume("loan-live", why="Again.", workspace=stage.workspace)
    with pytest.raises(EvenhandError, match="retired"):
        score(stage, 5)
    with stage.acting("bo"):
        evenhand.create_deployment("other", environment="production", use_case="loan", workspace=stage.workspace)
    for move in (evenhand.promote, evenhand.add_shadow):
        with stage.acting("ada"), pytest.raises(EvenhandError, match="retired"):
            move(version, "other", why="Once more.", workspace=stage.workspace)


def test_consumers_are_counted_in_the_prediction_log_and_stand_in_the_plan(released: Released) -> None:
    stage, version = released
    deployed(stage, version)
    score(stage, 20)
    vendor = stage.root / "vendor.csv"
    lines = [f"r-{n},40.5,30,f,0.5,{'branch' if n < 3 else 'phone'},2026-01-0{n}T10:00:00Z" for n in range(1, 6)]
    vendor.write_text("\n".join(["rid,income,age,sex,score,who,answered", *lines]))
    with stage.acting("ada"):
        evenhand.import_predictions(
            "loan-live", vendor, version=str(version), key="rid", at="answered", consumer="who",
            workspace=stage.workspace,
        )  # fmt: skip
    found = {
        each.name: (each.n, each.last_at[:10]) for each in evenhand.list_consumers(version, workspace=stage.workspace)
    }
    propose(stage, version, on=LATER)
    keyed = table(3).drop_columns(["repaid"]).append_column("case", pa.array(["a", "b", "c"]))
    pq.write_table(keyed, stage.root / "three.parquet")
    words = (
        "score",
        "loan-live",
        stage.root / "three.parquet",
        stage.root / "out.csv",
        "--key",
        "case",
        "--batch",
        "b",
    )
    told = typed(stage, "ada", *words)
    hits = evenhand.search("branch", kind="retirement-record", workspace=stage.workspace)

    assert found["phone"] == (3, "2026-01-05")
    assert found["branch"] == (2, "2026-01-02")
    assert found["batch scoring"][0] == 20
    assert hits.total == 1
    assert (told.exit, "may serve until 2999-01-01, and nothing follows it" in told.err) == (0, True), told.err
