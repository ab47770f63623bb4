"""``evenhand document``: model card, data sheet, technical file and the other governed documents."""

from pathlib import Path

import click

from evenhand.surfaces.cli.fallback import FallbackGroup
from evenhand.surfaces.cli.screen import as_option, json_option, show

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group(cls=FallbackGroup, fallback="show")
def document() -> None:
    """Fill governed documents from evidence, answer what only people know, file them.

    'evenhand document KIND REF' is short for 'evenhand document show KIND REF'.

    \b
    Example:
      evenhand document kinds
      evenhand document technical-file credit@3 --html technical-file.html
      evenhand document answer model-card credit@3 owner --text "Bo Li, credit desk" --as bo
    """


@document.command("show")
@click.argument("kind")
@click.argument("about", metavar="REF")
@click.option("--html", type=_FILE, help="Write one self-contained page to FILE.")
@click.option("--markdown", type=_FILE, help="Write Markdown to FILE.")
@json_option
def show_command(kind: str, about: str, *, html: Path | None, markdown: Path | None, as_json: bool) -> None:
    """Show the document KIND about REF, each field with its answer, source and state; nothing is recorded.

    \b
    Example:
      evenhand document show model-card credit@3
      evenhand document show technical-file credit@3 --html technical-file.html --markdown technical-file.md
    """
    from evenhand.surfaces.report.html import MARKER as PAGE
    from evenhand.surfaces.report.markdown import MARKER
    from evenhand.surfaces.report.page_file import require_page, write_page
    from evenhand.surfaces.sdk.documents import show_document

    for path, marker in ((html, PAGE), (markdown, MARKER)):
        if path is not None:
            require_page(path, marker)
    shown = show_document(kind, about)
    written = [str(path) for path in (html, markdown) if path is not None]
    if html is not None:
        write_page(html, shown.as_html())
    if markdown is not None:
        write_page(markdown, shown.as_markdown())
    if not written:
        show(shown.as_json(), shown.as_text(), as_json=as_json)
        return
    show({"files": written, **shown.as_json()}, f"Written to {' and '.join(written)}.", as_json=as_json)


@document.command()
@click.argument("kind")
@click.argument("about", metavar="REF")
@click.argument("field")
@click.option("--text", help="The answer; your name and the date stand under it.")
@click.option("--confirm", is_flag=True, help="Instead of a text: what software began stands as it is.")
@click.option("--not-applicable", is_flag=True, help="The text is the reason why the field does not apply.")
@as_option
@json_option
def answer(
    kind: str, about: str, field: str, *, text: str | None, confirm: bool, not_applicable: bool, actor: str | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Answer FIELD of the document KIND about REF, signed by you.

    \b
    Example:
      evenhand document answer model-card credit@3 out_of_scope --text "No use on companies." --as bo
      evenhand document answer technical-file credit@3 annex_iv_2e --confirm --as bo
    """
    if (text is None) != confirm or (confirm and not_applicable):
        raise click.UsageError("Give either --text TEXT or --confirm.")
    from evenhand.surfaces.sdk.documents import answer_document, show_document

    entry = answer_document(kind, about, field, text=text, not_applicable=not_applicable, actor=actor)
    completeness = show_document(kind, about).as_json()["completeness"]
    required = completeness["required"] if isinstance(completeness, dict) else {}
    counts = f"{required['filled']} of {required['total']}" if isinstance(required, dict) else ""
    told = f"Entry {entry.sequence}: {field} answered by {entry.actor}. {counts} needed fields are filled."
    show({"sequence": entry.sequence, "field": field, "completeness": completeness}, told, as_json=as_json)


@document.command()
@click.argument("kind")
@click.argument("about", metavar="REF")
@as_option
@json_option
def record(kind: str, about: str, *, actor: str | None, as_json: bool) -> None:
    """File the document KIND about REF, as it can be filled now, as evidence of that kind.

    \b
    Example:
      evenhand document record model-card credit@3 --as ada
    """
    from evenhand.surfaces.sdk.documents import record_document

    entry = record_document(kind, about, actor=actor)
    show({"sequence": entry.sequence, "about": entry.about}, f"Filed in entry {entry.sequence}.", as_json=as_json)


@document.command()
@json_option
def kinds(*, as_json: bool) -> None:
    """List the documents of the catalogue; needs no workspace.

    \b
    Example:
      evenhand document kinds
    """
    from evenhand.workflows.document.show_document import document_kinds

    known = dict(document_kinds())
    show(known, "\n".join(f"{kind:<20} {title}" for kind, title in known.items()), as_json=as_json)
