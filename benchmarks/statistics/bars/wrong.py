"""What each tool answers on small tables whose truth is known."""

from collections.abc import Iterator
from pathlib import Path

from bar import Bar, NotMeasured
from bars.peers import TOOLS
from setting import Setting


def answers(setting: Setting, pythons: dict[str, Path]) -> Iterator[Bar]:
    """A line for each tool and each of its forms in each case; ours first."""
    ran = setting.ours("wrong")
    if ran.failure:
        raise NotMeasured(ran.failure)
    found = {"evenhand": ran.answer["answers"]}
    for peer in (peer for peer in TOOLS if peer in pythons):
        ran = setting.peer(pythons[peer], "drift.py", peer, "wrong")
        if ran.failure:
            yield Bar(work=peer, wanted="", measured=f"fails: {ran.failure}", is_met=None)
            continue
        forms = {name: form for name, form in ran.answer.items() if name in {"default", "tests"}}
        found |= {
            f"{peer}, {'as it comes' if name == 'default' else 'its tests'}": form for name, form in forms.items()
        }
    for case in found["evenhand"]:
        yield Bar(
            work=case, wanted="", measured="; ".join(f"{tool}: **{said[case]}**" for tool, said in found.items()),
            is_met=None,
        )  # fmt: skip
