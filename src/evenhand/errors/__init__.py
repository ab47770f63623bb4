"""Every failure that evenhand can name, one module an area."""

from evenhand.errors.base import EvenhandError, Refusal, Undecided, Usage

__all__ = ["EvenhandError", "Refusal", "Undecided", "Usage"]
