"""Stages that scenarios start from: built once a run, copied for each test."""

from pathlib import Path

import pytest
from tests.scenarios.stage import Stage, founded

from evenhand.kernel.reference import Reference


@pytest.fixture(scope="session")
def _founded(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return founded(tmp_path_factory.mktemp("founded") / "stage", steps=tmp_path_factory.mktemp("steps"))


@pytest.fixture(scope="session")
def _released(_founded: Stage, tmp_path_factory: pytest.TempPathFactory) -> tuple[Stage, Reference]:
    stage = _founded.copied(tmp_path_factory.mktemp("released") / "stage")
    return stage, stage.released()


@pytest.fixture
def stage(_founded: Stage, tmp_path: Path) -> Stage:
    """People, use case and policy; no version yet."""
    return _founded.copied(tmp_path / "stage")


@pytest.fixture
def released(_released: tuple[Stage, Reference], tmp_path: Path) -> tuple[Stage, Reference]:
    """A version that went the whole way, in production."""
    stage, version = _released
    return stage.copied(tmp_path / "stage"), version
