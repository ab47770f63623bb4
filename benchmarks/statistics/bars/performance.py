"""Performance metrics with intervals, and scikit-learn with SciPy's bootstrap beside them."""

from collections.abc import Iterator
from pathlib import Path

from bar import Bar, in_turn, middle
from setting import Setting, rows


def ours(setting: Setting) -> Iterator[Bar]:
    """CPU of the whole look less that of a bare decode of its three columns."""
    path = setting.current(setting.large)
    bare, found = in_turn(
        setting.repeats,
        lambda: setting.ours("decode", path=path, columns=["label", "score", "prediction"]),
        lambda: setting.ours("performance", path=path),
    )
    decode, cpu = middle(bare, "decode"), middle(found, "report")
    yield Bar(
        work=f"performance metrics with intervals, {rows(setting.large)} rows",
        wanted="<= 0.15 CPU s beyond decode",
        measured=f"{cpu - decode:.2f} CPU s beyond a decode of {decode:.2f}; "
        f"{len(found[0].answer['measurements'])} numbers; private memory "
        f"{max(one.private for one in found) / 1e6:.0f} MB",
        is_met=cpu - decode <= 0.15,
    )  # fmt: skip


def scikit_learn(setting: Setting, python: Path) -> Iterator[Bar]:
    """The six metrics on rows in memory; what a draw costs is multiplied by a thousand."""
    path = str(setting.current(setting.small))
    ran = setting.peer(python, "performance.py", path, str(setting.small), "2")
    if ran.failure:
        yield Bar(work="scikit-learn", wanted="", measured=f"fails: {ran.failure}", is_met=None)
        return
    said = ran.answer
    yield Bar(
        work=f"scikit-learn {said['version']}, six metrics, {rows(setting.small)} rows in memory", wanted="",
        measured=f"{said['plain']:.2f} CPU s without intervals; a draw of rows {said['each']:.2f}, so 1,000 would cost "
        f"about {1000 * said['each']:.0f} (scaled, not run); SciPy's percentile bootstrap of the AUC alone "
        f"{said['scipy_auc_each']:.2f} a draw; {ran.private / 1e9:.2f} GB",
        is_met=None,
    )  # fmt: skip
