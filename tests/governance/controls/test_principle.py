"""The table of principles and phases agrees with the catalogue and with the language of policies."""

import pytest

from evenhand.governance.controls.catalogue import evidence_kinds, requirements
from evenhand.governance.controls.principle import cited, placing
from evenhand.governance.controls.resource import catalogue_file, entries, names, node, resource_file
from evenhand.governance.policy.check.standing import STANDING
from evenhand.governance.policy.language.form import CheckDocument

TABLE = resource_file("documents", "principles")


def test_principles_and_phases_are_those_of_the_catalogue() -> None:
    vocabulary = catalogue_file("vocabulary")
    phases = [each["id"] for each in entries(vocabulary, "phases")]

    assert list(placing().principles) == [each["id"] for each in entries(vocabulary, "principles")]
    assert [*placing().phases, "governance"] == phases
    assert {*node(TABLE, "gates"), "organisation"} == {each["id"] for each in entries(vocabulary, "gates")}


def test_every_kind_of_evidence_stands_somewhere() -> None:
    assert {*placing().kinds, *names(TABLE, "organisation")} == set(evidence_kinds())


@pytest.mark.parametrize("kind", sorted(placing().kinds))
def test_a_kind_stands_under_principles_that_requirements_name_it_for(kind: str) -> None:
    named = {
        principle for each in requirements() if kind in (*each.required, *each.supporting)
        for principle in each.principles
    }  # fmt: skip
    placed = {principle for principle, _ in placing().kinds[kind]}

    assert placed <= named, f"{placed - named}"
    assert all(cited(kind, principle) for principle in placed)


def test_every_predicate_is_placed() -> None:
    predicates = {*CheckDocument.model_fields, *STANDING} - {"id", "metric", "evidence"}

    assert set(node(TABLE, "predicates")) == predicates


@pytest.mark.parametrize(
    ("check", "cells"),
    [
        ({"id": "roc_auc", "predicate": "metric"}, ("accountability",)),
        ({"id": "true_positive_rate_difference by sex", "predicate": "metric"}, ("fairness",)),
        (
            {"id": "chances", "predicate": "metric", "reasons": [{"name": "precision", "group": {"sex": "f"}}]},
            ("fairness",),
        ),
        ({"id": "membership_inference_auc", "predicate": "metric"}, ("privacy",)),
        ({"id": "approvals", "predicate": "approvals"}, ("accountability", "human-oversight")),
        ({"id": "new", "predicate": "not known yet"}, ("accountability",)),
    ],
)
def test_a_check_stands_where_its_metric_or_predicate_does(check: dict, cells: tuple[str, ...]) -> None:
    assert placing().cells_of_check(check, "training-validation", None) == tuple((each, "evaluation") for each in cells)


def test_a_check_on_evidence_stands_where_its_kind_does() -> None:
    placed = placing().cells_of_check({"id": "evidence", "predicate": "evidence"}, "deployment-approval", "data-sheet")

    assert ("privacy", "data") in placed
