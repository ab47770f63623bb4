"""What every ledger promises to workflows; each adapter passes the same tests."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Barrier, Thread

import pytest
from tests.adapters.sql.ledgers import Clock, NotToday, draft, make

from evenhand.adapters.sql.ledger import Ledger
from evenhand.errors.ledger import EntryMissing, HeadMoved, PayloadTooLarge
from evenhand.errors.number import ValueNotCanonical
from evenhand.kernel.digest import digest_of_json
from evenhand.ports.ledger import Draft

ADAPTERS: dict[str, Callable[[Path], Ledger]] = {"sqlite": make}


@pytest.fixture(params=[*ADAPTERS.values()], ids=[*ADAPTERS])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    with request.param(tmp_path) as made:
        yield made


def test_an_empty_ledger_holds_nothing(ledger: Ledger) -> None:
    assert (ledger.size, ledger.entries(), ledger.records("thing")) == (0, [], [])
    assert ledger.head("thing:1") is None
    assert ledger.record("thing", "1") is None


def test_an_entry_states_what_was_drafted_and_the_heads_that_held(ledger: Ledger) -> None:
    first = ledger.append(draft(colour="red"))
    second = ledger.append(draft(colour="blue"))

    assert (first.sequence, second.sequence) == (0, 1)
    assert (first.expects, second.expects) == ({"thing:1": None}, {"thing:1": 0})
    assert second.payload == digest_of_json({"colour": "blue"})
    assert ledger.entries() == [first, second]


def test_a_record_follows_from_the_entries(ledger: Ledger) -> None:
    ledger.append(draft(colour="red"))
    entry = ledger.append(draft(colour="blue", share=0.1))
    record = ledger.record("thing", "1")

    assert record is not None
    assert (record.body, record.parent, record.head) == ({"colour": "blue", "share": "0.1"}, None, entry.sequence)


def test_a_payload_comes_back_with_floats_as_text(ledger: Ledger) -> None:
    entry = ledger.append(draft(share=0.1, count=3, nothing=None, words=["ü", "\u2028"]))

    assert ledger.payload(entry.payload) == {"share": "0.1", "count": 3, "nothing": None, "words": ["ü", "\u2028"]}


def test_an_empty_payload_is_read_like_any_other(ledger: Ledger) -> None:
    assert ledger.payload(ledger.append(draft()).payload) == {}


def test_two_entries_of_one_payload_share_it(ledger: Ledger) -> None:
    entries = [ledger.append(draft(f"thing:{number}", colour="red")) for number in (1, 2)]

    assert {entry.payload for entry in entries} == {digest_of_json({"colour": "red"})}
    assert ledger.payload(entries[1].payload) == {"colour": "red"}


def test_an_unknown_payload_is_named(ledger: Ledger) -> None:
    with pytest.raises(EntryMissing, match="No entry has the payload sha256:"):
        ledger.payload(digest_of_json({"never": "stored"}))


def test_records_stand_in_the_order_in_which_they_were_first_written(ledger: Ledger) -> None:
    for key in ("credit@9", "credit@10", "age@1", "credit@9"):
        ledger.append(draft(f"version:{key}", parent=key.partition("@")[0]))

    assert [record.key for record in ledger.records("version")] == ["credit@9", "credit@10", "age@1"]
    assert [record.key for record in ledger.records("version", parent="credit")] == ["credit@9", "credit@10"]
    assert ledger.records("version", parent="nobody") == []


def test_a_deleted_record_leaves_its_head(ledger: Ledger) -> None:
    ledger.append(draft(colour="red"))
    ledger.append(draft(delete=True))

    assert ledger.record("thing", "1") is None
    assert ledger.head("thing:1") == 1


def test_entries_are_found_by_subject_and_by_action(ledger: Ledger) -> None:
    for number in range(4):
        action = "thing.made" if number < 2 else "thing.changed"
        ledger.append(Draft(actor="ada", action=action, about=f"thing:{number % 2}", payload={"at": number}))

    assert [each.sequence for each in ledger.entries(about="thing:1")] == [1, 3]
    assert [each.sequence for each in ledger.entries(action="thing.made")] == [0, 1]
    assert [each.sequence for each in ledger.entries(about="thing:1", action="thing.made")] == [1]
    assert ledger.entries(about="thing:9") == ledger.entries(action="thing") == []


def test_a_subject_whose_record_changes_moves_though_the_entry_is_about_another(ledger: Ledger) -> None:
    ledger.append(draft("thing:1"))
    ledger.append(draft("thing:2"))
    actor = ledger.record("actor", "ada")

    assert (ledger.head("thing:1"), ledger.head("actor:ada")) == (0, 1)
    assert actor is not None
    assert actor.head == 1
    assert ledger.entries(about="actor:ada") == []


def test_a_moved_head_is_refused_with_both(ledger: Ledger) -> None:
    ledger.append(draft("thing:1"))
    ledger.append(draft("thing:1"))
    late = Draft(actor="ada", action="a.b", about="thing:2", payload={}, expects={"thing:1": 0})

    with pytest.raises(HeadMoved, match="thing:1 was at entry 0 when it was read and is at entry 1 now") as refused:
        ledger.append(late)

    assert refused.value.facts == {"subject": "thing:1", "expected": 0, "found": 1}
    assert ledger.size == 2


@pytest.mark.parametrize(("expected", "words"), [(None, "was at no entry"), (5, "was at entry 5")])
def test_every_named_subject_is_checked(ledger: Ledger, expected: int | None, words: str) -> None:
    ledger.append(draft("thing:1"))
    expects = {"thing:2": None, "thing:1": expected}

    with pytest.raises(HeadMoved, match=words):
        ledger.append(Draft(actor="ada", action="a.b", about="thing:3", payload={}, expects=expects))


def test_heads_that_hold_are_recorded(ledger: Ledger) -> None:
    ledger.append(draft("thing:1"))
    expects = {"thing:1": 0, "thing:2": None}
    entry = ledger.append(Draft(actor="ada", action="a.b", about="thing:3", payload={}, expects=expects))

    assert entry.expects == {**expects, "thing:3": None}


@pytest.mark.parametrize(("payload", "kind"), [({"refuse": True}, NotToday), ({"break": True}, ZeroDivisionError)])
def test_what_the_projector_refuses_leaves_nothing(
    ledger: Ledger, payload: dict[str, bool], kind: type[Exception]
) -> None:
    ledger.append(draft("thing:1"))

    with pytest.raises(kind):
        ledger.append(Draft(actor="eve", action="a.b", about="thing:2", payload=payload))

    assert ledger.append(draft("thing:3")).sequence == 1
    assert (ledger.record("thing", "2"), ledger.record("actor", "eve"), ledger.head("thing:2")) == (None, None, None)


def test_what_is_refused_does_not_stop_the_others_of_its_group(ledger: Ledger) -> None:
    together = Barrier(8)
    outcomes: dict[int, object] = {}

    def append(number: int) -> None:
        together.wait()
        try:
            outcomes[number] = ledger.append(draft(f"thing:{number}", refuse=number % 2 == 0))
        except NotToday as refusal:
            outcomes[number] = refusal

    threads = [Thread(target=append, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [isinstance(outcomes[number], NotToday) for number in range(8)] == [True, False] * 4
    assert sorted(entry.about for entry in ledger.entries()) == [f"thing:{number}" for number in (1, 3, 5, 7)]


def test_several_drafts_together_are_recorded_all_or_none(ledger: Ledger) -> None:
    with pytest.raises(NotToday):
        ledger.append_together([draft("thing:1"), draft("thing:2", refuse=True)])
    assert ledger.size == 0

    entries = ledger.append_together([draft("thing:1"), draft("thing:1")])

    assert [entry.expects for entry in entries] == [{"thing:1": None}, {"thing:1": 0}]


def test_the_time_of_entries_never_decreases(tmp_path: Path) -> None:
    clock = Clock()
    with make(tmp_path / "here", clock=clock) as ledger:
        first = ledger.append(draft())
        clock.at = clock.at.replace(hour=3)
        second = ledger.append(draft())
        lag = ledger.clock_lag
        clock.at = clock.at.replace(hour=9)
        third = ledger.append(draft())

        assert first.at == second.at < third.at
        assert (lag.total_seconds() // 3600, ledger.clock_lag.total_seconds()) == (3, 0)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**60, b"bytes", {1: 2}, "\ud800"])
def test_what_has_no_canonical_form_is_refused_before_anything_is_written(ledger: Ledger, value: object) -> None:
    with pytest.raises((ValueNotCanonical, UnicodeEncodeError)):
        ledger.append(draft(value=value))  # type: ignore[arg-type]

    assert ledger.append(draft()).sequence == 0


def test_a_huge_payload_is_sent_to_the_artifacts(ledger: Ledger) -> None:
    with pytest.raises(PayloadTooLarge, match="beyond 8388608"):
        ledger.append(draft(text="x" * (8 * 1024 * 1024)))


def test_what_does_not_fit_into_a_leaf_is_sent_to_the_artifacts_too(ledger: Ledger) -> None:
    sealed = {"scheme": "A256GCM", "text": "x" * 65_535}

    with pytest.raises(PayloadTooLarge, match="beyond 65535"):
        ledger.append(Draft(actor="ada", action="a.b", about="case:1", payload={}, sealed=sealed))


def test_a_sealed_entry_shows_the_projector_its_public_part_only(ledger: Ledger) -> None:
    sealed = {"scheme": "A256GCM", "key": "k-1", "text": "c2VjcmV0"}
    entry = ledger.append(Draft(actor="ada", action="a.b", about="case:1", payload={}, sealed=sealed))
    record = ledger.record("case", "1")

    assert ledger.entries()[0].sealed == sealed
    assert record is not None
    assert (record.body, ledger.payload(entry.payload)) == ({}, {})
