"""Find what was decided, by its words."""

from evenhand.surfaces.sdk.opening import Folder, read, settings_for
from evenhand.wiring.search import opened_index
from evenhand.workflows.search import search_ledger as searching


def search(
    text: str, *, about: str | None = None, kind: str | None = None, limit: int = 20, workspace: Folder = None
) -> searching.Search:
    """Entries of the ledger that hold the words: documents, findings, approvals, waivers, evidence, filed texts.

    Args:
        text: words; ``"a phrase"`` in quotes; ``begin*`` for words that begin so.
        about: only what speaks about this, for example ``credit@3``, or ``credit`` for all its versions.
        kind: only one kind, for example ``approval``, ``waiver``, ``finding`` or ``fairness-report``.
        limit: at most so many, the best first.
        workspace: where; from the current folder upwards when left out.

    Raises:
        SearchUnreadable: the text holds no word, or too many.
    """
    with read(workspace) as place, opened_index(settings_for(workspace), place) as index:
        return searching.search_ledger(place, index, text, about=about, kind=kind, limit=limit)
