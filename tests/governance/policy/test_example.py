"""A policy's own examples: judged at load, and what they may share."""

import pytest

from evenhand.errors.policy import PolicyExampleWrong, PolicyUnreadable
from evenhand.governance.policy.document import load_policy

HEAD = "policy: one\nversion: 1\ngates: {change: [{looks: {at_holdout: 5}}]}\n"


def _refused(text: str) -> tuple[str, str]:
    with pytest.raises(PolicyUnreadable) as refusal:
        load_policy(text)
    return refusal.value.path, refusal.value.fact


EXAMPLES = """
examples:
  - gate: change
    expect: FIRST
    facts: {now: '2026-11-23T07:00:00Z', mode: governed, use_case: {class: minimal, tier: 4}, looks: 2}
  - {gate: change, expect: missing, facts: {looks: .nan, risks: null}}
"""


def test_examples_run_at_load() -> None:
    assert load_policy(HEAD + EXAMPLES.replace("FIRST", "pass")).name == "one"


def test_a_wrong_example_refuses_the_policy() -> None:
    with pytest.raises(PolicyExampleWrong, match=r"examples\[0\]: expects waived and is judged pass\."):
        load_policy(HEAD + EXAMPLES.replace("FIRST", "waived"))


@pytest.mark.parametrize(
    ("text", "path", "words"),
    [
        (EXAMPLES.replace("FIRST", "good"), "examples[0].expect", "unknown value 'good'"),
        (EXAMPLES.replace("FIRST", "fail"), "examples", "at least one has to open its gate"),
        ("examples: []", "examples", "at least one has to open its gate"),
        (
            EXAMPLES.replace("FIRST", "pass").replace("gate: change", "gate: intake"),
            "examples[0].gate",
            "holds no gate",
        ),
        (EXAMPLES.replace("FIRST", "pass").replace("facts:", "fact:"), "examples[0]", "did you mean facts?"),
    ],
)
def test_examples_are_read_strictly(text: str, path: str, words: str) -> None:
    found, fact = _refused(HEAD + text)

    assert found.startswith(path)
    assert words in fact


SHARED = """
example_facts:
  now: '2026-11-23T07:00:00Z'
  mode: governed
  environment: null
  use_case: {class: minimal, tier: 4}
  looks: 2
examples:
  - {gate: change, expect: pass}
  - {gate: change, expect: fail, facts: {looks: 6}}
  - {gate: change, expect: missing, facts: {looks: null}}
  - {gate: change, expect: missing, facts: {use_case: {tier: null}}}
  - {gate: change, expect: pass, facts: {use_case: {tier: 3}}}
"""


def test_examples_lay_their_own_facts_over_those_that_they_share() -> None:
    assert load_policy(HEAD + SHARED).name == "one"
    with pytest.raises(PolicyExampleWrong, match=r"examples\[1\]: expects fail and is judged pass\."):
        load_policy(HEAD + SHARED.replace("looks: 6", "looks: 5"))


def test_shared_facts_without_examples_are_refused() -> None:
    assert "example_facts without examples" in _refused(HEAD + "example_facts: {looks: 1}")[1]
    assert _refused(HEAD + SHARED.replace("example_facts:", "exampel_facts:"))[1].endswith("example_facts?")
