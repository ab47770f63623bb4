"""Who may say yes: stories of people who try to be two."""

import pytest
from tests.scenarios.stage import Stage
from tests.scenarios.terminal import typed

import evenhand
from evenhand.errors.base import EvenhandError
from evenhand.errors.release import EntryRefused, GateClosed, GateUndecided, RoleMissing, SecondPersonNeeded
from evenhand.governance.access.founding import Founder
from evenhand.kernel.reference import Reference


def submitted(stage: Stage) -> Reference:
    version = stage.register()
    stage.evaluate(version)
    stage.submit(version)
    return version


def test_the_author_cannot_approve_her_own_version(stage: Stage) -> None:
    version = submitted(stage)
    stage.approve(version, by="ada")

    with pytest.raises(GateClosed, match=r"separation is fail.*ada"):
        stage.release(version)


def test_an_author_who_says_yes_is_told_what_it_does(stage: Stage) -> None:
    version = submitted(stage)
    own = typed(stage, "ada", "approve", version, "--role", "developer", "--reason", "Mine.")
    other = typed(stage, "bo", "approve", version, "--role", "model-owner", "--reason", "Read.")

    assert (own.exit, other.exit) == (0, 0), own.err
    assert f"ada built or submitted {version}: this yes may keep its gate closed" in own.err
    assert "built or submitted" not in other.err


def test_a_second_account_of_the_author_is_the_author(stage: Stage) -> None:
    version = submitted(stage)
    with stage.acting("cy"):
        key = evenhand.create_identity("ada-two")
        evenhand.propose_actor(
            "ada-two", keys=[key.text], roles=["model-owner"], person="ada", actor="cy", workspace=stage.workspace
        )
    stage.confirm("actor:ada-two")
    with stage.acting("cy"):
        evenhand.approve(version, role="model-owner", reason="Me again.", actor="ada-two", workspace=stage.workspace)

    with pytest.raises(GateClosed, match="separation is fail"):
        stage.release(version)


def test_a_service_account_answers_for_its_person(stage: Stage) -> None:
    version = submitted(stage)
    with stage.acting("cy"):
        key = evenhand.create_identity("robot")
        evenhand.propose_actor(
            "robot", keys=[key.text], roles=["model-owner"], person="ada", kind="service", actor="cy",
            workspace=stage.workspace,
        )  # fmt: skip
    stage.confirm("actor:robot")
    with stage.acting("cy"):
        evenhand.approve(version, role="model-owner", reason="Checked.", actor="robot", workspace=stage.workspace)

    with pytest.raises(GateClosed, match="separation is fail"):
        stage.release(version)


def test_nobody_confirms_what_he_proposed(stage: Stage) -> None:
    with stage.acting("cy"):
        key = evenhand.create_identity("dee")
        evenhand.propose_actor("dee", keys=[key.text], roles=["model-owner"], actor="cy", workspace=stage.workspace)

        with pytest.raises(SecondPersonNeeded, match="cy is the person who proposed"):
            evenhand.confirm("actor:dee", actor="cy", workspace=stage.workspace)


def test_nobody_speaks_in_a_role_that_he_does_not_hold(stage: Stage) -> None:
    version = submitted(stage)

    with pytest.raises(RoleMissing, match="bo does not hold the role legal"):
        stage.approve(version, role="legal")


def test_a_stranger_cannot_act(stage: Stage) -> None:
    version = submitted(stage)
    with stage.acting("mallory"):
        evenhand.create_identity("mallory")

        with pytest.raises(EntryRefused, match="'mallory' is not enrolled"):
            evenhand.approve(version, role="model-owner", reason="Fine.", workspace=stage.workspace)


def test_a_stranger_cannot_act_under_the_name_of_another(stage: Stage) -> None:
    version = submitted(stage)
    with stage.acting("mallory"):
        evenhand.create_identity("bo")

        with pytest.raises(EntryRefused, match="bo has not signed this with an enrolled key"):
            evenhand.approve(version, role="model-owner", reason="Fine.", workspace=stage.workspace)


def test_without_an_approval_the_gate_is_undecided(stage: Stage) -> None:
    version = submitted(stage)

    with pytest.raises(GateUndecided, match="approvals is missing"):
        stage.release(version)


def test_one_person_alone_founds_no_governed_workspace(stage: Stage) -> None:
    with stage.acting("solo"):
        key = evenhand.create_identity("solo")
        alone = [Founder(name="solo", person="solo", display="solo", public_key=key.text, roles=["developer"])]
        founding = evenhand.draft_workspace(alone)

        with pytest.raises(EntryRefused, match="A workspace of 1 person cannot be in mode=governed"):
            evenhand.create_workspace(stage.root / "other", founding=founding)
        assert not (stage.root / "other" / ".evenhand" / "evenhand.db").exists()


def test_a_founding_lacks_a_signature(stage: Stage) -> None:
    with stage.acting("one"):
        first = evenhand.create_identity("one")
        second = evenhand.create_identity("two")
        people = [
            Founder(name=name, person=name, display=name, public_key=key.text, roles=["developer"])
            for name, key in (("one", first), ("two", second))
        ]
        founding = evenhand.draft_workspace(people, actor="one")

        with pytest.raises(EntryRefused, match="not signed by two"):
            evenhand.create_workspace(stage.root / "other", founding=founding)


def test_a_rejection_closes_the_gate(stage: Stage) -> None:
    version = submitted(stage)
    stage.approve(version)
    with stage.acting("cy"):
        evenhand.reject(version, role="compliance", reason="Purpose is not lawful.", workspace=stage.workspace)

    with pytest.raises(EvenhandError, match="approvals is fail"):
        stage.release(version)
    with stage.acting("cy"):
        [_, standing] = evenhand.show_status(workspace=stage.workspace)
    assert standing.state == "rejected"


def test_who_is_enrolled_by_two_enters_the_trust_of_who_confirms(stage: Stage) -> None:
    with stage.acting("cy"):
        key = evenhand.create_identity("dee")
        evenhand.propose_actor("dee", keys=[key.text], roles=["legal"], actor="cy", workspace=stage.workspace)
    stage.confirm("actor:dee", by="ada")

    assert key.text in stage.trust.read_text()


def test_who_built_a_version_waives_nothing_about_it(stage: Stage) -> None:
    version = stage.register(by="bo")
    with stage.acting("bo"), pytest.raises(EntryRefused, match="bo built loan@1"):
        evenhand.waive(
            version,
            "roc_auc",
            role="model-risk",
            reason="Mine.",
            compensating_control="None.",
            workspace=stage.workspace,
        )
