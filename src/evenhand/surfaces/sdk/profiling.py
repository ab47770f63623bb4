"""Profiles of tables: counted once, kept as a small file, merged, compared without the rows."""

from pathlib import Path

from evenhand.errors.number import ProfilesUnlike, ProfileUnreadable
from evenhand.metrics.profiling.profile import Profile
from evenhand.surfaces.sdk.looking import Progress
from evenhand.surfaces.sdk.shown_profile import ShownProfile, bare
from evenhand.wiring.scan import TableScanner


def profile(
    table: object, *, like: object = None, exact: bool = False, progress: Progress | None = None
) -> ShownProfile:  # fmt: skip
    """Count a table into a profile that can be kept, merged and compared.

    Args:
        table: a path, a folder, a pandas, Polars or Arrow table, or a dict of lists.
        like: a profile or a table whose cells are used, so that both can be merged and compared.
        exact: give each distinct number a cell of its own.
        progress: told how many rows are read.

    Raises:
        EvenhandError: with code, fact and remedy where the table cannot be read.

    Examples:
        >>> january = profile({"age": [30, 41, 52]})
        >>> february = profile({"age": [35, 44]}, like=january)
        >>> merge_profiles(january, february).profile.n_rows
        5
    """
    from evenhand.workflows.statistics.profile_table import profile_table

    scanner = TableScanner(progress)
    counted = profile_table(scanner, bare(table), like=bare(like), is_exact=exact)
    return ShownProfile(profile=counted, origin=scanner.origin(bare(table)))


def merge_profiles(*profiles: object) -> ShownProfile:
    """The profile of all rows together, as if they had been counted at once.

    Args:
        profiles: at least one: paths of written profiles, or what ``profile`` returned, all on the same cells.

    Raises:
        ProfilesUnlike: there is none, or they were made on different cells.
        ProfileUnreadable: a file holds no profile.
    """
    from evenhand.workflows.statistics import merge_profiles as merging

    contents = [_content(each) for each in profiles]
    try:
        counted = merging.merge_profiles(contents)
    except (ProfilesUnlike, ProfileUnreadable) as mistake:
        for each, content in zip(profiles, contents, strict=True):
            try:
                merging.merge_profiles([contents[0], content])
            except type(mistake) as own:
                name = each.origin if isinstance(each, ShownProfile) else Path(str(each)).name
                raise type(own)(f"{name}: {own.fact}", remedy=own.remedy) from mistake
        raise
    return ShownProfile(profile=counted, origin=f"{len(profiles)} profiles")


def _content(profile: object) -> Profile | bytes:
    from evenhand.wiring.user_file import read_bytes

    held = bare(profile)
    return held if isinstance(held, Profile) else read_bytes(Path(str(held)), largest=2**30)
