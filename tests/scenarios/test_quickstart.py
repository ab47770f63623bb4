"""The quickstart, run once: what it says on screen is what happened in its ledger."""

import io
import json
import os
import re
import shlex
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE, OutputChecker
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.architecture.source import PACKAGE, ROOT

from evenhand.adapters.signing.trust_file import own_trust_path
from evenhand.errors.quickstart import AttemptSucceeded
from evenhand.errors.release import ReleaseMissing, VersionRetired
from evenhand.errors.workspace import ExtraMissing, FileExists, WorkspaceExists
from evenhand.kernel.instant import moment
from evenhand.ports.ledger import Record
from evenhand.surfaces.cli import main
from evenhand.surfaces.quickstart import story
from evenhand.surfaces.quickstart.chapter.review import refused
from evenhand.surfaces.quickstart.place import Place
from evenhand.surfaces.quickstart.rows import TABLE
from evenhand.surfaces.quickstart.telling import WIDEST, Telling
from evenhand.surfaces.sdk.loading import load
from evenhand.surfaces.sdk.opening import read
from evenhand.surfaces.sdk.packing import verify

TUTORIAL = ROOT / "docs" / "tutorial" / "quickstart.md"
CPU_SECONDS = 150


@dataclass(frozen=True, kw_only=True)
class Told:
    """One run.

    Attributes:
        folder: where.
        screen: what a person saw.
        record: what a program gets.
        cpu_seconds: of this process and its children.
    """

    folder: Path
    screen: str
    record: dict[str, Any]
    cpu_seconds: float

    def steps(self, label: str) -> list[dict[str, Any]]:
        """The steps under a label, in their order."""
        return [step for step in self.record["steps"] if step["label"] == label]

    def records(self, kind: str, parent: str | None = None) -> list[Record]:
        """What the ledger holds."""
        with read(self.folder) as workspace:
            return list(workspace.ledger.records(kind, parent=parent))

    @property
    def shown(self) -> str:
        """The screen as one line, so that no sentence is broken."""
        return " ".join(self.screen.split())


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    home = tmp_path_factory.mktemp("first-look")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("EVENHAND_CONFIG_HOME", raising=False)
        patch.setenv("EVENHAND_STATE_HOME", str(home / "state"))
        patch.setenv("EVENHAND_SSH_KEY", str(home / "nobodys-key"))
        patch.delenv("COLUMNS", raising=False)
        screen, folder, before = io.StringIO(), home / "evenhand-quickstart", _cpu_seconds()
        with redirect_stdout(screen):
            record = story.tell(folder, Telling(is_shown=True))
        spent = _cpu_seconds() - before
        yield Told(folder=folder, screen=screen.getvalue(), record=record, cpu_seconds=spent)


def _cpu_seconds() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def test_it_ends_well_and_in_time(told: Told) -> None:
    assert told.record["exit_code"] == 0
    assert told.record["released"] is True
    assert told.cpu_seconds < CPU_SECONDS  # wall time would measure the machine's other work


def test_the_record_is_json_and_says_what_the_screen_says(told: Told) -> None:
    steps = json.loads(json.dumps(told.record, allow_nan=False))["steps"]

    assert [step["text"] for step in steps if " ".join(step["text"].split()) not in told.shown] == []
    assert {step["chapter"] for step in steps} == set(range(1, 14))


def test_the_screen_is_plain_and_narrow(told: Told) -> None:
    lines = told.screen.splitlines()

    assert "\x1b" not in told.screen
    assert [line for line in lines if len(line) > WIDEST and str(told.folder) not in line] == []
    assert len(lines) < 160


def test_the_first_candidate_is_refused_by_the_role_of_its_columns(told: Told) -> None:
    [step] = [step for step in told.steps("REFUSED") if step["text"].startswith("inputs")]

    assert "SEX (protected), RAC1P (protected)" in step["text"]
    assert step["check"]["verdict"] == "fail"
    [verdict] = told.records("verdict", parent="job-search@1")
    assert (verdict.body["gate"], verdict.body["verdict"]) == ("training-validation", "fail")


def test_the_price_of_leaving_them_out_has_intervals(told: Told) -> None:
    (with_them,), (without,) = told.steps("@1"), told.steps("@2")

    assert set(with_them["inputs"]) - set(without["inputs"]) == {"SEX", "RAC1P"}
    assert without["price"] == pytest.approx(with_them["roc_auc"][0] - without["roc_auc"][0])
    assert 0 < without["price"] < 0.02
    for value, lower, upper in (with_them["roc_auc"], without["roc_auc"]):
        assert 0.88 < lower < value < upper < 0.93


def test_larger_groups_pass_small_ones_stay_unjudged_and_one_is_open(told: Told) -> None:
    second = [step for step in told.record["steps"] if step["chapter"] == 4]
    outcomes = {step["label"]: step["outcome"] for step in second}
    [unjudged] = [step for step in second if "unjudged" in step]
    [race] = [step for step in second if step["label"] == "RAC1P"]

    assert (outcomes["SEX"], outcomes["DIS"], outcomes["RAC1P"]) == ("pass", "pass", "undecided")
    assert unjudged["unjudged"] == ["3", "5", "7"]
    assert 30 < unjudged["rows"] < 100
    assert re.search(r"6 \(Asian\).*insufficient.*about [\d,]+ would settle it, there are \d+", race["text"])
    lowers = {group["group"]["RAC1P"]: group["lower"] for group in race["groups"]}
    assert all(lowers[group] > -0.10 for group in ("1", "2", "8", "9"))
    assert lowers["6"] <= -0.10


def test_the_lower_cut_off_settles_it_and_the_look_is_counted(told: Told) -> None:
    third = {step["label"]: step for step in told.record["steps"] if step["chapter"] == 5}

    assert {third[name]["outcome"] for name in ("SEX", "DIS", "RAC1P")} == {"pass"}
    assert third["looks"]["text"].startswith("Look 3 of 5 at the holdout.")
    assert len(told.records("look")) == 4, "the later version is measured on other rows, and still a look is a look"


def test_age_fails_and_two_people_waive_it_for_a_month(told: Told) -> None:
    [age] = told.steps("AGEP")
    [found] = told.steps("found")
    [waiver] = told.records("waiver", parent="job-search@3")
    runs = moment(str(waiver.body["until"])) - moment(str(waiver.body["given_at"]))

    assert age["outcome"] == "refused"
    assert found["found"]["25-44"] < found["found"]["16-24"] < found["found"][">=65"]
    assert (waiver.body["check"], waiver.parent, waiver.body["persons"]) == ("age", "job-search@3", ["bo", "cy"])
    assert 29 < runs.total_seconds() / 86_400 <= 30
    assert str(waiver.body["reason"]) in told.shown
    assert str(waiver.body["compensating_control"]) in told.shown


def test_the_self_approval_is_recorded_and_refused(told: Told) -> None:
    [step] = [step for step in told.steps("REFUSED") if step.get("attempt", "").startswith("Ada")]
    first, second = (step["submission"] for step in told.steps("submitted"))  # of the first champion
    approvals = told.records("approval")

    assert (step["code"], "separation is fail: ada approved and is the author" in step["fact"]) == ("GATE-CLOSED", True)
    assert [each.body["submission"] for each in approvals if each.body["actor"] == "ada-2"] == [first]
    assert {str(each.body["person"]) for each in approvals if each.body["submission"] == second} == {"bo", "cy", "di"}


def test_the_replayed_approval_is_refused_and_leaves_no_trace(told: Told) -> None:
    [step] = [step for step in told.steps("REFUSED") if step.get("attempt", "").startswith("Di's yes")]

    assert step["code"] == "ENTRY-REFUSED"
    assert "names no submission of this version" in step["fact"]
    assert told.records("approval", parent="job-search@1") == []


@pytest.mark.usefixtures("keys")
def test_the_changed_byte_is_refused_and_put_back(told: Told) -> None:
    [step] = [step for step in told.steps("REFUSED") if step.get("attempt", "").startswith("One byte")]

    assert step["code"] == "MODEL-TAMPERED"
    stored = [path for path in (told.folder / ".evenhand" / "artifacts").rglob("*") if path.is_file()]
    assert len(stored) > 20
    assert [path for path in stored if sha256(path.read_bytes()).hexdigest() != path.parent.name + path.name] == []


@pytest.mark.usefixtures("keys")
@pytest.mark.parametrize(
    ("version", "environment", "failure"),
    [
        ("job-search@4", "production", ReleaseMissing),
        ("job-search@2", "demo", ReleaseMissing),
        ("job-search@3", "demo", VersionRetired),
    ],
)
def test_nothing_else_may_serve(told: Told, version: str, environment: str, failure: type[Exception]) -> None:
    with pytest.raises(failure):
        load(version, environment=environment, workspace=told.folder)


@pytest.mark.usefixtures("keys")
def test_all_is_stamped_demonstration(told: Told) -> None:
    with load("job-search@4", environment="demo", workspace=told.folder) as loaded:
        assert loaded.statement.mode == "demonstration"
    assert {record.body["mode"] for record in told.records("submission")} == {"demonstration"}
    assert {record.body["mode"] for record in told.records("release")} == {"demonstration"}


def test_seven_gates_open_in_their_order(told: Told) -> None:
    opened = [record.body["gate"] for record in told.records("verdict") if record.body["verdict"] in ("pass", "waived")]

    assert list(dict.fromkeys(opened)) == [
        "intake", "development", "training-validation", "deployment-approval", "monitoring", "change", "retirement",
    ]  # fmt: skip


def test_a_shadow_answers_nobody_and_sees_everybody(told: Told) -> None:
    [step] = [step for step in told.steps("REFUSED") if "released in shadow" in step.get("attempt", "")]

    first, second = (step["report"] for step in told.steps("shadow"))
    assert (first["compared_with"], second["compared_with"]) == ("current-practice", "champion")
    assert {each["attribute"] for each in first["groups"]} >= {"SEX", "RAC1P"}
    assert step["code"] == "CHAMPION-REFUSED"
    assert {record.key for record in told.records("release")} == {
        f"job-search@{number}/demo{shadow}" for number in (3, 4) for shadow in ("", "/shadow")
    }  # fmt: skip


@pytest.mark.parametrize("year", ["2016", "2017", "2018"])
def test_a_year_is_answered_and_hardly_moves(told: Told, year: str) -> None:
    [step] = told.steps(year)

    assert step["n"] > 17_000
    assert 0 < step["n_review"] < 0.05 * step["n"]
    assert step["alerts"] == 0
    assert max(index[0] for index in step["drift"].values()) < 0.02
    assert step["drift"]["ANC"][1] > 0, "that ancestry is stated otherwise is more than chance"
    assert "Not changed: roc_auc" in step["text"]


def test_sorted_rows_are_told_from_drift(told: Told) -> None:
    [step] = told.steps("no drift")

    assert step["text"].startswith("in the file of 2017 people in group quarters (RELP 17) sit together")
    assert step["text"].endswith("the whole year lies 0.000 from 2015.")


def test_the_change_is_refused_until_its_gate_has_opened(told: Told) -> None:
    [step] = [step for step in told.steps("REFUSED") if "put in the place" in step.get("attempt", "")]
    [deployment] = told.records("deployment")

    assert step["code"] == "CHAMPION-REFUSED"
    assert "The gate change has not opened for job-search@4." in step["fact"]
    assert deployment.body["champion"]["version"] == "job-search@4"
    assert [former["version"] for former in deployment.body["former"]] == ["job-search@3"]


def test_the_retired_version_has_its_consumers_on_record(told: Told) -> None:
    [step] = told.steps("planned")
    [record] = told.records("retired")

    assert record.key == "job-search@3"
    assert sum(each["n"] for each in step["consumers"]) == sum(
        told.steps(year)[0]["n"] for year in ("2016", "2017", "2018")
    )


def test_keys_lie_apart_from_the_workspace(told: Told) -> None:
    secrets = [path for path in told.folder.rglob("*") if path.is_file() and b"PRIVATE KEY" in path.read_bytes()]

    assert len(secrets) == 8  # six accounts, the log and the release key
    assert {path.relative_to(told.folder).parts[0] for path in secrets} == {"keys"}


def test_the_ledger_and_the_pack_verify(told: Told) -> None:
    with read(told.folder) as workspace:
        workspace.verify()
        log = workspace.log
    place = Place(folder=told.folder, keys=told.folder / "keys")

    assert verify(place.pack, trust=own_trust_path(place.keys, log)).exit_code == 0
    assert verify(place.pack).exit_code == 3


@pytest.mark.usefixtures("keys")
def test_what_to_try_next_works(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(told.folder)
    commands = [shlex.split(line) for line in told.screen.splitlines() if line.startswith("  evenhand ")]

    assert len(commands) >= 5
    for command in commands:
        with redirect_stdout(io.StringIO()) as printed, pytest.raises(SystemExit) as end:
            main(command[1:])
        assert end.value.code == 0, command
        assert printed.getvalue()


def test_the_tutorial_shows_what_it_prints(told: Told) -> None:
    blocks = re.findall(r"```text\n(.*?)```", TUTORIAL.read_text(encoding="utf-8"), re.DOTALL)
    parts = {part.split()[0]: part for part in re.split(r"\n(?=\d+  |That took)", told.screen)}

    assert len(blocks) == 15
    for block in blocks:
        shown = _masked(parts[block.split()[0]])
        assert OutputChecker().check_output(_masked(block), shown, ELLIPSIS | NORMALIZE_WHITESPACE), f"{block}\n{shown}"


def _masked(text: str) -> str:
    """Digits differ with the libraries and the day; the words may not."""
    return re.sub(
        r"\b(?:[0-9a-f]{12}|w-[0-9a-f]{16}|[0-9]{4}-[0-9-]{5}T[0-9:.]+Z)\b|(?<=[\s\[(+@-])\d[\d,.:%-]*", "N", text
    )


def test_a_workspace_is_not_overwritten(told: Told, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.stat().st_mtime_ns for path in told.folder.rglob("*")}

    with pytest.raises(SystemExit) as end:
        main(["quickstart", "--dir", str(told.folder), "--json"])

    error = json.loads(capsys.readouterr().out)["error"]
    assert (end.value.code, error["code"]) == (2, WorkspaceExists.code)
    assert str(told.folder) in error["fact"]
    assert {path: path.stat().st_mtime_ns for path in told.folder.rglob("*")} == before


def test_a_file_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text("mine")

    with pytest.raises(FileExists, match=r"policy\.yaml"):
        story.tell(tmp_path, Telling(is_shown=False))

    assert [path.name for path in tmp_path.iterdir()] == ["policy.yaml"]


def test_an_identity_of_the_user_is_not_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config" / "identities" / "ada").mkdir(parents=True)
    monkeypatch.setenv("EVENHAND_CONFIG_HOME", str(tmp_path / "config"))

    with pytest.raises(FileExists, match="ada"):
        story.tell(tmp_path / "quickstart", Telling(is_shown=False))

    assert not (tmp_path / "quickstart").exists()


def test_a_missing_library_is_named_before_anything_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(story, "LIBRARIES", (*story.LIBRARIES, "no_such_library"))

    with pytest.raises(ExtraMissing, match="no_such_library"):
        story.tell(tmp_path / "quickstart", Telling(is_shown=False))

    assert not (tmp_path / "quickstart").exists()


def test_an_attempt_that_succeeds_is_a_defect() -> None:
    with pytest.raises(AttemptSucceeded, match="A forgery was not refused"):
        refused("A forgery", lambda: None)


def test_the_shipped_table_holds_four_years_and_no_model_s_answers() -> None:
    table = pq.read_table(PACKAGE / "resources" / "quickstart" / TABLE)

    assert table.num_rows == 277_677
    assert set(table["year"].to_pylist()) == {2015, 2016, 2017, 2018}
    assert {"prediction", "predicted_probability"}.isdisjoint(table.column_names)


@pytest.fixture
def keys(told: Told, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The fictional people's keys, in use as the story says."""
    folder = Path(told.record["keys"])
    monkeypatch.setenv("EVENHAND_CONFIG_HOME", str(folder))
    return folder
