"""What is measured of evenhand, each in a process of its own; prints one line of JSON.

python ours.py CASE ARGUMENTS-AS-JSON
"""

import importlib
import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from clock import Clock


def decode(clock: Clock, *, path: str, columns: list[str], threads: int = 2) -> dict[str, Any]:
    """Read the columns row group by row group, texts as dictionaries, and keep nothing: the floor of any scan."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    pa.set_cpu_count(threads)
    paths = sorted(Path(path).iterdir()) if Path(path).is_dir() else [Path(path)]
    with clock.part("decode"):
        groups = [(each, number) for each in paths for number in range(pq.read_metadata(each).num_row_groups)]
        texts = [field.name for field in pq.read_schema(paths[0]) if pa.types.is_string(field.type)]

        def work(share: list[tuple[Path, int]]) -> int:
            rows, opened = 0, {}
            for each, number in share:
                if each not in opened:
                    opened[each] = pq.ParquetFile(each, memory_map=True, read_dictionary=texts)
                rows += opened[each].read_row_group(number, columns=columns, use_threads=False).num_rows
            return rows

        with ThreadPoolExecutor(threads) as pool:
            rows = sum(pool.map(work, [groups[number::threads] for number in range(threads)]))
    return {"rows": rows}


def profile(clock: Clock, *, reference: str, current: str, columns: list[str], kernel: str = "c") -> dict[str, Any]:
    """Choosing the cells and counting both tables: what a drift report does before it makes a number."""
    with clock.part("import"):
        load()
        from evenhand.wiring.scan import TableScanner

        use(kernel)
    with clock.part("report"):
        scanner = TableScanner()
        plan = scanner.plan(reference, columns=columns)
        counted = [scanner.profile(path, plan).n_rows for path in (reference, current)]
    return {"rows": counted}


def drift(
    clock: Clock, *, reference: str, current: str, columns: list[str], kernel: str = "c", is_exact: bool = False
) -> dict[str, Any]:  # fmt: skip
    """A drift report of two tables, reading included."""
    with clock.part("import"):
        load()
        from evenhand.wiring.scan import TableScanner
        from evenhand.workflows.statistics.measure_drift import measure_drift

        use(kernel)
    with clock.part("report"):
        report = measure_drift(TableScanner(), reference, current, columns=columns, is_exact=is_exact)
        measured = [one.as_json() for one in report.measurements]
    wanted = {"kolmogorov_smirnov", "population_stability_index"}
    kept = [one for one in measured if one["name"] in wanted]
    return {"measurements": kept, "n": len(measured), "problems": list(report.problems)}


def fairness(clock: Clock, *, path: str, attributes: list[str], kernel: str = "c") -> dict[str, Any]:
    """A report of fairness over all crossings of attributes: rates, comparisons, and their intervals in closed form."""
    with clock.part("import"):
        load()
        from evenhand.wiring.scan import TableScanner
        from evenhand.workflows.statistics.measure_fairness import measure_fairness

        use(kernel)
    with clock.part("report"):
        report = measure_fairness(TableScanner(), path, label="label", prediction="prediction", by=attributes)
        measured = [one.as_json() for one in report.measurements]
    return {
        "n": len(measured), "problems": list(report.problems), "names": sorted({one["name"] for one in measured}),
        "methods": sorted({str(one["method"]) for one in measured}),
    }  # fmt: skip


RATES = ("selection_rate", "true_positive_rate", "false_positive_rate", "false_negative_rate", "precision", "accuracy")


def redrawn(clock: Clock, *, path: str, attributes: list[str]) -> dict[str, Any]:
    """Six rates over all crossings of attributes, with the intervals of a thousand tables drawn again."""
    with clock.part("import"):
        load()
        from evenhand.lifecycle.evaluation.case_columns import CaseColumns
        from evenhand.metrics.bootstrap import DRAWS, redrawn_shares
        from evenhand.wiring.scan import TableScanner
    with clock.part("report"):
        asked = CaseColumns(label="label", decision="prediction", attributes=tuple(attributes))
        measured = [one.as_json() for one in redrawn_shares(TableScanner().cases(path, asked), names=RATES)]
    return {"n": len(measured), "draws": DRAWS}


def performance(clock: Clock, *, path: str, kernel: str = "c") -> dict[str, Any]:
    """Performance metrics with intervals."""
    with clock.part("import"):
        load()
        from evenhand.wiring.scan import TableScanner
        from evenhand.workflows.statistics.measure_performance import measure_performance

        use(kernel)
    with clock.part("report"):
        report = measure_performance(TableScanner(), path, label="label", score="score", prediction="prediction")
        measured = [one.as_json() for one in report.measurements]
    return {"measurements": [one for one in measured if not one["groups"]], "problems": list(report.problems)}


def merge(clock: Clock, *, reference: str, current: str, columns: list[str], windows: int = 1000) -> dict[str, Any]:
    """Merge the profiles of a thousand windows and report their drift; making the profiles is not counted.

    Fifty windows differ; each comes again as often as is needed.
    """
    import pyarrow.parquet as pq

    from evenhand.metrics.profiling.profile import merge as merged
    from evenhand.wiring.scan import TableScanner
    from evenhand.workflows.statistics.measure_drift import measure_drift

    scanner = TableScanner()
    plan = scanner.plan(reference, columns=columns)
    standing = scanner.profile(reference, plan)
    table = pq.read_table(current, columns=columns)
    rows = max(1, table.num_rows // windows)
    different = [scanner.profile(table.slice(number * rows, rows), plan) for number in range(min(windows, 50))]
    hours = [different[number % len(different)] for number in range(windows)]
    with clock.part("merge"):
        whole = merged(hours)
    with clock.part("report"):
        measured = [one.as_json() for one in measure_drift(scanner, standing, whole).measurements]
    return {"n": len(measured), "rows": whole.n_rows, "windows": len(hours)}


def version(clock: Clock) -> dict[str, Any]:
    """Versions of what is measured, and whether the compiled kernel is there."""
    import importlib.metadata
    import platform

    import numpy as np
    import pyarrow as pa

    import evenhand
    from evenhand.metrics.profiling.library import kernel_in_use

    del clock
    return {
        "evenhand": getattr(evenhand, "__version__", "") or importlib.metadata.version("evenhand-core"),
        "python": platform.python_version(), "numpy": np.__version__, "pyarrow": pa.__version__,
        "kernel": kernel_in_use(),
    }  # fmt: skip


def load() -> None:
    """Import what a report loads on its way, so that its time holds no import, as the others' does not."""
    for module in ("numpy.ma", "pyarrow.compute", "pyarrow.parquet"):
        importlib.import_module(module)


def use(kernel: str) -> None:
    """Count in the kernel asked for, or fail."""
    from evenhand.metrics.profiling import library

    library.use_numpy(is_forced=kernel == "numpy")
    if library.kernel_in_use() != kernel:
        raise SystemExit(f"Error: the kernel {kernel} is not there")


CASES = {
    "decode": decode, "profile": profile, "drift": drift, "fairness": fairness, "redrawn": redrawn,
    "performance": performance, "merge": merge, "version": version,
}  # fmt: skip


def main() -> None:
    """Run the case that the arguments name."""
    from alarms import CASES as ALARMS
    from checks import CASES as CHECKS
    from simulated import CASES as SIMULATED

    clock, given = Clock(), json.loads(sys.argv[2])
    if cores := given.pop("cores", 0):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
    answer = (CASES | ALARMS | CHECKS | SIMULATED)[sys.argv[1]](clock, **given)
    print("\n" + json.dumps(answer | {"phases": clock.phases}))


if __name__ == "__main__":
    main()
