"""What holds for every test: no test sees the user's keys or workspaces, and laws are tried without a stopwatch."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

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


_OF_THE_TESTS = {"EVENHAND_SLOW", "EVENHAND_LAWS"}
_numbers = iter(range(10**9))
