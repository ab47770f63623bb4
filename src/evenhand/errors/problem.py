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
