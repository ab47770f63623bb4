"""Evenhand: no model decides about people until evidence says that it may."""

__version__ = "0.1.0"
