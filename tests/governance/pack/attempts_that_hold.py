"""Packs that establish what they claim, and packs that leave something open."""

from dataclasses import replace

from tests.governance.pack.attempt import Attempt, attempt, changed, told
from tests.governance.pack.story import Story, trust

PASSED = [{"id": "roc_auc", "verdict": "pass"}]


@attempt
def a_pack_as_it_should_be() -> Attempt:
    return told("Established: credit@3 was released for production.", code=0)


@attempt
def a_pack_with_its_model() -> Attempt:
    return Attempt(pack=Story().told().pack(models=True), code=0, says="Established", trust=trust())


@attempt
def a_history_that_the_witness_saw_grow() -> Attempt:
    story = Story().told()
    notes = [story.checkpoint(3), story.checkpoint(8), story.checkpoint()]
    return Attempt(pack=story.pack(), code=0, says="Established", trust=trust(), witness=notes)


@attempt
def no_waiver_at_all() -> Attempt:
    return told("Established", code=0, changes={"checks": lambda _: PASSED}, skip=["waiver"])


@attempt
def a_demonstration_by_one_person() -> Attempt:
    keys = dict.fromkeys(("bob", "carol", "dave", "erin"), "alice")
    known = replace(trust(), people=[replace(trust().people[0], roles=("legal", "risk"))])
    changes = {"policy content": lambda policy: {**policy, "demonstration": True}, "waivers": lambda _: ["erin"]}
    story = Story(mode="demonstration", environment="demo", keys=keys, changes=changes).told()
    return Attempt(pack=story.pack(), code=0, says="for demo in mode=demonstration, where one person", trust=known)


@attempt
def keys_known_by_their_fingerprint() -> Attempt:
    return Attempt(pack=Story().told().pack(), code=0, says="Established", trust=trust().fingerprint)


@attempt
def an_approval_with_conditions() -> Attempt:
    yes = lambda claim: replace(claim, decision="approve-with-conditions", conditions=("watch it",))  # noqa: E731
    return changed("Established", "approval of carol", yes, code=0)


# What stays open


@attempt
def a_reader_who_brings_nothing() -> Attempt:
    says = "Consistent with itself, signers not established: credit@3"
    return Attempt(pack=Story().told().pack(), code=3, says=says)


@attempt
def a_reader_who_knows_the_release_key_alone() -> Attempt:
    known = replace(trust(), logs=(), people=())
    says = "not established (log, signatures, waivers, approvals)"
    return Attempt(pack=Story().told().pack(), code=3, says=says, trust=known)


@attempt
def an_author_whom_nobody_knows() -> Attempt:
    known = replace(trust(), people=[person for person in trust().people if person.person != "alice"])
    says = "not established (signatures)"
    return Attempt(pack=Story().told().pack(), code=3, says=says, trust=known)


@attempt
def a_witness_of_another_log() -> Attempt:
    notes = [Story().told().checkpoint(3).replace("evenhand/w-", "evenhand/x-")]
    return Attempt(pack=Story().told().pack(), code=3, says="(history)", trust=trust(), witness=notes)


@attempt
def a_witness_who_saw_more() -> Attempt:
    story = Story().told()
    pack = story.pack()
    story.put_down("much later", "bob", "evidence.filed", "version:credit@3", {"kind": "later"})
    return Attempt(pack=pack, code=3, says="(history)", trust=trust(), witness=[story.checkpoint()])


@attempt
def a_witness_without_a_checkpoint() -> Attempt:
    return Attempt(pack=Story().told().pack(), code=3, says="(history)", trust=trust(), witness=[])
