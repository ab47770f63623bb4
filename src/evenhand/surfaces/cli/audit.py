"""``evenhand audit``: the ledger read, verified, proved, signed."""

from base64 import b64encode
from pathlib import Path
from typing import Any

import click

from evenhand.surfaces.cli.progress import Progress
from evenhand.surfaces.cli.screen import json_option, show

_FILE = click.Path(dir_okay=False, path_type=Path)
_PLACE = click.Path(path_type=Path)


@click.group()
def audit() -> None:
    """Read, verify and prove the ledger.

    \b
    Example:
      evenhand audit verify --rebuild
    """


@audit.command()
@click.argument("sequence", type=click.IntRange(min=0), required=False)
@click.option("--about", metavar="KIND:KEY", help="Only entries about this, for example version:credit@3.")
@click.option("--action", help="Only entries of this action, for example version.registered.")
@click.option("--last", type=click.IntRange(min=1), help="Only so many, the newest.")
@json_option
def log(sequence: int | None, *, about: str | None, action: str | None, last: int | None, as_json: bool) -> None:
    """List the entries, oldest first; with SEQUENCE show one entry whole.

    \b
    Example:
      evenhand audit log --last 20
    """
    from evenhand.surfaces.sdk.auditing import list_entries, show_entry

    if sequence is not None:
        document = show_entry(sequence)
        import json

        show(document, json.dumps(document, indent=2, ensure_ascii=False), as_json=as_json)
        return
    entries = list_entries(about=about, action=action, last=last)
    filed = _evidence() if any(each.action == "evidence.filed" for each in entries) else {}
    lines = [
        f"{each.sequence:>6}  {each.at[:19]}Z  {each.actor}  {each.action}  {each.about}{filed.get(each.payload, '')}"
        for each in entries
    ]
    documents = [
        {"sequence": each.sequence, "at": each.at, "actor": each.actor, "action": each.action, "about": each.about,
         "payload": each.payload, "policy": each.policy}
        for each in entries
    ]  # fmt: skip
    show(documents, "\n".join(lines) or "No entries.", as_json=as_json)


@audit.command()
@click.option(
    "--rebuild",
    is_flag=True,
    help="Compute every table anew from the entries too, compare the rows, and read every stored file.",
)
@click.option("--file", type=_FILE, help="Examine a copy of a ledger instead of this workspace's.")
@click.option("--trust", type=_FILE, help="Whose keys count; by default those of your config directory.")
@click.option("--witness", type=_PLACE, help="A file of checkpoints that was kept elsewhere.")
@json_option
def verify(*, rebuild: bool, file: Path | None, trust: Path | None, witness: Path | None, as_json: bool) -> None:
    """Compute every hash again and compare it with what is stored, signed, seen before and kept by a witness.

    \b
    Example:
      evenhand audit verify --rebuild --witness /mnt/auditor/checkpoints.txt
    """
    from evenhand.errors.ledger import LedgerDamaged, SignersUnknown
    from evenhand.surfaces.sdk.auditing import trusts, verify_log

    with Progress() as progress:
        found = verify_log(rebuild=rebuild, file=file, trust=trust, witness=witness, progress=progress)
    is_trusted = trusts(found.log, trust)
    failure: Any = None
    if not found.is_whole:
        whose = "A file stored with" if found.damage[0].part == "artifact" else "The ledger"
        failure = LedgerDamaged(f"{whose} {found.log} is not what was written: {found.damage[0]}.")
    elif not is_trusted:
        failure = SignersUnknown(f"The ledger {found.log} is consistent with itself; who signed it is not established.")
    document = _as_json(found, is_trusted=is_trusted)
    if as_json and failure is not None:
        document["error"] = {"code": failure.code, "fact": failure.fact, "remedy": failure.remedy}
        show(document, "", as_json=True)
        raise click.exceptions.Exit(failure.exit_code)
    show(document, "\n".join(_lines(found, is_trusted=is_trusted, has_witness=witness is not None)), as_json=as_json)
    if failure is not None:
        raise failure


@audit.command()
@click.argument("entry", required=False)
@click.option(
    "--since", type=click.IntRange(min=1), metavar="SIZE", help="Prove that the first SIZE entries still hold."
)
@click.option("--check", "file", type=_FILE, help="Check the proof of an entry instead; needs no ledger.")
@click.option("--log", "named", metavar="ID", help="With --check: the id of the log that it is to be from.")
@click.option("--trust", type=_FILE, help="With --check: whose keys count.")
@json_option
def proof(
    entry: str | None, *, since: int | None, file: Path | None, named: str | None, trust: Path | None, as_json: bool
) -> None:
    """Prove that ENTRY (its number, or the digest of its payload) stands under the last checkpoint, or check a proof.

    \b
    Example:
      evenhand audit proof 12 > entry-12.tlog-proof
      evenhand audit proof --check entry-12.tlog-proof --log w-3f9a0c --trust trust.json
    """
    if [entry, since, file].count(None) != 2:
        raise click.UsageError("Give one of ENTRY, --since SIZE and --check FILE.")
    if entry is not None:
        _prove(int(entry) if entry.isascii() and entry.isdecimal() else entry, as_json=as_json)
    elif since is not None:
        _prove_growth(since)
    elif named is None:
        raise click.UsageError("Name the log with --log.")
    else:
        _check(Path(str(file)), named, trust, as_json=as_json)


def _evidence() -> dict[str, str]:
    """Payload of an entry to the kind of evidence that it filed, with the start of its digest."""
    from evenhand.surfaces.sdk.opening import read

    with read(None) as workspace:
        filed = workspace.ledger.records("evidence")
    return {str(each.body["payload"]): f"  {each.body['kind']} {each.key[7:19]}" for each in filed}


def _prove(entry: int | str, *, as_json: bool) -> None:
    from evenhand.surfaces.sdk.auditing import prove_entry

    made = prove_entry(entry)
    hashes = [b64encode(each).decode() for each in made.hashes]
    document = {"index": made.index, "hashes": hashes, "leaf": made.leaf.decode(), "checkpoint": made.note}
    show(document, str(made).rstrip("\n"), as_json=as_json)


def _prove_growth(since: int) -> None:
    from evenhand.surfaces.sdk.auditing import prove_growth

    made, note = prove_growth(since)
    show({**made.as_json(), "checkpoint": note}, "", as_json=True)


def _check(file: Path, log: str, trust: Path | None, *, as_json: bool) -> None:
    from evenhand.surfaces.sdk.auditing import check_proof

    entry, checkpoint = check_proof(file, log=log, trust=trust)
    document = {"sequence": entry.sequence, "at": entry.at, "actor": entry.actor, "action": entry.action,
                "about": entry.about, "payload": entry.payload, "checkpoint_size": checkpoint.size}  # fmt: skip
    text = f"{entry.at}  {entry.actor}  {entry.action}  {entry.about}\nstands at {entry.sequence} of {checkpoint.size}"
    show(document, f"{text} entries of {checkpoint.origin}; signature and path hold.", as_json=as_json)


@audit.command()
@click.option("--witness", type=_PLACE, help="A file that keeps checkpoints where you cannot change them.")
@json_option
def checkpoint(*, witness: Path | None, as_json: bool) -> None:
    """Sign how far the ledger has come; give the note to a witness.

    \b
    Example:
      evenhand audit checkpoint --witness /mnt/auditor/checkpoints.txt
    """
    from evenhand.surfaces.sdk.auditing import publish_checkpoint

    note = publish_checkpoint(witness=witness)
    show({"checkpoint": note, "witness": None if witness is None else str(witness)}, note.rstrip("\n"), as_json=as_json)


def _as_json(found: Any, *, is_trusted: bool) -> dict[str, Any]:
    return {
        "log": found.log, "size": found.size, "root": None if found.root is None else b64encode(found.root).decode(),
        "whole": found.is_whole, "signers_established": is_trusted, "rebuilt": found.rebuilt,
        "first_bad_entry": found.first_bad_entry,
        "damage": [{"part": each.part, "place": each.place, "fact": each.fact} for each in found.damage],
        "checkpoints": found.n_checkpoints, "last_signed": found.last_signed, "seen": found.seen,
        "witnessed": found.n_witnessed, "artifacts": found.n_artifacts,
    }  # fmt: skip


def _lines(found: Any, *, is_trusted: bool, has_witness: bool) -> list[str]:
    root = "none" if found.root is None else b64encode(found.root).decode()
    lines = [f"ledger {found.log}: {_entries(found.size)}, root {root}"]
    if found.damage:
        return [*lines, *(f"  wrong: {each}" for each in found.damage)]
    lines.append("  entries, payloads and tiles fit together")
    signed = "no checkpoint of a trusted key"
    if found.n_checkpoints == 0:
        signed = "no checkpoint yet ('evenhand audit checkpoint' signs one)"
    if found.last_signed is not None:
        signed = f"checkpoints: {found.n_checkpoints}, the last over {_entries(found.last_signed)}"
    lines.append(f"  {signed}")
    lines.append(
        "  first seen here" if found.seen is None else f"  continues what was seen here, {_entries(found.seen)}"
    )
    if has_witness:
        lines.append(f"  continues what the witness kept, checkpoints: {found.n_witnessed}")
    tables = "every table follows from the entries" if found.rebuilt else "tables were not compared (--rebuild does)"
    lines.append(f"  {tables}")
    if found.n_artifacts is not None:
        lines.append(f"  stored files: {found.n_artifacts:,}, each with the bytes that its digest names")
    elif found.rebuilt:
        lines.append("  stored files were not compared")
    return lines if is_trusted else [*lines, "  who signed it is not established"]


def _entries(count: int) -> str:
    return f"{count} {'entry' if count == 1 else 'entries'}"
