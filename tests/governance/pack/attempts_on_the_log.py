"""Entries that do not stand in the log, logs that others saw differently, signatures that are not there."""

from collections.abc import Callable
from dataclasses import replace

from tests.governance.pack.attempt import Attempt, Files, attempt, changed, entry, refused, tampered, told
from tests.governance.pack.story import Story, key, trust

from evenhand.governance.access.envelope import Envelope
from evenhand.governance.pack.check import MALFORMED
from evenhand.kernel.canonical import canonical_bytes, from_canonical


@attempt
def keys_with_another_fingerprint() -> Attempt:
    return refused("another fingerprint", Story().told().pack(), trust=trust(log="x").fingerprint)


@attempt
def its_own_keys_as_trust() -> Attempt:
    """Somebody makes a whole history with keys of his own and puts them into the pack."""
    names = ("alice", "bob", "carol", "dave", "erin", "release", "log")
    forged = Story(keys={name: f"forged {name}" for name in names}).told()
    pack = forged.pack(
        checkpoint=forged.checkpoint(signer="forged log"), trust=trust(**{n: f"forged {n}" for n in names})
    )
    return refused("The checkpoint is not signed by a key for the log", pack)


@attempt
def a_checkpoint_of_another_key() -> Attempt:
    story = Story().told()
    return refused("The checkpoint is not signed", story.pack(checkpoint=story.checkpoint(signer="forged")))


@attempt
def a_checkpoint_of_another_log() -> Attempt:
    story = Story().told()
    return refused(
        "The checkpoint is not signed", story.pack(checkpoint=story.checkpoint().replace("evenhand", "e", 1))
    )


@attempt
def a_checkpoint_that_is_no_note() -> Attempt:
    return refused("The checkpoint is not signed", Story().told().pack(checkpoint="16 entries, trust me\n"))


@attempt
def a_checkpoint_that_is_no_text() -> Attempt:
    return tampered(MALFORMED, lambda files, _: files.update(checkpoint=b"\xff\xfe"))


@attempt
def a_checkpoint_of_fewer_entries() -> Attempt:
    story = Story().told()
    return refused("Entry 1 does not lead", story.pack(checkpoint=story.checkpoint(8)))


@attempt
def a_leaf_that_was_changed() -> Attempt:
    return tampered("does not lead to the checkpoint", _spoil("manifest", "leaf", b"alice", b"bobby"))


@attempt
def a_document_that_was_changed() -> Attempt:
    return tampered("is not the one that the log names", _spoil("manifest", "payload", b"credit", b"debits"))


@attempt
def a_proof_that_was_changed() -> Attempt:
    return tampered("does not lead to the checkpoint", _spoil("manifest", "proof", b'"hashes":["', b'"hashes":["A'))


@attempt
def a_proof_that_is_too_short() -> Attempt:
    def tamper(files: Files, story: Story) -> None:
        name = entry(story, "manifest", "proof")
        proof = from_canonical(files[name])
        files[name] = canonical_bytes({**proof, "hashes": proof["hashes"][1:]})

    return tampered("does not lead to the checkpoint", tamper)


@attempt
def two_documents_that_changed_places() -> Attempt:
    def tamper(files: Files, story: Story) -> None:
        one, two = (entry(story, name, "payload") for name in ("evaluation-report", "data-sheet"))
        files[one], files[two] = files[two], files[one]

    return tampered("is not the one that the log names", tamper)


@attempt
def an_entry_under_another_number() -> Attempt:
    def tamper(files: Files, story: Story) -> None:
        for part in ("leaf", "payload", "proof"):
            files[f"entries/00000077.{part}.json"] = files.pop(entry(story, "later", part))

    return tampered("Entry 77 does not lead to the checkpoint", tamper)


@attempt
def a_history_forged_against_the_witness() -> Attempt:
    """The log's own key signs another past, with proofs that fit this past."""
    honest, forged = (
        Story().told(),
        Story(changes={"evaluation-report": lambda body: {**body, "kind": "better"}}).told(),
    )
    return refused("The witness saw another history: its first 8", forged.pack(), witness=[honest.checkpoint(8)])


@attempt
def a_history_forged_at_the_same_length() -> Attempt:
    honest, forged = Story().told(), Story(changes={"later": lambda body: {**body, "kind": "better"}}).told()
    return refused("The witness saw another history", forged.pack(), witness=[honest.checkpoint()])


@attempt
def a_history_that_hides_its_growth() -> Attempt:
    story = Story().told()
    return refused("does not prove that its history continues the 5", story.pack(), witness=[story.checkpoint(5)])


@attempt
def a_witness_with_another_key_for_this_log() -> Attempt:
    story = Story().told()
    return refused(
        "signed by another key than that of the log", story.pack(), witness=[story.checkpoint(8, signer="x")]
    )


@attempt
def an_author_who_signs_his_own_release() -> Attempt:
    return told("The release is signed by no release key that is trusted", keys={"release": "alice"})


@attempt
def a_release_of_another_version() -> Attempt:
    return refused("another version or log", Story().told().pack(about="credit@4"))


@attempt
def a_release_for_another_log() -> Attempt:
    return changed("another version or log", "release", lambda claim: replace(claim, log="w-other"))


@attempt
def a_pack_that_points_at_something_else() -> Attempt:
    return refused(MALFORMED, Story().told().pack(release=3))


@attempt
def a_release_with_a_field_too_many() -> Attempt:
    return changed(MALFORMED, "payload of release", _said(lambda said: said | {"also": "this"}, "release", "erin"))


@attempt
def a_release_without_a_time() -> Attempt:
    return changed(MALFORMED, "payload of release", _said(lambda said: said | {"at": "today"}, "release", "erin"))


@attempt
def a_release_with_two_signatures_of_one_key() -> Attempt:
    def twice(payload: dict) -> dict:
        signatures = payload["envelope"]["signatures"]
        return {"envelope": payload["envelope"] | {"signatures": [*signatures, signatures[0]]}}

    return changed(MALFORMED, "payload of release", twice)


@attempt
def a_release_that_ended() -> Attempt:
    return told("The release ended at 2026-11-24T00:00:00.000000Z", until="2026-11-24T00:00:00.000000Z")


@attempt
def a_release_of_tomorrow() -> Attempt:
    return refused("The release is dated 2026-11-23", Story().told().pack(), now="2026-11-20T00:00:00.000000Z")


@attempt
def a_demonstration_in_production() -> Attempt:
    return told("A release in mode=demonstration cannot serve in production", mode="demonstration")


@attempt
def evidence_that_its_author_did_not_sign() -> Attempt:
    return changed(
        "puts down another document", "act of data-sheet", lambda act: replace(act, document="sha256:" + "0" * 64)
    )


@attempt
def a_document_signed_for_another_log() -> Attempt:
    return changed("puts down another document", "act of manifest", lambda act: replace(act, log="w-other"))


@attempt
def a_policy_that_nobody_proposed() -> Attempt:
    return changed("Entry 2 confirms what the pack holds no proposal for", "policy confirmed",
                   lambda claim: replace(claim, proposal="sha256:" + "0" * 64))  # fmt: skip


@attempt
def a_policy_confirmed_by_whom_proposed_it() -> Attempt:
    """A second account of the same person: the reader knows both keys under one name."""
    second = replace(trust(), people=[
        replace(person, person="alice") if person.person == "bob" else person for person in trust().people
    ])  # fmt: skip
    return refused("was proposed and confirmed by one person", Story().told().pack(), trust=second)


@attempt
def an_envelope_around_something_else() -> Attempt:
    return changed(MALFORMED, "payload of approval of carol", lambda payload: {**payload, "note": "see mail"})


def _spoil(name: str, part: str, old: bytes, new: bytes) -> Callable[[Files, Story], None]:
    def tamper(files: Files, story: Story) -> None:
        place = entry(story, name, part)
        assert old in files[place]
        files[place] = files[place].replace(old, new, 1)
        if part == "proof":
            files[place] = canonical_bytes(from_canonical(_even(files[place])))

    return tamper


def _even(proof: bytes) -> bytes:
    """The first hash one byte longer, and still base64."""
    return proof.replace(b'["A', b'["AAAA', 1)


def _said(change: Callable[[dict], dict], *signers: str) -> Callable[[dict], dict]:
    """A statement that no honest program writes, signed all the same."""

    def make(payload: dict) -> dict:
        statement = from_canonical(Envelope.from_json(payload["envelope"]).payload)
        content = canonical_bytes({**statement, "predicate": change(statement["predicate"])})
        return {"envelope": Envelope(payload=content).signed_by(*map(key, signers)).as_json()}

    return make
