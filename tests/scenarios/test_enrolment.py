"""Who may be enrolled, and with which keys."""

import pytest
from tests.scenarios.stage import Stage

import evenhand
from evenhand.adapters.signing import open_identity
from evenhand.errors.base import EvenhandError
from evenhand.errors.people import KeyUnreadable, StatementUnreadable
from evenhand.errors.release import EntryRefused
from evenhand.kernel.canonical import Json
from evenhand.ports.identity import Identity
from evenhand.wiring.settings import read_settings
from evenhand.wiring.workspace import open_workspace
from evenhand.workflows.act import append_document


def key_of(stage: Stage, name: str) -> str:
    return open_identity(stage.root / "homes" / name, name).public.text


def propose(stage: Stage, **content: Json) -> None:
    """Propose an actor by hand, past what the surfaces check."""
    whole = {"name": "dee", "person": "dee", "kind": "person", "display": "Dee", "roles": [], **content}
    with stage.acting("cy"), open_workspace(read_settings(start=stage.workspace)) as workspace:
        identity = Identity(actor="cy", signer=open_identity(stage.root / "homes" / "cy", "cy"))
        document = {"name": "dee", "content": whole}
        append_document(workspace, identity, action="actor.proposed", about="actor:dee", document=document)


def test_a_key_speaks_for_one_person(stage: Stage) -> None:
    with pytest.raises(EntryRefused, match="dee would sign with a key of bo"):
        propose(stage, keys=[key_of(stage, "bo")])


def test_two_accounts_of_one_person_may_share_a_key(stage: Stage) -> None:
    propose(stage, person="bo", keys=[key_of(stage, "bo")])
    stage.confirm("actor:dee")

    with stage.acting("ada"):
        assert [each.about for each in evenhand.show_status(workspace=stage.workspace)] == ["use-case:loan"]


@pytest.mark.parametrize(
    ("content", "failure"),
    [
        ({"keys": []}, StatementUnreadable),
        ({"keys": ["garbage"]}, KeyUnreadable),
        ({"keys": "garbage"}, StatementUnreadable),
        ({"keys": ["ssh-rsa AAAA"]}, KeyUnreadable),
        ({"person": ""}, StatementUnreadable),
        ({"roles": "legal"}, StatementUnreadable),
        ({"kind": "robot"}, StatementUnreadable),
    ],
)
def test_what_is_no_actor_is_not_enrolled(stage: Stage, content: dict[str, Json], failure: type[EvenhandError]) -> None:
    with pytest.raises(failure):
        propose(stage, **{"keys": [key_of(stage, "cy")], **content})
