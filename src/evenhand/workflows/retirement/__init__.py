"""Withdrawing a version: the plan, then the act."""
