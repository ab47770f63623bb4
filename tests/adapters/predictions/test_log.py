import errno
import os
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from tests.adapters.predictions.killing import ask_and_kill, check_round
from tests.adapters.predictions.logs import ONE, folder, live, numbered

from evenhand.adapters.predictions import segment
from evenhand.adapters.predictions.arrow import prediction_rows
from evenhand.adapters.predictions.folder import Folder
from evenhand.adapters.predictions.frame import framed, frames_in
from evenhand.adapters.predictions.reading import read_log
from evenhand.adapters.predictions.segment import place_segment
from evenhand.errors.ledger import StorageFull
from evenhand.errors.serving import PredictionLogDamaged, PredictionUnlogged
from evenhand.lifecycle.serving.prediction import Outcome, Prediction, Review


def test_what_is_appended_is_read_back_with_its_number(tmp_path: Path) -> None:
    log = live(tmp_path)
    log.append(numbered(2))
    log.append(numbered(1, start=2))
    log.close()

    found = read_log(folder(tmp_path), "predictions", Prediction).records

    assert [(each.sequence, each.id) for each in found] == [(0, "p-0"), (1, "p-1"), (2, "p-2")]
    assert {each.worker for each in found} == {log.worker}
    assert (found[0].features, found[0].context) == (ONE.features, ONE.context)


@pytest.mark.parametrize("power_safe", [False, True])
def test_a_segment_that_is_full_is_followed_by_another_without_a_gap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, power_safe: bool
) -> None:
    monkeypatch.setattr(segment, "ROTATE_BYTES", 1000)
    log = live(tmp_path, power_safe=power_safe)
    for each in numbered(12):
        log.append([each])
    log.close()

    assert len(folder(tmp_path).segments("predictions")) > 2
    assert [each.sequence for each in read_log(folder(tmp_path), "predictions", Prediction).records] == list(range(12))


def test_a_torn_end_is_seen_and_what_stands_before_it_survives(tmp_path: Path) -> None:
    log = live(tmp_path)
    log.append(numbered(3))
    log.close()
    [file] = folder(tmp_path).segments("predictions")
    whole = file.path.read_bytes()
    for cut in (1, 9, 100):
        file.path.write_bytes(whole[:-cut])
        found = read_log(folder(tmp_path), "predictions", Prediction)

        assert (len(found.records), found.torn) == (2, 1)
    file.path.write_bytes(whole + bytes(64))

    assert read_log(folder(tmp_path), "predictions", Prediction).torn == 1


def test_a_changed_frame_is_damage_not_a_torn_end(tmp_path: Path) -> None:
    place_segment(folder(tmp_path), "predictions", numbered(3), worker="batch-a", record=Prediction)
    [file] = folder(tmp_path).segments("predictions")
    whole = file.path.read_bytes()
    file.path.write_bytes(whole[:50] + b"!" + whole[51:])

    with pytest.raises(PredictionLogDamaged, match="changed at byte 0"):
        read_log(folder(tmp_path), "predictions", Prediction)


def test_a_record_that_was_cut_out_leaves_a_gap(tmp_path: Path) -> None:
    place_segment(folder(tmp_path), "predictions", numbered(3), worker="batch-a", record=Prediction)
    [file] = folder(tmp_path).segments("predictions")
    payloads = frames_in(file.path.read_bytes(), place="x").payloads
    file.path.write_bytes(framed(payloads[0]) + framed(payloads[2]))

    with pytest.raises(PredictionLogDamaged, match=r"holds record 2 .* where 1 has to follow"):
        read_log(folder(tmp_path), "predictions", Prediction)


def test_a_whole_frame_that_is_no_record_is_damage(tmp_path: Path) -> None:
    place_segment(folder(tmp_path), "predictions", numbered(1), worker="batch-a", record=Prediction)
    [file] = folder(tmp_path).segments("predictions")
    file.path.write_bytes(framed(b"\x80"))

    with pytest.raises(PredictionLogDamaged, match="no record"):
        read_log(folder(tmp_path), "predictions", Prediction)


def test_a_placed_segment_is_written_once(tmp_path: Path) -> None:
    first = place_segment(folder(tmp_path), "predictions", numbered(2), worker="batch-a", record=Prediction)
    before = first.read_bytes()
    place_segment(folder(tmp_path), "predictions", numbered(5), worker="batch-a", record=Prediction)

    assert first.read_bytes() == before
    assert [path.name for path in first.parent.iterdir()] == ["batch-a.0.frames"]


@contextmanager
def _largest_file(size: int) -> Iterator[None]:
    """A disk that is full at ``size`` bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


def test_a_full_disk_refuses_the_answer_and_leaves_no_half_record(tmp_path: Path) -> None:
    log = live(tmp_path)
    log.append(numbered(1))
    with _largest_file(700):
        with pytest.raises(PredictionUnlogged, match=os.strerror(errno.EFBIG)):
            log.append(numbered(9, start=1))
        with pytest.raises(StorageFull):
            place_segment(folder(tmp_path), "predictions", numbered(9), worker="batch-a", record=Prediction)
    log.append(numbered(1, start=1))
    log.close()
    found = read_log(folder(tmp_path), "predictions", Prediction)

    assert ([each.id for each in found.records], found.torn) == (["p-0", "p-1"], 0)
    with pytest.raises(PredictionUnlogged, match="closed"):
        log.append(numbered(1))


def test_the_table_joins_outcomes_and_reviews(tmp_path: Path) -> None:
    place = folder(tmp_path)
    doubtful = replace(ONE, id="p-1", score=0.5, band="review", as_of="2018-02-01T00:00:00.000000Z", context={})
    shadow = replace(ONE, mode="shadow", version="credit@2")
    written = [doubtful, ONE, shadow, replace(ONE, score=0.1)]
    place_segment(place, "predictions", written, worker="batch-a", record=Prediction)
    outcomes = [
        Outcome(id="p-0", outcome=0, at="2019-01-01T00:00:00.000000Z", batch="o", correction="typed wrong"),
        Outcome(id="p-0", outcome=1, at="2019-01-01T00:00:00.000000Z", batch="o"),
    ]
    place_segment(place, "outcomes", outcomes, worker="outcomes-a", record=Outcome)
    table = prediction_rows(place)

    assert table.column("id").to_pylist() == ["p-0", "p-1"]
    assert table.column("score").to_pylist() == [0.75, 0.5]
    assert table.column("outcome").to_pylist() == [0, None]
    assert table.column("final_decision").to_pylist() == [1, None]
    assert table.column("c.sex").to_pylist() == ["f", None]
    assert table.column("f.income").to_pylist() == [51.5, 51.5]
    assert table.column("as_of")[0].as_py().isoformat() == "2018-01-01T00:00:00+00:00"
    assert table.schema.metadata == {b"torn": b"0", b"repeated": b"1"}
    review = Review(id="p-1", decision=0, reviewer="bo", reason="Thin file.", at="2026-01-01T00:00:00.000000Z")
    place_segment(place, "reviews", [review], worker="reviews-a", record=Review)
    later = prediction_rows(place, start="2018-01-02T00:00:00.000000Z", mode=None)

    assert later.select(["id", "final_decision", "reviewer"]).to_pylist() == [
        {"id": "p-1", "final_decision": 0, "reviewer": "bo"}
    ]
    assert prediction_rows(place, mode="shadow").column("version").to_pylist() == ["credit@2"]
    assert prediction_rows(Folder(root=tmp_path / "none")).num_rows == 0


@pytest.mark.parametrize("power_safe", [False, True])
def test_a_killed_process_loses_no_acknowledged_record(tmp_path: Path, *, power_safe: bool) -> None:
    acknowledged: set[str] = set()
    for number in range(4):
        acknowledged |= ask_and_kill(tmp_path, after=0.005 * number, number=number, power_safe=power_safe)

    check_round(tmp_path, acknowledged)
    assert acknowledged
