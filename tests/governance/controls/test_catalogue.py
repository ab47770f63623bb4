"""The catalogue that ships is whole and agrees with itself."""

from collections import Counter

import pytest

from evenhand.governance.controls.catalogue import (
    FRAMEWORKS,
    Requirement,
    accountable,
    approvers,
    evidence_kinds,
    requirements,
    roles,
)
from evenhand.governance.controls.resource import catalogue_file, entries, names, node, word

VERIFICATIONS = {"primary", "secondary", "recalled"}
GATES = {entry["id"] for entry in entries(catalogue_file("vocabulary"), "gates")}


def test_it_holds_408_requirements_of_seven_instruments_and_80_kinds() -> None:
    assert len(requirements()) == 408
    assert set(Counter(requirement.framework for requirement in requirements())) == set(FRAMEWORKS)
    assert len(evidence_kinds()) == 80


def test_no_requirement_stands_twice() -> None:
    assert [name for name, n in Counter(requirement.id for requirement in requirements()).items() if n > 1] == []


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_requirements_use_the_words_of_the_vocabulary(framework: str) -> None:
    held = [requirement for requirement in requirements() if requirement.framework == framework]

    assert held
    assert [requirement.id for requirement in held if not _is_worded(requirement)] == []


def _is_worded(requirement: Requirement) -> bool:
    kinds = {*requirement.required, *requirement.supporting}
    return (
        kinds <= set(evidence_kinds())
        and requirement.gate in GATES
        and requirement.verification in VERIFICATIONS
        and requirement.automatable in {"auto", "mixed", "attested"}
        and bool(requirement.source and requirement.title)
    )


def test_a_citation_of_several_texts_names_each() -> None:
    found = {requirement.id: requirement.source for requirement in requirements()}

    assert found["sr-11-7.iii.definition"].startswith("sr_11_7: Attachment, section III; sr_26_2: ")


def test_roles_include_those_that_tiers_and_gates_name() -> None:
    raci = entries(catalogue_file("oversight"), "raci")
    named = {role for entry in raci for part in ("R", "A", "C", "I") for role in names(entry, part)}
    asked = {role for tier in (1, 2, 3, 4) for role in approvers(tier)}

    assert named | asked <= set(roles())
    assert "peer-reviewer" in roles()


def test_one_role_answers_for_each_gate() -> None:
    assert [accountable("deployment-approval", tier) for tier in (1, 2, 3, 4)] == [
        "model-risk-committee", "model-risk-committee", "model-risk", "model-owner",
    ]  # fmt: skip
    assert accountable("training-validation", 1) == "model-risk"
    with pytest.raises(KeyError):
        accountable("no-gate", 1)


def test_a_node_of_another_kind_is_refused() -> None:
    broken = {"text": 5, "list": [5], "map": [], "entries": [5]}

    for read, key in ((word, "text"), (names, "list"), (node, "map"), (entries, "entries")):
        with pytest.raises(TypeError, match=f"{key} is no"):
            read(broken, key)
