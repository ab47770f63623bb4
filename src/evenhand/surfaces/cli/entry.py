"""Where the command line begins and ends: the table of commands and the exit codes."""

import os
import sys
from importlib.util import find_spec
from io import TextIOWrapper

import click

import evenhand
from evenhand.errors.base import EvenhandError
from evenhand.surfaces.cli.lazy import LazyGroup
from evenhand.surfaces.cli.screen import show_failure

_HERE = "evenhand.surfaces.cli"
TABLE = {
    "quickstart": (f"{_HERE}.quickstart:quickstart", "Walk the whole path on real data, in a minute or two."),
    "init": (f"{_HERE}.init:init", "Start a project from a table of your own."),
    "tier": (f"{_HERE}.tier:tier", "Say which class and tier a use case has, with every reason."),
    "drift": (f"{_HERE}.drift:drift", "Say how far a file has moved from another; needs no workspace."),
    "performance": (f"{_HERE}.performance:performance", "Measure how right the answers in a file are."),
    "fairness": (f"{_HERE}.fairness:fairness", "Measure what each group of a file gets."),
    "quality": (f"{_HERE}.quality:quality", "Say what is missing or suspicious in a file."),
    "profile": (f"{_HERE}.profile:profile", "Count a file into a small one that stands in for it."),
    "inventory": (f"{_HERE}.inventory:inventory", "Keep a list of all models, governed or only known."),
    "status": (f"{_HERE}.status:status", "Show where everything stands, what blocks it, who can mend it."),
    "identity": (f"{_HERE}.identity:identity", "Make and list your signing keys."),
    "workspace": (f"{_HERE}.workspace:workspace", "Create a workspace with the people who answer for it."),
    "actor": (f"{_HERE}.people:actor", "Enrol people, roles, keys and accounts."),
    "use-case": (f"{_HERE}.people:use_case", "Declare what a model decides, for whom, at which tier."),
    "policy": (f"{_HERE}.policy:policy", "Check, propose and list policies."),
    "confirm": (f"{_HERE}.people:confirm", "Put a proposal into effect, as the second person."),
    "contract": (f"{_HERE}.contract:contract", "Infer and check the contract of a table."),
    "dataset": (f"{_HERE}.dataset:dataset", "Register data as immutable versions, and read them by part."),
    "train": (f"{_HERE}.train:train", "Train a model so that it can be repeated, and register it."),
    "tune": (f"{_HERE}.tune:tune", "Search for a model by a rule that is stated first."),
    "reproduce": (f"{_HERE}.reproduce:reproduce", "Do the recorded run of a version again, and compare."),
    "lineage": (f"{_HERE}.lineage:lineage", "Trace a column, dataset, version or prediction to its sources."),
    "register": (f"{_HERE}.register:register", "Record a fitted model as a new version."),
    "evaluate": (f"{_HERE}.evaluate:evaluate", "Measure a version on held-out data and file the evidence."),
    "explain": (f"{_HERE}.explain:explain", "Show why one case got its score."),
    "attest": (f"{_HERE}.attest:attest", "File a document of a person as evidence."),
    "finding": (f"{_HERE}.finding:finding", "Record what is wrong, who answers for it, and how it ended."),
    "diff": (f"{_HERE}.diff:diff", "Compare two versions in data, code, parameters, metrics and groups."),
    "validate": (f"{_HERE}.validate:validate", "File the report of an independent validation, with its findings."),
    "judge": (f"{_HERE}.judge:judge", "Judge a version, or another target, at a gate of its policy."),
    "submit": (f"{_HERE}.submit:submit", "Freeze a version with its evidence for review."),
    "review": (f"{_HERE}.review:review", "Show what a submission decides, for whom, and what is unknown."),
    "approve": (f"{_HERE}.decide:approve", "Sign a yes to a submission, in a role."),
    "send-back": (f"{_HERE}.decide:send_back", "Sign that a submission needs more work."),
    "reject": (f"{_HERE}.decide:reject", "Sign a no to a submission."),
    "waive": (f"{_HERE}.waive:waive", "Ask to suspend one check for one version, until a day."),
    "release": (f"{_HERE}.release:release", "Sign that a version may serve in an environment."),
    "load": (f"{_HERE}.predict:load", "Verify a release as a server would, or say why it may not serve."),
    "predict": (f"{_HERE}.predict:predict", "Answer for a table with a released version, or refuse."),
    "consumers": (f"{_HERE}.retire:consumers", "List who got answers of a version, and when last."),
    "retire": (f"{_HERE}.retire:retire", "Withdraw a version: propose, then retire it for good."),
    "document": (f"{_HERE}.document:document", "Fill model card, data sheet, technical file and more from evidence."),
    "principles": (f"{_HERE}.principles:principles", "Show which principles were checked, phase by phase."),
    "search": (f"{_HERE}.search:search", "Find what was decided, and why, by its words."),
    "deployment": (f"{_HERE}.deployment:deployment", "Make and show the places where versions answer."),
    "promote": (f"{_HERE}.deployment:promote", "Let a released version answer in a deployment."),
    "score": (f"{_HERE}.score:score", "Score a table in a deployment, logged and safe to repeat."),
    "serve": (f"{_HERE}.serve:serve", "Answer over HTTP with the champion of a deployment."),
    "key": (f"{_HERE}.serve:key", "Admit callers to a served deployment."),
    "shadow": (f"{_HERE}.shadow:shadow", "Let a version score along, answering nobody."),
    "predictions": (f"{_HERE}.prediction:predictions", "Take over what other servers answered."),
    "outcomes": (f"{_HERE}.prediction:outcomes", "Record what became of cases."),
    "review-queue": (f"{_HERE}.prediction:review_queue", "Show the cases in which a person has to decide."),
    "override": (f"{_HERE}.prediction:override", "Decide a case as a person."),
    "stop": (f"{_HERE}.deployment:stop", "Stop a deployment, with the reason."),
    "resume": (f"{_HERE}.deployment:resume", "Let a stopped deployment answer again."),
    "monitor": (f"{_HERE}.monitor:monitor", "Watch a deployment: what changed, what did not, who must act."),
    "alert": (f"{_HERE}.alert:alert", "List the bounds that were crossed, and answer them."),
    "trace": (f"{_HERE}.trace:trace", "Show what one decision rests on, and which entries prove it."),
    "change": (f"{_HERE}.change:change", "Ask that another version take the champion's place."),
    "trust": (f"{_HERE}.trust:trust", "Show whose keys you trust in this ledger, and hand the list over."),
    "pack": (f"{_HERE}.pack:pack", "Write the evidence of a release into one file."),
    "verify": (f"{_HERE}.pack:verify", "Check an evidence pack against keys that you bring."),
    "audit": (f"{_HERE}.audit:audit", "Read, verify and prove the ledger."),
}


def _show_version(context: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's own form
    if not value or context.resilient_parsing:
        return
    click.echo(f"evenhand, version {evenhand.__version__}")
    if find_spec("numpy") is not None and find_spec("pyarrow") is not None:
        from evenhand.wiring.scan import kernel_in_words

        click.echo(f"Tables are counted by {kernel_in_words()}.")
    context.exit()


@click.command(cls=LazyGroup, table=TABLE, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version, and what counts tables.",
)
def root() -> None:
    """No model decides about people until evidence says that it may.

    Exit codes: 0 done or pass, 1 refused, 2 usage, 3 undecided, 4 could not run.

    \b
    Example:
      evenhand quickstart
    """


def main(arguments: list[str] | None = None) -> None:
    """Run one command and end the process with its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    as_json = "--json" in given
    _spell_what_no_terminal_shows()
    try:
        ended = root.main(args=given, prog_name="evenhand", standalone_mode=False) or 0
    except click.exceptions.Exit as end:
        ended = end.exit_code
    except click.ClickException as mistake:
        _show_mistake(mistake, as_json=as_json)
        ended = 2
    except (click.Abort, KeyboardInterrupt):
        _show_stop(as_json=as_json)
        ended = 4
    except EvenhandError as failure:
        show_failure(failure, as_json=as_json)
        ended = failure.exit_code
    except SystemExit as end:  # click ends so when nobody reads what it prints
        ended = 4 if type(sys.stdout).__name__.endswith("PacifyFlushWrapper") else end.code
    except Exception as failure:  # noqa: BLE001 - the last line of defence names what it caught
        ended = _end_unexpectedly(failure, as_json=as_json)
    sys.exit(ended)


def _show_stop(*, as_json: bool) -> None:
    from evenhand.errors.workspace import Interrupted

    opening = sys.modules.get("evenhand.surfaces.sdk.opening")
    entries = opening.recorded() if opening is not None else ()
    failure = Interrupted("Stopped before anything was recorded.", remedy="Run the command again.")
    if entries is None:
        failure = Interrupted("Stopped.", remedy="'evenhand audit log' shows what was recorded before.")
    elif entries:
        fact = f"Stopped after these entries were recorded: {', '.join(entries)}."
        failure = Interrupted(fact, recorded=list(entries))
    show_failure(failure, as_json=as_json)


def _show_mistake(mistake: click.ClickException, *, as_json: bool) -> None:
    from evenhand.errors.workspace import CommandUnclear

    context: click.Context | None = getattr(mistake, "ctx", None)
    if type(mistake).__name__ == "NoArgsIsHelpError":  # since click 8.2; its words are the help itself
        mistake.show()
        return
    path = "evenhand" if context is None else context.command_path
    failure = CommandUnclear(mistake.format_message(), remedy=f"See '{path} --help'.")
    show_failure(failure, as_json=as_json)


def _spell_what_no_terminal_shows() -> None:
    """Let a terminal that knows ASCII alone show the rest as escapes, instead of ending the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _end_unexpectedly(failure: Exception, *, as_json: bool) -> int:
    if os.environ.get("EVENHAND_TRACE"):
        raise failure
    told = _named(failure)
    try:
        show_failure(told, as_json=as_json)
    except OSError:  # what cannot be printed is told by the exit code alone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return told.exit_code


def _named(failure: Exception) -> EvenhandError:
    from evenhand.errors.workspace import OutOfMemory, SystemRefused, UnexpectedFailure

    if isinstance(failure, OSError):
        where = f" ({failure.filename})" if failure.filename else ""
        return SystemRefused(f"The system refused: {failure.strerror or failure}{where}.")
    if isinstance(failure, MemoryError):
        return OutOfMemory("There is not enough memory for this.")
    return UnexpectedFailure(f"{type(failure).__name__}: {failure}.")
