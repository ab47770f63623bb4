"""Withdrawing a version: who still uses it, what follows it, what is kept."""
