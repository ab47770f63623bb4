"""Archives in which something is hidden, missing, changed or repeated."""

import json
from collections.abc import Callable

from tests.governance.pack.attempt import HIDDEN, Attempt, Files, attempt, entry, refused, tampered
from tests.governance.pack.story import Story

from evenhand.governance.pack.check import MALFORMED
from evenhand.kernel.canonical import canonical_bytes


@attempt
def no_pack_at_all() -> Attempt:
    return refused("no evidence pack", b"Once upon a time")


@attempt
def an_empty_file() -> Attempt:
    return refused("no evidence pack", b"")


@attempt
def something_before_the_archive() -> Attempt:
    return refused(HIDDEN, b"#!/bin/sh\n" + Story().told().pack())


@attempt
def something_after_the_archive() -> Attempt:
    pack = Story().told().pack()
    return refused(HIDDEN, pack + pack[-22:])


@attempt
def half_an_archive() -> Attempt:
    pack = Story().told().pack()
    return refused(HIDDEN, pack[: len(pack) // 2] + pack[-22:])


@attempt
def a_byte_changed_in_a_file() -> Attempt:
    return tampered("trust.json is not what the list of files states", _spoil("trust.json"), listed=False)


@attempt
def a_file_that_is_not_listed() -> Attempt:
    return tampered(HIDDEN, lambda files, _: files.update({"model/" + "0" * 64: b"x"}), listed=False)


@attempt
def a_file_that_is_missing() -> Attempt:
    return tampered(HIDDEN, lambda files, _: bool(files.pop("trust.json")))


@attempt
def an_entry_without_its_proof() -> Attempt:
    return tampered(HIDDEN, lambda files, story: bool(files.pop(entry(story, "manifest", "proof"))))


@attempt
def a_list_of_files_in_another_schema() -> Attempt:
    def tamper(files: Files, _: Story) -> None:
        files["pack.json"] = canonical_bytes({**json.loads(files["pack.json"]), "schema": "evenhand/pack/v2"})

    return tampered(MALFORMED, tamper)


@attempt
def a_list_of_files_that_names_a_key_twice() -> Attempt:
    def tamper(files: Files, _: Story) -> None:
        files["pack.json"] = files["pack.json"][:-1] + b',"about":"credit@4"}'

    return tampered(MALFORMED, tamper, listed=False)


@attempt
def a_name_that_leads_outside() -> Attempt:
    return refused(HIDDEN, Story().told().pack().replace(b"trust.json", b"../st.json"))


@attempt
def one_name_for_two_files() -> Attempt:
    pack = Story().told().pack()
    one, two = b"entries/00000001.leaf.json", b"entries/00000002.leaf.json"
    return refused(HIDDEN, pack.replace(two, one))


def _spoil(name: str) -> Callable[[Files, Story], None]:
    def tamper(files: Files, _: Story) -> None:
        files[name] = files[name].replace(b"a", b"b", 1)

    return tamper
