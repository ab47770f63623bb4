"""A process that answers, logs and is killed; and what must be true of the log afterwards."""

import os
import signal
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from threading import Thread

from tests.adapters.predictions.logs import ONE, folder, live

from evenhand.adapters.predictions.reading import read_log
from evenhand.lifecycle.serving.prediction import Prediction


def ask_and_kill(root: Path, *, after: float, number: int, power_safe: bool = False, n_threads: int = 2) -> set[str]:
    """Ids of all answers that a process acknowledged before it was killed, ``after`` seconds from its first one."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover (the child is not traced)
        os.close(reading)
        try:
            _answer_for_ever(root, writing, number=number, power_safe=power_safe, n_threads=n_threads)
        finally:
            os._exit(1)
    os.close(writing)
    told = os.read(reading, 1)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    while part := os.read(reading, 65_536):
        told += part
    os.close(reading)
    os.waitpid(child, 0)
    return {line for line in told.decode().split("\n")[:-1] if line}


def check_round(root: Path, acknowledged: set[str]) -> int:
    """All acknowledged records are there, once each, without a gap that nobody explains; how many are there."""
    found = read_log(folder(root), "predictions", Prediction).records  # refuses a gap by itself
    counted = Counter(each.id for each in found)
    assert acknowledged <= counted.keys()
    assert max(counted.values()) == 1
    return len(found)


def _answer_for_ever(root: Path, writing: int, *, number: int, power_safe: bool, n_threads: int) -> None:
    log = live(root, power_safe=power_safe)

    def answering(thread: int) -> None:
        for at in range(10**9):
            answered = replace(ONE, id=f"p-{number}-{thread}-{at}", features={"text": "x" * (at * 37 % 900)})
            log.append([answered])
            os.write(writing, f"{answered.id}\n".encode())

    threads = [Thread(target=answering, args=(thread,)) for thread in range(n_threads)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
