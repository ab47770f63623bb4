"""``evenhand actor``, ``use-case`` and ``confirm``: proposals, and the second person who puts them into effect."""

from pathlib import Path
from typing import Any

import click

from evenhand.surfaces.cli.screen import as_option, json_option, show

_FIRST = ("policy", "version", "name", "purpose", "applies_when", "demonstration", "waivers", "gates")
_LAST = ("examples", "example_facts")
_NEXT = "It takes effect when a second person runs: evenhand confirm {name}"


@click.group()
def actor() -> None:
    """Enrol people, roles, keys and accounts.

    \b
    Example:
      evenhand actor propose cy --key cy.pub --role legal --as ada
    """


@actor.command()
@click.argument("name")
@click.option("--key", "keys", multiple=True, required=True, metavar="TEXT|FILE", help="Public key; may repeat.")
@click.option("--role", "roles", multiple=True, required=True, help="A role of the catalogue; may repeat.")
@click.option("--person", help="The person behind a second account or a service.")
@click.option("--display", default="", help="A readable name.")
@click.option("--kind", type=click.Choice(["person", "service"]), default="person", show_default=True)
@as_option
@json_option
def propose(
    name: str, *, keys: tuple[str, ...], roles: tuple[str, ...], person: str | None, display: str, kind: str,
    actor: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Propose that NAME be enrolled, or enrolled anew with other roles or keys.

    \b
    Example:
      evenhand actor propose cy --key cy.pub --role legal --as ada
    """
    from evenhand.surfaces.sdk.people import propose_actor
    from evenhand.wiring.user_file import read_text

    texts = [" ".join((key if _is_key(key) else read_text(Path(key), largest=65_536)).split()[:2]) for key in keys]
    entry = propose_actor(name, keys=texts, roles=roles, person=person, display=display, kind=kind, actor=actor)
    text = f"Proposed: {name} with {', '.join(roles)}. {_NEXT.format(name=f'actor:{name}')}"
    show({"sequence": entry.sequence, "about": entry.about}, text, as_json=as_json)


def _is_key(text: str) -> bool:
    return not text.strip() or (" " in text and text.startswith(("ssh-", "ecdsa-", "sk-")))


@click.group("use-case")
def use_case() -> None:
    """Declare what a model decides, for whom, at which tier.

    \b
    Example:
      evenhand use-case propose evenhand.yaml --as ada
    """


@use_case.command("propose")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), default=Path("evenhand.yaml"))
@as_option
@json_option
def propose_use_case(file: Path, *, actor: str | None, as_json: bool) -> None:
    """Propose the use case that FILE declares.

    \b
    Example:
      evenhand use-case propose evenhand.yaml --as ada
    """
    from evenhand.surfaces.sdk.rules import propose_use_case as run

    entry = run(file, actor=actor)
    text = f"Proposed: {entry.about}. {_NEXT.format(name=entry.about)}"
    show({"sequence": entry.sequence, "about": entry.about}, text, as_json=as_json)


@use_case.command("file")
@click.argument("name")
@as_option
@json_option
def file_use_case(name: str, *, actor: str | None, as_json: bool) -> None:
    """File what the use case NAME states as evidence for its gate intake; confirming a use case does so by itself.

    \b
    Example:
      evenhand use-case file loan --as bo
    """
    from evenhand.surfaces.cli.filed import intake_in_words
    from evenhand.surfaces.sdk.problem import file_use_case as run

    done = run(name, actor=actor)
    document = {
        "filed": {kind: entry.payload for kind, entry in done.filed.items()}, "kept": list(done.kept),
        "skipped": dict(done.skipped), "gaps": {kind: list(gaps) for kind, gaps in done.gaps.items()},
    }  # fmt: skip
    show(document, "\n".join(intake_in_words(done, name)), as_json=as_json)


@click.command()
@click.argument("proposal", required=False)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Sign into a file only.")
@click.option("--import", "is_import", is_flag=True, help="PROPOSAL is a file that was signed elsewhere: record it.")
@click.option("--show", "is_show", is_flag=True, help="Only print what it would put into effect, word for word.")
@as_option
@json_option
def confirm(
    proposal: str | None, *, out: Path | None, is_import: bool, is_show: bool, actor: str | None, as_json: bool
) -> None:
    """Put PROPOSAL (its subject or digest) into effect, as the second person; without it, list what is open.

    \b
    Example:
      evenhand confirm policy:tier-3 --show
      evenhand confirm policy:tier-3 --as bo
      evenhand confirm policy:tier-3 --out yes.json   (on another machine)
      evenhand confirm --import yes.json
    """
    if proposal is None:
        if is_import or is_show or out is not None:
            raise click.UsageError("Name the proposal, or with --import the file.")
        _list_proposals(as_json=as_json)
        return
    if is_show:
        _show_proposal(proposal, as_json=as_json)
        return
    from evenhand.surfaces.cli.founders import read_envelope, write_envelope
    from evenhand.surfaces.sdk.people import record_confirmation, sign_confirmation
    from evenhand.wiring.user_file import require_writable

    if is_import:
        entry = record_confirmation(read_envelope(Path(proposal)))
    else:
        if out is not None:
            require_writable(out)
        envelope = sign_confirmation(proposal, actor=actor)
        if out is not None:
            write_envelope(out, envelope, replace=False)
            text = f"Signed into {out}; record it with: evenhand confirm --import {out}"
            show({"file": str(out)}, text, as_json=as_json)
            return
        entry = record_confirmation(envelope)
    filed = _filed(entry, None if is_import else actor, is_import=is_import)
    text = "\n".join([f"In effect: {entry.about} ({entry.action}).", *filed])
    show({"sequence": entry.sequence, "about": entry.about}, text, as_json=as_json)


def _filed(entry: Any, actor: str | None, *, is_import: bool) -> list[str]:
    """What follows from a use case that took effect."""
    if entry.action != "use-case.confirmed":
        return []
    from evenhand.surfaces.cli.filed import intake_in_words
    from evenhand.surfaces.sdk.opening import read
    from evenhand.surfaces.sdk.problem import file_use_case as run
    from evenhand.workflows.problem.file_use_case import states_problem

    name = entry.about.removeprefix("use-case:")
    with read(None) as workspace:
        if not states_problem(workspace, name):
            return []
    if is_import:
        return [f"Next, as somebody with a key here: evenhand use-case file {name}"]
    return intake_in_words(run(name, actor=actor), name)


def _list_proposals(*, as_json: bool) -> None:
    from evenhand.surfaces.sdk.opening import read

    with read(None) as workspace:
        open_ = workspace.ledger.records("proposal")
    document = [
        {"about": each.parent, "kind": each.body["kind"], "proposer": each.body["proposer"], "digest": each.key}
        for each in open_
    ]
    lines = [f"{each.parent}{_what(each)}  by {each.body['proposer']}  {str(each.key)[7:19]}" for each in open_]
    show(document, "\n".join(lines) or "No open proposal.", as_json=as_json)


def _show_proposal(proposal: str, *, as_json: bool) -> None:
    import yaml

    from evenhand.surfaces.sdk.opening import read
    from evenhand.workflows.people.confirm_proposal import content_of, find_proposal

    with read(None) as workspace:
        found = find_proposal(workspace.ledger, proposal)
    content = content_of(found)
    ordered = sorted(content, key=lambda key: (_FIRST.index(key) if key in _FIRST else len(_FIRST), key in _LAST))
    text = yaml.safe_dump({key: content[key] for key in ordered}, sort_keys=False, allow_unicode=True).rstrip()
    # By its subject a newer proposal could be confirmed that nobody has read.
    show(content, f"{text}\n# To confirm exactly this: evenhand confirm {found.key[7:]}", as_json=as_json)


def _what(proposal: Any) -> str:
    return f"  (waiver: {proposal.body['name']})" if proposal.body["kind"] == "waiver" else ""
