"""``evenhand tier``: class and tier of a use case from its answers."""

from pathlib import Path

import click

from evenhand.surfaces.cli.screen import json_option, show

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("answers", type=_FILE, required=False)
@click.option("--questions", "is_questions", is_flag=True, help="Show every question with its options instead.")
@click.option("--out", type=_FILE, help="With --questions: write a form to fill in.")
@json_option
def tier(answers: Path | None, *, is_questions: bool, out: Path | None, as_json: bool) -> None:
    """Say which class and tier ANSWERS lead to, with every reason; needs no workspace.

    ANSWERS is a YAML or JSON file: a flat map of question to answer, or an evenhand.yaml that holds one under tiering.
    A question that is left out takes its default.
    Not legal advice.

    \b
    Example:
      evenhand tier --questions --out answers.yaml
      evenhand tier answers.yaml
      evenhand tier answers.yaml --json
      evenhand tier evenhand.yaml
    """
    if (answers is None) != is_questions or (out is not None and not is_questions):
        raise click.UsageError("Give either ANSWERS, or --questions (with --out to write a form).")
    if answers is not None:
        from evenhand.surfaces.report.tiering import tiering_text
        from evenhand.surfaces.sdk.problem import tier as run

        found = run(answers)
        show(found.as_json(), "" if as_json else tiering_text(found), as_json=as_json)
        return
    _show_questions(out, as_json=as_json)


def _show_questions(out: Path | None, *, as_json: bool) -> None:
    from evenhand.governance.risk.questionnaire import questions
    from evenhand.surfaces.report.tiering import questions_text
    from evenhand.wiring.tiering_file import answers_form
    from evenhand.wiring.user_file import write_file

    document = [
        {"id": each.id, "section": each.section, "text": each.text, "type": each.kind, "options": list(each.options),
         "default": list(each.default) if isinstance(each.default, tuple) else each.default, "help": each.help}
        for each in questions().values()
    ]  # fmt: skip
    text = questions_text()
    if out is not None:
        write_file(out, answers_form().encode())
        text = f"A form with {len(document)} questions: {out}. Fill it in, then: evenhand tier {out}"
    show(document, text, as_json=as_json)
