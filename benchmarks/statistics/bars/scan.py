"""The scan: CPU beside a bare decode, private memory, threads."""

from collections.abc import Iterator
from statistics import median

from bar import Bar, in_turn, middle, ratios, spread
from setting import Setting, rows


def beside_decode(setting: Setting) -> Iterator[Bar]:
    """CPU of a drift report over that of a bare decode, in turns; reading the reference is in the report."""
    forms = [("zstd", setting.large), *([] if setting.is_quick else [("zstd", setting.small)])]
    forms += [("snappy", setting.large)] if setting.is_full else []
    for compression, n in forms:
        path = setting.current(n, compression)
        given = {"reference": setting.reference, "current": path, "columns": setting.columns}
        for kernel, most in (("c", 1.5), ("numpy", 5.0)):
            bare, counted, ours = in_turn(
                setting.repeats,
                lambda path=path: setting.ours("decode", path=path, columns=setting.columns),
                *(
                    lambda given=given, kernel=kernel, case=case: setting.ours(case, kernel=kernel, **given)
                    for case in ("profile", "drift")
                ),
            )
            found = ratios(ours, bare, ("report", "decode"))
            alone = median(ratios(counted, bare, ("report", "decode")))
            has_bar = compression == "zstd" and n == setting.large
            name = "compiled kernel" if kernel == "c" else "NumPy alone"
            yield Bar(
                work=f"drift report, {rows(n)} x {len(setting.columns)}, {compression} Parquet, {name}",
                wanted=f"<= {most} x the CPU of a bare decode" if has_bar else "",
                measured=f"{spread(found)} x: {middle(ours, 'report'):.2f} over {middle(bare, 'decode'):.2f} CPU s; "
                f"{alone:.2f} x without the numbers",
                is_met=median(found) <= most if has_bar else None,
            )


def memory(setting: Setting) -> Iterator[Bar]:
    """Most private memory of the whole process, imports included."""
    sizes = [(setting.small, setting.current(setting.small)), (setting.large, setting.current(setting.large))]
    sizes.append((setting.large * setting.times, setting.largest))
    sizes = sizes[-1:] if setting.is_quick else sizes
    for n, path in sizes:
        given = {"reference": setting.reference, "current": path, "columns": setting.columns}
        [ours] = in_turn(1, lambda given=given: setting.ours("drift", **given))
        most = ours[0].private / 1e6
        yield Bar(
            work=f"private memory of a drift report, {rows(n)} rows",
            wanted="<= 300 MB", measured=f"{most:.0f} MB, {middle(ours, 'report'):.1f} CPU s", is_met=most <= 300,
        )  # fmt: skip


def threads(setting: Setting) -> Iterator[Bar]:
    """Time on the wall with one core and with two, in turns."""
    given = {"reference": setting.reference, "current": setting.current(setting.large), "columns": setting.columns}
    one, two = in_turn(
        setting.repeats,
        lambda: setting.ours("drift", cores=1, **given),
        lambda: setting.ours("drift", cores=2, **given),
    )
    found = ratios(one, two, ("report", "report"), "wall")
    yield Bar(
        work=f"drift report, {rows(setting.large)} rows: two cores over one, on the wall",
        wanted=">= 1.7 x where the machine is quiet",
        measured=f"{spread(found)} x: {middle(one, 'report', 'wall'):.1f} s to {middle(two, 'report', 'wall'):.1f} s",
        is_met=median(found) >= 1.7,
    )  # fmt: skip
