"""Our numbers beside those of scikit-learn and SciPy on random tables."""

from collections.abc import Iterator

from bar import Bar, NotMeasured
from setting import Setting

CASES = 1_000


def parity(setting: Setting) -> Iterator[Bar]:
    """The greatest difference of each metric over a thousand random tables."""
    ran = setting.ours("parity", cases=5 if setting.is_quick else CASES)
    if ran.failure:
        raise NotMeasured(ran.failure)
    for kind, wanted in (("counted", "<= 1e-9"), ("binned", "within the stated bound")):
        found = ran.answer[kind]
        differences = ", ".join(f"{name} {worst:.1e}" for name, worst in sorted(found["worst"].items()))
        yield Bar(
            work=f"{kind} metrics against scikit-learn and SciPy, {ran.answer['cases']:,} random tables",
            wanted=wanted, measured=f"{found['misses']} misses; greatest differences: {differences}",
            is_met=not found["misses"] and bool(found["worst"]),
        )  # fmt: skip
