"""What a reviewer reads, and where."""

import json
from dataclasses import replace

import pytest
from tests.surfaces.report.parsed import Element, parsed
from tests.surfaces.report.worked_review import CHECKS, FIRST, LAST, REVIEW, SPLIT, number, withheld

from evenhand.kernel.canonical import canonical_bytes
from evenhand.lifecycle.release.account import AttributeAccount, GroupAccount
from evenhand.lifecycle.release.estimate import FEW
from evenhand.lifecycle.release.gap import Gap
from evenhand.lifecycle.release.review import GateUnderReview, JudgedGroup, PlaceNeeded, Review
from evenhand.surfaces.report.html import as_html
from evenhand.surfaces.report.review.page import review_report
from evenhand.surfaces.report.text import as_text

ROOM = 42
"""Lines of the first screen, the title included."""


def page(review: Review) -> Element:
    """The parsed page."""
    return parsed(as_html(review_report(review)))


def answers(review: Review) -> dict[str, str]:
    """Question to answer."""
    return {
        section.all("h2")[0].text: " ".join(part.text for part in section.all("p")).replace("\u00a0", " ")
        for section in page(review).all("section")
    }


def text_of(review: Review, *, is_brief: bool = True) -> str:
    """The terminal form on one endless line."""
    return " ".join(as_text(review_report(review, is_brief=is_brief)).split())


def test_the_first_screen_answers_four_questions() -> None:
    said = answers(REVIEW)

    assert "Decide who is offered a small loan." in said["What does it decide?"]
    assert "531 of the 983 measured get it: 54.0% [49.0%, 59.0%]." in said["What does it decide?"]
    assert "Measured on 1,000 people, of whom 983 usable; training had not seen them" in said["About whom?"]
    assert "By sex (3 groups)." in said["About whom?"]
    assert "Still needed: legal (1)." in said["What is asked of you?"]
    assert "Not from ada" in said["What is asked of you?"]
    assert f"{FIRST} stays closed: fail" in said["What fails, what is unknown?"]
    assert (
        "gap: true_positive_rate_difference of women (2): -20.0 [-25.0, -15.0] points, n 280; limit at least"
        in (said["What fails, what is unknown?"])
    )
    assert "No privacy-report was filed." in said["What fails, what is unknown?"]


def test_the_first_screen_fits_a_terminal() -> None:
    lines = as_text(review_report(REVIEW, is_brief=True)).splitlines()

    assert lines.index("Who gets it, who gains, who loses") <= ROOM


def test_answers_that_are_still_to_come_are_no_fault_of_the_version() -> None:
    assert "approvals" not in answers(REVIEW)["What fails, what is unknown?"]


def test_much_that_is_wrong_is_counted_on_the_first_screen() -> None:
    gaps = tuple(Gap(kind="rows", text=f"Gap {at}.") for at in range(20))

    assert "And 14 more below." in answers(replace(REVIEW, gaps=gaps))["What fails, what is unknown?"]


def test_nothing_wrong_is_said_to_be_so() -> None:
    gates = tuple(GateUnderReview(gate=gate, verdict="pass", opens=True) for gate in (FIRST, LAST))
    done = replace(REVIEW, gates=gates, checks=CHECKS[:1], gaps=(), needed=(), barred=())

    said = answers(done)

    assert said["What fails, what is unknown?"] == f"{FIRST} opens: pass. {LAST} opens: pass."
    assert said["What is asked of you?"] == "No answer is missing."


def test_a_submission_under_old_rules_asks_for_no_answer() -> None:
    said = answers(replace(REVIEW, superseded=("policy", "use case")))["What is asked of you?"]

    assert said == "No answer yet: the policy and the use case changed, so it has to be submitted again first."


def test_a_yes_is_not_promised_what_a_closed_gate_keeps() -> None:
    assert f"A yes releases nothing while {FIRST} stays closed." in answers(REVIEW)["What is asked of you?"]


@pytest.mark.parametrize("is_brief", [True, False])
def test_a_demonstration_is_stamped(*, is_brief: bool) -> None:
    shown = replace(REVIEW, mode="demonstration")

    assert "Demonstration: one person plays all parts." in as_text(review_report(shown, is_brief=is_brief), width=200)
    assert page(shown).all("header")[0].all("p")[0].attributes["class"] == "stamp"
    assert 'mode demonstration"' in as_html(review_report(shown))
    assert "Demonstration" not in text_of(REVIEW)


def test_groups_are_called_by_their_meaning_with_the_code() -> None:
    rows = [row.all("th", "td")[0].text for row in _table(REVIEW, "Decisions by sex").all("tbody")[0].all("tr")]

    assert rows == ["men (1)", "women (2)", "3"]


def test_people_decisions_gains_and_losses_stand_by_group() -> None:
    women = _table(REVIEW, "Decisions by sex").all("tr")[2].all("th", "td")

    assert [cell.text.replace("\u00a0", " ") for cell in women] == [
        "women (2)", "500", "250", "50.0% [45.0%, 55.0%]", "fewer than 5", "150", "all but fewer than 5 of 60",
    ]  # fmt: skip


def test_a_tiny_group_shows_nothing_but_that_it_is_there() -> None:
    cells = [cell.text.replace("\u00a0", " ") for cell in _table(REVIEW, "Decisions by sex").all("tr")[3].all("td")]

    assert cells[:5] == [FEW, FEW, "withheld", FEW, FEW]


def test_without_a_stated_practice_nobody_gains_or_loses() -> None:
    unknown = replace(REVIEW, practice=None)

    assert "Current practice: not stated." in text_of(unknown)
    assert "gains and losses are unknown" in answers(unknown)["About whom?"]
    assert "Gain" not in [head.text for head in _table(unknown, "Decisions by sex").all("th")]


def test_gains_and_losses_of_everybody_stand_on_the_first_screen() -> None:
    gains, losses = number("gains", 0.1, 900, count=90), number("losses", 0.2, 900, count=180)

    said = answers(replace(REVIEW, figures=(*REVIEW.figures, gains, losses)))["About whom?"]

    assert "Against today 90 gain and 180 lose, of 900 with a known decision today." in said


def test_the_finding_compares_groups_that_are_large_enough() -> None:
    captions = [figure.all("figcaption")[0].text for figure in page(REVIEW).all("figure")]

    assert "runs from 50.0% (women (2)) to 58.3% (men (1)), whose intervals overlap; everybody: 54.0%." in captions[0]
    assert "1 smaller or withheld group is left out." in captions[0]


def test_nothing_is_compared_when_all_groups_are_small() -> None:
    few = tuple(replace(group, people=60) for group in REVIEW.accounts[0].groups)

    assert "so none can be compared" in text_of(replace(REVIEW, accounts=(replace(REVIEW.accounts[0], groups=few),)))


def test_each_group_is_held_against_the_limit() -> None:
    finding = page(REVIEW).all("figure")[1].all("figcaption")[0].text
    table = _table(REVIEW, "gap by sex: true_positive_rate_difference against everybody, intervals at 99%")

    assert "Beyond the limit: women (2); 1 group is on the right side of the limit; 1 is too small" in finding
    assert [row.all("td")[-1].text.strip() for row in table.all("tbody")[0].all("tr")] == [
        "pass", "fail", "unjudged 91 more rows needed",
    ]  # fmt: skip


def test_a_reference_group_is_named_as_such() -> None:
    same = JudgedGroup(
        group={"sex": "1"}, verdict="pass", is_reference=True, n=480, value=1.0, lower=1.0, upper=1.0, confidence=0.99
    )
    split = replace(SPLIT, metric="selection_rate_ratio", reference_group="largest", at_least=0.8, groups=(same,))

    shown = page(replace(REVIEW, checks=(replace(CHECKS[1], splits=(split,)),)))

    assert "against the largest group" in shown.text
    assert shown.text.count("reference group") >= 2


def test_digits_show_on_which_side_of_the_limit_a_number_lies() -> None:
    ground = replace(
        CHECKS[1].grounds[0], value=-0.05, lower=-0.10004, upper=0.0, verdict="insufficient", rows_to_settle=900
    )
    near = replace(REVIEW, checks=(replace(CHECKS[1], verdict="insufficient", grounds=(ground,)),))

    said = "-5.000 [-10.004, +0.000] points, n 280; limit at least -10 points; about 900 would settle it"
    assert said in text_of(near)


def test_a_verdict_that_changed_since_it_was_submitted_is_marked() -> None:
    assert "fail was pass when submitted" in page(REVIEW).text


def test_answers_so_far_and_places_left_are_listed() -> None:
    shown = text_of(REVIEW)

    assert "approve-with-conditions" in shown.lower()
    assert "Condition: Watch the gap." in page(REVIEW).text
    assert "Still needed: legal (1)." in shown
    assert "Nobody has answered yet." in text_of(replace(REVIEW, decisions=()))
    vote = PlaceNeeded(role="ethics-committee", places="quorum")
    assert "ethics-committee (quorum)" in text_of(replace(REVIEW, needed=(vote,)))


def test_what_changed_stands_beside_the_version_before() -> None:
    shown = page(REVIEW).text.replace("\u00a0", " ")

    assert "What changed since loan@1" in shown
    assert "They were measured on different rows" in shown
    assert "0.900 [0.850, 0.950]0.880 [0.830, 0.930]-0.020" in shown
    assert "60.0% [55.0%, 65.0%]50.0% [45.0%, 55.0%]-10.0 points" in shown


def test_a_first_version_has_nothing_before_it() -> None:
    assert "loan@2 is the first version: nothing to compare." in text_of(replace(REVIEW, diff=None))


def test_evidence_is_listed_by_digest() -> None:
    assert REVIEW.evidence[0].digest in page(REVIEW).text


def test_many_groups_do_not_flood_the_page() -> None:
    groups = tuple(
        GroupAccount(
            group=f"code {at}", meaning="", people=200 + at, unusable=0,
            rates={"selection_rate": number("selection_rate", 0.5, 200, count=100)},
        )
        for at in range(800)
    )  # fmt: skip
    judged = tuple(replace(SPLIT.groups[0], group={"sex": f"code {at}"}) for at in range(800))
    splits = (replace(SPLIT, groups=judged),)
    crowd = replace(
        REVIEW, accounts=(AttributeAccount(attribute="sex", is_protected=True, groups=groups),),
        checks=(replace(CHECKS[1], splits=splits),),
    )  # fmt: skip

    whole = as_html(review_report(crowd))

    assert len(whole) < 200_000
    assert "the 40 largest of 800" in whole


def test_the_json_form_has_all_of_it_and_withholds_the_same() -> None:
    document = REVIEW.as_json()

    assert canonical_bytes(document)
    assert json.loads(json.dumps(document)) == document
    assert document["schema"] == "evenhand/review/v1"
    tiny = document["accounts"][0]["groups"][2]  # type: ignore[index,call-overload]
    assert tiny["rates"]["selection_rate"] == {  # type: ignore[index,call-overload]
        "name": "selection_rate", "value": None, "lower": None, "upper": None, "confidence": 0.95, "n": FEW,
        "count": FEW, "undefined": None,
    }  # fmt: skip


def test_nothing_measured_is_said_everywhere() -> None:
    bare = replace(REVIEW, figures=(), accounts=(), n_rows=None, n_usable=None, checks=(), inputs=None, evidence=())

    shown = text_of(bare, is_brief=False)

    assert "Nothing was measured by group." in shown
    assert "How many people it was measured on is not on record." in shown
    assert "Nothing was measured." in shown
    assert "Columns that the model takes not known" in shown


def test_a_number_without_a_value_is_no_bar() -> None:
    gap = withheld("selection_rate", None, 50)
    account = replace(REVIEW.accounts[0].groups[0], rates={"selection_rate": replace(gap, undefined="Nobody.")})
    shown = page(replace(REVIEW, accounts=(replace(REVIEW.accounts[0], groups=(account,)),))).all("figure")[0]

    assert not shown.all("rect")
    assert "no value" in shown.text


def _table(review: Review, caption: str) -> Element:
    return next(table for table in page(review).all("table") if table.all("caption")[0].text.startswith(caption))


def test_where_the_model_is_weakest_is_told_with_what_was_searched() -> None:
    told = str(review_report(REVIEW).parts)

    assert "Where it is weakest" in told
    assert "sex 2 and age 25-44" in told
    assert "Where it is weakest" not in str(review_report(replace(REVIEW, weak_slices=())).parts)
