"""Which use case a call means."""

from evenhand.errors.release import UseCaseMissing
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.ports.ledger import Reader
from evenhand.workflows.lookup import use_case_in_force


def use_case_for(state: Reader, name: str | None) -> UseCase:
    """The use case called ``name``, or the only one in force.

    Raises:
        UseCaseMissing: there is none, or several and none is named.
    """
    if name is None:
        known = [record.key for record in state.records("use-case")]
        if len(known) != 1:
            if known:
                raise UseCaseMissing(
                    f"Nobody named the use case; in force are: {', '.join(known)}.",
                    remedy="Name one: --use-case NAME, or use_case='NAME' in Python.",
                )
            raise UseCaseMissing("No use case is in force.")
        name = known[0]
    return use_case_in_force(state, name)[0]
