"""``evenhand reproduce``: a recorded run is done again."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from evenhand.surfaces.cli.screen import as_option, json_option, note, show

if TYPE_CHECKING:
    from evenhand.lifecycle.training.reproduction import Reproduction

_PATH = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("version")
@click.option("--data", type=_PATH, help="The training rows, when they are no longer where they were.")
@click.option("--within", type=click.FloatRange(0, 1), default=1e-9, show_default=True,
              help="Difference of a score that still counts as the same.")  # fmt: skip
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), help="Seconds after which it is ended.")
@as_option
@json_option
def reproduce(
    version: str, *, data: Path | None, within: float, timeout: float | None, actor: str | None, as_json: bool
) -> int:
    """Do the recorded run of VERSION again in a fresh process, compare, and file the comparison as evidence.

    Same code, rows, parameters and seed, by digest. Ends with 1 when a score moved by more than --within, or when the
    code could not be run again.

    \b
    Example:
      evenhand reproduce credit@3 --as ada
    """
    from evenhand.surfaces.sdk.training import reproduce as run

    done = run(version, data=data, timeout=timeout, listener=note, actor=actor)
    found = done.reproduction
    document = {
        "version": str(done.version), "difference": found.difference, "n": found.n, "compared": found.compared,
        "n_differing": found.n_differing, "n_flips": found.n_flips, "reason": found.reason,
        "evidence": {"reproducibility-manifest": done.entry.payload},
    }  # fmt: skip
    text = f"{version}: {sentence(found)}\n  filed    reproducibility-manifest"
    show(document, text, as_json=as_json)
    return 0 if found.is_within(within) else 1


def sentence(found: "Reproduction") -> str:
    """What came of it, in one line."""
    if found.difference is None:
        return f"could not be trained again. {found.reason}"
    if found.compared == "bytes":
        return f"trained again on {found.n:,} rows, every byte of the model is the same."
    flips = f"{found.n_flips:,} decisions flip" if found.n_flips != 1 else "1 decision flips"
    return (
        f"trained again, the bytes differ; of {found.n:,} scores {found.n_differing:,} differ, by at most "
        f"{found.difference:.3g}, and {flips}."
    )
