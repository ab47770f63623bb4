"""How much a model may use."""

from dataclasses import asdict, dataclass

GIBIBYTE = 1 << 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of one child.

    Attributes:
        memory_bytes: address space, parser and libraries included.
        cpu_seconds: of processor time for loading, and again for each request.
        load_seconds: of waiting until the model is loaded.
        predict_seconds: of waiting for the answer to one request.
        open_files: file descriptors.
        threads: of the numeric libraries; 1 gives the same sums everywhere.
        request_rows: most rows that the child is given at once; longer tables are sent in parts.
        model_bytes: size of all files together.

    Examples:
        >>> Limits(predict_seconds=5).memory_bytes == 4 * GIBIBYTE
        True
    """

    memory_bytes: int = 4 * GIBIBYTE
    cpu_seconds: int = 300
    load_seconds: float = 60.0
    predict_seconds: float = 120.0
    open_files: int = 256
    threads: int = 1
    request_rows: int = 65_536
    model_bytes: int = 8 * GIBIBYTE

    def __post_init__(self) -> None:
        for name, bound in asdict(self).items():
            if bound <= 0:
                raise ValueError(f"{name} is {bound}, which lets nothing run")
