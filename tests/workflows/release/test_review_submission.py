"""``review_submission``: what reviewers are shown about a submission in a real workspace."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from numpy.typing import NDArray
from tests.surfaces.report.parsed import parsed
from tests.workflows.release.granted import CUT_OFF, N_OTHER, N_UNKNOWN, Granted, N, granted, submitted

import evenhand
from evenhand.errors.base import EvenhandError
from evenhand.errors.release import SubmissionMissing
from evenhand.errors.workspace import FileExists, NotFound
from evenhand.lifecycle.release.estimate import FEW, Estimate
from evenhand.lifecycle.release.review import Review
from evenhand.surfaces.cli.review import review as command
from evenhand.surfaces.sdk.opening import read
from evenhand.surfaces.sdk.reviewing import ShownReview
from evenhand.workflows.release.review_submission import review_submission


@pytest.fixture(scope="module")
def scheme(tmp_path_factory: pytest.TempPathFactory) -> Granted:
    return granted(tmp_path_factory.mktemp("granted") / "stage")


@pytest.fixture(scope="module")
def second(scheme: Granted) -> Review:
    return reviewed(scheme)


@pytest.fixture
def place(scheme: Granted, tmp_path: Path) -> Granted:
    """A copy that a test may change."""
    return scheme.copied(tmp_path / "stage")


def shown(place: Granted, version: str = "grant@2") -> ShownReview:
    """The review as the third person sees it on a machine of his own."""
    with place.stage.acting("cy"):
        return evenhand.review(version, workspace=place.stage.workspace)


def reviewed(place: Granted, version: str = "grant@2") -> Review:
    """What the review says."""
    return shown(place, version).review


def rate(review: Review, group: str, name: str) -> Estimate:
    """A rate of a sex."""
    [found] = [each for each in review.accounts[0].groups if each.group == group]
    return found.rates[name]


def mask(place: Granted, sex: str) -> NDArray[np.bool_]:
    """Rows of a sex."""
    found: NDArray[np.bool_] = np.array(place.rows["sex"].to_pylist()) == sex
    return found


def test_counts_of_people_and_decisions_are_those_of_the_table(scheme: Granted, second: Review) -> None:
    decided = scheme.scores >= CUT_OFF
    today = np.array([value == "yes" for value in scheme.rows["today"].to_pylist()])
    known = np.array([value is not None for value in scheme.rows["today"].to_pylist()])
    women = mask(scheme, "f")

    assert (second.n_rows, second.n_usable) == (N, N)
    assert rate(second, "f", "selection_rate").count == int((women & decided).sum())
    assert rate(second, "f", "selection_rate").n == int(women.sum())
    assert rate(second, "f", "gains").count == int((women & decided & known & ~today).sum())
    assert rate(second, "f", "losses").count == int((women & ~decided & known & today).sum())
    assert rate(second, "f", "true_positive_rate").n == int((women & (scheme.rows["repaid"].to_numpy() == 1)).sum())


def test_people_of_whom_today_is_unknown_stand_in_neither_gain_nor_loss(second: Review) -> None:
    [gains] = [each for each in second.figures if each.name == "gains"]

    assert gains.n == N - N_UNKNOWN


def test_three_people_are_withheld_wherever_they_stand(scheme: Granted, second: Review) -> None:
    assert mask(scheme, "x").sum() == N_OTHER
    others = next(each for each in second.accounts[0].groups if each.group == "x")

    assert others.people == FEW
    assert {(each.value, each.n) for each in others.rates.values()} == {(None, FEW)}
    assert any("fewer than 5 people" in gap.text for gap in second.gaps)
    [split] = [split for check in second.checks if check.id == "chances" for split in check.splits]
    judged = next(group for group in split.groups if group.group == {"sex": "x"})
    assert (judged.verdict, judged.n, judged.value) == ("unjudged", FEW, None)


def test_what_is_decided_is_said_in_words(second: Review) -> None:
    assert second.purpose == "Decide who is offered a grant."
    assert "whose score is 0.45 or more" in second.rule
    assert second.outcome == "repaid = 1 (paid back)"
    assert second.practice == "as recorded: favourable where today = yes"
    assert second.inputs == {"income": "feature"}


def test_checks_of_both_gates_are_judged_now_beside_what_was_submitted(second: Review) -> None:
    verdicts = {(check.gate, check.id): (check.verdict, check.submitted_as) for check in second.checks}

    assert verdicts["training-validation", "chances"] == ("pass", "pass")
    assert verdicts["training-validation", "evidence"] == ("missing", "missing")
    assert verdicts["deployment-approval", "approvals"] == ("missing", None)
    assert [(gate.gate, gate.opens) for gate in second.gates] == [
        ("training-validation", False),
        ("deployment-approval", False),
    ]


def test_what_is_missing_is_said_with_the_reason(second: Review) -> None:
    texts = [gap.text for gap in second.gaps]

    assert "No privacy-report was filed. The model was never given to evenhand." in texts
    assert "The model was never given to evenhand: only its answers were measured." in texts


def test_the_version_before_took_sex_and_had_another_cut_off(second: Review) -> None:
    diff = second.diff

    assert diff is not None
    assert [(change.name, change.before, change.after) for change in diff.inputs] == [("sex", "protected", None)]
    assert [(change.before, change.after) for change in diff.settings if "cut_off" in change.name] == [("0.5", "0.45")]
    assert (diff.has_rules, diff.rules) == (True, [])
    [auc] = [each for each in diff.figures if each.name == "roc_auc"]
    assert auc.before is not None
    assert auc.after is not None
    assert auc.before.value == pytest.approx(auc.after.value)  # both rank by income alone


def test_the_first_version_fails_by_its_inputs_and_has_nothing_before_it(scheme: Granted) -> None:
    first = reviewed(scheme, "grant@1")

    [inputs] = [check for check in first.checks if check.id == "inputs"]
    assert inputs.verdict == "fail"
    assert "sex (protected)" in inputs.grounds[0].text
    assert first.diff is None


def test_author_and_submitter_are_barred_and_places_are_open(second: Review) -> None:
    assert second.barred == ("ada",)
    assert [(place.role, place.places) for place in second.needed] == [("model-owner", 1), ("compliance", 1)]


def test_a_signed_answer_fills_its_place(place: Granted) -> None:
    with place.stage.acting("cy"):
        evenhand.approve(
            "grant@2", role="compliance", reason="Notice is drafted.", conditions=["Watch the gap."],
            workspace=place.stage.workspace,
        )  # fmt: skip

    review = reviewed(place)

    [given] = review.decisions
    assert (given.person, given.decision, given.conditions, given.standing) == (
        "cy", "approve-with-conditions", ("Watch the gap.",), "counts",
    )  # fmt: skip
    assert [each.role for each in review.needed] == ["model-owner"]


def test_a_second_answer_of_the_same_person_replaces_the_first(place: Granted) -> None:
    for act in (evenhand.approve, evenhand.send_back):
        with place.stage.acting("cy"):
            act("grant@2", role="compliance", reason="Read.", workspace=place.stage.workspace)

    assert [(given.decision, given.standing) for given in reviewed(place).decisions] == [
        ("approve", "replaced"),
        ("send-back", "counts"),
    ]


def test_an_answer_to_an_older_submission_is_shown_as_stale(place: Granted) -> None:
    with place.stage.acting("cy"):
        evenhand.approve("grant@2", role="compliance", reason="Read.", workspace=place.stage.workspace)
    place.stage.evaluate(place.second)
    place.stage.submit(place.second)

    review = reviewed(place)

    assert [given.standing for given in review.decisions] == ["stale"]
    assert "compliance" in [each.role for each in review.needed]


def test_evidence_filed_after_the_submission_is_no_part_of_it(place: Granted) -> None:
    before = reviewed(place)
    place.stage.evaluate(place.second)

    review = reviewed(place)

    assert {each.is_submitted for each in review.evidence} == {True, False}
    assert any(gap.text.startswith("Filed after it was submitted") for gap in review.gaps)
    assert review.accounts == before.accounts


def test_another_policy_asks_for_another_submission(place: Granted) -> None:
    stage = place.stage
    text = (stage.root / "policy.yaml").read_text().replace("version: 1", "version: 2").replace("0.70", "0.75")
    (stage.root / "policy.yaml").write_text(text)
    with stage.acting("ada"):
        entry = evenhand.propose_policy(stage.root / "policy.yaml", workspace=stage.workspace)
    stage.confirm(entry.about)

    review = reviewed(place)
    assert review.superseded == ("policy",)
    assert "submitted again" in str(shown(place))

    third = submitted(stage, place.rows, place.scores, cut_off=CUT_OFF, inputs=["income"])
    diff = reviewed(place, str(third)).diff
    assert diff is not None
    assert ("policy", "grant-policy@1", "grant-policy@2") in [
        (change.name, change.before, change.after) for change in diff.rules
    ]
    assert any("0.75" in str(change.after) for change in diff.rules)


def test_reading_leaves_no_trace(place: Granted) -> None:
    with place.stage.acting("cy"), read(place.stage.workspace) as workspace:
        before = [entry.sequence for entry in workspace.ledger.entries()]
        review_submission(workspace, place.second)
        assert [entry.sequence for entry in workspace.ledger.entries()] == before


def test_the_same_state_gives_the_same_review(scheme: Granted, second: Review) -> None:
    assert reviewed(scheme).as_json() == second.as_json()


def test_a_version_that_was_never_submitted_has_no_review(place: Granted) -> None:
    with place.stage.acting("ada"):
        evenhand.register_predictions(
            place.stage.rows, use_case="grant", score="score", inputs=["income"], workspace=place.stage.workspace
        )

    with pytest.raises(SubmissionMissing, match="never submitted"):
        shown(place, "grant@3")


def test_a_version_that_does_not_exist_is_not_found(scheme: Granted) -> None:
    with pytest.raises(NotFound, match="grant@9 is not registered"):
        shown(scheme, "grant@9")


def test_the_notebook_form_and_the_page_say_the_same(scheme: Granted) -> None:
    answer = shown(scheme)

    page = parsed(answer.as_html()).all("main")[0].text
    assert parsed(answer._repr_html_()).all("article")[0].text == page
    assert "women (f)" in page
    assert json.loads(json.dumps(answer.as_json()))["about"] == "grant@2"


def invoked(place: Granted, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str:
    """What the command prints."""
    monkeypatch.chdir(place.stage.workspace)
    with place.stage.acting("cy"):
        done = CliRunner().invoke(command, list(arguments), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_the_command_prints_the_short_form_or_one_document(place: Granted, monkeypatch: pytest.MonkeyPatch) -> None:
    assert invoked(place, monkeypatch, "grant@2").startswith("Review of grant@2\n")
    assert json.loads(invoked(place, monkeypatch, "grant@2", "--json"))["schema"] == "evenhand/review/v1"


def test_the_command_writes_a_page_over_a_page_and_over_nothing_else(
    place: Granted, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page, other = tmp_path / "review.html", tmp_path / "thesis.html"
    other.write_text("<!doctype html> years of work")

    for _ in range(2):
        invoked(place, monkeypatch, "grant@2", "--html", str(page))
    with pytest.raises(FileExists, match="no page of evenhand"):
        invoked(place, monkeypatch, "grant@2", "--html", str(other))

    assert "Review of grant@2" in page.read_text()
    assert other.read_text() == "<!doctype html> years of work"
    assert sorted(path.name for path in tmp_path.glob(".*")) == []


def test_a_folder_that_is_not_there_is_named(place: Granted, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(EvenhandError, match="cannot be written"):
        invoked(place, monkeypatch, "grant@2", "--html", str(tmp_path / "nowhere" / "review.html"))
