"""The one pure function from entries to the state that everybody reads."""

from evenhand.governance.projection.project import project

__all__ = ["project"]
