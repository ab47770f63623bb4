"""What the outcomes of the tiering mean, in evenhand's own words."""

from evenhand.governance.controls.resource import catalogue_file, node, word


def meaning(section: str, key: str) -> str:
    """What ``key`` of a section means.

    Args:
        section: ``classes``, ``flags``, ``floors`` or ``model_risk``.
        key: for example ``high_risk``.

    Examples:
        >>> meaning("model_risk", "by_analogy")
        'no bank guidance holds; its practice is followed by analogy'
    """
    return word(node(catalogue_file("tiering-words"), section), key)
