"""A page that changed on its way is refused where its writer left a checksum."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from evenhand.adapters.tables.read import read_table
from evenhand.errors.table import TableUnreadable
from evenhand.wiring.scan import TableScanner
from evenhand.workflows.statistics.check_quality import check_quality


def _broken(path: Path, *, has_checksums: bool) -> Path:
    numbers = np.arange(4000, dtype=np.float64) + 0.5
    pq.write_table(
        pa.table({"a": numbers}), path, compression="none", use_dictionary=False, write_page_checksum=has_checksums
    )
    content = bytearray(path.read_bytes())
    at = content.index(numbers[2000].tobytes())
    content[at] ^= 0xFF
    path.write_bytes(content)
    return path


def test_a_changed_page_with_a_checksum_is_named(tmp_path: Path) -> None:
    path = _broken(tmp_path / "t.parquet", has_checksums=True)

    with pytest.raises(TableUnreadable, match=r"t\.parquet.*CRC"):
        check_quality(TableScanner(), str(path))
    with pytest.raises(TableUnreadable, match=r"t\.parquet.*CRC"):
        read_table(path)


def test_without_checksums_a_file_is_read_as_it_is(tmp_path: Path) -> None:
    path = _broken(tmp_path / "t.parquet", has_checksums=False)

    assert check_quality(TableScanner(), str(path)).tables[0].n_rows == 4000
