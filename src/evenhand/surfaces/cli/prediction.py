"""``evenhand predictions``, ``outcomes``, ``review-queue``, ``override``: the prediction log from outside."""

from pathlib import Path

import click

from evenhand.surfaces.cli.screen import as_option, json_option, note, show

_FILE = click.Path(dir_okay=False, path_type=Path)
_SHOWN = 10


@click.group()
def predictions() -> None:
    """Take over what other servers answered, and verify the prediction log.

    \b
    Example:
      evenhand predictions import loan-live vendor.csv --version credit@3
    """


@predictions.command("import")
@click.argument("deployment")
@click.argument("file", type=_FILE)
@click.option("--version", help="Who answered every row.")
@click.option("--version-column", metavar="COLUMN", help="Column with who answered, instead of --version.")
@click.option("--key", metavar="COLUMN", default="id", show_default=True, help="Column with the prediction's id.")
@click.option("--score", metavar="COLUMN", default="score", show_default=True, help="Column with the score.")
@click.option("--decision", metavar="COLUMN", help="Column with 1 or 0; else the version's decision rule says it.")
@click.option("--case", metavar="COLUMN", help="Column with the key of the case.")
@click.option("--at", metavar="COLUMN", default="at", show_default=True, help="Column with the instant of the answer.")
@click.option("--as-of", metavar="COLUMN", help="Column with the instant that the case belongs to; else that of --at.")
@click.option("--consumer", metavar="COLUMN", help="Column with who asked.")
@as_option
@json_option
def import_answers(
    deployment: str, file: Path, *, version: str | None, version_column: str | None, key: str, score: str,
    decision: str | None, case: str | None, at: str, as_of: str | None, consumer: str | None, actor: str | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Take the answers of another server in FILE into the log of DEPLOYMENT, once per id.

    \b
    Example:
      evenhand predictions import loan-live vendor.csv --version credit@3 --key request_id --at answered_at --as bo
    """
    from evenhand.surfaces.sdk.predicting import import_predictions as run

    done = run(
        deployment, file, version=version, key=key, score=score, decision=decision, case=case, at=at, as_of=as_of,
        version_column=version_column, consumer=consumer, actor=actor,
    )  # fmt: skip
    sequence = None if done.entry is None else done.entry.sequence
    text = f"{done.n_new:,} predictions taken, {done.n_known:,} known before." + _where(sequence)
    show({"new": done.n_new, "known": done.n_known, "sequence": sequence}, text, as_json=as_json)


@predictions.command()
@click.argument("deployment")
@json_option
def verify(deployment: str, *, as_json: bool) -> None:
    """Hold the prediction log of DEPLOYMENT against the ledger; ends with 1 when a part was changed or is missing.

    \b
    Example:
      evenhand predictions verify loan-live
    """
    from evenhand.surfaces.sdk.predicting import verify_predictions as run

    found = run(deployment)
    document = {
        "records": found.n_records, "sealed": found.n_sealed, "live": found.n_live, "torn": found.n_torn,
        "unrecorded": list(found.unrecorded),
    }  # fmt: skip
    lines = [
        f"{found.n_records:,} records; {found.n_sealed:,} segments are as the ledger names them.",
        f"  {found.n_live:,} segments of servers fit in themselves, {found.n_torn:,} of them end torn.",
        *(f"  {name} was written and never recorded; run its import or batch again." for name in found.unrecorded),
    ]
    show(document, "\n".join(lines), as_json=as_json)


@click.group()
def outcomes() -> None:
    """Record what became of cases.

    \b
    Example:
      evenhand outcomes import loan-live repaid.csv --key case --outcome repaid
    """


@outcomes.command("import")
@click.argument("deployment")
@click.argument("file", type=_FILE)
@click.option("--key", metavar="COLUMN", default="id", show_default=True, help="Column with the id or the case's key.")
@click.option("--outcome", metavar="COLUMN", default="outcome", show_default=True, help="Written as the label is.")
@click.option("--at", metavar="COLUMN", help="Column with the instant at which the outcome was known.")
@click.option("--known-at", metavar="DATE", help="That day or instant for every row; now when neither is given.")
@click.option("--correct", metavar="REASON", help="Let outcomes that differ from recorded ones replace them, and why.")
@as_option
@json_option
def import_known(
    deployment: str, file: Path, *, key: str, outcome: str, at: str | None, known_at: str | None,
    correct: str | None, actor: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Record the outcomes in FILE for predictions of DEPLOYMENT, once per prediction.

    \b
    Example:
      evenhand outcomes import loan-live repaid.csv --key case --outcome repaid --known-at 2026-11-30 --as bo
    """
    from evenhand.surfaces.sdk.predicting import import_outcomes as run

    done = run(deployment, file, key=key, outcome=outcome, at=at, known_at=known_at, correct=correct, actor=actor)
    sequence = None if done.entry is None else done.entry.sequence
    if done.unknown:
        more = f" and {len(done.unknown) - _SHOWN:,} more" if len(done.unknown) > _SHOWN else ""
        note(f"Not in the log: {', '.join(done.unknown[:_SHOWN])}{more}")
    if done.n_early:
        note(f"Known before the instant of the case: {done.n_early:,}. See --known-at, and --as-of of the batch.")
    counts = f"{done.n_new:,} outcomes recorded, {done.n_known:,} known before, {done.n_corrected:,} corrected"
    document = {
        "new": done.n_new, "known": done.n_known, "corrected": done.n_corrected, "early": done.n_early,
        "unknown": list(done.unknown),
        "sequence": sequence,
    }  # fmt: skip
    show(document, f"{counts}, {len(done.unknown):,} not in the log.{_where(sequence)}", as_json=as_json)


@click.group("review-queue")
def review_queue() -> None:
    """Show the cases in which a person has to decide.

    \b
    Example:
      evenhand review-queue list loan-live
    """


@review_queue.command("list")
@click.argument("deployment")
@click.option("--at-most", type=click.IntRange(min=1), default=20, show_default=True, help="Cases to show.")
@json_option
def list_all(deployment: str, *, at_most: int, as_json: bool) -> None:
    """List the cases of DEPLOYMENT that wait for a person, those answered first in front.

    \b
    Example:
      evenhand review-queue list loan-live --at-most 5
    """
    from evenhand.surfaces.sdk.predicting import list_review_queue as run

    waiting = run(deployment)
    shown = [
        {
            "id": each.id, "case": each.case, "at": each.at, "version": each.version, "score": each.score,
            "reasons": list(each.reasons), "features": dict(each.features),
        }
        for each in waiting[:at_most]
    ]  # fmt: skip
    lines = [f"{len(waiting):,} cases wait for a person."]
    for each in waiting[:at_most]:
        lines.append(f"  {each.id}  case {each.case or '-'}  score {each.score:.3f}  {each.at}")
        lines.append("    " + ", ".join(f"{name} {value}" for name, value in each.features.items()))
    show({"waiting": len(waiting), "cases": shown}, "\n".join(lines), as_json=as_json)


@review_queue.command("report")
@click.argument("deployment")
@as_option
@json_option
def report(deployment: str, *, actor: str | None, as_json: bool) -> None:
    """File how people used their say over DEPLOYMENT as evidence: decided, otherwise than the rule, waiting, stops.

    \b
    Example:
      evenhand review-queue report loan-live --as bo
    """
    from evenhand.surfaces.sdk.predicting import report_review_queue as run

    entry, body = run(deployment, actor=actor)
    text = (
        f"{body['n_decided']:,} cases decided by people, {body['n_waiting']:,} wait, "
        f"{body['n_automatic_changed']:,} automatic decisions changed: ledger entry {entry.sequence}."
    )
    show({"sequence": entry.sequence, "body": body}, text, as_json=as_json)


@click.command()
@click.argument("deployment")
@click.argument("prediction")
@click.option("--decision", type=click.Choice(["1", "0"]), required=True, help="1 for the favourable decision, else 0.")
@click.option("--reason", required=True, help="Why, in your words.")
@as_option
@json_option
def override(deployment: str, prediction: str, *, decision: str, reason: str, actor: str | None, as_json: bool) -> None:
    """Decide PREDICTION of DEPLOYMENT as a person; a case is decided by a person once.

    \b
    Example:
      evenhand override loan-live 019ac0de-0000-7000-8000-000000000000 --decision 1 --reason "Income is proven." --as bo
    """
    from evenhand.surfaces.sdk.predicting import override as run

    entry = run(deployment, prediction, decision=int(decision), reason=reason, actor=actor)
    text = f"Decided {prediction}: {decision} (ledger entry {entry.sequence})."
    show({"sequence": entry.sequence, "id": prediction, "decision": int(decision)}, text, as_json=as_json)


def _where(sequence: int | None) -> str:
    return " Nothing new to record." if sequence is None else f" Ledger entry {sequence}."
