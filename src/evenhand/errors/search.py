"""Failures of searching the ledger."""

from evenhand.errors.base import Usage


class SearchUnreadable(Usage):
    """What was asked holds no word to look for, or too many."""

    code = "SEARCH-UNREADABLE"
    remedy = 'Give a few words, "a phrase in quotes", or the beginning of a word with * after it.'
