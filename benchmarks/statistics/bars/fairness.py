"""Six rates over all crossings of three attributes with a thousand draws, and Fairlearn beside them."""

from collections.abc import Iterator
from pathlib import Path

from bar import Bar, in_turn, middle
from columns import FAIRNESS, SENSITIVE
from setting import Setting, rows

DRAWS = 1000


def ours(setting: Setting) -> Iterator[Bar]:
    """CPU of the whole look, reading included: the rates with a thousand draws, and the report with closed formulas."""
    path, attributes = setting.current(setting.large), list(SENSITIVE)
    bare, drawn, report = in_turn(
        setting.repeats,
        lambda: setting.ours("decode", path=path, columns=list(FAIRNESS)),
        lambda: setting.ours("redrawn", path=path, attributes=attributes),
        lambda: setting.ours("fairness", path=path, attributes=attributes),
    )
    decode = f"a bare decode of the five columns {middle(bare, 'decode'):.2f}"
    for found, work in (
        (drawn, f"six rates, all crossings of three attributes, {DRAWS:,} draws, {rows(setting.large)} rows"),
        (report, "the same rates with their comparisons and closed intervals, as the command reports them"),
    ):
        cpu, most = middle(found, "report"), max(one.private for one in found) / 1e6
        yield Bar(
            work=f"fairness: {work}", wanted="<= 0.3 CPU s",
            measured=f"{cpu:.2f} CPU s, {found[0].answer['n']} numbers; {decode}; private memory {most:.0f} MB",
            is_met=cpu <= 0.3,
        )  # fmt: skip


def fairlearn(setting: Setting, python: Path) -> Iterator[Bar]:
    """Fairlearn's frame of metrics on the finest crossing alone, its data in memory already."""
    path = str(setting.current(setting.small))
    for n, draws in ((setting.small // 10, 3), *([(setting.small, 0)] if setting.is_full else [])):
        ran = setting.peer(python, "fairness.py", path, str(n), str(draws))
        if ran.failure:
            yield Bar(work=f"Fairlearn, {rows(n)} rows", wanted="", measured=f"fails: {ran.failure}", is_met=None)
            continue
        plain, drawn = ran.answer["plain"], ran.answer["drawn"]
        text = f"{plain['cpu']:.2f} CPU s without intervals ({plain['groups']} groups)"
        if drawn:
            text += (
                f"; {drawn['draws']} draws cost {drawn['cpu']:.1f} CPU s, so 1,000 would cost about "
                f"{plain['cpu'] + DRAWS * drawn['each']:.0f} (scaled, not run)"
            )
        yield Bar(
            work=f"Fairlearn {ran.answer['version']}, six rates, the finest crossing alone, {rows(n)} rows",
            wanted="", measured=f"{text}; {ran.private / 1e9:.2f} GB", is_met=None,
        )  # fmt: skip
