"""A monitoring plan as people write it."""

from pathlib import Path

from evenhand.lifecycle.monitoring.plan import Plan, plan_from_form
from evenhand.wiring.form_file import read_form


def read_plan(path: Path) -> Plan:
    """The plan in the file.

    Raises:
        FormUnreadable: the file cannot be read as plain YAML.
        PlanInvalid: a part is missing or unknown; the fact names file and path.
    """
    return read_form(path, plan_from_form)
