"""States and completeness of a governed document, by hand."""

import pytest

from evenhand.kernel.digest import digest_of
from evenhand.lifecycle.data.paper import Question
from evenhand.lifecycle.release.document import GovernedDocument, Written, fields_of
from evenhand.lifecycle.release.source import Found, Source, find, reach

NEWER, OLDER = digest_of(b"newer"), digest_of(b"older")
AT = "2026-01-01T00:00:00.000000Z"


def asked(fill: str, required: str = "always", *, name: str = "owner") -> Question:
    return Question(section="use", name=name, text="Who", fill=fill, required=required, source="role-assignment")


def source(*, kind: str = "training-run-record", is_attested: bool = False, **body: object) -> Source:
    return Source(
        kind=kind, about="credit@3", digest=NEWER, made_at=AT, author="ada", body=body, is_attested=is_attested
    )  # type: ignore[arg-type]


def written(*, seen: tuple[str, ...] = (), is_not_applicable: bool = False) -> Written:
    return Written(text="Bo", author="bo", at=AT, digest=OLDER, seen=seen, is_not_applicable=is_not_applicable)


def state(question: Question, *, found: Found | None = None, answer: Written | None = None, tier: int = 4) -> str:
    known = {} if found is None else {question.name: found}
    answers = {} if answer is None else {question.name: answer}
    [field] = fields_of([question], found=known, written=answers, tier=tier)
    return field.state


FOUND = Found(answer="ada", sources=(source(),))
STATED = Found(answer="ada", sources=(source(is_attested=True),))


@pytest.mark.parametrize("required", ["always", "if-people", "if-applicable", "optional"])
def test_what_nobody_says_is_a_gap(required: str) -> None:
    assert {state(asked(fill, required)) for fill in ("auto", "mixed", "human")} == {"gap"}


def test_software_fills_what_is_for_software_and_only_begins_what_is_mixed() -> None:
    assert [state(asked(fill), found=FOUND) for fill in ("auto", "derived", "mixed")] == ["filled", "filled", "begun"]


def test_what_a_person_filed_fills_a_field_for_people() -> None:
    assert [state(asked(fill), found=STATED) for fill in ("mixed", "human")] == ["filled", "filled"]


def test_a_field_whose_first_place_nobody_answers_is_only_begun() -> None:
    table = {"compute": {"hardware": "resource-record hardware", "seconds": "resource-record seconds"}}
    found = find(table, {"resource-record": source(kind="resource-record", seconds=3)})["compute"]

    assert (found.answer, found.missing, state(asked("auto"), found=found)) == ({"seconds": 3}, ("hardware",), "begun")


def test_an_answer_fills_and_is_stale_once_what_stood_beside_it_is_recorded_anew() -> None:
    assert state(asked("human"), answer=written()) == "filled"
    assert state(asked("mixed"), found=FOUND, answer=written(seen=(NEWER,))) == "filled"
    assert state(asked("mixed"), found=FOUND, answer=written(seen=(OLDER,))) == "stale"


def test_only_what_not_every_document_needs_can_be_not_applicable() -> None:
    reason = written(is_not_applicable=True)

    assert state(asked("human", "if-applicable"), answer=reason) == "not-applicable"
    assert state(asked("human", "always"), answer=reason) == "gap"


def test_what_is_asked_for_high_tiers_does_not_apply_to_low_ones() -> None:
    question = asked("auto", "tier-1-2")

    assert (state(question, tier=4), state(question, tier=2)) == ("not-applicable", "gap")


def test_completeness_counts_neither_the_optional_nor_what_does_not_apply() -> None:
    questions = [
        asked("human", name="a"), asked("human", "optional", name="b"), asked("auto", "tier-1-2", name="c"),
        asked("auto", name="d"),
    ]  # fmt: skip
    fields = fields_of(questions, found={"d": FOUND}, written={"a": written()}, tier=4)
    document = GovernedDocument(
        kind="model-card", title="Model card", origin=(), about="credit@3", mode="governed", entries=9, fields=fields
    )

    assert document.completeness()["required"] == {"filled": 2, "total": 2}
    assert document.is_complete
    assert [each.digest for each in document.sources] == [NEWER]


def test_places_are_tried_in_order_and_measurements_are_chosen_by_their_groups() -> None:
    body = {"measurements": [
        {"name": "f1", "groups": {}}, {"name": "f1", "groups": {"sex": "f"}},
        {"name": "f1", "groups": {"sex": "f", "age": "1"}},
    ]}  # fmt: skip

    assert [len(reach(body, f"measurements?{kept}")) for kept in ("whole", "grouped", "crossed")] == [1, 1, 1]
    assert reach(body, "measurements?name=f2") is None
    assert find({"x": "nobody a | training-run-record b"}, {"training-run-record": source(b=1)})["x"].answer == 1
