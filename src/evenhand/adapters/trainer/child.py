"""The training process: reads its order, fits, and leaves files and a report behind.

The order of the fits is fixed: on all rows first, so that it is the same with and without cross-validation.
"""

import contextlib
import ctypes
import importlib.util
import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

LONGEST_TEXT = 2000
_PR_SET_PDEATHSIG = 1


def main(room: Path, mark: str) -> None:
    """Do what ``room/order.json`` says; the report stands in ``room/report.json`` when this returns."""
    started = time.monotonic()
    order = json.loads((room / "order.json").read_text(encoding="utf-8"))
    if order["dies_with_parent"]:
        _die_with_parent()
    try:
        report = _run(order, room, _teller(mark))
    except BaseException as mistake:  # noqa: BLE001 - the author's code may raise anything, and the parent is to know
        report = {"failure": _failure(mistake, room / "code")}
    from evenhand.adapters.trainer.machine import used

    report["resources"] = used(time.monotonic() - started, int(order["threads"]))
    draft = room / "report.new"
    draft.write_text(json.dumps(report), encoding="utf-8")
    draft.replace(room / "report.json")
    with contextlib.suppress(Exception):
        sys.stdout.flush()
    os._exit(0)  # threads and destructors of the author's libraries may hang


def _run(order: Mapping[str, Any], room: Path, tell: Callable[[str], None]) -> dict[str, Any]:
    function, asked, parameters = _function(order, room / "code")
    import pyarrow as pa

    from evenhand.adapters.trainer.fitting import Fitting
    from evenhand.adapters.trainer.machine import hardware, installed_packages
    from evenhand.adapters.trainer.mitigating import fit_for
    from evenhand.adapters.trainer.produce import write_fit

    with pa.memory_map(str(room / "rows.arrow")) as file:
        rows = pa.ipc.open_file(file).read_all()
    fitting = Fitting(function=function, order=order, asked=asked)
    fit = fit_for(fitting, room)
    seconds: list[float] = []
    report: dict[str, Any] = {"fit": None, "fit_seconds": seconds}
    if order["is_final"]:
        tell(f"fitting on {rows.num_rows:,} rows")
        start = time.monotonic()
        fitted, detail = fit(rows, None)
        seconds.append(round(time.monotonic() - start, 4))
        report["fit"] = {**write_fit(fitting, fitted, room / "model"), "detail": detail}
    _cross_validate(fitting, fit, rows, room, tell=tell, seconds=seconds)
    report |= {"unread": asked.unread, "read": sorted(asked.read), "parameters": parameters}
    return report | {"packages": installed_packages(), "hardware": hardware(), **_code_used(order, room / "code")}


def _cross_validate(
    fitting: Any, fit: Callable[..., Any], rows: Any, room: Path, *, tell: Callable[[str], None],
    seconds: list[float],
) -> None:  # fmt: skip
    import numpy as np

    places = room / "folds.npy"
    if not places.is_file():
        return
    folds = np.load(places)
    n_folds = int(folds.max()) + 1
    scores = np.full(len(folds), np.nan)
    for fold in range(n_folds):
        tell(f"fold {fold + 1} of {n_folds}")
        inside, outside = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        start = time.monotonic()
        fitted, _ = fit(rows.take(inside), inside)
        seconds.append(round(time.monotonic() - start, 4))
        scores[outside] = fitting.scores(fitted, rows.take(outside))
    np.save(room / "scores.npy", scores)


def _function(order: Mapping[str, Any], code: Path) -> tuple[Callable[..., Any], Any, dict[str, Any]]:
    """The author's function, the parameters with the defaults that its module declares, and these as plain values."""
    from evenhand.adapters.trainer.asked import AskedParameters
    from evenhand.adapters.trainer.declared import with_defaults
    from evenhand.adapters.trainer.fitting import set_seeds
    from evenhand.errors.training import TrainingFailed

    set_seeds(order["seed"])
    if order["folder"]:
        sys.path.insert(0, order["folder"])
    sys.path.insert(0, str(code))
    path = code / order["main"]
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None, "the parent has seen to the name"  # noqa: S101
    assert spec.loader is not None  # noqa: S101
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    function = getattr(module, order["entry"], None)
    if not callable(function):
        raise TrainingFailed(f"{order['main']} defines no function {order['entry']!r}.")
    given = with_defaults(order["parameters"], getattr(module, "PARAMETERS", None))
    asked = AskedParameters(given)
    asked.read.update(name for name in getattr(module, "PARAMETERS", None) or ())
    return function, asked, given


def _code_used(order: Mapping[str, Any], code: Path) -> dict[str, Any]:
    """Files of the author's own that were imported, copied beside the main file, and modules from elsewhere."""
    from evenhand.adapters.frameworks.environment import local_files

    home = None if not order["folder"] else Path(order["folder"]).resolve()
    files, outside = [order["main"]], []
    for name, place in sorted(local_files(list(sys.modules)).items()):
        if name.partition(".")[0] in ("evenhand", "__main__", "__mp_main__"):
            continue
        if place.is_relative_to(code.resolve()):
            files.append(place.relative_to(code.resolve()).as_posix())
        elif home is not None and place.is_relative_to(home):
            inside = place.relative_to(home)
            (code / inside).parent.mkdir(parents=True, exist_ok=True)
            (code / inside).write_bytes(place.read_bytes())
            files.append(inside.as_posix())
        else:
            outside.append(name)
    return {"code": sorted(set(files)), "outside": outside}


def _failure(mistake: BaseException, code: Path) -> dict[str, Any]:
    """What went wrong, as text, with the last place in the author's own files."""
    from evenhand.errors.base import EvenhandError

    frames = traceback.extract_tb(mistake.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(code)]
    where = f"{Path(own[-1].filename).name}, line {own[-1].lineno}" if own else None
    if isinstance(mistake, EvenhandError):
        return {"code": mistake.code, "said": mistake.fact[:LONGEST_TEXT], "where": where}
    said = ""
    with contextlib.suppress(BaseException):
        said = str(mistake)
    return {"code": None, "said": f"{type(mistake).__name__}: {said}"[:LONGEST_TEXT], "where": where}


def _teller(mark: str) -> Callable[[str], None]:
    """Says how far it is, on a line that the author's own prints cannot be taken for."""

    def tell(text: str) -> None:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
        os.write(1, f"\n{mark} {text}\n".encode())

    return tell


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
