import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from tests.adapters.runner.made import AS_ONE, ROWS, handover, opened

from evenhand.adapters.runner.limits import Limits
from evenhand.adapters.runner.model import Model, open_model
from evenhand.adapters.runner.scoring import Scoring
from evenhand.errors.model import (
    ModelAnswerInvalid,
    ModelClassUnknown,
    ModelCrashed,
    ModelFailed,
    ModelFormatUnsupported,
    ModelInputsDiffer,
    ModelLibraryMissing,
    ModelTimedOut,
    ModelUnreadable,
)
from evenhand.kernel.predictor import Predictor

MANY_FACED = """
    import ctypes, os, signal, time
    import numpy as np
    def predict(table):
        what = table.column('what')[0].as_py()
        n = table.num_rows
        if what == 'echo': return table.column('a').to_numpy()
        if what == 'short': return [0.5] * (n - 1)
        if what == 'none': return None
        if what == 'text': return ['high'] * n
        if what == 'nan': return [0.5] * (n - 1) + [float('nan')]
        if what == 'infinite': return [float('inf')] * n
        if what == 'above': return [0.5] * (n - 1) + [1.1]
        if what == 'below': return [-0.1] * n
        if what == 'three': return np.full((n, 3), 1 / 3)
        if what == 'deep': return np.zeros((n, 2, 2))
        if what == 'raise': raise ValueError('no \\x1b[31msuch income')
        if what == 'names': return sorted(table.column_names).index('a') * np.ones(n)
        if what == 'print': print('x' * 300_000); return [0.5] * n
        if what == 'columns': return [table.num_columns / 10] * n
        if what == 'crash': ctypes.string_at(8)
        if what == 'exit': os._exit(3)
        if what == 'hang': time.sleep(60)
        if what == 'spin':
            while True: pass
        if what == 'rounding': return [1 + 1e-9] * n
"""
AS_ASKED = Scoring(favourable=1, classes=(0, 1), inputs=("a", "what"))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Model]:
    with opened(tmp_path_factory.mktemp("model"), MANY_FACED, scoring=AS_ASKED) as model:
        yield model


def asking(what: str, n: int = 3) -> pa.Table:
    return pa.table({"a": np.linspace(0, 1, n), "what": [what] * n, "sex": ["f"] * n})


def test_a_score_for_each_row_in_their_order(model: Model) -> None:
    scores = model.predict(asking("echo", 5))

    assert scores.tolist() == [0, 0.25, 0.5, 0.75, 1]
    assert scores.dtype == np.float64


def test_no_row_no_score(model: Model) -> None:
    assert model.predict(asking("echo", 0)).shape == (0,)


def test_a_column_that_the_model_does_not_take_is_not_sent(model: Model) -> None:
    assert model.predict(asking("columns")).tolist() == [0.2] * 3


def test_a_missing_column_is_named(model: Model) -> None:
    with pytest.raises(ModelInputsDiffer, match="lacks what"):
        model.predict(ROWS)


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("short", "as 2 rows of 1, for 3 rows"),
        ("nan", r"\[nan\] for row 2"),
        ("infinite", r"\[inf\] for row 0"),
        ("above", r"\[1.1\] for row 2, outside 0 to 1"),
        ("below", r"\[-0.1\] for row 0, outside 0 to 1"),
        ("three", "3 numbers a row for 2 classes"),
    ],
)
def test_an_answer_that_is_no_score_is_refused(model: Model, what: str, said: str) -> None:
    with pytest.raises(ModelAnswerInvalid, match=said):
        model.predict(asking(what))

    assert model.is_open


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("raise", r"ValueError: no \?\[31msuch income"),
        ("text", "ValueError: could not convert"),
        ("none", "."),
        ("deep", "an answer in 3 dimensions"),
    ],
)
def test_an_error_of_the_model_is_quoted_and_the_model_lives_on(model: Model, what: str, said: str) -> None:
    with pytest.raises((ModelFailed, ModelAnswerInvalid), match=said):
        model.predict(asking(what))

    assert model.predict(asking("echo", 2)).tolist() == [0, 1]


def test_printing_does_no_harm(model: Model) -> None:
    assert model.predict(asking("print")).tolist() == [0.5] * 3


def test_a_rounding_error_is_no_lie(model: Model) -> None:
    assert model.predict(asking("rounding")).tolist() == [1.0] * 3


def test_two_threads_take_turns(model: Model) -> None:
    answers: list[bool] = []

    def ask(n: int) -> None:
        answers.extend(len(model.predict(asking("echo", n))) == n for _ in range(20))

    threads = [threading.Thread(target=ask, args=(n,)) for n in (2, 3, 5, 8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [True] * 80


def test_python_code_gives_no_contributions(model: Model) -> None:
    with pytest.raises(ModelFailed, match="gives no contributions"):
        model.contributions(asking("echo"))


@pytest.mark.parametrize(
    ("what", "error", "said"),
    [
        ("crash", ModelCrashed, "SIGSEGV"),
        ("exit", ModelCrashed, "code 3"),
        ("hang", ModelTimedOut, "within 0.1 s"),
        ("spin", ModelTimedOut, "within 0.1 s"),
    ],
)
def test_a_lost_model_stays_closed(tmp_path: Path, what: str, error: type[Exception], said: str) -> None:
    with opened(tmp_path, MANY_FACED, scoring=AS_ASKED, limits=Limits(predict_seconds=0.1)) as model:
        with pytest.raises(error, match=said):
            model.predict(asking(what))
        assert not model.is_open
        with pytest.raises(ModelCrashed, match="has ended before"):
            model.predict(asking("echo"))


def test_a_long_table_is_sent_in_parts(tmp_path: Path) -> None:
    source = "def predict(table): return [1 / table.num_rows] * table.num_rows"
    with opened(tmp_path, source, limits=Limits(request_rows=4)) as model:
        assert model.predict(pa.table({"a": range(10)})).tolist() == [0.25] * 8 + [0.5] * 2


def test_processor_time_is_bounded_for_each_request_and_not_for_a_life(tmp_path: Path) -> None:
    source = """
        import resource
        def predict(table):
            usage = resource.getrusage(resource.RUSAGE_SELF)
            left = resource.getrlimit(resource.RLIMIT_CPU)[0] - usage.ru_utime - usage.ru_stime
            return [left / 1000] * table.num_rows
    """
    with opened(tmp_path, source, limits=Limits(cpu_seconds=100)) as model:
        assert all(0.1 <= score <= 0.102 for score in model.predict(ROWS))


@pytest.mark.parametrize(
    ("source", "error", "said"),
    [
        ("import no_such_module_xyz", ModelLibraryMissing, "no_such_module_xyz"),
        ("import os; os._exit(9)", ModelCrashed, "code 9"),
        ("import os; os.abort()", ModelCrashed, "SIGABRT"),
        ("raise SystemExit(0)", ModelUnreadable, "SystemExit"),
        ("raise KeyboardInterrupt", ModelUnreadable, "KeyboardInterrupt"),
        ("def predict(", ModelUnreadable, "SyntaxError"),
        ("", ModelUnreadable, "neither predict"),
        ("predict = 3", ModelUnreadable, "neither predict"),
        ("class E(Exception):\n  def __str__(self): raise self\nraise E", ModelUnreadable, "E: "),
        ("def load(path): return 3", ModelUnreadable, "gave a int"),
        ("import os; os.closerange(3, 99)", ModelCrashed, "."),
        (
            "import os\nfor f in range(3, 200):\n  try: os.write(f, b'garbage' * 9)\n  except OSError: pass",
            ModelAnswerInvalid,
            ".",
        ),
    ],
)
def test_a_model_that_does_not_load_says_why(tmp_path: Path, source: str, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said), opened(tmp_path, source):
        pytest.fail("it was opened")


@pytest.mark.parametrize("features", ["[1.5] * 9", "['a', 'a']", "'x' * 9", "[]", "range(200_000)"])
def test_facts_that_contradict_themselves_are_refused(tmp_path: Path, features: str) -> None:
    source = f"features = {features}\ndef predict(table): return [0.5] * table.num_rows"
    with pytest.raises((ModelAnswerInvalid, ModelInputsDiffer)), opened(tmp_path, source):
        pytest.fail("it was opened")


def test_an_unknown_loader_is_refused(tmp_path: Path) -> None:
    strange = handover(tmp_path, "")
    strange = type(strange)(loader="exec", files=strange.files)

    with pytest.raises(ModelFormatUnsupported, match="No loader is called 'exec'"), open_model(strange):
        pytest.fail("it was opened")


@pytest.mark.parametrize("loader", ["python:", "python:../x", "python:os;sys", "python:scorer.", "python"])
def test_a_loader_names_a_module_and_nothing_else(tmp_path: Path, loader: str) -> None:
    strange = handover(tmp_path, "")
    strange = type(strange)(loader=loader, files=strange.files)

    with pytest.raises(ModelUnreadable, match="names no module"), open_model(strange):
        pytest.fail("it was opened")


def test_without_a_favourable_outcome_there_is_no_score(tmp_path: Path) -> None:
    with opened(tmp_path, "def predict(table): return [0.5]", scoring=None) as model:
        assert model.facts.classes is None
        with pytest.raises(ModelClassUnknown, match="Nothing states"):
            model.predict(ROWS)
        model.read_as(AS_ONE)
        assert model.predict(ROWS.slice(0, 1)).tolist() == [0.5]


def test_a_model_names_its_own_classes_and_columns(tmp_path: Path) -> None:
    source = """
        import numpy as np
        classes, features = ['refused', 'granted', 'asked'], ['b', 'a']
        def predict(table): return np.column_stack([table['b'], table['a'], 1 - table['a'].to_numpy()])
    """
    rows = pa.table({"a": [0.25], "b": [0.125]})
    with opened(tmp_path, source, scoring=Scoring(favourable="asked", inputs=("a", "b"))) as model:
        assert model.facts.classes == ("refused", "granted", "asked")
        assert model.predict(rows).tolist() == [0.75]
        model.read_as(Scoring(favourable="refused"))
        assert model.predict(rows).tolist() == [0.125]


def test_a_model_is_a_predictor(model: Model) -> None:
    predictor: Predictor[pa.Table, np.ndarray] = model

    assert len(predictor.predict(asking("echo"))) == 3
