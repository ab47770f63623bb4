"""The data sheet fills what counting can say and never what only people know."""

from pathlib import Path

import pytest
import yaml

import evenhand
from evenhand.errors.table import AnswerUnknown
from evenhand.kernel.canonical import canonical_bytes
from evenhand.kernel.digest import digest_of
from evenhand.lifecycle.data.contract import Column, Contract
from evenhand.lifecycle.data.facts import ColumnFacts, TableFacts
from evenhand.lifecycle.data.paper import Question, filled_in, questions
from evenhand.lifecycle.data.personal import Proposal
from evenhand.lifecycle.data.sheet import data_sheet

CATALOGUE = Path(evenhand.__file__).parent / "resources" / "controls" / "documents.yaml"
FACTS = TableFacts(
    digest=digest_of(b"rows"), n_rows=4, n_repeated=1, n_repeated_keys=0,
    columns=(
        ColumnFacts(name="id", kind="integer", n=4, n_distinct=4, is_hidden=True),
        ColumnFacts(name="sex", kind="text", n=4, n_null=1, n_distinct=2, values=(("f", 2), ("m", 1))),
        ColumnFacts(name="year", kind="integer", n=4, n_distinct=2, minimum=2015, maximum=2016),
        ColumnFacts(name="paid", kind="integer", n=4, n_distinct=2, values=((1, 3), (0, 1)), minimum=0, maximum=1),
    ),
)  # fmt: skip
CONTRACT = Contract(
    columns=(
        Column(name="id", kind="integer", role="key"),
        Column(name="sex", kind="text", role="protected", nullable=True),
        Column(name="year", kind="integer", role="time"),
        Column(name="paid", kind="integer", role="label"),
    )
)


@pytest.fixture(name="asked", scope="module")
def _asked() -> tuple[Question, ...]:
    documents = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))["documents"]
    return questions(next(document for document in documents if document["id"] == "data-sheet"))


def _fields(body: dict) -> dict:
    return {field["name"]: field for field in body["fields"]}


def test_every_field_of_the_catalogue_is_there_in_its_order(asked: tuple[Question, ...]) -> None:
    body = data_sheet(asked, facts=FACTS, contract=CONTRACT, violations=())

    assert [field["name"] for field in body["fields"]] == [question.name for question in asked]
    assert len(asked) == 63
    assert canonical_bytes(body)


def test_human_fields_stay_visibly_empty(asked: tuple[Question, ...]) -> None:
    body = data_sheet(asked, facts=FACTS, contract=CONTRACT, violations=())

    human = [field for field in body["fields"] if field["fill"] == "human"]
    assert {field["state"] for field in human} == {"empty"}
    assert all(field["question"] for field in human)
    assert body["completeness"]["human"] == {"filled": 0, "total": 33}


def test_counted_fields_are_filled_and_name_their_source(asked: tuple[Question, ...]) -> None:
    fields = _fields(data_sheet(asked, facts=FACTS, contract=CONTRACT, violations=()))

    assert fields["instance_count"]["found"] == 4
    assert fields["instance_count"]["source"] == FACTS.digest
    assert fields["timeframe"]["found"] == {"column": "year", "earliest": 2015, "latest": 2016}
    assert fields["missing"]["found"] == {"sex": {"n_null": 1, "n_nan": 0}}
    assert fields["subpopulations"]["found"]["sex"]["(missing)"] == {"n": 1, "share": 0.25}
    assert fields["label"]["found"] == {
        "column": "paid",
        "values": {"1": {"n": 3, "share": 0.75}, "0": {"n": 1, "share": 0.25}},
    }
    assert fields["splits"]["state"] == "empty"


def test_columns_proposed_as_personal_data_await_a_person(asked: tuple[Question, ...]) -> None:
    proposal = Proposal(column="sex", sign="name of a person", share=None)

    silent = _fields(data_sheet(asked, facts=FACTS, contract=CONTRACT, violations=()))
    looked = _fields(data_sheet(asked, facts=FACTS, contract=CONTRACT, violations=(), personal=[proposal]))

    assert silent["identifiable"]["state"] == "empty"
    assert looked["identifiable"]["found"] == {"proposed": [proposal.as_json()], "confirmed_by_a_person": False}


def test_a_mixed_field_is_only_begun_until_a_person_writes(asked: tuple[Question, ...]) -> None:
    begun = _fields(data_sheet(asked, facts=FACTS, contract=CONTRACT, violations=()))
    ended = _fields(
        data_sheet(asked, facts=FACTS, contract=CONTRACT, violations=(), written={"missing": "Refused to say."})
    )

    assert begun["missing"]["state"] == "begun"
    assert ended["missing"]["state"] == "filled"
    assert ended["missing"]["written"] == "Refused to say."
    assert "found" in ended["missing"]


def test_completeness_counts_what_people_write(asked: tuple[Question, ...]) -> None:
    empty = data_sheet(asked, facts=FACTS, contract=CONTRACT, violations=())["completeness"]
    written = {question.name: "Stated." for question in asked if question.fill in ("human", "mixed")}
    full = data_sheet(asked, facts=FACTS, contract=CONTRACT, violations=(), written=written)["completeness"]

    assert full["human"] == {"filled": 33, "total": 33}
    assert full["mixed"] == {"filled": 14, "total": 14}
    assert full["auto"] == empty["auto"] == {"filled": 7, "total": 16}


def test_blanks_fill_nothing(asked: tuple[Question, ...]) -> None:
    fields = _fields(data_sheet(asked, facts=FACTS, contract=CONTRACT, violations=(), written={"purpose": " \n"}))

    assert fields["purpose"]["state"] == "empty"


def test_an_answer_to_no_question_is_refused(asked: tuple[Question, ...]) -> None:
    with pytest.raises(AnswerUnknown, match=r"no field 'purpos' \(did you mean purpose\?\)"):
        data_sheet(asked, facts=FACTS, contract=CONTRACT, violations=(), written={"purpos": "x"})


def test_software_never_answers_for_people() -> None:
    asked = [Question(section="uses", name="not_for", text="Tasks to avoid", fill="human", required="always")]

    with pytest.raises(ValueError, match="only a person"):
        filled_in(asked, found={"not_for": "nothing"}, source="")


@pytest.mark.parametrize(
    "document",
    [{}, {"sections": "x"}, {"sections": [1]}, {"sections": [{"id": "a", "fields": [{"id": "b"}]}]}],
)
def test_what_is_no_document_asks_no_questions(document: dict) -> None:
    with pytest.raises(ValueError, match=r"no list of maps|no text"):
        questions(document)
