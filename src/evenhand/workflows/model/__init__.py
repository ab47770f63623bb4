"""Versions of models, as they come in."""
