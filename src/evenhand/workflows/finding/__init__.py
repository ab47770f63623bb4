"""Findings: opened, closed, listed."""
