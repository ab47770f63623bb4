"""evenhand.yaml is read strictly, and a mistake names file and path."""

import os
from pathlib import Path

import pytest

from evenhand.errors.base import Usage
from evenhand.errors.problem import TieringContradicted
from evenhand.errors.table import FormUnreadable, UseCaseInvalid
from evenhand.wiring.use_case_file import FILE, read_use_case

TEXT = """\
use_case:
  name: job-search
  purpose: Decide who is offered support.
  class: high_risk
  tier: 2
  label: employed
  favourable: no
  protected: [SEX]
  judged_by: [AGEP]
  bands: {AGEP: [18, 25.5]}
  hierarchy: {SEX: {1: all}}
  current_practice: {rule: {column: AGEP, operator: "<", value: 60}}
"""


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    return tmp_path / FILE


def test_a_file_is_read(file: Path) -> None:
    file.write_text(TEXT)

    case = read_use_case(file)

    assert case.favourable == "no"
    assert case.bands == {"AGEP": (18, 25.5)}
    assert case.hierarchy == {"SEX": {"1": "all"}}
    assert case.model == "job-search"


def test_a_byte_order_mark_does_no_harm(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + TEXT.encode())

    assert read_use_case(file).name == "job-search"


@pytest.mark.parametrize(
    ("was", "becomes", "words"),
    [
        ("protected", "protectd", r"evenhand.yaml: use_case.protectd is unknown \(did you mean protected\?\)\."),
        ("use_case:", "usecase:", r"evenhand.yaml: usecase is unknown \(did you mean use_case\?\)\."),
        ("  tier: 2\n", "", "evenhand.yaml: use_case.tier is missing"),
        ("tier: 2", 'tier: "2"', "use_case.tier is '2', no whole number"),
        ("tier: 2", "tier: 7", "use_case.tier is 7, none of 1, 2, 3, 4"),
        ("[18, 25.5]", "[18, 8]", r"use_case.bands.AGEP\[1\] is 8, not above 18"),
        ('"<"', "lt", "use_case.current_practice.rule.operator is 'lt'"),
    ],
)
def test_a_mistake_names_file_and_path(file: Path, was: str, becomes: str, words: str) -> None:
    file.write_text(TEXT.replace(was, becomes, 1))

    with pytest.raises(UseCaseInvalid, match=words) as refused:
        read_use_case(file)

    assert refused.value.facts["file"] == str(file)


@pytest.mark.parametrize(
    "text",
    ["", "use_case:", "use_case: []", "- 1", "text"],
)
def test_a_file_without_a_use_case_is_refused(file: Path, text: str) -> None:
    file.write_text(text)

    with pytest.raises(UseCaseInvalid):
        read_use_case(file)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TEXT + "  tier: 1\n", "said twice"),
        ("a: &a [*a, *a]\nuse_case: *a", "anchors"),
        ("use_case: !!python/object:os.system {}", "tags"),
        ("use_case: {", "no YAML"),
        ("a: 1\n---\nb: 2", "more than one document"),
        ("[" * 1000, "deep|no YAML"),
        ("x: " + "a" * 2**20, "larger than"),
    ],
)
def test_what_is_no_plain_yaml_is_refused(file: Path, text: str, words: str) -> None:
    file.write_text(text)

    with pytest.raises(FormUnreadable, match=words):
        read_use_case(file)


def test_what_is_no_readable_file_is_refused(tmp_path: Path, file: Path) -> None:
    with pytest.raises(FormUnreadable, match="does not exist"):
        read_use_case(file)
    with pytest.raises(FormUnreadable, match="no regular file"):
        read_use_case(tmp_path)
    file.write_bytes(b"use_case:\n  name: \xff\n")
    with pytest.raises(FormUnreadable, match="line 2 is no UTF-8"):
        read_use_case(file)
    with pytest.raises(FormUnreadable, match=r"cannot be opened|does not exist"):
        read_use_case(Path("\0"))


def test_a_pipe_is_not_waited_for(file: Path) -> None:
    os.mkfifo(file)

    with pytest.raises(FormUnreadable, match="no regular file"):
        read_use_case(file)


TIERED = TEXT.replace("  class: high_risk\n  tier: 2\n", "  tiering: {q_annex_iii: [5b], m_people: over_100k}\n")


def test_class_and_tier_follow_from_the_answers(file: Path) -> None:
    file.write_text(TIERED)

    case = read_use_case(file)

    assert (case.ai_act_class, case.tier) == ("high_risk", 2)
    assert case.statement.tiering["answers"] == {"q_annex_iii": ["5b"], "m_people": "over_100k"}


def test_class_and_tier_may_stand_beside_answers_that_lead_there(file: Path) -> None:
    file.write_text(f"{TIERED}  class: high_risk\n  tier: 2\n")
    assert read_use_case(file).tier == 2

    file.write_text(f"{TIERED}  class: minimal\n")
    with pytest.raises(TieringContradicted, match="states class minimal, tier 2; its answers lead to class high_risk"):
        read_use_case(file)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TIERED.replace("[5b]", "[5z]"), "evenhand.yaml: use_case.tiering.q_annex_iii is answered with '5z'"),
        (TEXT.replace("  class: high_risk\n  tier: 2\n", ""), "state class and tier, or the answers under tiering"),
        (
            f"{TEXT}  stakeholders: [{{role: model-ower, who: Ada, interest: x, signs: true}}]\n",
            r"stakeholders\[0\].role signs as 'model-ower', no role of the catalogue \(did you mean model-owner\?\)",
        ),
    ],
)
def test_answers_and_signing_roles_are_held_against_the_catalogue(file: Path, text: str, words: str) -> None:
    file.write_text(text)

    with pytest.raises(Usage, match=words):
        read_use_case(file)
