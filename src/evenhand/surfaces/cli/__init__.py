"""The command line: lazy, with the same verbs as Python."""

from evenhand.surfaces.cli.entry import main

__all__ = ["main"]
