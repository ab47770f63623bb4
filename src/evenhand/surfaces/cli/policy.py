"""``evenhand policy``: the rules, before and after they are in force."""

from pathlib import Path

import click

from evenhand.surfaces.cli.screen import as_option, json_option, show


@click.group()
def policy() -> None:
    """Check, propose and list policies.

    \b
    Example:
      evenhand policy propose --shipped tier-3 --as ada
    """


def _source(file: Path | None, shipped: str | None) -> str | Path:
    if (file is None) == (shipped is None):
        raise click.UsageError("Give either FILE or --shipped NAME.")
    return shipped if file is None and shipped is not None else str(file)


_FILE = click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
_SHIPPED = click.option("--shipped", metavar="NAME", help="One that ships: tier-1 to tier-4, demonstration.")


@policy.command()
@_FILE
@_SHIPPED
@click.option("--show", "is_show", is_flag=True, help="Also print it word for word, with every limit.")
@json_option
def check(file: Path | None, *, shipped: str | None, is_show: bool, as_json: bool) -> None:
    """Load FILE strictly and run its examples; needs no workspace.

    \b
    Example:
      evenhand policy check --shipped tier-2 --show
    """
    from evenhand.governance.policy.document import load_policy
    from evenhand.surfaces.sdk.rules import policy_text

    written = policy_text(_source(file, shipped))
    loaded = load_policy(written)
    gates = {name: [rule.id for rule in rules] for name, rules in loaded.gates.items()}
    lines = [f"{loaded}  {loaded.digest}"]
    lines += [f"  {gate}: {', '.join(rules)}" for gate, rules in gates.items()]
    lines += ["", written.rstrip("\n")] if is_show else []
    document = {"policy": loaded.name, "version": loaded.version, "digest": loaded.digest, "gates": gates}
    show(document, "\n".join(lines), as_json=as_json)


@policy.command()
@_FILE
@_SHIPPED
@as_option
@json_option
def propose(file: Path | None, *, shipped: str | None, actor: str | None, as_json: bool) -> None:
    """Propose FILE, or one that ships, for a second person to confirm.

    \b
    Example:
      evenhand policy propose --shipped tier-3 --as ada
    """
    from evenhand.surfaces.sdk.rules import propose_policy

    entry = propose_policy(_source(file, shipped), actor=actor)
    text = f"Proposed: {entry.about}. It takes effect when a second person runs: evenhand confirm {entry.about}"
    show({"sequence": entry.sequence, "about": entry.about}, text, as_json=as_json)


@policy.command("list")
@json_option
def list_(*, as_json: bool) -> None:
    """List the policies in force.

    \b
    Example:
      evenhand policy list
    """
    from evenhand.surfaces.sdk.opening import read

    with read(None) as workspace:
        records = workspace.ledger.records("policy")
    document = [
        {"policy": record.key, "digest": record.body["digest"], "in_force_at": record.body["in_force_at"],
         "proposer": record.body["proposer"], "confirmer": record.body["confirmer"]}
        for record in records
    ]  # fmt: skip
    lines = [
        f"{each['policy']}  {str(each['digest'])[7:19]}  proposed by {each['proposer']}, confirmed by "
        f"{each['confirmer']}, in force since {each['in_force_at']}"
        for each in document
    ]
    show(document, "\n".join(lines) or "No policy is in force.", as_json=as_json)
