"""What changed from one version to the next."""

from dataclasses import replace

from tests.lifecycle.release.case import by_sex, measured

from evenhand.kernel.digest import digest_of
from evenhand.kernel.measurement import Measurement
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.release.diff import Change, Side, difference
from evenhand.lifecycle.release.estimate import FEW
from evenhand.lifecycle.training.manifest import Manifest, StoredFile

OLD, NEW = digest_of(b"old"), digest_of(b"new")


def manifest(version: int = 1, *, content: str = OLD, inputs: tuple[str, ...] = ("income", "sex")) -> Manifest:
    """A version of one file."""
    return Manifest(
        about=Reference(name="loan", version=version), use_case="loan", loader="joblib",
        files=[StoredFile(path="model.joblib", digest=content, size=3)], code=[], inputs=inputs,
        contract={"columns": [{"name": "income", "role": "feature"}, {"name": "sex", "role": "protected"}]},
        decision_rule={"cut_off": "0.5", "favourable": 1}, outputs={}, golden=None,
        environment={"python": "3.11", "packages": {"scikit-learn": "1.5"}}, author="ada",
    )  # fmt: skip


def auc(value: float) -> Measurement:
    """Of the whole table."""
    return Measurement(
        name="roc_auc", value=value, lower=value - 0.01, upper=value + 0.01, confidence=0.95, n=980, unit="score",
        method="delong",
    )  # fmt: skip


def test_a_version_differs_from_itself_in_nothing() -> None:
    side = Side(manifest=manifest(), rows=OLD, figures=[auc(0.9)], policy="tiny@1", use_case={"tier": 2})

    same = difference(side, side)

    assert (same.files, same.inputs, same.settings, same.rules) == ([], [], [], [])
    assert same.is_same_rows is True


def test_files_and_inputs_are_compared_by_name() -> None:
    after = manifest(2, content=NEW, inputs=("income",))

    diff = difference(Side(manifest=manifest()), Side(manifest=after))

    assert diff.before == "loan@1"
    assert diff.files == [Change(name="model.joblib", before=OLD, after=NEW)]
    assert diff.inputs == [Change(name="sex", before="protected", after=None)]


def test_an_input_whose_role_changed_is_another_input() -> None:
    columns = {"columns": [{"name": "income", "role": "feature"}, {"name": "sex", "role": "feature"}]}

    diff = difference(Side(manifest=manifest()), Side(manifest=replace(manifest(2), contract=columns)))

    assert diff.inputs == [Change(name="sex", before="protected", after="feature")]


def test_the_decision_rule_and_the_packages_are_compared() -> None:
    after = replace(
        manifest(2), decision_rule={"cut_off": "0.45", "favourable": 1},
        environment={"python": "3.11", "packages": {"scikit-learn": "1.6"}},
    )  # fmt: skip

    diff = difference(Side(manifest=manifest()), Side(manifest=after))

    assert [(change.name, change.before, change.after) for change in diff.settings] == [
        ("decision rule: cut_off", "0.5", "0.45"),
        ("environment: scikit-learn", "1.5", "1.6"),
    ]


def test_inputs_that_nobody_knows_are_a_change_of_their_own() -> None:
    diff = difference(Side(manifest=manifest()), Side(manifest=replace(manifest(2), inputs=None)))

    assert Change(name="inputs", before=None, after="not known") in diff.settings


def test_rules_are_compared_once_both_were_submitted() -> None:
    three, five = {"looks": {"at_holdout": 3}}, {"looks": {"at_holdout": 5}}
    before = Side(manifest=manifest(), policy="tiny@1", use_case={"tier": 3}, checks={"gate / looks": three})
    after = Side(manifest=manifest(2), policy="tiny@2", use_case={"tier": 2}, checks={"gate / looks": five})

    assert [(change.before, change.after) for change in difference(before, after).rules] == [
        ("tiny@1", "tiny@2"),
        ("looks: at_holdout: 3", "looks: at_holdout: 5"),
        ("3", "2"),
    ]
    assert not difference(Side(manifest=manifest()), after).has_rules


def test_numbers_stand_side_by_side_and_those_of_one_side_alone() -> None:
    before = Side(manifest=manifest(), rows=OLD, figures=[auc(0.9)])
    after = Side(manifest=manifest(2), rows=NEW, figures=[auc(0.88), replace(auc(0.1), name="log_loss")])

    diff = difference(before, after)

    assert [(each.name, each.before is None, each.after is None) for each in diff.figures] == [
        ("roc_auc", False, False),
        ("log_loss", True, False),
    ]
    assert diff.is_same_rows is False


def test_a_version_that_was_not_measured_is_told() -> None:
    assert difference(Side(manifest=manifest()), Side(manifest=manifest(2), rows=NEW)).is_same_rows is None


def test_small_groups_are_withheld_here_too() -> None:
    small = [measured("selection_rate", "sex", "3", count=2, n=30)]

    diff = difference(
        Side(manifest=manifest(), group_figures=[*by_sex(), *small]),
        Side(manifest=manifest(2), group_figures=[*by_sex(women=310), *small]),
    )
    women = next(each for each in diff.group_figures if each.group == {"sex": "2"} and each.name == "selection_rate")
    few = next(each for each in diff.group_figures if each.group == {"sex": "3"})

    assert (women.before.value, women.after.value) == (0.6, 0.62)  # type: ignore[union-attr]
    assert (few.before.count, few.after.value) == (FEW, None)  # type: ignore[union-attr]
