"""Counts of rows in words."""


def counted(n: int, one: str) -> str:
    """A number of things, one or several.

    Examples:
        >>> counted(1, "row"), counted(2000, "row")
        ('1 row', '2,000 rows')
    """
    return f"{n:,} {one}" if n == 1 else f"{n:,} {one}s"


def percent(share: float) -> str:
    """A share in per cent; what is not nothing never reads as nothing, what is not all never as all.

    Examples:
        >>> percent(0.1234), percent(0.00001), percent(0.99999), percent(1.0)
        ('12.3 %', 'under 0.1 %', 'over 99.9 %', '100 %')
    """
    if share in (0.0, 1.0):
        return f"{share:.0%}".replace("%", " %")
    if share < 0.001:
        return "under 0.1 %"
    return "over 99.9 %" if share > 0.999 else f"{100 * share:.1f} %"


def of_rows(count: int, n: int) -> str:
    """A count among rows.

    Examples:
        >>> of_rows(1234, 10_000), of_rows(1, 1)
        ('1,234 of 10,000 rows (12.3 %)', 'the only row')
    """
    if n == 1:
        return "the only row"
    return f"all {n:,} rows" if count == n else f"{count:,} of {n:,} rows ({percent(count / n)})"
