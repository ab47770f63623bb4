"""Failures of stating the problem: tiering, the inventory, a new project."""

from evenhand.errors.base import Refusal, Usage


class TieringAnswersInvalid(Usage):
    """An answer to the tiering questionnaire names no question, or no option of it."""

    code = "TIERING-ANSWERS-INVALID"
    remedy = "'evenhand tier --questions' shows every question with its options."


class TieringContradicted(Refusal):
    """A use case states another class or tier than its own answers lead to."""

    code = "TIERING-CONTRADICTED"
    remedy = "Leave out 'class' and 'tier': the answers say them. Or correct the answer that is wrong."


class InventoryInvalid(Usage):
    """Rows of an inventory cannot be read; nothing was imported."""

    code = "INVENTORY-INVALID"
    remedy = "Mend the named lines and import the file again; see docs/how-to/import-an-inventory.md."


class ProjectUnclear(Usage):
    """A new project needs an answer that the table does not give."""

    code = "PROJECT-UNCLEAR"
    remedy = "Say it with the named option; 'evenhand init --help' shows all."


class ProjectProhibited(Refusal):
    """The answers say that the use case is a practice that is banned."""

    code = "PROJECT-PROHIBITED"
    remedy = "No policy ships for it, because it is not to be approved; correct the answers if they are wrong."
