"""What a policy file may say, and how a mistake is told."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from tests.governance.policy.opening import TEXT, policy

from evenhand.errors.policy import PolicyUnreadable
from evenhand.governance.policy.document import load_policy
from evenhand.governance.policy.language import strict_yaml
from evenhand.governance.policy.language.strict_yaml import LONGEST, read_yaml

HEAD = "policy: one\nversion: 1\n"
CHECK = "gates.training-validation[1]"


def _check(rule: str) -> str:
    return f"{HEAD}gates:\n  training-validation:\n    - looks: {{at_holdout: 5}}\n    - {rule}\n"


def _refused(text: str) -> tuple[str, str]:
    with pytest.raises(PolicyUnreadable) as refusal:
        load_policy(text)
    return refusal.value.path, refusal.value.fact


METRIC = f"{CHECK}.metric"


@pytest.mark.parametrize(
    ("rule", "path", "words"),
    [
        ("metric: {name: roc_auc, at_leest: 0.7}", f"{METRIC}.at_leest", "unknown key; did you mean at_least?"),
        ("metric: {name: roc_auk, at_least: 0.7}", f"{METRIC}.name", "unknown metric 'roc_auk'; did you mean roc_auc?"),
        ("metric: {name: roc_auc}", METRIC, "it needs at_least, at_most or both"),
        ("metric: {name: roc_auc, at_least: 0.8, at_most: 0.7}", METRIC, "at_least 0.8 lies above at_most 0.7"),
        ("metric: {name: roc_auc, at_least: '0.7'}", f"{METRIC}.at_least", "a finite number belongs here"),
        ("metric: {name: roc_auc, at_least: .nan}", f"{METRIC}.at_least", "a finite number belongs here"),
        ("metric: {name: roc_auc, at_least: 1e999}", f"{METRIC}.at_least", "a finite number belongs here"),
        ("metric: {name: roc_auc, at_least: true}", f"{METRIC}.at_least", "a finite number belongs here"),
        ("metric: {name: roc_auc, at_least: }", METRIC, "it needs at_least, at_most or both"),
        ("metric: {at_least: 0.7}", f"{METRIC}.name", "is missing"),
        ("metric: {name: roc_auc, at_least: 0.7, burden: proof}", f"{METRIC}.burden", "did you mean prove?"),
        ("metric: {name: roc_auc, at_least: 0.7, min_count: 0}", f"{METRIC}.min_count", "greater than or equal to 1"),
        ("metric: {name: roc_auc, at_least: 0.7, min_count: 9.0}", f"{METRIC}.min_count", "valid integer"),
        ("metric: {name: roc_auc, at_least: 0.7, unjudged_at_most: 2}", f"{METRIC}.unjudged_at_most", "less than or"),
        ("metric: {name: roc_auc, at_least: 0.7, budget: 2}", METRIC, "budget belongs to flips_within_moves only"),
        ("metric: {name: roc_auc, at_least: 0.7, reference_group: best}", METRIC, "takes no reference_group"),
        ("metric: {name: flips_within_moves, at_most: 0.2, budget: 2}", METRIC, "budget and burden: disprove"),
        ("metric: {name: flips_within_moves, at_most: 0.2, burden: disprove}", METRIC, "budget and burden: disprove"),
        ("metric: {name: selection_rate_ratio, at_least: 0.8, by: [sex]}", METRIC, "needs by and reference_group"),
        ("metric: {name: demographic_parity_ratio, at_least: 0.8}", METRIC, "so it needs by"),
        ("metric: {name: equalized_odds_ratio, at_least: 0.8, by: [sex], reference_group: best}", METRIC, "takes no"),
        ("metric: {name: selection_rate_ratio, at_least: 0.8, reference_group: best}", METRIC, "needs by and"),
        ("metric: {name: accuracy, at_least: 0.8, by: []}", f"{METRIC}.by", "a list of attributes and crossings"),
        ("metric: {name: accuracy, at_least: 0.8, by: sex}", f"{METRIC}.by", "a list of attributes and crossings"),
        ("metric: {name: accuracy, at_least: 0.8, by: [5]}", f"{METRIC}.by", "an entry is the name of an attribute"),
        ("metric: {name: accuracy, at_least: 0.8, by: [[]]}", f"{METRIC}.by", "an entry is the name of an attribute"),
        ("metric: {name: accuracy, at_least: 0.8, by: [' ']}", f"{METRIC}.by", "the name of an attribute is a text"),
        ("metric: {name: accuracy, at_least: 0.8, by: [sex, sex]}", f"{METRIC}.by", "named twice"),
        ("metric: {name: accuracy, at_least: 0.8, by: [[a, b], [b, a]]}", f"{METRIC}.by", "named twice"),
        ("metric: {name: accuracy, at_least: 0.8, by: [[sex, sex]]}", f"{METRIC}.by", "names an attribute twice"),
        ("metric: {name: accuracy, at_least: 0.8, by: [protected]}", f"{METRIC}.by", "write `by: protected`"),
        ("metric: {name: accuracy, at_least: 0.8, by: [[protected, a]]}", f"{METRIC}.by", "write `by: protected`"),
        ("metrics: {name: roc_auc}", f"{CHECK}.metrics", "unknown key; did you mean metric?"),
        ("{}", CHECK, "exactly one predicate, not none"),
        ("id: only", CHECK, "exactly one predicate, not none"),
        ("metric: {name: roc_auc, at_least: 1, reference_group: }", f"{METRIC}.reference_group", "has no value"),
        ("id: ~", f"{CHECK}.id", "an id is at most 100"),
        ("{looks: {at_holdout: 1}, reproduced: {within: 1}}", CHECK, "not looks and reproduced"),
        ("{id: '', looks: {at_holdout: 1}}", f"{CHECK}.id", "an id is at most 100"),
        ("looks: {at_holdout: 5}", CHECK, "its id 'looks' is that of check [0]; give one an id"),
        ("{id: mode, reproduced: {within: 1}}", CHECK, "a check that stands in every gate"),
        ("{id: more, looks: {at_holdout: 5}}", "gates.training-validation", "two budgets of looks"),
        ("inputs: {forbid_column_roles: []}", f"{CHECK}.inputs.forbid_column_roles", "at least 1"),
        ("inputs: {forbid_column_roles: [feature]}", f"{CHECK}.inputs.forbid_column_roles[0]",
         "unknown value 'feature'"),
        ("evidence: {kinds: [fairnes-report]}", f"{CHECK}.evidence.kinds[0]",
         "unknown evidence kind 'fairnes-report'; did you mean fairness-report?"),
        ("evidence: {kinds: []}", f"{CHECK}.evidence.kinds", "at least 1"),
        ("evidence: {kinds: [data-sheet], max_age: 90}", f"{CHECK}.evidence.max_age", "an age is"),
        ("evidence: {kinds: [data-sheet], max_age: 0d}", f"{CHECK}.evidence.max_age", "an age is"),
        ("evidence: {kinds: [data-sheet], max_age: }", f"{CHECK}.evidence.max_age", "an age is"),
        ("approvals: {legal: 1}", CHECK, "approvals without separation"),
        ("approvals: {leagl: 1}", f"{CHECK}.approvals", "unknown role 'leagl'; did you mean legal?"),
        ("approvals: {legal: 0}", f"{CHECK}.approvals", "legal needs a count from 1 to 99, or quorum"),
        ("approvals: {legal: true}", f"{CHECK}.approvals", "legal needs a count"),
        ("approvals: {}", f"{CHECK}.approvals", "a map of roles to counts"),
        ("separation: {none_of: [approver]}", f"{CHECK}.separation.none_of[0]", "unknown value"),
        ("no_open: {}", f"{CHECK}.no_open", "it needs findings, risks_above or both"),
        ("no_open: {risks_above: zero}", f"{CHECK}.no_open.risks_above", "unknown value"),
        ("shadow: {per_group: true}", f"{CHECK}.shadow.min_count", "is missing"),
        ("shadow: {min_count: 9, per_group: yes}", f"{CHECK}.shadow.per_group", "boolean"),
        ("reproduced: {within: -1}", f"{CHECK}.reproduced.within", "greater than or equal to 0"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_check_is_told_with_its_path(rule: str, path: str, words: str) -> None:
    found, fact = _refused(_check(rule))

    assert found == path
    assert words in fact


GATES = "gates: {change: [{looks: {at_holdout: 5}}]}\n"


@pytest.mark.parametrize(
    ("text", "path", "words"),
    [
        ("", "the policy", "no map of keys"),
        ("- a", "the policy", "no map of keys"),
        ("policy: [", "the policy", "no YAML"),
        ("a: 1\n---\nb: 2", "the policy", "more than one document"),
        (f"{HEAD}{GATES}polcy: x", "polcy", "unknown key; did you mean policy?"),
        (f"policy: One\nversion: 1\n{GATES}", "policy", "a name is lower-case words joined by -"),
        (f"policy: one\nversion: 0\n{GATES}", "version", "greater than or equal to 1"),
        (f"policy: one\nversion: '1'\n{GATES}", "version", "valid integer"),
        (f"policy: one\n{GATES}", "version", "is missing"),
        (f"{HEAD}gates: {{}}", "gates", "at least 1"),
        (f"{HEAD}gates: {{change: []}}", "gates.change", "at least 1"),
        (f"{HEAD}gates: {{chnage: [{{looks: {{at_holdout: 5}}}}]}}", "gates.chnage", "did you mean change?"),
        (f"{HEAD}{GATES}confidence: 0.5", "confidence", "greater than 0.5"),
        (f"{HEAD}{GATES}confidence: 1", "confidence", "less than 1"),
        (f"{HEAD}{GATES}family: holm", "family", "unknown value 'holm'"),
        (f"{HEAD}{GATES}demonstration: yes", "demonstration", "boolean"),
        (f"{HEAD}{GATES}applies_when: {{class: []}}", "applies_when.class", "at least 1"),
        (f"{HEAD}{GATES}applies_when: {{klass: [minimal]}}", "applies_when.klass", "did you mean class?"),
        (f"{HEAD}{GATES}applies_when: {{tier: [0]}}", "applies_when.tier[0]", "greater than or equal to 1"),
        (f"{HEAD}{GATES}waivers: {{roles: []}}", "waivers.roles", "at least 1"),
        (f"{HEAD}{GATES}waivers: {{roles: [legal], at_most_days: 91}}", "waivers.at_most_days", "less than or equal"),
        (f"{HEAD}{GATES}version: 2", "version", "said twice (line 4)"),
        (f"{HEAD}{GATES}waivers: &a {{roles: [legal]}}", "waivers", "anchors and aliases"),
        (f"{HEAD}{GATES}waivers: *a", "waivers", "anchors and aliases"),
        (f"{HEAD}{GATES}waivers: {{<<: {{roles: [legal]}}}}", "waivers", "merges are not part"),
        (f"{HEAD}{GATES}family: !!str none", "family", "tags are not part"),
        (f"{HEAD}{GATES}? [a]\n: b", "the policy", "a key that is no text"),
        (f"{HEAD}{GATES}waivers:", "waivers", "has no value"),
        (f"{HEAD}{GATES}family: \ud800", "the policy", "a character that no text may hold"),
        (f"{HEAD}{GATES}family: a\x00b", "the policy", "no YAML"),
        (f"{HEAD}{GATES}family: {'[' * 40}{']' * 40}", "family[0][0]", "nested too deep"),
        # A libyaml that counts for itself stops before the path is known.
        (f"{HEAD}{GATES}family: {'[' * 100_000}", "", "nest"),
        (" " * (LONGEST + 1), "the policy", "262145 characters; 262144 are the most"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_path(text: str, path: str, words: str) -> None:
    found, fact = _refused(text)

    assert found.startswith(path)
    assert words in fact


@pytest.mark.parametrize("parser", [yaml.SafeLoader, strict_yaml._PARSER])
def test_an_escaped_surrogate_is_refused_by_either_parser(parser: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strict_yaml, "_PARSER", parser)

    assert _refused(HEAD + GATES + 'family: "\\ud800"')


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(PolicyUnreadable) as refusal:
        load_policy("policy: one\nversion: x\ngates: {change: [{look: 1}]}\nconfidence: 2")

    assert len(refusal.value.facts["mistakes"]) == 3  # type: ignore[arg-type]


def test_an_alias_bomb_is_refused_before_it_grows() -> None:
    bomb = "\n".join([f"a: &a0 [{'x,' * 9}x]", *(f"a{k}: &a{k} [{f'*a{k - 1},' * 9}]" for k in range(1, 20))])

    assert "anchors and aliases" in _refused(bomb)[1]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: yes", "yes"), ("a: on", "on"), ("on: 1", None), ("a: 2026-11-23", "2026-11-23"), ("a: 0x1F", "0x1F"),
        ("a: 010", 10.0), ("a: 1_000", "1_000"), ("a: 1:30", "1:30"), ("a: True", "True"), ("a: true", True),
        ("a: 1e-9", 1e-9), ("a: -0.10", -0.1), ("a: .5", 0.5), ("a: 5.", 5.0), ("a: +3", 3), ("a: '3'", "3"),
        ("a: NULL", "NULL"), ("a: ~", None), ("a: |\n  3\n", "3\n"), ("a: 99999999999999999999", 1e20),
    ],
)  # fmt: skip
def test_plain_words_mean_what_they_say(text: str, value: object) -> None:
    read = read_yaml(text)

    assert isinstance(read, dict)
    if text.startswith("on"):
        assert read == {"on": 1}
    else:
        assert read == {"a": value}
        assert type(read["a"]) is type(value)


documents = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-1000, 1000)
    | st.floats(-9, 9)
    | st.text("abc:-'\" \n#{}[]&*!|>", max_size=6),
    lambda part: (
        st.lists(part, max_size=3) | st.dictionaries(st.text("ab-_ ", min_size=1, max_size=3), part, max_size=3)
    ),
    max_leaves=8,
)


@given(documents, st.booleans())
def test_both_parsers_read_the_same(value: object, is_flow: bool) -> None:  # noqa: FBT001
    text = yaml.safe_dump(value, default_flow_style=is_flow)
    events = [list(yaml.parse(text, Loader=loader)) for loader in (yaml.SafeLoader, strict_yaml._PARSER)]

    assert strict_yaml._document(iter(events[0])) == strict_yaml._document(iter(events[1]))


def test_a_digest_is_of_what_is_said_and_not_of_how() -> None:
    shuffled = (
        f"# A remark.\n{TEXT.replace('- looks: {at_holdout: 5}', '- looks:' + chr(10) + '        at_holdout:   5')}"
    )

    assert load_policy(shuffled).digest == policy().digest
    assert load_policy(TEXT.replace("0.75", "0.76")).digest != policy().digest
    assert load_policy(policy().text) == policy()


def test_the_content_is_kept_as_it_was_written() -> None:
    content = load_policy(HEAD + GATES).as_json()

    assert content == {
        "schema": "evenhand/policy/v1", "policy": "one", "version": 1,
        "gates": {"change": [{"looks": {"at_holdout": 5}}]},
    }  # fmt: skip


@pytest.mark.parametrize(("name", "predicate"), [("approvals", "looks"), ("separation", "looks")])
def test_the_ids_of_checks_that_are_never_waived_are_kept_for_them(name: str, predicate: str) -> None:
    found, fact = _refused(f"{HEAD}gates: {{change: [{{id: {name}, {predicate}: {{at_holdout: 5}}}}]}}")

    assert found == "gates.change[0]"
    assert f"the id '{name}' is kept for a check that is never waived" in fact
    assert load_policy(f"{HEAD}gates: {{change: [{{id: separation, separation: {{none_of: [author]}}}}]}}").gates


@given(st.text(max_size=40))
def test_any_text_is_a_policy_or_a_clear_refusal(text: str) -> None:
    with pytest.raises(PolicyUnreadable) as refusal:
        load_policy(text)

    assert str(refusal.value).startswith("[POLICY-UNREADABLE] ")
