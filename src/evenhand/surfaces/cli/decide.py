"""``evenhand approve``, ``send-back`` and ``reject``: a signed answer to a submission."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from evenhand.surfaces.cli.screen import as_option, json_option, note, show


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        json_option,
        as_option,
        click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Sign into a file only."),
        click.option("--reason", help="Why; kept word for word."),
        click.option("--role", help="In which of your roles; needed when you hold several."),
        click.argument("version"),
    ):
        command = option(command)
    return command


@click.command()
@_options
@click.option("--condition", "conditions", multiple=True, help="Makes it a yes with conditions; may repeat.")
@click.option("--import", "is_import", is_flag=True, help="VERSION is a file that was signed elsewhere: record it.")
def approve(*, conditions: tuple[str, ...], is_import: bool, **given: Any) -> None:
    """Sign a yes to the current submission of VERSION, or to another target, in a role.

    Other targets are use-case:NAME, dataset:NAME@N, deployment:NAME and retirement:NAME@N.

    \b
    Example:
      evenhand approve credit@3 --role legal --reason "Notice text agreed." --as cy
      evenhand approve use-case:loan --role business-sponsor --reason "We want this." --as di
      evenhand approve credit@3 --role legal --reason "Agreed." --out yes.json   (on another machine)
      evenhand approve --import yes.json
    """
    if is_import:
        _import(Path(given["version"]), as_json=given["as_json"])
        return
    _decide("approve-with-conditions" if conditions else "approve", conditions=conditions, **given)


@click.command("send-back")
@_options
def send_back(**given: Any) -> None:
    """Sign that the current submission of VERSION, or another target, needs more work.

    \b
    Example:
      evenhand send-back credit@3 --role legal --reason "Purpose is unclear." --as cy
    """
    _decide("send-back", **given)


@click.command()
@_options
def reject(**given: Any) -> None:
    """Sign a no to the current submission of VERSION, or to another target.

    \b
    Example:
      evenhand reject credit@3 --role legal --reason "Prohibited use." --as cy
    """
    _decide("reject", **given)


def _decide(
    decision: str, *, version: str, role: str | None, reason: str | None, out: Path | None, actor: str | None,
    as_json: bool, conditions: tuple[str, ...] = (),
) -> None:  # fmt: skip
    from evenhand.surfaces.cli.founders import write_envelope
    from evenhand.surfaces.sdk.releasing import record_decision, sign_decision
    from evenhand.wiring.user_file import require_writable

    if not reason or not reason.strip():
        raise click.UsageError("Say why with --reason; an unexplained answer helps no auditor.")
    if out is not None:
        require_writable(out)
    envelope = sign_decision(version, decision=decision, role=role, reason=reason, conditions=conditions, actor=actor)
    if out is not None:
        write_envelope(out, envelope, replace=False)
        show({"file": str(out)}, f"Signed into {out}; record it with: evenhand approve --import {out}", as_json=as_json)
        return
    entry = record_decision(envelope)
    if decision.startswith("approve") and _is_own(version, entry.actor):
        note(f"{entry.actor} built or submitted {version}: this yes may keep its gate closed until the next submit.")
    show({"sequence": entry.sequence, "decision": decision}, f"{entry.actor}: {decision} {version}.", as_json=as_json)


def _import(file: Path, *, as_json: bool) -> None:
    from evenhand.governance.access.approval import Approval
    from evenhand.surfaces.cli.founders import read_envelope
    from evenhand.surfaces.sdk.releasing import record_decision

    envelope = read_envelope(file)
    entry = record_decision(envelope)
    answer = Approval.parse(envelope.payload)
    text = f"Recorded the answer of {entry.actor} as {answer.role}: {answer.decision} {answer.about}."
    is_current = _is_current(answer.about, answer.submission)
    if not is_current:
        text += "\nIt is about an earlier submission and does not count for the current one."
    document = {
        "sequence": entry.sequence, "actor": entry.actor, "role": answer.role, "decision": answer.decision,
        "about": answer.about, "is_about_current_submission": is_current,
    }  # fmt: skip
    show(document, text, as_json=as_json)


def _is_own(about: str, actor: str) -> bool:
    """Whether the person behind the account approved what is his own, where that counts against it."""
    from evenhand.governance.projection.signed import enrolled, mode_of
    from evenhand.surfaces.sdk.opening import read
    from evenhand.workflows.lookup import target_named

    with read(None) as workspace:
        state = workspace.ledger
        target = target_named(state, about)
        submission = None if target.submission is None else state.record("submission", target.submission)
        own = {target.author} | ({str(submission.body["submitter"])} if submission is not None else set())
        persons = {enrolled(state, name).parent for name in own}
        return mode_of(state) != "demonstration" and enrolled(state, actor).parent in persons


def _is_current(about: str, submission: str) -> bool:
    from evenhand.surfaces.sdk.opening import read
    from evenhand.workflows.lookup import target_named

    with read(None) as workspace:
        return target_named(workspace.ledger, about).submission == submission
