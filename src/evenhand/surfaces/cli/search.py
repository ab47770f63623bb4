"""``evenhand search``: what was decided, and why."""

import click

from evenhand.surfaces.cli.screen import json_option, show


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--about", metavar="REF", help="Only what speaks about REF: credit@3, or credit for all its versions.")
@click.option("--kind", help="Only one kind: approval, waiver, finding, policy, fairness-report and so on.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="At most so many.")
@json_option
def search(words: tuple[str, ...], *, about: str | None, kind: str | None, limit: int, as_json: bool) -> None:
    """Find entries of the ledger by WORDS: documents, findings, approvals, waivers, evidence, filed texts.

    A phrase stands in quotes; a word that ends with * finds all that begin so. Nothing that is sealed is searched.

    \b
    Example:
      evenhand search age adviser
      evenhand search '"manual review"' --about credit@3 --kind waiver
    """
    from evenhand.surfaces.report.harmless import harmless
    from evenhand.surfaces.sdk.searching import search as run

    found = run(" ".join(words), about=about, kind=kind, limit=limit)
    lines = [] if found.holds_all or not found.hits else ["No entry holds all of these words; these hold some.", ""]
    for hit in found.hits:
        said = hit.passage
        lines.append(f"{said.sequence}  {harmless(said.about)}  {harmless(said.kind)}  {said.author}, {said.at[:10]}")
        lines.append(f"    {harmless(hit.snippet)}")
    shown = f"the first {len(found.hits)} of {found.total}" if found.total > len(found.hits) else f"{found.total}"
    more = " Read one whole: evenhand audit log NUMBER" if found.hits else ""
    lines.append(f"{shown} of {found.entries} entries.{more}")
    show(found.as_json(), "\n".join(lines), as_json=as_json)
