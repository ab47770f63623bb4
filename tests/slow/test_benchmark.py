"""The benchmark of the statistics runs to its end on a tiny table, and every part of it measures something."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from evenhand.metrics.profiling.library import kernel_in_use

COMMAND = Path(__file__).parents[2] / "benchmarks" / "statistics" / "run.py"
PARTS = ("Drift beside a bare decode", "Memory", "Fairness", "Performance", "Merging", "Invariance", "Parity")


@pytest.mark.skipif(kernel_in_use() != "c", reason="no compiled kernel here, so that its part is not measured")
def test_the_command_measures_every_part_of_a_tiny_table(tmp_path: Path) -> None:
    page = tmp_path / "RESULTS.md"
    ran = subprocess.run(
        [sys.executable, COMMAND, "--quick", "--output", page], capture_output=True, text=True, check=False
    )

    assert ran.returncode == 0, ran.stderr
    text = page.read_text()
    assert "not measured |" not in text, text
    assert all(f"## {part}" in text for part in PARTS)


def test_a_part_that_cannot_run_is_named_in_the_page(tmp_path: Path) -> None:
    page, broken = tmp_path / "RESULTS.md", tmp_path / "broken"
    broken.mkdir()
    (broken / "bad.parquet").write_bytes(b"no table")
    ran = subprocess.run(
        [sys.executable, COMMAND, "--quick", "--only", "real", "--real", broken, "--output", page],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert ran.returncode == 0, ran.stderr
    assert "failed: ArrowInvalid" in page.read_text()


def test_the_made_table_is_the_same_whenever_it_is_made(tmp_path: Path) -> None:
    told = [sys.executable, str(COMMAND.with_name("generate.py")), "--rows", "3000", "--folder"]
    for folder in ("one", "other"):
        subprocess.run([*told, str(tmp_path / folder)], check=True, capture_output=True)
    files = [sorted((tmp_path / folder).iterdir()) for folder in ("one", "other")]

    assert [path.name for path in files[0]] == ["current-3000-zstd.parquet", "reference-100000.parquet"]
    assert [path.read_bytes() for path in files[0]] == [path.read_bytes() for path in files[1]]


def test_what_was_measured_is_kept_and_measured_anew_by_part(tmp_path: Path) -> None:
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); from report import keep, read; from bar import Bar; "
        "from pathlib import Path; path = Path(sys.argv[2]); "
        "keep(path, {'Memory': [Bar(work='w', wanted='<= 1', measured='2', is_met=False)]}); "
        "import json; print(json.dumps([read(path)['Memory'][0].verdict, read(path.with_name('none'))]))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, COMMAND.parent, tmp_path / "kept.json"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert json.loads(ran.stdout) == ["**missed**", {}]
