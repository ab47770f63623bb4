"""What holds for every test: no test sees the user's keys or workspaces, and laws are tried without a stopwatch."""

import gc
import os
from pathlib import Path
from typing import Any

# Tests run beside each other: threads of a library for small matrices would only wait for one another.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import numpy as np  # noqa: E402
import pytest  # noqa: E402
from hypothesis import HealthCheck, settings  # noqa: E402

# Deadlines measure the machine, not the code.
settings.register_profile("quick", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", parent=settings.get_profile("quick"), max_examples=1000)
settings.load_profile(os.environ.get("EVENHAND_LAWS", "quick"))


@pytest.fixture(autouse=True)
def homes_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Point every folder that evenhand would take from the user to an empty place, made only when something writes."""
    home = tmp_path_factory.getbasetemp() / "homes" / f"{os.getpid()}-{next(_numbers)}"
    for name in [name for name in os.environ if name.startswith("EVENHAND_") and name not in _OF_THE_TESTS]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("EVENHAND_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("EVENHAND_STATE_HOME", str(home / "state"))
    return home


def pytest_collection() -> None:
    """Look for no garbage while modules are imported and tests collected: nearly all of it stays to the end."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over what was collected, some million objects, whenever it looks."""
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, so that no worker is left alone with one; remember where draws begin."""
    items.sort(key=lambda item: item.path.name not in _LONGEST)
    for item in items:
        for draw in _draws(item):
            _begins.setdefault(id(draw), draw.bit_generator.state)


@pytest.fixture(autouse=True)
def draws_of_its_own(request: pytest.FixtureRequest) -> None:
    """Let the draws of a module begin anew for each test, so that none depends on which ran before it."""
    for draw in _draws(request.node):
        draw.bit_generator.state = _begins.setdefault(id(draw), draw.bit_generator.state)


def _draws(item: pytest.Item) -> list[np.random.Generator]:
    module = getattr(item, "module", None)
    return [each for each in vars(module).values() if isinstance(each, np.random.Generator)] if module else []


_LONGEST = {"test_quickstart.py", "test_quickstart_undecided.py", "test_example.py", "test_training_libraries.py"}
_begins: dict[int, Any] = {}
_OF_THE_TESTS = {"EVENHAND_SLOW", "EVENHAND_LAWS"}
_numbers = iter(range(10**9))
