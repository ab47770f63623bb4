"""A thousand profiles merged into one, and the report of it."""

from collections.abc import Iterator

from bar import Bar, in_turn, middle
from setting import Setting


def merging(setting: Setting) -> Iterator[Bar]:
    """Profiles of a thousand windows of the small table, in memory, merged and reported against the reference's."""
    windows = 1_000 if not setting.is_quick else 20
    [found] = in_turn(
        setting.repeats,
        lambda: setting.ours(
            "merge", reference=setting.reference, current=setting.current(setting.small), columns=setting.columns,
            windows=windows,
        ),
    )  # fmt: skip
    merge, report = (middle(found, phase, "cpu") for phase in ("merge", "report"))
    wall = middle(found, "merge", "wall") + middle(found, "report", "wall")
    yield Bar(
        work=f"merging {windows:,} hourly profiles of {len(setting.columns)} columns and reporting", wanted="<= 0.5 s",
        measured=f"{merge + report:.2f} CPU s ({merge:.2f} to merge, {report:.2f} to report); {wall:.2f} s on the wall",
        is_met=merge + report <= 0.5,
    )  # fmt: skip
