"""What a use case could say for itself, in words."""

from evenhand.workflows.problem.file_use_case import Intake


def intake_in_words(done: Intake, name: str) -> list[str]:
    """Kinds that were filed, with what they leave open, and kinds that nothing is stated for."""
    name = name.removeprefix("use-case:")
    lines = [f"  filed    {kind}{_open(done, kind)}" for kind in done.filed]
    lines += [f"  kept     {kind}{_open(done, kind)}" for kind in done.kept]
    lines += [f"  skipped  {kind}: {why}" for kind, why in done.skipped.items()]
    return [*lines, f"Next, where the policy holds a gate intake: evenhand judge use-case:{name}"]


def _open(done: Intake, kind: str) -> str:
    gaps = done.gaps.get(kind, ())
    return f"; not stated: {', '.join(gaps)}" if gaps else ""
