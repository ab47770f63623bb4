import signal
import sys
import time
from collections.abc import Callable, Iterator
from textwrap import dedent

import pytest

from evenhand.adapters.runner import frame, process
from evenhand.errors.model import ModelAnswerInvalid, ModelCrashed, ModelTimedOut, RunnerUnavailable

PRELUDE = """
import os, sys, struct, time, signal
requests, answers = int(sys.argv[1]), int(sys.argv[2])
def frame(header, body=b"", n_header=None, n_body=None):
    return struct.pack("!4sIQ", b"EVH1", len(header) if n_header is None else n_header,
                       len(body) if n_body is None else n_body) + header + body
"""
Start = Callable[[str], process.Child]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a child that is nothing but these lines."""
    children = []

    def started(lines: str) -> process.Child:
        source = PRELUDE + dedent(lines)
        child = process.start(lambda a, b: [sys.executable, "-I", "-S", "-c", source, str(a), str(b)], {})
        children.append(child)
        return child

    yield started
    for child in children:
        child.end()


def test_a_question_is_answered(start: Start) -> None:
    child = start("""os.read(requests, 100); os.write(answers, frame(b'{"x":1}', b"abc"))""")

    header, body = child.ask({}, seconds=5, longest=3)

    assert (header, bytes(body)) == ({"x": 1}, b"abc")
    assert child.is_open


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("b'Traceback (most recent call last)'", "it begins with b'Trac'"),
        ("frame(b'[1]')", "no JSON object"),
        ("frame(b'{')", "no JSON"),
        ("frame(b'[' * 100_000)", "no JSON"),
        ("frame(b'{}', n_header=2**31)", "announces a header"),
        ("frame(b'{}', b'1234')", "announces 4 bytes where at most 3 are due"),
        ("frame(b'{}', n_body=2**60)", "where at most 3 are due"),
    ],
)
def test_nonsense_on_the_wire_is_named_and_the_child_ended(start: Start, written: str, why: str) -> None:
    child = start(f"os.read(requests, 100); os.write(answers, {written}); time.sleep(60)")

    with pytest.raises(ModelAnswerInvalid, match="is no frame") as refused:
        child.ask({}, seconds=5, longest=3)

    assert why in refused.value.fact
    assert not child.is_open


def test_silence_ends_with_the_time_allowed(start: Start) -> None:
    child = start("print('still thinking', flush=True); time.sleep(60)")
    begin = time.monotonic()

    with pytest.raises(ModelTimedOut, match=r"No answer within 0\.1 s\. Its last words: still thinking"):
        child.ask({}, seconds=0.1)

    assert time.monotonic() - begin < 1
    assert not child.is_open


def test_an_answer_that_trickles_does_not_win_time(start: Start) -> None:
    child = start("""
        for byte in frame(b'{"x":1}') * 9:
            os.write(answers, bytes([byte])); time.sleep(0.02)
    """)

    with pytest.raises(ModelTimedOut):
        child.ask({}, seconds=0.1)


@pytest.mark.parametrize("name", ["SIGKILL", "SIGSEGV", "SIGABRT"])
def test_a_death_names_the_signal_and_the_last_words(start: Start, name: str) -> None:
    child = start(f"print('\\x1b[31mall is lost', flush=True); os.kill(os.getpid(), signal.{name})")

    with pytest.raises(ModelCrashed, match=f"ended by {name}") as crashed:
        child.ask({}, seconds=5)

    assert crashed.value.facts["signal"] == name
    assert "?[31mall is lost" in str(crashed.value)


def test_an_exit_names_its_code(start: Start) -> None:
    with pytest.raises(ModelCrashed, match="ended with code 7"):
        start("sys.exit(7)").ask({}, seconds=5)


def test_a_child_that_dies_in_the_middle_of_an_answer_is_a_crash(start: Start) -> None:
    with pytest.raises(ModelCrashed):
        start("os.write(answers, frame(b'{}', b'ab', n_body=3))").ask({}, seconds=5, longest=3)


def test_a_child_that_closes_its_pipe_and_goes_on_is_ended(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_FAREWELL_SECONDS", 0.05)
    child = start("os.close(answers); time.sleep(60)")

    with pytest.raises(ModelCrashed, match="went on running"):
        child.ask({}, seconds=5)

    assert not child.is_open


def test_words_on_both_outputs_never_reach_the_wire(start: Start) -> None:
    child = start("""
        os.read(requests, 100)
        for _ in range(50):
            print('x' * 8192, flush=True); sys.stderr.write('y' * 8192)
        os.write(answers, frame(b'{}'))
        time.sleep(60)
    """)

    assert child.ask({}, seconds=5) == ({}, bytearray())


def test_a_large_question_meets_a_child_that_talks_before_it_listens(start: Start) -> None:
    child = start("""
        print('z' * 500_000, flush=True)
        taken = 0
        while taken < 3_000_000: taken += len(os.read(requests, 1 << 20))
        os.write(answers, frame(b'{}', b'k' * 2_000_000))
        time.sleep(60)
    """)

    _, body = child.ask({}, [memoryview(b"q" * 3_000_000)], seconds=5, longest=2_000_000)

    assert len(body) == 2_000_000


def test_an_answer_before_the_question_is_heard_is_refused(start: Start) -> None:
    child = start("os.write(answers, frame(b'{}')); time.sleep(60)")

    with pytest.raises(ModelAnswerInvalid, match="before the question was complete"):
        child.ask({}, [memoryview(b"q" * 3_000_000)], seconds=5)


def test_a_child_that_has_ended_cannot_be_asked(start: Start) -> None:
    child = start("time.sleep(60)")
    child.end()
    child.end()

    with pytest.raises(ModelCrashed, match="has ended before"):
        child.ask({}, seconds=1)


def test_an_interrupted_question_leaves_no_child_out_of_step(start: Start) -> None:
    child = start("time.sleep(60)")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    former = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    try:
        with pytest.raises(KeyboardInterrupt):
            child.ask({}, seconds=5)
    finally:
        signal.signal(signal.SIGALRM, former)

    assert not child.is_open


def test_a_program_that_is_not_there_is_named() -> None:
    with pytest.raises(RunnerUnavailable, match="No child could be started"):
        process.start(lambda *_: ["/no/such/python"], {})


def test_a_system_without_process_groups_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_HAS_GROUPS", False)

    with pytest.raises(RunnerUnavailable, match="Linux and macOS only"):
        process.start(lambda *_: [sys.executable], {})


def test_frames_come_through_a_pipe_as_they_went_in(start: Start) -> None:
    child = start("""
        taken = b""
        while len(taken) < 16 + 9 + 5: taken += os.read(requests, 1000)
        os.write(answers, taken)
    """)

    header, body = child.ask({"say": 1}, [memoryview(b"he"), memoryview(b"llo")], seconds=5, longest=5)

    assert (header, bytes(body)) == ({"say": 1}, b"hello")
    assert frame.lengths(frame.head(header, len(body))[:16]) == (9, 5)
