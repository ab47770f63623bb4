"""ONNX graphs, run by onnxruntime on the processor."""

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from evenhand.adapters.frameworks.environment import versions_of
from evenhand.adapters.frameworks.frame_input import as_matrix, as_numbers
from evenhand.adapters.frameworks.loaded import Place, columns_of
from evenhand.adapters.frameworks.onnx_labels import class_labels
from evenhand.errors.model import ModelFormatUnsupported, ModelUnreadable

_KINDS = {
    "tensor(float)": np.float32, "tensor(double)": np.float64, "tensor(int64)": np.int64, "tensor(int32)": np.int32,
    "tensor(bool)": np.bool_, "tensor(string)": np.object_,
}  # fmt: skip
_SCORES = ("tensor(float)", "tensor(double)")


class Graph:
    """A graph with one output of scores, as a tensor or as a map for each row."""

    def __init__(self, session: Any, labels: list[int | str] | None) -> None:
        self._session = session
        self._inputs = session.get_inputs()
        for taken in self._inputs:
            if taken.type not in _KINDS:
                raise ModelFormatUnsupported(f"The input {taken.name!r} is of type {taken.type}.")
        self._output = _scores_output(session)
        self._labels = labels
        is_wide = len(self._inputs) == 1
        n_features = _width(self._inputs[0].shape) if is_wide else len(self._inputs)
        if not is_wide and any(_width(taken.shape) not in (1, None) for taken in self._inputs):
            raise ModelFormatUnsupported("Several inputs of more than one column each; export one input a column.")
        is_map = self._output.type.startswith("seq(map(")
        n_outputs = (None if labels is None else len(labels)) if is_map else _width(self._output.shape)
        self.facts: dict[str, Any] = {
            "framework": "onnx", "versions": versions_of(["onnxruntime", "numpy"]),
            "features": None if is_wide else [taken.name for taken in self._inputs], "n_features": n_features,
            "classes": labels, "n_outputs": n_outputs,
            "output": "probability" if is_map or labels is not None or "prob" in self._output.name else "score",
        }  # fmt: skip

    def scores(self, table: pa.Table) -> NDArray[np.float64]:
        """What the output of scores says."""
        [answer] = self._session.run([self._output.name], self._feed(table))
        if not isinstance(answer, list):
            return columns_of(answer)
        labels = self._labels if self._labels is not None else sorted(answer[0])
        return columns_of([[row[label] for label in labels] for row in answer])

    def contributions(self, table: pa.Table) -> NDArray[np.float64]:
        """Graphs give no account of their own."""
        raise NotImplementedError(f"ONNX gives no contributions for {table.num_columns} columns")

    def _feed(self, table: pa.Table) -> dict[str, Any]:
        if len(self._inputs) == 1:
            taken = self._inputs[0]
            return {taken.name: as_matrix(table).astype(_KINDS[taken.type])}
        return {taken.name: _tensor(column, taken) for taken, column in zip(self._inputs, table.columns, strict=True)}


def load(place: Place) -> Graph:
    """Parse the model's single file."""
    return graph(place.content(), place.threads)


def graph(content: bytes, threads: int) -> Graph:
    """Parse a graph.

    Raises:
        ModelUnreadable: onnxruntime refuses it.
        ModelFormatUnsupported: it takes or gives what no table and no score is made of.
    """
    import onnxruntime

    onnxruntime.set_default_logger_severity(4)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = threads
    try:
        session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except Exception as mistake:  # its errors share no class
        raise ModelUnreadable(f"onnxruntime cannot read the file: {mistake}.") from mistake
    return Graph(session, class_labels(content))


def _scores_output(session: Any) -> Any:
    given = session.get_outputs()
    scores = [one for one in given if one.type in _SCORES or one.type.startswith("seq(map(")]
    if len(scores) > 1:
        scores = [one for one in scores if "prob" in one.name.lower()]
    if len(scores) != 1:
        named = ", ".join(f"{one.name}: {one.type}" for one in given)
        raise ModelFormatUnsupported(f"No single output holds the scores ({named}).")
    return scores[0]


def _width(shape: list[Any]) -> int | None:
    if len(shape) < 2:
        return 1
    return shape[1] if isinstance(shape[1], int) and shape[1] > 0 else None


def _tensor(column: pa.ChunkedArray, taken: Any) -> Any:
    kind = _KINDS[taken.type]
    values = np.array(column.to_pylist(), dtype=object) if kind is np.object_ else as_numbers(column)
    if values is None:
        raise TypeError(f"the column {taken.name} holds {column.type}, and the model takes {taken.type} there")
    if column.null_count and kind not in (np.float32, np.float64):
        raise TypeError(f"the column {taken.name} lacks values, and {taken.type} has no way to say so")
    tensor: NDArray[Any] = values.astype(kind)
    return tensor.reshape(-1, 1) if len(taken.shape) > 1 else tensor
