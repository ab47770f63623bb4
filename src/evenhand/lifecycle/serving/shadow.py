"""What a shadow would have changed: how often it agrees with what decides today, and for whom it does not."""

from collections import Counter
from collections.abc import Mapping, Sequence

from evenhand.kernel.canonical import Json
from evenhand.metrics.uncertainty import wilson

CONFIDENCE = 0.95


def shadow_body(
    shadow: Sequence[int],
    rival: Sequence[int] | None,
    groups: Mapping[str, Sequence[str]],
    *,
    compared_with: str | None,
) -> dict[str, Json]:
    """Agreement and flips, in all and by group, each with its interval and count.

    Args:
        shadow: decisions of the shadow.
        rival: decisions of what it is compared with, on the same cases; ``None`` when nothing decides today.
        groups: attribute to the group of every case.
        compared_with: ``champion``, ``current-practice`` or ``None``.

    Examples:
        >>> body = shadow_body([1, 1, 0], [1, 0, 0], {"sex": ["f", "f", "m"]}, compared_with="champion")
        >>> body["figures"]["groups"]
        [{'attribute': 'sex', 'group': 'f', 'n': 2}, {'attribute': 'sex', 'group': 'm', 'n': 1}]
        >>> round(body["agreement"]["value"], 3), body["flips"][0]["to_favourable"]["count"]
        (0.667, 1)
    """
    counted: list[Json] = [
        {"attribute": attribute, "group": group, "n": n}
        for attribute, held in groups.items()
        for group, n in sorted(Counter(held).items())
    ]
    body: dict[str, Json] = {
        "figures": {"n": len(shadow), "groups": counted, "compared_with": compared_with},
        "confidence": CONFIDENCE, "selection": _share(sum(shadow), len(shadow)),
    }  # fmt: skip
    if rival is None:
        return body
    pairs = list(zip(shadow, rival, strict=True))
    flips: list[Json] = [_flips("", "", pairs)]
    for attribute, held in groups.items():
        for group in sorted(set(held)):
            part = [pair for pair, each in zip(pairs, held, strict=True) if each == group]
            flips.append(_flips(attribute, group, part))
    return {
        **body, "agreement": _share(sum(one == other for one, other in pairs), len(pairs)),
        "rival_selection": _share(sum(rival), len(rival)), "flips": flips,
    }  # fmt: skip


def _flips(attribute: str, group: str, pairs: Sequence[tuple[int, int]]) -> dict[str, Json]:
    return {
        "attribute": attribute, "group": group, "n": len(pairs),
        "to_favourable": _share(sum(pair == (1, 0) for pair in pairs), len(pairs)),
        "to_unfavourable": _share(sum(pair == (0, 1) for pair in pairs), len(pairs)),
    }  # fmt: skip


def _share(count: int, n: int) -> dict[str, Json]:
    lower, upper = wilson(count, n, CONFIDENCE)
    return {"count": count, "n": n, "value": count / n, "lower": float(lower), "upper": float(upper)}
